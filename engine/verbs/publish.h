// The catalogue and the bundle, as rows of the table of formats.
#pragma once
#include "verbs/formats.h"

bool catalogue_out(const struct export_job *job, struct fault *f);
bool bundle_out(const struct export_job *job, struct fault *f);
