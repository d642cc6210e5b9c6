// A number as a function of show time, and of nothing else: what the engine moves by itself, frame
// after frame, without asking a script. Plain data. Its keys lie beside it.
#pragma once
#include "scene/ease.h"
#include <stdint.h>

#define TWEEN_KEYS 64

// Before the first key its value holds, after the last one the last; in between the ease of the
// key that is ahead leads towards it.
struct tween_key {
    double at_s; // after since_s; never less than the key before
    double value;
    uint64_t ease; // enum ease
};

// keys (or `value` without any) + speed * t + swing * sin(2 pi t / period_s), t seconds after
// since_s, 0 before.
struct tween {
    double since_s; // show time
    double value, speed, swing;
    double period_s;  // of the swing; over 0 where there is one
    uint32_t first;   // of its keys in the array they lie in
    uint16_t keys;    // up to TWEEN_KEYS
    uint16_t looping; // 1: the keys begin anew after the last
};

// `keys`: its own, tween.keys of them.
double tween_at(const struct tween *t, const struct tween_key *keys, double now_s);
// When it comes to rest: INFINITY for what loops, turns or swings.
double tween_rest_s(const struct tween *t, const struct tween_key *keys);
// Numbers finite, keys in order, eases known?
bool tween_valid(const struct tween *t, const struct tween_key *keys);
