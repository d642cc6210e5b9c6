// decode: models. Files are written here, number by number; broken ones are many, and each is told.
#include "decode/modelfile.h"
#include "decode/private.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[128];

static int make_folder(void **state)
{
    snprintf(folder, sizeof folder, TEST_BUILD "/models-%d", (int)getpid());
    return mkdir(folder, 0755);
}

static int drop_folder(void **state)
{
    char line[200];
    snprintf(line, sizeof line, "rm -r '%s'", folder);
    return system(line);
}

static const char *in(const char *name)
{
    static char path[2][256];
    static int n;
    n = !n;
    snprintf(path[n], sizeof path[n], "%s/%s", folder, name);
    return path[n];
}

static void save(const char *name, const void *bytes, size_t size)
{
    FILE *out = fopen(in(name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    fclose(out);
}

static void save_text(const char *name, const char *text)
{
    save(name, text, strlen(text));
}

static struct decode_model read_good(const char *name)
{
    struct decode_model m;
    struct fault f = {""};
    if (!decode_model(in(name), &m, &f))
        fail_msg("%s", f.text);
    return m;
}

static void is_told(const char *name, const char *wanted)
{
    struct decode_model m;
    struct fault f = {""};
    assert_false(decode_model(in(name), &m, &f));
    assert_null(m.plain);
    if (strncmp(f.text, in(name), strlen(in(name))) != 0 || !strstr(f.text, wanted))
        fail_msg("said \"%s\", not \"%s\"", f.text, wanted);
}

// IEC 61966-2-1
static double light_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static const char box[] = "mtllib box.mtl\n"
                          "v 10 0 0\nv 14 0 0\nv 14 2 0\nv 10 2 0\n"
                          "v 10 0 4\nv 14 0 4\nv 14 2 4\nv 10 2 4\n"
                          "vt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nusemtl red\n"
                          "f 1/1 4/4 3/3 2/2\nf 5/1 6/2 7/3 8/4\nusemtl blue\n"
                          "f 1 2 6 5\nf 4 8 7 3\nf 1 5 8 4\nf 2 3 7 6\n";

// Its corners, from the middle (12, 1, 2), over its radius 3 = |(2, 1, 2)|.
static void a_box_stands_in_a_sphere_of_radius_1(void **state)
{
    save_text("box.obj", box);
    save_text("box.mtl", "newmtl red\nKd 1 0 0\nnewmtl blue\nKd 0 0 0.5\n");
    struct decode_model m = read_good("box.obj");
    assert_int_equal(m.index_count, 36);
    assert_int_equal(m.part_count, 2);
    assert_int_equal(m.texture_count, 0);
    for (uint32_t i = 0; i < m.index_count; i++) {
        const float *v = m.vertices + (size_t)m.indices[i] * DECODE_MODEL_FLOATS;
        assert_float_equal(fabsf(v[0]), 2 / 3.0, 1e-6);
        assert_float_equal(fabsf(v[1]), 1 / 3.0, 1e-6);
        assert_float_equal(fabsf(v[2]), 2 / 3.0, 1e-6);
        double along = 0; // a box's normals look along one axis, out of it
        for (int k = 0; k < 3; k++)
            along = fmax(along, v[3 + k] * (v[k] > 0 ? 1 : -1));
        assert_float_equal(along, 1, 1e-5);
    }
    const struct decode_model_part *blue = &m.parts[m.parts[0].color[0] > 0.5f];
    assert_float_equal(blue->color[2], light_of(127.5), 1e-5);
    assert_int_equal(blue->count, 24);
    decode_model_finish(&m);
}

// Whatever order a file has its corners in: they turn counter-clockwise about their normals.
static void corners_turn_as_normals_look(void **state)
{
    save_text("plate.obj", "v 0 0 0\nv 1 0 0\nv 1 1 0\nvn 0 0 -1\nf 1//1 2//1 3//1\n");
    struct decode_model m = read_good("plate.obj");
    const float *v[3];
    for (int i = 0; i < 3; i++)
        v[i] = m.vertices + (size_t)m.indices[i] * DECODE_MODEL_FLOATS;
    double area = ((double)v[1][0] - v[0][0]) * ((double)v[2][1] - v[0][1]) -
                  ((double)v[1][1] - v[0][1]) * ((double)v[2][0] - v[0][0]);
    assert_true(area < 0);
    assert_float_equal(v[0][5], -1, 1e-6);
    decode_model_finish(&m);
}

static void a_texture_lies_beside_its_model_and_its_top_is_its_top(void **state)
{
    char line[400];
    save_text("box.obj", box);
    save_text("box.mtl", "newmtl red\nmap_Kd t.png\nnewmtl blue\nKd 0 0 1\n");
    snprintf(line, sizeof line, "convert -size 4x8 gradient:white-black '%s'", in("t.png"));
    assert_int_equal(system(line), 0);
    struct decode_model m = read_good("box.obj");
    assert_int_equal(m.texture_count, 1);
    assert_int_equal(m.textures[0].height, 8);
    assert_int_equal(m.textures[0].rgba[0], 255);
    const struct decode_model_part *red = &m.parts[m.parts[0].texture < 0];
    assert_int_equal(red->texture, 0);
    for (uint32_t i = red->first; i < red->first + red->count; i++) {
        const float *v = m.vertices + (size_t)m.indices[i] * DECODE_MODEL_FLOATS;
        assert_float_equal(v[7], v[1] > 0 ? 0 : 1, 1e-6); // OBJ counts from below
    }
    decode_model_finish(&m);
}

static void a_texture_elsewhere_is_told(void **state)
{
    save_text("box.obj", box);
    save_text("box.mtl", "newmtl red\nmap_Kd ../t.png\nnewmtl blue\nKd 0 0 1\n");
    is_told("box.obj", "does not lie beside the model");
    save_text("box.mtl", "newmtl red\nmap_Kd gone.png\nnewmtl blue\nKd 0 0 1\n");
    is_told("box.obj", "gone.png");
}

// Nine of 4,096 x 4,096 px; eight are allowed.
static void textures_have_a_size_together(void **state)
{
    char line[400], text[1024];
    int n = snprintf(text, sizeof text, "mtllib nine.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\n");
    for (int i = 0; i < 9; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "usemtl m%d\nf 1/1 2/1 3/1\n", i);
    save_text("nine.obj", text);
    for (int i = n = 0; i < 9; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "newmtl m%d\nmap_Kd ./%.*st.png\n", i,
                      2 * i, "././././././././");
    save_text("nine.mtl", text);
    snprintf(line, sizeof line, "convert -size 4096x4096 xc:white -depth 1 '%s'", in("t.png"));
    assert_int_equal(system(line), 0);
    is_told("nine.obj", "textures have 150 million px together; 134 million are allowed");
}

// As Blender writes it: addresses, where a blank is %20. A file that is really called so comes
// first.
static void blanks_in_the_names_of_a_gltf_s_files_are_addresses(void **state)
{
    const float bytes[] = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1};
    char line[400];
    save("un vase.bin", bytes, sizeof bytes);
    save_text(
        "un vase.gltf",
        "{\"asset\": {\"version\": \"2.0\"}, \"scenes\": [{\"nodes\": [0]}], \"nodes\": "
        "[{\"mesh\": 0}], \"meshes\": [{\"primitives\": [{\"attributes\": {\"POSITION\": 0, "
        "\"TEXCOORD_0\": 1}, \"material\": 0}]}], \"materials\": [{\"pbrMetallicRoughness\": "
        "{\"baseColorTexture\": {\"index\": 0}}}], \"textures\": [{\"source\": 0}], "
        "\"images\": [{\"uri\": \"sa%20peau%2B.png\"}], \"buffers\": [{\"uri\": "
        "\"un%20vase.bin\", \"byteLength\": 60}], \"bufferViews\": [{\"buffer\": 0, "
        "\"byteLength\": 36}, {\"buffer\": 0, \"byteOffset\": 36, \"byteLength\": 24}], "
        "\"accessors\": [{\"bufferView\": 0, \"componentType\": 5126, \"count\": 3, \"type\": "
        "\"VEC3\", \"min\": [0, 0, 0], \"max\": [1, 1, 0]}, {\"bufferView\": 1, "
        "\"componentType\": 5126, \"count\": 3, \"type\": \"VEC2\"}]}");
    snprintf(line, sizeof line, "convert -size 4x4 xc:white '%s'", in("sa peau+.png"));
    assert_int_equal(system(line), 0);
    struct decode_model m = read_good("un vase.gltf");
    assert_int_equal(m.textures[0].width, 4);
    decode_model_finish(&m);
    snprintf(line, sizeof line, "convert -size 8x8 xc:white '%s'", in("sa%20peau%2B.png"));
    assert_int_equal(system(line), 0);
    m = read_good("un vase.gltf");
    assert_int_equal(m.textures[0].width, 8);
    decode_model_finish(&m);
}

// What an address says leads no further than a name does.
static void an_address_does_not_lead_out_of_the_folder(void **state)
{
    char line[400];
    snprintf(line, sizeof line, "mkdir '%s' && convert -size 4x4 xc:white '%s'", in("below"),
             in("t.png"));
    assert_int_equal(system(line), 0);
    save_text("below/box.obj", box);
    save_text("below/box.mtl", "newmtl red\nmap_Kd %2e%2E%2ft.png\nnewmtl blue\nKd 0 0 1\n");
    is_told("below/box.obj", "does not lie beside the model");
}

static void colours_of_vertices_are_light(void **state)
{
    save_text("leaf.ply",
              "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
              "property float z\nproperty uchar red\nproperty uchar green\nproperty uchar blue\n"
              "element face 1\nproperty list uchar int vertex_indices\nend_header\n"
              "0 0 0 200 100 0\n1 0 0 200 100 0\n0 1 0 200 100 0\n3 0 1 2\n");
    struct decode_model m = read_good("leaf.ply");
    assert_float_equal(m.vertices[8] * m.parts[0].color[0], light_of(200), 1e-5);
    assert_float_equal(m.vertices[9] * m.parts[0].color[1], light_of(100), 1e-5);
    decode_model_finish(&m);
    save_text("leaf.stl", "solid leaf\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\n"
                          "vertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid leaf\n");
    m = read_good("leaf.stl");
    assert_int_equal(m.index_count, 3);
    assert_true(m.parts[0].color[0] > 0.3f); // stone
    decode_model_finish(&m);
}

static void the_installation_s_vase_is_read(void **state)
{
    struct decode_model m;
    struct fault f = {""};
    assert_true(decode_model(TEST_ROOT "/installations/villa-medicis/model/vase.glb", &m, &f));
    assert_int_equal(m.index_count, 3 * 59328);          // as make/scan.py counts them
    assert_float_equal(m.parts[0].color[0], 0.42, 1e-6); // glTF's colours are light already
    float high = 0;
    for (uint32_t i = 0; i < m.vertex_count; i++)
        high = fmaxf(high, m.vertices[i * DECODE_MODEL_FLOATS + 1]);
    assert_true(high > 0.7f && high < 1);
    decode_model_finish(&m);
}

static void what_is_wrong_is_told(void **state)
{
    is_told("gone.obj", "is not there");
    save_text("a.fbx", "x");
    is_told("a.fbx", "is no .glb, .gltf, .obj, .ply or .stl");
    save_text("a.glb", "glTF\1 an older one");
    is_told("a.glb", "is no glb file of glTF 2");
    save_text("a.ply", "solid x");
    is_told("a.ply", "is no ply file");
    save_text("points.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\np 1 2 3\n");
    is_told("points.obj", "has no faces");
    save_text("nan.obj", "v 0 0 nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    is_told("nan.obj", "lies nowhere");
    save_text("dot.obj", "v 1 1 1\nv 1 1 1\nv 1 1 1\nf 1 2 3\n");
    is_told("dot.obj", "has no size");
    save_text("text.gltf", "{ \"asset\": { \"version\": \"2.0\" } ");
    is_told("text.gltf", "cannot be read");
}

static size_t load(const char *path, unsigned char **bytes)
{
    struct stat st;
    FILE *from = fopen(path, "rb");
    if (!from)
        fail_msg("%s is not there", path);
    fstat(fileno(from), &st);
    *bytes = malloc((size_t)st.st_size);
    size_t size = fread(*bytes, 1, (size_t)st.st_size, from);
    fclose(from);
    return size;
}

// Each is read or told; what crashes is the reader, not who asked it.
static void broken_files_end_nobody(void **state)
{
    static const char *const seeds[] = {"tetra.glb", "tetra.obj", "tetra.ply", "tetra.stl"};
    uint32_t random = 1;
    int read = 0, told = 0;
    for (int s = 0; s < 4; s++) {
        char path[200], name[32];
        unsigned char *bytes;
        snprintf(path, sizeof path, TEST_ROOT "/tests/models/%s", seeds[s]);
        size_t size = load(path, &bytes);
        unsigned char *mutant = malloc(size);
        snprintf(name, sizeof name, "m%s", seeds[s]);
        for (int n = 0; n < 20; n++) {
            memcpy(mutant, bytes, size);
            for (int k = 0; k < 1 + n / 3; k++) {
                random = random * 1664525 + 1013904223;
                mutant[(random >> 8) % size] = (unsigned char)(n % 2 ? random >> 24 : 0xff);
            }
            save(name, mutant, n % 5 == 4 ? size - 1 - (random >> 8) % (size / 2) : size);
            struct decode_model m;
            struct fault f = {""};
            bool good = decode_model(in(name), &m, &f);
            assert_true(good || f.text[0]);
            read += good;
            told += !good;
            decode_model_finish(&m);
        }
        free(mutant);
        free(bytes);
    }
    assert_true(read > 5 && told > 5);
}

static void plain_data_that_lies_is_refused(void **state)
{
    struct {
        struct model_head head;
        float vertices[3 * MODEL_FLOATS];
        uint32_t indices[3];
        struct model_part part;
    } good = {.head = {.vertices = 3, .indices = 3, .parts = 1},
              .indices = {0, 1, 2},
              .part = {.count = 3, .texture = -1, .color = {1, 1, 1, 1}}},
      plain;
    memcpy(good.head.magic, MODEL_MAGIC, 8);
    good.vertices[MODEL_FLOATS] = good.vertices[2 * MODEL_FLOATS + 1] = 1;
    for (int n = 0; n < 10; n++) {
        struct decode_model m = {0};
        struct fault f = {""};
        size_t size = sizeof plain;
        memcpy(&plain, &good, sizeof plain);
        plain.head.vertices = n == 1 ? MODEL_VERTICES + 1 : n == 2 ? 4 : 3;
        plain.head.indices = n == 3 ? 6 : n == 4 ? 2 : 3;
        plain.head.textures = n == 5;
        plain.indices[1] = n == 6 ? 3 : 1;
        plain.part.count = n == 7 ? 6 : 3;
        plain.part.texture = n == 8 ? 0 : -1;
        size -= n == 9;
        assert_int_equal(decode_model_plain(&plain, size, folder, &m, &f), n == 0);
        decode_model_finish(&m);
    }
}

// A folder of materials that nobody writes to keeps a reader waiting as a huge file would.
static void a_model_that_is_not_wanted_any_more_is_left(void **state)
{
    struct decode_model m;
    struct fault f = {""};
    _Atomic bool stop = true;
    save_text("slow.obj", "mtllib slow.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    assert_int_equal(mkfifo(in("slow.mtl"), 0600), 0);
    assert_false(decode_model_until(in("slow.obj"), &stop, &m, &f));
    assert_non_null(strstr(f.text, "slow.obj: is not wanted any more"));
}

// A triangle that turns counter-clockwise seen from +z, about normals that look to -z, one of them
// missing; a stray that no triangle has, as far as a float goes.
static void what_is_missing_or_astray_agrees_with_the_rest(void **state)
{
    struct {
        struct model_head head;
        float vertices[4 * MODEL_FLOATS];
        uint32_t indices[3];
        struct model_part part;
    } plain = {.head = {.vertices = 4, .indices = 3, .parts = 1},
               .indices = {0, 1, 2},
               .part = {.count = 3, .texture = -1, .color = {1, 1, 1, 1}}};
    struct decode_model m = {0};
    struct fault f = {""};
    float *v = plain.vertices;
    memcpy(plain.head.magic, MODEL_MAGIC, 8);
    v[MODEL_FLOATS] = v[2 * MODEL_FLOATS + 1] = 1e-20f;
    v[5] = v[MODEL_FLOATS + 5] = -1;
    v[3 * MODEL_FLOATS] = 3e38f;
    v[3 * MODEL_FLOATS + 1] = NAN;
    assert_true(decode_model_plain(&plain, sizeof plain, folder, &m, &f));
    for (int i = 0; i < 3; i++)
        assert_float_equal(v[i * MODEL_FLOATS + 5], -1, 1e-6);
    assert_int_equal(m.indices[1], 2);
    for (int i = 0; i < 4 * MODEL_FLOATS; i++)
        assert_true(isfinite(v[i]) && fabsf(v[i]) <= 1.001f);
    decode_model_finish(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_stands_in_a_sphere_of_radius_1),
        cmocka_unit_test(corners_turn_as_normals_look),
        cmocka_unit_test(a_texture_lies_beside_its_model_and_its_top_is_its_top),
        cmocka_unit_test(a_texture_elsewhere_is_told),
        cmocka_unit_test(blanks_in_the_names_of_a_gltf_s_files_are_addresses),
        cmocka_unit_test(an_address_does_not_lead_out_of_the_folder),
        cmocka_unit_test(textures_have_a_size_together),
        cmocka_unit_test(colours_of_vertices_are_light),
        cmocka_unit_test(the_installation_s_vase_is_read),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(broken_files_end_nobody),
        cmocka_unit_test(plain_data_that_lies_is_refused),
        cmocka_unit_test(a_model_that_is_not_wanted_any_more_is_left),
        cmocka_unit_test(what_is_missing_or_astray_agrees_with_the_rest),
    };
    return cmocka_run_group_tests_name("model", tests, make_folder, drop_folder);
}
