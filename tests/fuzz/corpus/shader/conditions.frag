#if defined(A) || (1 + 2 * 3 == 7 && !defined B)
#define LOOP for (;;)
#elif __VERSION__ >= 330
#error never
#else
do {
#endif
#ifndef A
# define A(x, y) x LOOP { y }
#endif
/* while (true) */
void main() { A(int i = 0;, if (i++ > 3) break;) color = vec4(1.); }
