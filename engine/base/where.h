// Where a value stands in a text: path -> line, for Lua table constructors and JSON alike. Neither
// Lua tables nor jansson keep lines, so the same text is scanned once more as tokens. Paths are
// written as messages show them: `stations.facade.outputs[1].size[2]` (Lua: [1] is the first;
// JSON: [0] is the first). A path that is not found answers with the line of its nearest parent.
#pragma once
#include "base/fault.h"

enum where_syntax { WHERE_LUA, WHERE_JSON };

struct where;

// The text is not kept. At most WHERE_MAX paths are (more: the parent's line is the answer).
// NULL only when memory is short; a broken text gives what could be scanned.
#define WHERE_MAX 200000
struct where *where_scan(const char *text, size_t length, enum where_syntax syntax);
void where_destroy(struct where *w);
// 1-based line; 1 when nothing is known.
int where_line(const struct where *w, const char *path);
// The n-th (from 0) key that stands twice in one table: its second line, and its path; 0 when there
// is none. Lua and JSON keep the last one silently, which nobody means.
int where_duplicate(const struct where *w, int n, char *path, size_t path_size);
