#if 0
do
#endif
void main() { { } while (true) ; }
