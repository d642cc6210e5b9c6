#define W while
#define T (true)
#define D do
void main() { if (true) W T ; else D { } W T ; for (int i = 0; ; ) for (;;) if (i > 0) i++; else i--; }
