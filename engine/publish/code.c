// QR codes as vectors (ISO/IEC 18004): one path of runs of modules, four modules of quiet around.
#include "publish/print.h"

#include <qrencode.h>

#define QUIET 4
#define MODULE_LEAST (0.42 * MM)
#define SYMBOL_LEAST (20 * MM) // without the quiet zone

static void add_row(cairo_t *cr, const unsigned char *row, int modules, double x, double y,
                    double edge)
{
    for (int i = 0; i < modules; i++) {
        int first = i;
        while (i < modules && row[i] & 1)
            i++;
        if (i > first)
            cairo_rectangle(cr, x + first * edge, y, (i - first) * edge, edge);
    }
}

double print_code(struct book *b, const char *uri, double x, double y, double most)
{
    QRcode *code = QRcode_encodeString8bit(uri, 0, QR_ECLEVEL_M);
    if (!code)
        return 0;
    double edge = SYMBOL_LEAST / code->width;
    edge = edge < MODULE_LEAST ? MODULE_LEAST : edge;
    double whole = edge * (code->width + 2 * QUIET);
    if (whole <= most) {
        print_link_uri(b, uri);
        for (int row = 0; row < code->width; row++)
            add_row(b->cr, code->data + (size_t)row * (size_t)code->width, code->width,
                    x + QUIET * edge, y + (QUIET + row) * edge, edge);
        cairo_set_source_rgb(b->cr, 0, 0, 0);
        cairo_set_antialias(b->cr, CAIRO_ANTIALIAS_NONE);
        cairo_fill(b->cr);
        cairo_set_antialias(b->cr, CAIRO_ANTIALIAS_DEFAULT);
        print_link_end(b);
    }
    QRcode_free(code);
    return whole <= most ? whole : 0;
}
