// gpu/guard: shaders as text: what becomes of them, and what is refused, with its line. What
// definitions and conditions give was worked out by the rules of C, which GLSL has taken over.
#include "gpu/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void refused(const char *text, const char *why)
{
    struct guarded g;
    struct fault f = {0};
    if (guard_shader(text, strlen(text), &g, &f))
        fail_msg("taken: %s", text);
    if (!strstr(f.text, why))
        fail_msg("%s: %s", text, f.text);
    guard_finish(&g);
}

static char *taken(const char *text)
{
    struct guarded g;
    struct fault f = {0};
    if (!guard_shader(text, strlen(text), &g, &f))
        fail_msg("%s: %s", text, f.text);
    return g.text;
}

// White space aside.
static void becomes(const char *text, const char *wanted)
{
    char *whole = taken(text), *to = whole;
    for (const char *c = whole; *c; c++)
        if (*c != ' ' && *c != '\n')
            *to++ = *c;
    *to = 0;
    assert_string_equal(whole, wanted);
    free(whole);
}

static void every_loop_counts_its_steps(void **state)
{
    becomes("void main() { for (;;) ; }",
            "voidgestuaire_main(){for(;;)if(gestuaire_over())break;else;}");
    becomes("void main() { while (a) { b; } }",
            "voidgestuaire_main(){while(a)if(gestuaire_over())break;else{b;}}");
    becomes("void main() { do { b; } while (a); }",
            "voidgestuaire_main(){doif(gestuaire_over())break;else{b;}while(a);}");
    becomes("#define W while (true)\nvoid main() { if (a) W ; else W b; }",
            "voidgestuaire_main(){if(a)while(true)if(gestuaire_over())break;else;elsewhile(true)"
            "if(gestuaire_over())break;elseb;}");
}

static void lines_stay_what_they_are(void **state)
{
    char *text =
        taken("// one\n/* two\nthree */\r\n#define A(x) x\rvoid main() {\n\n A(\n fifth) }");
    int line = 1;
    const char *at = strstr(text, "fifth"), *main_at = strstr(text, "gestuaire_main");
    for (const char *c = text; c < main_at; c++)
        line += *c == '\n';
    assert_int_equal(line, 5);
    for (const char *c = main_at; c < at; c++)
        line += *c == '\n';
    assert_int_equal(line, 7); // where A is called
    free(text);
}

static void what_could_hide_a_loop_is_refused(void **state)
{
    refused("void main() { do a; while (b); }", "1: a do wants braces");
    refused("#if 0\ndo\n#endif\n void main() { do { } for (;;) ; }", "4: this do has no `while");
    refused("void main() {\n wh\\\nile (true) ; }", "2: a backslash");
    refused("void main() { while ; }", "1: while wants a \"(\"");
    refused("void main() { a ## b }", "1: # stands at the beginning");
    refused("#define gestuaire_over() false\nvoid main() { }", "1: #define wants a name, not one");
    refused("bool gestuaire_over(int i) { return false; }\nvoid main() { }", "1: names that begin");
    refused("void main() { gestuaire_steps = 0; }", "1: names that begin");
    refused("#define X gestuaire_steps\nvoid main() { X = 0; }", "2: names that begin");
    refused("#version 330\nvoid main() { }", "1: the engine writes #version");
    refused("#include <x>\nvoid main() { }", "1: #include is not known");
    refused("#extension all : enable\nvoid main() { }", "#extension is not known");
    refused("void main() { /* while (true) ; }", "1: this comment does not end");
    refused("void main() { } }", "1: this \"}\" closes nothing");
    refused("void main() { ( }", "1: this \"}\" closes nothing");
    refused("void main() {\n\n", "1: this \"{\" is not closed");
    refused("float a;", "there is no `void main()");
    refused("void main() { caf\xc3\xa9; }", "byte 0xc3");
    refused("void main() { \"x\"; }", "has no use in a shader");
    refused("#if 1\nvoid main() { }", "an #endif is missing");
    refused("#endif\nvoid main() { }", "1: there is no #if before this");
    refused("#if 1 / 0\n#endif\nvoid main() { }", "1: this condition divides by zero");
    refused("#error not yet, wait\nvoid main() { }", "1: not yet, wait");
}

static void what_grows_without_measure_is_refused(void **state)
{
    char text[8192] = "";
    size_t used = 0;
    refused("#define f(x) x(x)\nvoid main() { f(f) }", "more than 65536");
    for (int i = 1; i < 40; i++) // each twice the one before
        used += (size_t)snprintf(text + used, sizeof text - used, "#define A%d A%d A%d\n", i, i - 1,
                                 i - 1);
    snprintf(text + used, sizeof text - used, "void main() { A39; }");
    refused(text, "more than 65536");
    used = (size_t)snprintf(text, sizeof text, "float f0(float x) { return sin(x) * 2.0; }\n");
    for (int i = 1; i < 40; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "float f%d(float x) { return f%d(f%d(x)); }\n", i, i - 1, i - 1);
    snprintf(text + used, sizeof text - used, "void main() { color = vec4(f39(1.0)); }");
    refused(text, "with all it calls this is more than 200000");
    used = (size_t)snprintf(text, sizeof text, "float f0(float x) { return sin(x) * 2.0; }\n");
    for (int i = 1; i < 14; i++) // small enough by itself, and not twice
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "float f%d(float x) { return f%d(f%d(x)); }\n", i, i - 1, i - 1);
    snprintf(text + used, sizeof text - used, "float a = f13(1.0);\nvoid main() { color.r = a; }");
    free(taken(text));
    snprintf(text + used, sizeof text - used,
             "float a = f13(1.0), b = min(f13(1.0), 0.0);\n"
             "void main() { color.r = a + b; }");
    refused(text, "with all it calls this is more than 200000");
    refused("float f(float x);\nvoid main() { }", "1: a function is written where");
    refused("void main() { float a[100000000]; }", "an array has at most 4096");
}

static void definitions_and_conditions_do_what_c_does(void **state)
{
    becomes("#define A 2\n#define B(x, y) (x * y + A)\nvoid main() { B(3, B(1, A)); }",
            "voidgestuaire_main(){(3*(1*2+2)+2);}");
    becomes("#define f f g\n#define g f\nvoid main() { f; }", "voidgestuaire_main(){ff;}");
    becomes("#define EMPTY\n#define f() x\nvoid main() { f EMPTY; f(); }",
            "voidgestuaire_main(){f;x;}");
    becomes("#if (1 << 4 | 3) == 19 && -7 / 2 == -3 && ~0 == -1 && 0x10 == 16\nvoid main() { a; }\n"
            "#else\nwhile\n#endif",
            "voidgestuaire_main(){a;}");
    becomes("#ifdef X\n#elif 0\n#elif defined(Y) || !defined X\nvoid main() { b; }\n#else\n#error\n"
            "#endif",
            "voidgestuaire_main(){b;}");
    becomes("#define X 1\n#undef X\n#ifndef X\nvoid main() { c; }\n#endif",
            "voidgestuaire_main(){c;}");
    becomes("#if 0\n#if 1\n#error\n#else\n#bad\n#endif\n#endif\nvoid main() { __VERSION__; }",
            "voidgestuaire_main(){330;}");
    becomes("void main() { a+ +b; c-1.5e-3; d<<=1; e^^f; .5; }",
            "voidgestuaire_main(){a++b;c-1.5e-3;d<<=1;e^^f;.5;}");
    char *text = taken("void main() { a+ +b; }"); // and what was apart stays apart
    assert_non_null(strstr(text, "a + + b"));
    free(text);
}

static void uniforms_are_known_behind_sizes_and_values(void **state)
{
    const char *text = "uniform float u_glow = min(0.5, 1.0), u_row[2], u_last;\n"
                       "uniform vec2 u_at = vec2(1.0, 2.0);\nvoid main() { }";
    static const char *const names[] = {"u_glow", "u_row", "u_last", "u_at"};
    static const enum guard_type types[] = {GUARD_FLOAT, GUARD_OTHER, GUARD_FLOAT, GUARD_VEC2};
    struct guarded g;
    struct fault f = {0};
    assert_true(guard_shader(text, strlen(text), &g, &f));
    assert_int_equal(g.uniform_count, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(g.uniforms[i].name, names[i]);
        assert_int_equal(g.uniforms[i].type, types[i]);
    }
    guard_finish(&g);
}

static void uniforms_and_time_are_known(void **state)
{
    const char *text = "uniform float u_glow, u_warmth;\nuniform highp vec3 u_tint;\n"
                       "uniform sampler2D u_picture; uniform mat3 u_turn;\n"
                       "void main() {\n color = vec4(u_time_s);\n\n for (;;) break; }";
    struct guarded g;
    struct fault f = {0};
    assert_true(guard_shader(text, strlen(text), &g, &f));
    assert_int_equal(g.uniform_count, 5);
    assert_string_equal(g.uniforms[1].name, "u_warmth");
    assert_int_equal(g.uniforms[1].type, GUARD_FLOAT);
    assert_int_equal(g.uniforms[2].type, GUARD_VEC3);
    assert_int_equal(g.uniforms[3].type, GUARD_SAMPLER);
    assert_int_equal(g.uniforms[4].type, GUARD_OTHER);
    assert_true(g.uses_time);
    assert_int_equal(g.loop_line, 7);
    guard_finish(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_loop_counts_its_steps),
        cmocka_unit_test(lines_stay_what_they_are),
        cmocka_unit_test(what_could_hide_a_loop_is_refused),
        cmocka_unit_test(what_grows_without_measure_is_refused),
        cmocka_unit_test(definitions_and_conditions_do_what_c_does),
        cmocka_unit_test(uniforms_are_known_behind_sizes_and_values),
        cmocka_unit_test(uniforms_and_time_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
