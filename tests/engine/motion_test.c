// motion: a BVH file posed, measured and seen; the oracle is matrices in double, or Python.
#include "motion/motion.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RAD (M_PI / 180)

// An arm whose joints each have another order, one with positions after its rotations, one moved by
// position channels, two roots, padding, trailing spaces.
static const char arm[] =
    "HIERARCHY\n"
    "ROOT Shoulder\n{\n\tOFFSET 1 2 3\n"
    "\tCHANNELS 6 Zrotation Xrotation Yrotation Xposition Yposition Zposition \n"
    "\tJOINT Elbow left\n\t{\n\t\tOFFSET 0.3 0 0\n"
    "\t\tCHANNELS 3 Yrotation Zrotation Xrotation\n"
    "\t\tJOINT Hand {\n\t\t\tOFFSET 9 9 9\n"
    "\t\t\tCHANNELS 5 Xposition Yposition Zposition Xrotation Zrotation\n"
    "\t\t\tEnd Site\n\t\t\t{\n\t\t\t\tOFFSET 0 0 0.1\n\t\t\t}\n"
    "\t\t}\n\t}\n}\n"
    "ROOT Tool\n{\n OFFSET 5 0 0\n CHANNELS 0\n}\n"
    "MOTION\nFrames:   \t3  \nFrame Time:   .5\n"
    "10 20 30 1 1 1  40 50 60  0.25 0.01 0 70 80\n"
    "-15 5 100 1 2 1  -40 12 33  0.25 0.02 0 7 -80 \n"
    "-15 5 100 1 2 1  -40 12 33  0.25 0.02 0 7 -80\n";

struct matrix {
    double m[3][3];
};

static struct matrix about(char axis, double degrees)
{
    double c = cos(degrees * RAD), s = sin(degrees * RAD);
    if (axis == 'X')
        return (struct matrix){{{1, 0, 0}, {0, c, -s}, {0, s, c}}};
    if (axis == 'Y')
        return (struct matrix){{{c, 0, s}, {0, 1, 0}, {-s, 0, c}}};
    return (struct matrix){{{c, -s, 0}, {s, c, 0}, {0, 0, 1}}};
}

static struct matrix times(struct matrix a, struct matrix b)
{
    struct matrix r = {0};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 3; k++)
                r.m[i][j] += a.m[i][k] * b.m[k][j];
    return r;
}

static struct matrix euler(const char *order, double a, double b, double c)
{
    return times(times(about(order[0], a), about(order[1], b)), about(order[2], c));
}

static struct vec3 carried(struct vec3 p, struct matrix m, struct vec3 v)
{
    return (struct vec3){p.x + m.m[0][0] * v.x + m.m[0][1] * v.y + m.m[0][2] * v.z,
                         p.y + m.m[1][0] * v.x + m.m[1][1] * v.y + m.m[1][2] * v.z,
                         p.z + m.m[2][0] * v.x + m.m[2][1] * v.y + m.m[2][2] * v.z};
}

static void near_point(struct vec3 got, struct vec3 in_file, double tolerance)
{
    assert_float_equal(got.x, in_file.x, tolerance); // Y up to Z up: x, -z, y
    assert_float_equal(got.y, -in_file.z, tolerance);
    assert_float_equal(got.z, in_file.y, tolerance);
}

static struct motion_clip *read_text(const char *text, double unit)
{
    struct fault f = {""};
    struct motion_clip *c =
        motion_read_bvh(text, strlen(text), &(struct motion_desc){.metres_per_unit = unit}, &f);
    if (!c)
        fail_msg("%s", f.text);
    return c;
}

static void each_joint_turns_in_its_own_order(void **state)
{
    struct motion_clip *c = read_text(arm, 1);
    assert_int_equal(motion_info(c).joints, 5);
    assert_int_equal(motion_info(c).frames, 3);
    assert_float_equal(motion_info(c).duration_s, 1, 1e-12);
    assert_int_equal(motion_joint(c, "Elbow left"), 1);
    assert_int_equal(motion_parent(c, 1), 0);
    assert_int_equal(motion_parent(c, 4), -1);
    struct matrix shoulder = euler("ZXY", 10, 20, 30);
    struct matrix elbow = times(shoulder, euler("YZX", 40, 50, 60));
    struct matrix hand = times(elbow, euler("XZX", 70, 80, 0));
    struct vec3 at[4] = {{1, 1, 1}};
    at[1] = carried(at[0], shoulder, (struct vec3){0.3, 0, 0});
    at[2] = carried(at[1], elbow, (struct vec3){0.25, 0.01, 0});
    at[3] = carried(at[2], hand, (struct vec3){0, 0, 0.1});
    struct vec3 joints[5];
    motion_pose(c, 0, joints);
    for (int j = 0; j < 4; j++)
        near_point(joints[j], at[j], 1e-6);
    near_point(joints[4], (struct vec3){5, 0, 0}, 1e-6);
    motion_destroy(c);
}

static void one_joint_alone_stands_where_the_pose_has_it(void **state)
{
    struct motion_clip *c = read_text(arm, 0.5);
    for (double t = -1; t < 2; t += 0.07) {
        struct vec3 joints[5];
        motion_pose(c, t, joints);
        for (int j = 0; j < 5; j++) {
            struct vec3 p = motion_joint_at(c, j, t);
            assert_float_equal(p.x, joints[j].x, 1e-12);
            assert_float_equal(p.y, joints[j].y, 1e-12);
            assert_float_equal(p.z, joints[j].z, 1e-12);
        }
    }
    motion_destroy(c);
}

// Half-way between two turns about one axis is the mean angle, the shorter way round.
static void between_frames_a_joint_turns_evenly(void **state)
{
    static const char text[] = "HIERARCHY ROOT a { OFFSET 0 0 0 CHANNELS 1 Yrotation "
                               "End Site { OFFSET 0 0 1 } } MOTION Frames: 3 Frame Time: 1 "
                               "170 -150 -150";
    struct motion_clip *c = read_text(text, 1);
    for (double u = 0; u <= 1; u += 0.05) {
        struct vec3 p = motion_joint_at(c, 1, u);
        double angle = (170 + 40 * u) * RAD; // about Y, +Z goes towards +X
        near_point(p, (struct vec3){sin(angle), 0, cos(angle)}, 1e-6);
    }
    motion_destroy(c);
}

static void two_bones_meet_at_the_analytic_angle(void **state)
{
    for (double degrees = 0; degrees <= 180; degrees += 7.5) {
        struct vec3 b = {0.1, -0.2, 1.1};
        struct vec3 a = {b.x, b.y, b.z + 0.31};
        struct vec3 h = {b.x + 0.26 * sin(degrees * RAD), b.y, b.z + 0.26 * cos(degrees * RAD)};
        assert_float_equal(motion_angle(a, b, h), degrees * RAD, 1e-7);
    }
    assert_true(isnan(motion_angle((struct vec3){0}, (struct vec3){0}, (struct vec3){1, 0, 0})));
    // Pythagoras' triangle: the angle between the sides 3 and 5 is acos(3/5).
    assert_float_equal(motion_angle((struct vec3){3, 0, 0}, (struct vec3){0},
                                    (struct vec3){3, 4, 0}),
                       acos(0.6), 1e-12);
}

static void the_eye_sees_in_perspective(void **state)
{
    struct motion_camera eye = {.target = {0, 0, 1},
                                .distance_m = 4,
                                .fov = M_PI / 2,
                                .left = 100,
                                .top = 50,
                                .width = 1280,
                                .height = 720};
    struct vec2 p;
    double depth;
    assert_true(motion_project(&eye, (struct vec3){0, 0, 1}, &p, &depth));
    assert_float_equal(p.x, 740, 1e-9);
    assert_float_equal(p.y, 410, 1e-9);
    assert_float_equal(depth, 4, 1e-12);
    // 1 m right and 1 m up at 4 m, half the height being 4 m there.
    assert_true(motion_project(&eye, (struct vec3){1, 0, 2}, &p, NULL));
    assert_float_equal(p.x, 740 + 90, 1e-9);
    assert_float_equal(p.y, 410 - 90, 1e-9);
    // From +X, what lies towards +Y is right; what lies towards the eye is nearer.
    eye.azimuth = M_PI / 2;
    assert_true(motion_project(&eye, (struct vec3){2, 1, 1}, &p, &depth));
    assert_float_equal(p.x, 740 + 180, 1e-9);
    assert_float_equal(depth, 2, 1e-12);
    // From above, the ground's far side is up.
    eye.azimuth = 0;
    eye.elevation = M_PI / 2;
    assert_true(motion_project(&eye, (struct vec3){0, 1, 1}, &p, &depth));
    assert_float_equal(p.y, 410 - 90, 1e-9);
    assert_true(motion_project(&eye, (struct vec3){0, 0, 4.9}, &p, &depth));
    assert_false(motion_project(&eye, (struct vec3){0, 0, 4.96}, &p, &depth));
    assert_false(motion_project(&eye, (struct vec3){0, 0, 9}, &p, &depth));
}

static void refused(const char *text, size_t length, const char *why)
{
    struct fault f = {""};
    struct motion_clip *c = motion_read_bvh(text, length, NULL, &f);
    assert_null(c);
    if (!strstr(f.text, why))
        fail_msg("wanted \"%s\", got \"%s\"", why, f.text);
}

#define HEAD \
    "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 3 Xrotation Yrotation Zrotation\n}\nMOTION\n"

static void broken_files_are_refused_with_their_line(void **state)
{
    static const char *const cases[][2] = {
        {"", "line 1: the file ends"},
        {"HIERARCHY\n\nBONE", "line 3: \"BONE\" where ROOT or MOTION"},
        {"HIERARCHY\nMOTION\nFrames: 1", "line 2: no ROOT"},
        {HEAD "Frames: -5\nFrame Time: 1\n1 2 3", "line 8: -5; a whole number"},
        {HEAD "Frames: 2.5\n", "line 8: 2.5; a whole number"},
        {HEAD "Frames: 0\n", "line 8: no frames"},
        {HEAD "Frames: 99999999999999999999\n", "line 8: \"99999999999999999999\" where a number"},
        {HEAD "Frames: 60000000\n", "line 8: 60000000; a whole number from 0 to 50000000"},
        {HEAD "Frames: 40000000\nFrame Time: 1\n1 2 3", "line 9: 40000000 frames of 3 values"},
        {HEAD "Frames: 1\nFrame Time: 0\n1 2 3", "line 9: a frame of 0 s"},
        {HEAD "Frames: 1\nFrame Time: nan\n1 2 3", "line 9: \"nan\" where a number"},
        {HEAD "Frames: 1\nFrame Time: 1\n1 x 3", "line 10: \"x\" where a number"},
        {HEAD "Frames: 2\nFrame Time: 1\n100 200 300\n4 5", "frame 2 of 2: line 11: the file ends"},
        {"HIERARCHY\nROOT a\n{\nCHANNELS 3 Xrotation Yrotation Zscale\n",
         "line 4: \"Zscale\" where Xposition"},
        {"HIERARCHY\nROOT a\n{\nCHANNELS 7 ", "line 4: 7; a whole number from 0 to 6"},
        {"HIERARCHY\nROOT a\n{\nEnd Site\n{\nCHANNELS 1 Xrotation", "line 6: channels for an end"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(cases[i][0], strlen(cases[i][0]), cases[i][1]);
    refused(HEAD "\0", sizeof(HEAD), "line 8: \"?\" where Frames");
}

static void every_truncation_is_refused(void **state)
{
    size_t last = strlen(arm) - 4; // "-80\n": a shorter last number is still a number
    for (size_t n = 0; n < last; n++) {
        char *copy = malloc(n + 1); // its end is where the sanitizer looks
        memcpy(copy, arm, n);
        struct motion_clip *c = motion_read_bvh(copy, n, NULL, &(struct fault){""});
        assert_null(c);
        free(copy);
    }
}

static void too_many_joints_are_refused(void **state)
{
    size_t room = 64 * (MOTION_JOINTS + 8);
    char *text = malloc(room);
    size_t n = (size_t)snprintf(text, room, "HIERARCHY\nROOT r {\n");
    for (int j = 0; j < MOTION_JOINTS; j++)
        n += (size_t)snprintf(text + n, room - n, "JOINT j { OFFSET 0 1 0\n");
    refused(text, n, "line 514: too many joints; at most 512");
    free(text);
}

static void crlf_commas_and_other_locales_change_nothing(void **state)
{
    static const char text[] =
        "\xef\xbb\xbfHIERARCHY\r\nROOT a \r\n{\r\nOFFSET 0 0 0\r\nCHANNELS 6 Xposition Yposition "
        "Zposition Zrotation Xrotation Yrotation\r\nEnd Site\r\n{\r\nOFFSET 0 1,75 0\r\n}\r\n}\r\n"
        "MOTION\r\nFrames: 1\r\nFrame Time: 0,0166667\r\n1.5e0 2,25 -3 0 0 0 \r\n";
    setlocale(LC_ALL, "fr_FR.UTF-8"); // where it is not installed, the commas are still tried
    struct motion_clip *c = read_text(text, 0);
    setlocale(LC_ALL, "C");
    near_point(motion_joint_at(c, 0, 0), (struct vec3){1.5, 2.25, -3}, 1e-6);
    assert_float_equal(motion_info(c).frame_s, 0.0166667, 1e-12);
    assert_int_equal(motion_joint(c, "a"), 0);
    assert_string_equal(motion_joint_name(c, 1), "");
    assert_true(motion_info(c).guessed);
    assert_float_equal(motion_info(c).metres_per_unit, 1, 0);
    motion_destroy(c);
}

static void the_unit_is_guessed_from_the_height(void **state)
{
    static const double units[] = {1, 0.01, 0.001, 0.0254, 0.056444};
    for (int i = 0; i < 5; i++)
        for (double height = 1.4; height < 2.05; height += 0.1) {
            char text[512];
            snprintf(text, sizeof text,
                     "HIERARCHY ROOT hips { OFFSET 0 0 0 CHANNELS 0 JOINT head { OFFSET 0 %f 0 } "
                     "JOINT foot { OFFSET 0 %f 0 } } MOTION Frames: 1 Frame Time: 1",
                     height * 0.5 / units[i], -height * 0.5 / units[i]);
            struct motion_clip *c = read_text(text, 0);
            assert_float_equal(motion_info(c).metres_per_unit, units[i], 1e-12);
            motion_destroy(c);
        }
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    *size = fread(bytes, 1, *size, file);
    fclose(file);
    return bytes;
}

#define CMU TEST_SAMPLES "/mocap/01_01.bvh"

static struct motion_clip *read_cmu(double unit)
{
    size_t size;
    char *bytes = read_file(CMU, &size);
    if (!bytes) {
        print_message("SKIPPED: %s absent\n", CMU);
        skip();
    }
    struct fault f = {""};
    struct motion_clip *c =
        motion_read_bvh(bytes, size, &(struct motion_desc){.metres_per_unit = unit}, &f);
    free(bytes);
    if (!c)
        fail_msg("%s", f.text);
    return c;
}

static double distance(struct vec3 a, struct vec3 b)
{
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z));
}

static void a_real_body_keeps_its_bones(void **state)
{
    struct motion_clip *c = read_cmu(0);
    struct motion_info info = motion_info(c);
    assert_int_equal(info.frames, 2752);
    assert_float_equal(info.metres_per_unit, 0.056444, 1e-9);
    struct vec3 first[MOTION_JOINTS], now[MOTION_JOINTS];
    motion_pose(c, 0, first);
    double worst = 0;
    for (int frame = 0; frame < info.frames; frame++) {
        motion_pose(c, (frame + 0.37) * info.frame_s, now);
        for (int j = 1; j < info.joints; j++) {
            int p = motion_parent(c, j);
            worst = fmax(worst, fabs(distance(now[j], now[p]) - distance(first[j], first[p])));
        }
    }
    assert_true(worst < 1e-6);
    motion_destroy(c);
}

static void a_real_body_stands_as_python_has_it(void **state)
{
    struct motion_clip *c = read_cmu(1);
    FILE *oracle =
        popen("python3 " TEST_ROOT "/tests/tools/bvh_oracle.py " CMU " 0 1 137 1000 2750 2751",
              "r");
    assert_non_null(oracle);
    int frame, joint, rows = 0;
    struct vec3 p;
    while (fscanf(oracle, "%d %d %lf %lf %lf", &frame, &joint, &p.x, &p.y, &p.z) == 5) {
        struct vec3 got = motion_joint_at(c, joint, frame * motion_info(c).frame_s);
        near_point(got, p, 1e-4);
        rows++;
    }
    assert_int_equal(pclose(oracle), 0);
    assert_int_equal(rows, 6 * motion_info(c).joints);
    motion_destroy(c);
}

// What an installation shows is content, but a clip that jumps where it loops is a fault all the
// same.
static void the_reconstructed_clips_close_their_loops(void **state)
{
    static const char *const names[] = {"ciseler-pierre",    "coudre-cuir",   "etirer-fer",
                                        "monter-argile",     "ourdir-fil",    "raboter-bois",
                                        "retreindre-cuivre", "souffler-verre"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        size_t size;
        struct fault f = {""};
        struct vec3 first[MOTION_JOINTS], last[MOTION_JOINTS];
        snprintf(path, sizeof path, TEST_ROOT "/installations/villa-medicis/clips/%s.bvh",
                 names[i]);
        char *bytes = read_file(path, &size);
        assert_non_null(bytes);
        assert_true(size < 300000);
        struct motion_clip *c = motion_read_bvh(bytes, size, NULL, &f);
        free(bytes);
        if (!c)
            fail_msg("%s: %s", path, f.text);
        struct motion_info info = motion_info(c);
        assert_float_equal(info.metres_per_unit, 0.01, 1e-12);
        assert_true(info.duration_s >= 6 && info.duration_s <= 12.01);
        assert_true(motion_joint(c, "Tool") >= 0);
        motion_pose(c, 0, first);
        motion_pose(c, info.duration_s, last);
        for (int j = 0; j < info.joints; j++) {
            assert_true(distance(first[j], last[j]) < 1e-6);
            assert_true(first[j].z > -0.02); // nobody stands in the floor
        }
        motion_destroy(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_joint_turns_in_its_own_order),
        cmocka_unit_test(one_joint_alone_stands_where_the_pose_has_it),
        cmocka_unit_test(between_frames_a_joint_turns_evenly),
        cmocka_unit_test(two_bones_meet_at_the_analytic_angle),
        cmocka_unit_test(the_eye_sees_in_perspective),
        cmocka_unit_test(broken_files_are_refused_with_their_line),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(too_many_joints_are_refused),
        cmocka_unit_test(crlf_commas_and_other_locales_change_nothing),
        cmocka_unit_test(the_unit_is_guessed_from_the_height),
        cmocka_unit_test(a_real_body_keeps_its_bones),
        cmocka_unit_test(a_real_body_stands_as_python_has_it),
        cmocka_unit_test(the_reconstructed_clips_close_their_loops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
