// Where a value stands in a text: path -> line, for Lua table constructors and JSON alike. Neither
// Lua tables nor jansson keep lines, so the same text is scanned once more as tokens. Paths are
// written as messages show them: `stations.facade.outputs[1].size[2]` (Lua: [1] is the first;
// JSON: [0] is the first); a key that is no identifier is `["a b"]`. A path that is not found
// answers with the line of its nearest parent.
//
// Followed in Lua: the `return` outside any block, its constructors, and names of `local`
// values (`outputs = shared`, `outputs = shared.nord`, `outputs = shared[1]`). Not followed, so
// that the parent's line answers: values in parentheses, after `and`/`or`, behind calls and
// computed keys
// (`[n + 1] =`), fields assigned after the constructor (`t.x = 1`), what stands inside a function
// or a block, keys longer than WHERE_KEY, and nesting deeper than WHERE_DEPTH.
#pragma once
#include "base/fault.h"

enum where_syntax { WHERE_LUA, WHERE_JSON };

struct where;

// Goes past the byte order mark that some editors put before UTF-8.
void where_skip_mark(const char **text, size_t *length);

// The text is not kept. At most WHERE_MAX paths are (more: the parent's line is the answer).
// NULL only when memory is short; a broken text gives what could be scanned.
#define WHERE_MAX 200000
#define WHERE_DEPTH 180
#define WHERE_KEY 255
struct where *where_scan(const char *text, size_t length, enum where_syntax syntax);
void where_destroy(struct where *w);
// 1-based line; 1 when nothing is known.
int where_line(const struct where *w, const char *path);
// Rank of a path in the order of writing, for tables whose order is lost; 0 when it is not found.
int where_order(const struct where *w, const char *path);
// The n-th (from 0) key that stands twice in one table: its second line, and its path; 0 when there
// is none. Lua and JSON keep the last one silently, which nobody means. At most WHERE_DUPLICATES.
#define WHERE_DUPLICATES 256
int where_duplicate(const struct where *w, int n, char *path, size_t path_size);

// Append to a path; one that does not fit is left as it is (the parent's line answers). The index
// is the one the syntax shows.
void where_key(char *path, size_t size, const char *key);
void where_index(char *path, size_t size, size_t index);
