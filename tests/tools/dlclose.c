// Sanitizer builds keep every library loaded: the leak checker cannot name what lay in an unloaded
// one (Mesa's drivers), so tools/lsan.supp could not either.
int dlclose(void *handle);

int dlclose(void *handle)
{
    (void)handle;
    return 0;
}
