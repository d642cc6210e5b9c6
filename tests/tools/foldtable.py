#!/usr/bin/env python3
"""Writes or checks engine/index/foldtable.h: letters without case and accents, by Unicode.

    foldtable.py FILE [--write]
"""
import sys
import unicodedata

RANGES = [(0xA0, 0x24F), (0x370, 0x556), (0x1E00, 0x1FFF), (0x2C60, 0x2C7F), (0x660, 0x669),
          (0x6F0, 0x6F9), (0xFB00, 0xFB06), (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)]
# What Unicode does not take apart, as French, Italian, English and their neighbours write it.
LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n",
           "ð": "d", "þ": "th", "ŧ": "t", "ʼ": "", "ʾ": "", "·": ""}


def fold(letter):
    if unicodedata.category(letter) == "Nd":
        return str(unicodedata.decimal(letter))
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    bare = "".join(c for c in whole if unicodedata.category(c) != "Mn")
    return "".join(LETTERS.get(c, c) for c in bare)


def table():
    rows = []
    for first, last in RANGES:
        for code in range(first, last + 1):
            letter = chr(code)
            if unicodedata.category(letter) in ("Ll", "Lu", "Lt", "Lo", "Nd") and fold(letter) != letter:
                rows.append((code, fold(letter)))
    lines = ["// Letters and what they are without case and accents, in order; by tests/tools/foldtable.py.",
             "// clang-format off"]
    for code, bare in sorted(rows):
        octets = "".join(f"\\{b:03o}" if b >= 128 else chr(b) for b in bare.encode())
        lines.append(f"{{0x{code:04x}, \"{octets}\"}}, // {chr(code)}")
    return "\n".join(lines) + "\n"


def main():
    made = table()
    if "--write" in sys.argv:
        with open(sys.argv[1], "w", encoding="utf-8") as file:
            file.write(made)
        return 0
    with open(sys.argv[1], encoding="utf-8") as file:
        if file.read() == made:
            return 0
    print(f"{sys.argv[1]} is not what Unicode says: run {sys.argv[0]} {sys.argv[1]} --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
