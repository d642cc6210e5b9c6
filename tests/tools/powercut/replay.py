"""What a power cut may leave of a folder: record.so's lines read, and disks made of every prefix.

A *point* is a prefix of the operations and a way in which what was not synced came to the disk or did
not. The rules are POSIX's, which are harsher than ext4's: only fsync of a file keeps its bytes, only
fsync of a folder keeps its entries (ext4 keeps a new file's entry with its bytes, and entries in the
order in which they were made; one way below is that). What was not synced may be there whole, in part,
sector by sector, as zeros, or not at all; each name by itself. A rename is one thing, also with two
names; a sector of 512 bytes is old or new. syncfs counts for nothing.
"""
import dataclasses
import hashlib
import os
import pathlib
import random

SECTOR = 512


class Link(str):
    """The target of a symbolic link."""


class Folder:
    pass


class File:
    """Bytes that hold, and writes that may be lost: (place, bytes), or (None, size)."""

    def __init__(self):
        self.held, self.pending = b"", []

    def do(self, step):
        self.pending.append(step)

    def sync(self):
        self.held, self.pending = self.all(), []

    def all(self):
        out = bytearray(self.held)
        for step in self.pending:
            put(out, *step)
        return bytes(out)


def put(out, at, what):
    if at is None:
        if what <= len(out):
            del out[what:]
        else:
            out.extend(bytes(what - len(out)))
        return
    if len(out) < at:
        out.extend(bytes(at - len(out)))
    out[at:at + len(what)] = what


@dataclasses.dataclass
class Naming:
    """An operation on names: (folder, name, what it leads to or None) together."""
    edits: list
    held: bool = False


def read(path):
    """The operations of a recording: tuples of a letter and what belongs to it."""
    data, at, out = pathlib.Path(path).read_bytes(), 0, []
    while at < len(data):
        end = data.index(b"\n", at)
        kind, _, rest = data[at:end].decode().partition(" ")
        at = end + 1
        if kind == "W":
            inode, place, length = map(int, rest.split())
            out.append(("W", inode, place, data[at:at + length]))
            at += length + 1
        elif kind == "Y":
            inode, length, name = rest.split(" ", 2)
            out.append(("Y", int(inode), name, data[at:at + int(length)].decode()))
            at += int(length) + 1
        elif kind in "CML":
            inode, name = rest.split(" ", 1)
            out.append((kind, int(inode), name))
        elif kind in "RX":
            out.append((kind, *rest.split("\t")))
        elif kind == "T":
            out.append((kind, *map(int, rest.split())))
        elif kind == "S":
            out.append((kind, int(rest)))
        elif kind in "UK":
            out.append((kind, rest))
        else:
            raise ValueError(f"{path}: {kind} {rest}")
    return out


class Disk:
    """The folder as the program sees it, and what of it is sure."""

    def __init__(self):
        self.top, self.by_inode, self.names, self.marks = Folder(), {}, [], []
        self.tree = {self.top: {}}  # as the program sees it
        self.files = []

    def find(self, path):
        folder, *parts = self.top, *path.split("/")
        for part in parts[:-1]:
            folder = self.tree[folder][part]
        return folder, parts[-1]

    def edit(self, *edits):
        for folder, name, to in edits:
            if to is None:
                self.tree[folder].pop(name, None)
            else:
                self.tree[folder][name] = to
        self.names.append(Naming(list(edits)))

    def apply(self, operation):
        kind, *rest = operation
        getattr(self, {"C": "file", "M": "folder", "L": "link", "Y": "symlink", "W": "write", "T": "size",
                       "S": "sync", "U": "unlink", "R": "rename", "X": "exchange", "K": "mark"}[kind])(*rest)

    def file(self, inode, path):
        self.by_inode[inode] = made = File()
        self.files.append(made)
        self.edit((*self.find(path), made))

    def folder(self, inode, path):
        self.by_inode[inode] = made = Folder()
        self.tree[made] = {}
        self.edit((*self.find(path), made))

    def link(self, inode, path):
        self.edit((*self.find(path), self.by_inode[inode]))

    def symlink(self, _inode, path, target):
        self.edit((*self.find(path), Link(target)))

    def write(self, inode, at, what):
        self.by_inode[inode].do((at, what))

    def size(self, inode, size):
        self.by_inode[inode].do((None, size))

    def sync(self, inode):
        what = self.by_inode.get(inode, self.top)  # the folder itself was there before
        if isinstance(what, File):
            what.sync()
            return
        for naming in self.names:
            if any(folder is what for folder, _, _ in naming.edits):
                naming.held = True

    def unlink(self, path):
        self.edit((*self.find(path), None))

    def rename(self, old, new):
        (a, old_name), (b, new_name) = self.find(old), self.find(new)
        self.edit((a, old_name, None), (b, new_name, self.tree[a][old_name]))

    def exchange(self, old, new):
        (a, old_name), (b, new_name) = self.find(old), self.find(new)
        self.edit((a, old_name, self.tree[b][new_name]), (b, new_name, self.tree[a][old_name]))

    def mark(self, text):
        self.marks.append(text)

    def disk(self, keep, content):
        """{path: bytes, Link or None for a folder}. keep(index, naming): is this one there? content(file)."""
        tree = {}
        for index, naming in enumerate(self.names):
            if naming.held or keep(index, naming):
                for folder, name, to in naming.edits:
                    entries = tree.setdefault(folder, {})
                    if to is None:
                        entries.pop(name, None)
                    else:
                        entries[name] = to
        out, known = {}, {}
        todo = [("", self.top)]
        while todo:
            below, folder = todo.pop()
            for name, what in tree.get(folder, {}).items():
                path = below + name
                if isinstance(what, Folder):
                    out[path] = None
                    todo.append((path + "/", what))
                elif isinstance(what, Link):
                    out[path] = what
                else:
                    if what not in known:
                        known[what] = content(what)
                    out[path] = known[what]
        return out


def in_part(rng):
    """A way for a file's unsynced writes: none, all, zeros, some of them, torn, sector by sector."""
    def content(file):
        if not file.pending:
            return file.held
        way = rng.randrange(6)
        whole = file.all()
        if way == 0:
            return file.held
        if way == 1:
            return whole
        if way == 2:  # the length came, the bytes did not
            return file.held[:len(whole)] + bytes(max(0, len(whole) - len(file.held)))
        out = bytearray(file.held)
        if way == 3:  # so many, and a piece of the next
            n = rng.randrange(len(file.pending))
            for step in file.pending[:n]:
                put(out, *step)
            at, what = file.pending[n]
            if at is not None:
                put(out, at, what[:rng.randrange(len(what) + 1)])
            return bytes(out)
        if way == 4:
            for step in file.pending:
                if rng.randrange(2):
                    put(out, *step)
            return bytes(out)
        size = rng.choice((len(file.held), len(whole)))
        put(out, None, size)
        for at in range(0, size, SECTOR):
            if rng.randrange(2):
                piece = whole[at:min(at + SECTOR, size)]
                put(out, at, piece)
        return bytes(out)
    return content


def held(file):
    return file.held


def whole(file):
    return file.all()


def zeros(file):
    return in_part(_Two())(file)


class _Two:
    @staticmethod
    def randrange(_n):
        return 2


def ways(disk, rng, more):
    """(name, tree) of each way in which this moment may come to lie on the disk."""
    yield "all lost", disk.disk(lambda i, n: False, held)
    yield "bytes lost, names kept", disk.disk(lambda i, n: True, held)
    yield "bytes zero, names kept", disk.disk(lambda i, n: True, zeros)
    yield "names lost, bytes kept", disk.disk(lambda i, n: False, whole)
    yield "nothing lost", disk.disk(lambda i, n: True, whole)
    for turn in range(more):
        if turn % 2:  # names in the order in which they were made, as ext4's journal has them
            until = rng.randrange(len(disk.names) + 1)
            yield f"names in order {turn}", disk.disk(lambda i, n: i < until, in_part(rng))
        else:
            yield f"anything {turn}", disk.disk(lambda i, n: rng.randrange(2) == 1, in_part(rng))


def points(operations, more, step=1, seed=1):
    """(index, way, tree, marks so far) for every step-th prefix, each of five ways and `more` by chance."""
    disk, rng = Disk(), random.Random(seed)
    for index, operation in enumerate([("K", "begin"), *operations]):
        disk.apply(operation)
        if index % step == 0 or index == len(operations):
            for way, tree in ways(disk, rng, more):
                yield index, way, tree, disk.marks


def at_the_end(operations):
    """The tree without a cut: what the real folder must hold, or the recorder has missed something."""
    disk = Disk()
    for operation in operations:
        disk.apply(operation)
    return disk.disk(lambda i, n: True, whole)


def real(folder):
    """A real folder, in the same form."""
    out = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        name = str(path.relative_to(folder))
        out[name] = (Link(os.readlink(path)) if path.is_symlink() else None if path.is_dir() else path.read_bytes())
    return out


def lay(tree, folder):
    """Makes the folder real."""
    folder = pathlib.Path(folder)
    folder.mkdir()
    for path in sorted(tree):
        what, place = tree[path], folder / path
        if what is None:
            place.mkdir()
        elif isinstance(what, Link):
            place.symlink_to(str(what))
        else:
            place.write_bytes(what)


def digest(tree):
    sha = hashlib.sha256()
    for path in sorted(tree):
        what = tree[path]
        kind = b"d" if what is None else b"l" if isinstance(what, Link) else b"f"
        body = b"" if what is None else what.encode() if isinstance(what, Link) else what
        sha.update(b"%s %s %d\n" % (kind, path.encode(), len(body)) + body)
    return sha.hexdigest()
