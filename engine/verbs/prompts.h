// What an operator does, from the command line and from replay files: --go S, and lines
// `SECONDS go|back`, `SECONDS cue|list ID`, `SECONDS panic|resume [OVER]`, `SECONDS set NAME VALUE
// [OVER]`.
#pragma once
#include "verbs/verbs.h"

// False, with faults in the session.
bool prompts_give(struct session *s, const struct session_desc *desc);
// Such lines become blank: the rest are touches.
void prompts_blank(char *text);
