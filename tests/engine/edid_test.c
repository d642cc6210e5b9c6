// edid: who a display is, beside edid-decode (Debian), over the sample blobs of tests/fuzz/corpus
// and made ones.
#include "displays/edid.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct told {
    char make[16], model[64], product[64], number[32], serial[64];
    bool fails; // its sum
};

static bool line_of(const char *line, const char *key, char *to, size_t size)
{
    const char *at = strstr(line, key);
    if (!at || to[0])
        return false;
    at += strlen(key);
    bool quoted = *at == '\'';
    snprintf(to, size, "%s", at + quoted);
    to[strcspn(to, "\n")] = 0;
    char *end = quoted ? strrchr(to, '\'') : NULL;
    if (end)
        *end = 0;
    return true;
}

static void ask(const char *file, struct told *to)
{
    char command[512], line[512];
    snprintf(command, sizeof command, "LC_ALL=C edid-decode --check '%s' 2>&1", file);
    FILE *said = popen(command, "r");
    assert_non_null(said);
    *to = (struct told){{0}};
    while (fgets(line, sizeof line, said)) {
        if (line_of(line, "Manufacturer: ", to->make, sizeof to->make) ||
            line_of(line, "    Model: ", to->model, sizeof to->model) ||
            line_of(line, "Display Product Serial Number: ", to->serial, sizeof to->serial) ||
            line_of(line, "    Serial Number: ", to->number, sizeof to->number))
            continue;
        line_of(line, "Display Product Name: ", to->product, sizeof to->product);
        to->fails = to->fails || strstr(line, "(should be");
    }
    pclose(said);
}

static size_t read_bytes(const char *file, uint8_t *bytes, size_t size)
{
    FILE *f = fopen(file, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, size, f);
    fclose(f);
    return n;
}

// What it has and edid-decode has alike. Returns 1 when both read it.
static int compare(const char *file)
{
    static uint8_t bytes[EDID_LIMIT];
    struct identity i;
    struct fault f;
    struct told t;
    size_t n = read_bytes(file, bytes, sizeof bytes);
    bool good = edid_read(bytes, n, &i, &f);
    ask(file, &t);
    print_message("%s: %s\n", strrchr(file, '/') + 1, good ? i.model : f.text);
    if (!good) {
        assert_true(t.fails);
        return 0;
    }
    assert_string_equal(i.make, t.make);
    char number[32], product[16];
    snprintf(product, sizeof product, "#%04X", (unsigned)atoi(t.model));
    snprintf(number, sizeof number, "%s", t.number);
    assert_string_equal(i.model, t.product[0] ? t.product : product);
    assert_string_equal(i.serial, t.serial[0] ? t.serial : number);
    assert_false(t.fails);
    return 1;
}

static void samples_are_who_edid_decode_says(void **state)
{
    (void)state;
    DIR *folder = opendir(TEST_ROOT "/tests/fuzz/corpus/edid");
    int read = 0, all = 0;
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder));) {
        char file[1024];
        if (e->d_name[0] == '.')
            continue;
        snprintf(file, sizeof file, TEST_ROOT "/tests/fuzz/corpus/edid/%s", e->d_name);
        read += compare(file);
        all++;
    }
    closedir(folder);
    print_message("%d of %d are EDIDs\n", read, all);
    assert_true(read > 0);
}

static void text(uint8_t *block, int at, uint8_t tag, const char *words)
{
    memset(block + at, 0, 18);
    block[at + 3] = tag;
    memset(block + at + 5, ' ', 13);
    memcpy(block + at + 5, words, strlen(words));
    if (strlen(words) < 13)
        block[at + 5 + strlen(words)] = '\n';
}

static void write_block(const char *file, uint8_t *block)
{
    uint8_t sum = 0;
    for (int i = 0; i < EDID_BYTES - 1; i++)
        sum = (uint8_t)(sum + block[i]);
    block[EDID_BYTES - 1] = (uint8_t)(256 - sum);
    FILE *f = fopen(file, "wb");
    assert_non_null(f);
    fwrite(block, 1, EDID_BYTES, f);
    fclose(f);
}

// Every maker's letters, product codes, numbers and names of all lengths, by chance.
static void made_ones_are_too(void **state)
{
    (void)state;
    char file[] = "/tmp/edid_test_XXXXXX";
    int fd = mkstemp(file);
    uint32_t seed = 8;
    assert_true(fd >= 0);
    close(fd);
    for (int n = 0; n < 60; n++) {
        uint8_t block[EDID_BYTES] = {0, 255, 255, 255, 255, 255, 255, 0};
        char name[14] = "", serial[14] = "";
        unsigned word = 0;
        for (int k = 0; k < 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            word = word << 5 | (1 + (seed >> 16) % 26);
        }
        seed = seed * 1664525u + 1013904223u;
        const uint8_t about[] = {(uint8_t)(word >> 8),
                                 (uint8_t)word,
                                 (uint8_t)(seed >> 8),
                                 (uint8_t)(seed >> 16),
                                 (uint8_t)(n % 3 ? seed >> 24 : 0),
                                 (uint8_t)(n % 3 ? n : 0),
                                 0,
                                 0,
                                 1,
                                 30,
                                 1,
                                 4,
                                 0x80};
        memcpy(block + 8, about, sizeof about);
        for (int k = 0; k < 1 + n % 13; k++) {
            seed = seed * 1664525u + 1013904223u;
            name[k] = (char)('A' + (seed >> 16) % 26);
            serial[k] = (char)('0' + (seed >> 20) % 10);
        }
        memset(block + 54, 0, 72);
        for (int k = 0; k < 4; k++)
            block[54 + 18 * k + 3] = 0x10;
        if (n % 4)
            text(block, 54 + 18 * (n % 4), 0xFC, name);
        if (n % 5)
            text(block, 54, 0xFF, serial);
        write_block(file, block);
        assert_int_equal(compare(file), 1);
        if (n % 6)
            continue;
        FILE *spoiled = fopen(file, "r+b"); // a bit of it, and the sum is wrong
        assert_non_null(spoiled);
        fseek(spoiled, 20 + n, SEEK_SET);
        fputc(block[20 + n] ^ 4, spoiled);
        fclose(spoiled);
        assert_int_equal(compare(file), 0);
    }
    unlink(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_are_who_edid_decode_says),
        cmocka_unit_test(made_ones_are_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
