// Lua's path: a page to take home.
//
//   local code, side = path.qr("https://example.org/gestes/etirer-fer")
//   canvas:push() canvas:translate(96, 96) canvas:scale(240 / side)
//   canvas:fill(code, { color = "#14110f" }) canvas:pop()
#include "script/bind.h"

#include <qrencode.h>
#include <string.h>

#define QR_BYTES 300
#define QR_SIDE 69 // modules of version 13: 331 bytes at level M (ISO/IEC 18004, table 7)

struct modules {
    int side; // 0: none
    unsigned char dark[QR_SIDE * QR_SIDE];
};

// Letters beyond ASCII are said to be UTF-8 (ECI 26): readers guess otherwise.
static QRcode *code_of(const char *text, size_t length)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    bool plain = true;
    for (size_t i = 0; i < length; i++)
        plain = plain && (unsigned char)text[i] < 0x80;
    bool good = input && (plain || QRinput_appendECIheader(input, 26) == 0) &&
                QRinput_append(input, QR_MODE_8, (int)length, (const unsigned char *)text) == 0;
    QRcode *code = good ? QRcode_encodeInput(input) : NULL;
    QRinput_free(input);
    return code;
}

// Lua may leave by a jump: the library's memory is given back before.
static void encode(const char *text, size_t length, struct modules *m)
{
    QRcode *code = code_of(text, length);
    if (code && code->width <= QR_SIDE) {
        m->side = code->width;
        for (int i = 0; i < m->side * m->side; i++)
            m->dark[i] = code->data[i] & 1;
    }
    QRcode_free(code);
}

// Each row's dark runs as one rectangle.
static bool add_modules(struct path *p, const struct modules *m)
{
    bool good = true;
    for (int y = 0; y < m->side; y++) {
        const unsigned char *row = m->dark + (size_t)y * (size_t)m->side;
        for (int x = 0; x < m->side; x++) {
            int first = x;
            while (x < m->side && row[x])
                x++;
            if (x > first)
                good = good && path_rect(p, first, y, x - first, 1, 0);
        }
    }
    return good;
}

static int path_from_qr(lua_State *L)
{
    size_t length;
    struct modules modules = {0};
    const char *text = bind_string(L, 1, &length);
    if (length == 0 || length > QR_BYTES || strlen(text) != length)
        return bind_error(L, "a text of 1 to %d bytes, none of them 0, is allowed, got %d bytes",
                          QR_BYTES, (int)length);
    int64_t since_ns = bind_work();
    encode(text, length, &modules);
    bind_worked(L, since_ns);
    if (modules.side == 0)
        return bind_error(L, "memory is short");
    lua_settop(L, 1);
    struct path *p = bind_path_push(L);
    if (!add_modules(p, &modules))
        return bind_error(L, "memory is short");
    lua_settop(L, 1);
    lua_pushinteger(L, modules.side);
    return 2;
}

static const struct bind_function functions[] = {
    {"path.qr", path_from_qr, "text"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_path_qr = {.name = "path", .functions = functions};
