#!/bin/sh
# tests/fuzz/run.sh SECONDS [NAME…]: builds the fuzzers with clang and runs each (or those named) that
# long from its seeds and from what earlier runs found in build/fuzz/corpus/NAME. Inputs that crash,
# hang or leak lie in build/fuzz/findings/NAME; then the exit code is 1.
set -eu
cd "$(dirname "$0")/../.."
case "${1:-}" in
'' | *[!0-9]*) echo "usage: tests/fuzz/run.sh SECONDS [NAME…]" >&2; exit 2 ;;
esac
seconds=$1
shift
if [ $# = 0 ]; then
    for source in tests/fuzz/*_fuzz.c; do
        name=${source##*/}
        set -- "$@" "${name%_fuzz.c}"
    done
fi
for name; do
    [ -f "tests/fuzz/${name}_fuzz.c" ] || { echo "there is no tests/fuzz/${name}_fuzz.c" >&2; exit 2; }
done

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz

export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS="suppressions=$PWD/tests/tools/lsan.supp:print_suppressions=0"
export SDL_VIDEODRIVER=offscreen SDL_AUDIODRIVER=dummy
failed=''
for name; do
    found=build/fuzz/findings/$name
    grown=build/fuzz/corpus/$name
    mkdir -p "$found" "$grown"
    words=''
    [ ! -f "tests/fuzz/$name.dict" ] || words=-dict=tests/fuzz/$name.dict
    if build/fuzz/"${name}_fuzz" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 \
        -artifact_prefix="$found/" -print_final_stats=1 $words "$grown" "tests/fuzz/corpus/$name" \
        >"$found/log" 2>&1; then
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found/log") inputs, none bad"
    else
        failed="$failed $name"
        tail -n 60 "$found/log"
        echo "$name: FAILED; the input is in $found"
    fi
done
[ -z "$failed" ] || { echo "failed:$failed" >&2; exit 1; }
