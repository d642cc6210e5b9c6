// --visitor and --param: a page as one visitor sees it, without the touches that lead there.
#pragma once
#include "verbs/verbs.h"

// Into s->visitor and s->given; told on standard error when a word of them is not known.
bool visitor_read(struct session *s, const struct session_desc *desc);
