// The page under the address of a record, which leads to its page.
#include "publish/bundle.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

bool bundle_door(const struct bundle *b, const char *name, const char *title, struct fault *f)
{
    char path[BUNDLE_PATH + 160], door[160], *text = NULL;
    size_t length = 0, base = b->d->base ? strlen(b->d->base) : 0;
    if (base == 0 || strchr(":#=", b->d->base[base - 1]))
        return true;
    const char *page = strrchr(name, '/') + 1;
    snprintf(door, sizeof door, "%.*s", (int)(strlen(name) - strlen(".html")), name);
    snprintf(path, sizeof path, "%s/%s", b->folder, door);
    snprintf(door + strlen(door), sizeof door - strlen(door), "/index.html");
    struct html h = {open_memstream(&text, &length), b->d, "../../", b->book.setting};
    if (!h.out)
        return fault_set(f, "memory is short");
    fprintf(h.out,
            "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"refresh\" content=\"0; url=../%s\">\n<title>",
            b->d->languages[0], page);
    html_text(&h, title);
    fprintf(h.out, "</title>\n<a href=\"../%s\">", page);
    html_text(&h, title);
    fputs("</a>\n</html>\n", h.out);
    fclose(h.out);
    if (store_folder(path, f))
        return bundle_write(b, door, text, length, f);
    free(text);
    return false;
}
