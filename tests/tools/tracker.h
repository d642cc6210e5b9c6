// A TUIO tracker for tests of input: its datagrams are put together byte by byte, from the OSC 1.0
// and TUIO 1.1 specifications. cmocka asserts inside.
#pragma once
#include "input/tuio.h"

struct bytes {
    unsigned char at[TUIO_DATAGRAM * 2];
    size_t size;
};

void put(struct bytes *b, const void *from, size_t size);
void put_word(struct bytes *b, uint32_t word);
void put_text(struct bytes *b, const char *text);
void open_bundle(struct bytes *b);
void say(struct bytes *b, const char *address, const char *types, ...);

#define CUR "/tuio/2Dcur"
#define OBJ "/tuio/2Dobj"
#define BLB "/tuio/2Dblb"

struct seen {
    struct tuio_step steps[4096];
    int count;
};

struct house {
    struct tuio *tuio;
    struct seen seen;
    struct bytes bytes;
    double now_s;
    struct tuio_from from;
};

int open_house(void **state);
int close_house(void **state);
void hear(struct house *h);

// One frame of cursors at x, y; sessions are the numbers of `alive`.
void frame(struct house *h, const char *source, int fseq, int count, const int *alive, double x);

// What was told since it was last asked: "+" down, "~" move, "-" up, "!" cancelled; then forgotten.
const char *told(struct house *h);

#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)
