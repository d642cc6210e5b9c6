#!/usr/bin/env python3
"""Opening hours by Python's zoneinfo: walks the minutes of a span of time and prints where a place
opens and closes. Reads nothing of the engine. Usage: hours_oracle.py ZONE HOURS FROM TO, HOURS as
one of the names below, FROM and TO as days; prints `unix-time open|closed` lines."""
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EVERY = set(DAYS)
# Beside tests/engine/hours_test.c, which has the same in C.
HOURS = {
    "museum": ([({"tue", "wed", "thu", "fri", "sat", "sun"}, 600, 780), ({"tue", "wed", "thu", "fri", "sat"}, 840, 1140),
                ({"fri"}, 1260, 90)],
               [("2026-12-24", "2026-12-26", []), ("2026-12-31", "2026-12-31", [(600, 150)]),
                ("2027-03-28", "2027-03-28", [(120, 180), (600, 601)])]),
    "night": ([(EVERY, 90, 150)], []),  # 01:30 to 02:30
    "late": ([(EVERY, 1320, 155)], []),  # 22:00 to 02:35
    "gap": ([(EVERY, 125, 160)], []),  # 02:05 to 02:40: in spring there is no such time
    "always": ([(EVERY, 0, 1440)], [("2026-10-25", "2026-10-25", [(150, 1440)])]),
}


def spans_on(hours, day):
    week, dates = hours
    for first, last, spans in reversed(dates):
        if first <= day.isoformat() <= last:
            return spans
    return [(f, t) for days, f, t in week if DAYS[day.weekday()] in days]


def main():
    zone, name, first, last = sys.argv[1:5]
    tz, hours = ZoneInfo(zone), HOURS[name]
    start = int(datetime.fromisoformat(first).replace(tzinfo=timezone.utc).timestamp()) - 3 * 86400
    end = int(datetime.fromisoformat(last).replace(tzinfo=timezone.utc).timestamp()) + 3 * 86400
    minutes = range(start, end, 60)
    local = [datetime.fromtimestamp(u, tz).replace(tzinfo=None) for u in minutes]
    state = [False] * len(minutes)
    day = date.fromisoformat(first) - timedelta(days=2)
    while day <= date.fromisoformat(last) + timedelta(days=2):
        midnight = datetime(day.year, day.month, day.day)
        near = (int(midnight.replace(tzinfo=timezone.utc).timestamp()) - start) // 60
        window = range(max(near - 1500, 0), min(near + 4500, len(minutes)))
        for f, t in spans_on(hours, day):
            begins = midnight + timedelta(minutes=f)
            ends = midnight + timedelta(minutes=t + (1440 if t <= f else 0))
            after = [i for i in window if local[i] >= begins]
            before = [i for i in window if local[i] < ends]
            if after and before:
                for i in range(after[0], before[-1] + 1):
                    state[i] = True
        day += timedelta(days=1)
    for i in range(1, len(minutes)):
        day_of = datetime.fromtimestamp(minutes[i], timezone.utc).date().isoformat()
        if state[i] != state[i - 1] and first <= day_of <= last:
            print(minutes[i], "open" if state[i] else "closed")


main()
