// publish: what stands before and behind the entries of a book.
#pragma once
#include "publish/order.h"
#include "publish/print.h"

struct contents {
    struct order works, gestures, enterprises; // gestures with pages of their own are in `whole`
    const json_t **whole, **brief; // owned; gestures with a page, gestures to be documented
    int whole_count, brief_count;
};

void front_cover(struct book *b, const struct contents *c);
void front_imprint(struct book *b);
void front_contents(struct book *b, const struct contents *c);
void front_index(struct book *b);
void front_credits(struct book *b);
