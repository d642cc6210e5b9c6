"""EDIDs, made and read by the standard's own table (VESA E-EDID, release A, section 3): the other side of engine/displays."""
import struct


def edid(make="EPS", model="EPSON EB", serial=None, number=0, product=0xA0B1):
    """128 bytes. serial: as it is printed; number: the 32 bits."""
    block = bytearray(b"\x00" + b"\xff" * 6 + b"\x00")
    letters = [ord(letter) - 64 for letter in make]
    block += struct.pack(">H", letters[0] << 10 | letters[1] << 5 | letters[2])
    block += struct.pack("<HI", product, number) + bytes([1, 36, 1, 4, 0x80, 160, 90, 120, 0x0A])
    block += bytes(29)  # colours and timings: none
    texts = [(0xFC, model), (0xFF, serial)]
    for tag, text in texts + [(0x10, None)] * 2:
        if tag == 0x10 or text is None:
            block += bytes([0, 0, 0, 0x10]) + bytes(14)
        else:
            block += bytes([0, 0, 0, tag, 0]) + (text.encode("ascii") + b"\n").ljust(13)[:13]
    block += b"\x00"
    block += bytes([-sum(block) % 256])
    assert len(block) == 128
    return bytes(block)


def read(block):
    """(make, model, serial) as they are to be told, or None."""
    if len(block) < 128 or block[:8] != b"\x00" + b"\xff" * 6 + b"\x00" or sum(block[:128]) % 256:
        return None
    word, = struct.unpack(">H", block[8:10])
    product, number = struct.unpack("<HI", block[10:16])
    make = "".join(chr(64 + (word >> shift & 31)) for shift in (10, 5, 0))
    model, serial = f"#{product:04X}", str(number) if number else ""
    for at in range(54, 126, 18):
        d = block[at:at + 18]
        if d[:3] == b"\x00\x00\x00" and d[3] in (0xFC, 0xFF):
            text = d[5:].split(b"\n")[0].split(b"\x00")[0].decode("latin-1").strip(" ")
            if text and d[3] == 0xFC:
                model = text
            elif text:
                serial = text
    return make, model, serial
