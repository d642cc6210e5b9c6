#define f(x) x(x)
#define a a b
#define b a a a
void main() { f(f) a b }
