// A part of a document that is made from the program: between `<!-- made: NAME -->` and
// `<!-- end: NAME -->`. With GESTUAIRE_WRITE_DOCS=1 in the environment it is written anew.
#pragma once

// Fails the test when the part in the file is not `made`.
void section_compare(const char *file, const char *name, const char *made);
