// A wall of two projectors, nord and sud, with a frieze that has a mask and a wall that has a grid,
// and its desk. For tests of desk/.
#pragma once
#include "desk/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct mapping_desc wall(void);
extern const struct desk_names names;
extern double unix_s; // what the desk takes for the time
struct desk *open_desk(const char *file, const struct mapping_desc *start);
bool same_grid(const struct warp_grid *a, const struct warp_grid *b);
// Without the desk's own tables: member by member.
bool same(const struct mapping_desc *a, const struct mapping_desc *b);
struct desk_value corner(int owner, int index, double x, double y); // of an output
void set(struct desk *d, struct desk_value v, bool more);
