// bench_repertoire FOLDER COUNT: an installation with a repertoire of so many made-up gestures.
// bench_repertoire --queries COUNT [N]: what visitors look for in it, N lines (200).
#include "made.h"

#include <stdlib.h>
#include <string.h>

#define SEED 20261128u

int main(int argc, char **argv)
{
    int count = argc > 2 ? atoi(argv[2]) : 0, queries = argc > 3 ? atoi(argv[3]) : 200;
    if (count < 1 || count > 200000 || queries < 1) {
        fprintf(stderr, "usage: bench_repertoire FOLDER COUNT\n"
                        "       bench_repertoire --queries COUNT [N]\n"
                        "COUNT: 1 to 200000 gestures\n");
        return 2;
    }
    struct made *m = made_create(SEED);
    bool good = m != NULL;
    if (good && strcmp(argv[1], "--queries") == 0)
        made_queries(m, count, queries, stdout);
    else if (good)
        good = made_write(m, argv[1], count);
    made_destroy(m);
    return good ? 0 : 1;
}
