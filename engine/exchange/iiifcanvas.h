// exchange: canvases of a manifest.
#pragma once
#include "exchange/iiifprivate.h"

// Each adds what there is to add; a medium that is there already, or NULL, is fine.
void iiif_lay_media(struct iiif_page *page, const json_t *media);
void iiif_lay_capsule(struct iiif_page *page, const json_t *capsule);
void iiif_lay_rendering(struct iiif_page *page, const json_t *media);
void iiif_lay_clip(struct iiif_page *page, const json_t *clip);
// The first canvas of a medium, of a capsule (NULL: any); NULL: none.
const struct iiif_spot *iiif_spot_of(const struct iiif_page *page, const json_t *media,
                                     const json_t *capsule);
json_t *iiif_credit(const char *credit);
void iiif_add_origin(json_t *pairs, const json_t *record);
