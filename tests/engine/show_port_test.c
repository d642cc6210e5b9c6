// show: the port that the supervisor speaks to. Oracles: the kernel's sockets, the pulse page.
#include "base/log.h"
#include "base/pulse.h"
#include "show/show.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static int free_port(void)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    assert_int_equal(bind(s, (const struct sockaddr *)&at, size), 0);
    getsockname(s, (struct sockaddr *)&at, &size);
    close(s);
    return ntohs(at.sin_port);
}

static void count_lines(void *user, enum log_level level, const char *room, const char *text)
{
    ++*(int *)user;
}

static struct show *open_at(const char *host, int port, struct pulse *pulse)
{
    struct show_station station = {.id = "glass", .port = port};
    struct fault f = {0};
    snprintf(station.host, sizeof station.host, "%s", host);
    struct show *s = show_create(&(struct show_desc){.stations = &station,
                                                     .station_count = 1,
                                                     .listen = true,
                                                     .pulse = pulse},
                                 &f);
    assert_non_null(s);
    return s;
}

static void what_the_supervisor_sends_is_counted_and_needs_no_word(void **state)
{
    static const char echo[] = "/gestuaire/echo\0,\0\0";
    struct pulse *pulse = pulse_create(NULL);
    struct pulse_page *page = pulse_page(pulse);
    const struct timespec little = {.tv_nsec = 10000000};
    int port = free_port(), lines = 0;
    log_to(count_lines, &lines, LOG_INFO);
    struct show *s = open_at("127.0.0.1", port, pulse);
    assert_int_equal(page->control_port, port);
    int out = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < 3; i++)
        assert_int_equal(sendto(out, echo, sizeof echo, 0, (struct sockaddr *)&to, sizeof to),
                         sizeof echo);
    for (int i = 0; i < 6000 && page->control < 3; i++)
        nanosleep(&little, NULL);
    assert_int_equal(page->control, 3);
    show_destroy(s);
    assert_int_equal(lines, 0);
    log_to(NULL, NULL, LOG_INFO);
    close(out);
    pulse_destroy(pulse);
}

// It sends to 127.0.0.1: who is not heard there must not be taken for deaf.
static void a_port_is_named_where_it_is_heard(void **state)
{
    struct pulse *pulse = pulse_create(NULL);
    struct show *s = open_at("", 0, pulse); // not reached by other machines
    assert_int_equal(pulse_page(pulse)->control_port, 0);
    show_destroy(s);
    s = open_at("127.0.0.2", free_port(), pulse);
    assert_int_equal(pulse_page(pulse)->control_port, 0);
    show_destroy(s);
    s = open_at("192.0.2.1", free_port(), pulse); // on all addresses
    assert_int_not_equal(pulse_page(pulse)->control_port, 0);
    show_destroy(s);
    pulse_destroy(pulse);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_supervisor_sends_is_counted_and_needs_no_word),
        cmocka_unit_test(a_port_is_named_where_it_is_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
