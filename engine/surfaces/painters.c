// The programs that paint outputs: one for each way a surface lies, and for what its output does to
// light where that is painted at once.
#include "base/log.h"
#include "surfaces/private.h"

#include <stdio.h>

// Share: none, of light, of light and lift. Gamma or sRGB. Without a table, with a row, with a
// cube.
int painters_variant(bool shared, bool lifted, bool gamma, int table)
{
    int share = lifted ? 2 : shared ? 1 : 0;
    return 1 + share * 6 + (gamma ? 3 : 0) + table;
}

int painters_whole(int variant)
{
    return variant == PAINTERS_PLAIN ? variant : 1 + (variant - 1) % 6;
}

static void name(char *defines, size_t size, bool masked, int last)
{
    static const char *const shares[] = {"", "#define SHARED\n", "#define LIFTED\n"};
    static const char *const tables[] = {"", "#define TABLE_ROW\n", "#define TABLE_CUBE\n"};
    int variant = last - 1;
    bool graded = last != PAINTERS_LIGHT && last != PAINTERS_PLAIN;
    snprintf(defines, size, "%s%s%s%s%s", masked ? "#define MASKED\n" : "",
             last != PAINTERS_LIGHT ? "#define LAST\n" : "",
             last == PAINTERS_PLAIN ? "#define PLAIN\n"
             : graded               ? shares[variant / 6]
                                    : "",
             graded && variant / 3 % 2 ? "#define GAMMA\n" : "", graded ? tables[variant % 3] : "");
}

struct gpu_program *painters_of(struct painters *p, enum painters_shape shape, int last)
{
    static const struct {
        const char *file;
        bool masked;
    } shapes[] = {[PAINTERS_OUTPUT] = {"output", false},
                  [PAINTERS_STRAIGHT] = {"surface", false},
                  [PAINTERS_STRAIGHT_MASKED] = {"surface", true},
                  [PAINTERS_INSIDE] = {"inside", false},
                  [PAINTERS_BENT] = {"bent", false},
                  [PAINTERS_BENT_MASKED] = {"bent", true}};
    struct painter *one = &p->of[shape][last];
    struct fault f;
    if (one->program)
        return one->program;
    name(one->defines, sizeof one->defines, shapes[shape].masked, last);
    one->program = gpu_program_variant(p->gpu, shapes[shape].file, one->defines, &f);
    if (!one->program && !one->told)
        log_error("surfaces", "%s: %s; what it paints is black until there is", shapes[shape].file,
                  f.text);
    one->told = !one->program; // it is tried again in the next frame
    return one->program;
}

void painters_finish(struct painters *p)
{
    for (int i = 0; i < PAINTERS_SHAPES * PAINTERS_VARIANTS; i++) {
        struct painter *one = &p->of[i / PAINTERS_VARIANTS][i % PAINTERS_VARIANTS];
        gpu_program_destroy(one->program);
        one->program = NULL;
    }
}
