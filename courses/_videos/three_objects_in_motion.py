"""Blob, tree and commit: what git add and git commit write. The hashes are real."""

import hashlib
import random
from typing import NamedTuple, Self

from film import (
    AMBER,
    BOLD,
    BRICK,
    FAINT,
    GREEN,
    INK,
    MEDIUM,
    MONO,
    MONO_BOLD,
    MUTED,
    PAPER,
    SHADE,
    Clock,
    Color,
    Film,
    Line,
    Pen,
    Point,
    Script,
    between,
    blend,
    mix,
    tint,
)

SCRIPT = Script(
    Line("folder", "Here is a folder with two small text files."),
    Line("empty", "Git is ready, but it has stored nothing yet."),
    Line("add", "We run git add. Git reads the bytes of the first file."),
    Line("hash", "It hashes them, with a short header, to forty hex digits."),
    Line("blob", "The bytes are stored under that name. This object is a blob."),
    Line("index", "A blob has no file name. The name goes into the index."),
    Line("second", "The second file goes the same way.", 0.8),
    Line("commit", "Now git commit. First the index is turned into a tree."),
    Line("tree", "A tree is a list: file names, each with the hash of its blob."),
    Line("made", "Then comes the commit, with the tree’s hash, author and message."),
    Line("branch", "Last, the branch main is set to the hash of the new commit."),
    Line("edit", "Now we change one file, and add and commit again."),
    Line("newblob", "Different bytes have a different hash: there is one new blob."),
    Line("newtree", "The new tree names it, and names the old blob of the other file."),
    Line("parent", "The new commit has its own tree, and the first commit as parent."),
    Line("end", "Nothing was overwritten. Both states of the folder are still there."),
)


def git_id(kind: str, body: bytes) -> str:
    """The name that Git gives an object: the hash of a header and its bytes."""
    return hashlib.sha1(f"{kind} {len(body)}\0".encode() + body).hexdigest()


def tree_id(hello: str, tea: str) -> str:
    """The name of a tree with the two files of this film."""
    rows = (("hello.txt", hello), ("tea.txt", tea))
    parts = [f"100644 {name}\0".encode() + bytes.fromhex(i) for name, i in rows]
    return git_id("tree", b"".join(parts))


def commit_id(tree: str, parent: str, when: int, message: str) -> str:
    """The name of a commit by Ada."""
    who = f"Ada <ada@example.org> {when} +0000"
    above = f"parent {parent}\n" if parent else ""
    text = f"tree {tree}\n{above}author {who}\ncommitter {who}\n\n{message}\n"
    return git_id("commit", text.encode())


HELLO = git_id("blob", b"hello\n")
HELLO_2 = git_id("blob", b"hello, you\n")
TEA = git_id("blob", b"one pot\n")
TREE_1, TREE_2 = tree_id(HELLO, TEA), tree_id(HELLO_2, TEA)
COMMIT_1 = commit_id(TREE_1, "", 1_741_600_000, "Begin")
COMMIT_2 = commit_id(TREE_2, COMMIT_1, 1_741_603_600, "Greet you")

FILE_1, FILE_2 = (150.0, 218.0), (150.0, 380.0)
FORGE = (912.0, 330.0)
BLOB_1, BLOB_2, BLOB_3 = (1150.0, 210.0), (1150.0, 350.0), (1150.0, 490.0)
TREE_AT_1, TREE_AT_2 = (922.0, 214.0), (922.0, 494.0)
COMMIT_AT_1, COMMIT_AT_2 = (694.0, 214.0), (694.0, 494.0)
ROW_1, ROW_2 = (424.0, 178.0), (424.0, 236.0)


class Trip(NamedTuple):
    """The way of a file's bytes into the store, and its three moments."""

    start: Point
    goal: Point
    text: str
    key: str
    leave: tuple[str, float]
    spin: tuple[str, float]
    land: tuple[str, float]

    @classmethod
    def quick(cls, start: Point, goal: Point, text: str, key: str, name: str, delay: float) -> Self:
        """Make a trip whose moments follow closely on each other."""
        moments = [(name, delay + later) for later in (0.0, 0.7, 1.7)]
        return cls(start, goal, text, key, *moments)


TRIPS = (
    Trip(FILE_1, BLOB_1, "hello", HELLO, ("add", 1.4), ("hash", 0.4), ("blob", 0.3)),
    Trip.quick(FILE_2, BLOB_2, "one pot", TEA, "second", 0.6),
    Trip.quick(FILE_1, BLOB_3, "hello, you", HELLO_2, "newblob", -0.6),
)


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    places(pen, clock)
    commands(pen, clock)
    links(pen, clock)
    files(pen, clock)
    index(pen, clock)
    blobs(pen, clock)
    trees(pen, clock)
    commits(pen, clock)
    forge(pen, clock)
    name_trip(pen, clock)
    walks(pen, clock)


def places(pen: Pen, clock: Clock) -> None:
    """The three panels: folder, index and object store."""
    panels = (
        ("working folder", 40, 220, clock.go("folder", -0.5)),
        ("index", 284, 280, clock.go("empty", 0.2)),
        ("object store", 588, 652, clock.go("empty", 0.6)),
    )
    for name, x, wide, shown in panels:
        with pen.fade(shown):
            pen.box(x, 84, wide, 516, SHADE, r=14)
            pen.text(name, x + 18, 106, 18, MUTED, MEDIUM)
    with pen.fade(clock.pulse("empty", 1.0, 2.6)):
        pen.text("empty", 424, 330, 22, MUTED, align="center")
        pen.text("empty", 914, 330, 22, MUTED, align="center")


def commands(pen: Pen, clock: Clock) -> None:
    """The command that is being run, above the panels."""
    runs = (
        ("git add hello.txt", "add", "second"),
        ("git add tea.txt", "second", "commit"),
        ("git commit -m 'Begin'", "commit", "edit"),
        ("git commit -am 'Greet you'", "edit", "end"),
    )
    for text, first, last in runs:
        late = 1.4 if first == "edit" else 0
        with pen.fade(clock.go(first, late, 0.3) - clock.go(last, -0.3, 0.3)):
            pen.command(text, 40, 22, clock.linear(first, late, 0.9))


def slip(pen: Pen, at: Point, text: str, scale: float = 1.0) -> None:
    """The bytes of a file, on a piece of amber paper."""
    with pen.moved(*at, scale):
        pen.box(-74, -26, 148, 52, tint(AMBER, 0.28), tint(AMBER, 0.9), r=7)
        pen.text(text, 0, 0, 19, INK, MONO, "center")


def files(pen: Pen, clock: Clock) -> None:
    """The two files of the folder; the first is edited later."""
    edited = clock.go("edit", 0.3, 0.8)
    rows = (
        (FILE_1, "hello.txt", "hello", "hello, you", clock.go("folder", 0.1)),
        (FILE_2, "tea.txt", "one pot", "one pot", clock.go("folder", 0.5)),
    )
    for (x, y), name, old, new, shown in rows:
        with pen.fade(shown), pen.moved(x, y + 20 * (1 - shown)):
            changed = edited if old != new else 0
            edge = blend(FAINT, BRICK, changed)
            pen.box(-90, -66, 180, 132, PAPER, edge, r=9)
            pen.text(name, -72, -40, 19, INK, MONO_BOLD)
            pen.line([(-90, -18), (90, -18)], FAINT, 1.5)
            typed = round(changed * (len(new) - len(old)))
            pen.text(new[: len(old) + typed], -72, 16, 19, INK, MONO)


def index(pen: Pen, clock: Clock) -> None:
    """The index: one row for each added file."""
    swap = clock.go("newblob", 3.4, 0.3)
    rows = (
        (ROW_1, "hello.txt", clock.go("index", 0.1, 0.6), clock.go("index", 1.7, 0.3)),
        (ROW_2, "tea.txt", clock.go("second", 2.4, 0.6), clock.go("second", 2.7, 0.6)),
    )
    for (x, y), name, shown, named in rows:
        with pen.fade(shown):
            pen.box(x - 126, y - 22, 252, 44, PAPER, FAINT, r=7, width=1.5)
            pen.text(name, x - 112, y, 18, INK, MONO)
        new, old = (swap, HELLO) if name == "hello.txt" else (0.0, TEA)
        with pen.fade(named * (1 - new)):
            pen.text(old[:7], x + 71, y, 18, INK, MONO, "center")
        with pen.fade(new):
            pen.text(HELLO_2[:7], x + 71, y, 18, BRICK, MONO_BOLD, "center")


def forge(pen: Pen, clock: Clock) -> None:
    """Slips travel into a ring, and a hash comes out below it."""
    for trip in TRIPS:
        out, home = clock.go(*trip.leave, 0.8), clock.go(*trip.land, 0.9)
        if out <= 0 or home >= 1:
            continue
        name, delay = trip.leave
        with pen.fade(clock.go(name, delay + 0.4, 0.5) - home):
            ring(pen, clock.linear(*trip.spin, 1.0))
        settle = 1.6 if name == "add" else 0.9
        digits(pen, trip.key, clock.linear(*trip.spin, settle), home)
        at = between((trip.start[0], trip.start[1] + 16), FORGE, out, 60)
        slip(pen, between(at, trip.goal, home, 20), trip.text)


def ring(pen: Pen, turned: float) -> None:
    """The ring that stands for the hash function."""
    x, y = FORGE
    pen.disc(x, y, 104, PAPER, tint(INK, 0.35), 2)
    pen.ring(x, y, 104, turned, GREEN)
    pen.text("SHA-1", x, y - 62, 19, GREEN, BOLD, "center")


def digits(pen: Pen, key: str, settled: float, gone: float) -> None:
    """Forty digits that settle from left to right."""
    if settled <= 0:
        return
    known = round(len(key) * settled)
    seed = known // 2 + 1
    noise = "".join(random.Random(seed).choices("0123456789abcdef", k=40))
    text = key[:known] + noise[known:]
    x = FORGE[0] - pen.measure(text, 18, MONO) / 2
    y = FORGE[1] + 136
    first = pen.measure(text[:7], 18, MONO_BOLD)
    with pen.fade(1 - gone):
        pen.text(text[:7], x, y, 18, INK, MONO_BOLD)
        pen.text(text[7:], x + first, y, 18, MUTED, MONO)


def name_trip(pen: Pen, clock: Clock) -> None:
    """The blob's name travels to the index."""
    for start, row, key, name, delay in (
        (BLOB_1, ROW_1, HELLO, "index", 0.6),
        (BLOB_3, ROW_1, HELLO_2, "newblob", 2.4),
    ):
        u = clock.go(name, delay, 1.2)
        if 0 < u < 1:
            goal = (row[0] + 71, row[1])
            at = between((start[0] + 40, start[1] + 43), goal, u, 30)
            pen.label(key[:7], *at, 18, tint(AMBER, 0.35), INK, MONO)


def walks(pen: Pen, clock: Clock) -> None:
    """Outline what belongs to the first commit, then to the second."""
    for commit, tall, tree, blob, delay in (
        (COMMIT_AT_1, 120, TREE_AT_1, BLOB_1, 0.4),
        (COMMIT_AT_2, 145, TREE_AT_2, BLOB_3, 2.4),
    ):
        frames = [
            (commit[0] - 92, commit[1] - 56, 184, tall),
            (tree[0] - 108, tree[1] - 56, 216, 112),
            (blob[0] - 74, blob[1] - 26, 148, 52),
            (BLOB_2[0] - 74, BLOB_2[1] - 26, 148, 52),
        ]
        with pen.fade(clock.pulse("end", delay, 2.4)):
            for x, y, wide, high in frames:
                pen.box(x - 3, y - 3, wide + 6, high + 6, None, INK, width=3.5)


def blobs(pen: Pen, clock: Clock) -> None:
    """The blobs of the store: a slip with a name under it."""
    shared = clock.span("newtree", "parent")
    rows = (
        (BLOB_1, "hello", HELLO, clock.go("blob", 1.0, 0.4), 0.0),
        (BLOB_2, "one pot", TEA, clock.go("second", 2.9, 0.4), shared),
        (BLOB_3, "hello, you", HELLO_2, clock.go("newblob", 1.9, 0.4), 0.0),
    )
    for (x, y), text, key, shown, glow in rows:
        with pen.fade(shown):
            if glow > 0:
                pen.box(x - 77, y - 29, 154, 58, None, tint(GREEN, glow), width=4)
            slip(pen, (x, y), text)
            pen.text("blob", x - 74, y + 43, 17, MUTED, MEDIUM)
            pen.text(key[:7], x + 74, y + 43, 17, INK, MONO, "right")


def card(pen: Pen, at: Point, kind: str, key: str, size: Point, color: Color) -> None:
    """An object of the store: a coloured head with its kind and hash."""
    x, y = at[0] - size[0] / 2, at[1] - size[1] / 2
    pen.box(x, y, size[0], size[1], tint(color, 0.13), color, r=9)
    pen.text(kind, x + 14, y + 21, 17, color, BOLD)
    pen.text(key[:7], x + size[0] - 14, y + 21, 16, color, MONO_BOLD, "right")


def trees(pen: Pen, clock: Clock) -> None:
    """The trees; their rows come from the index."""
    rows = (
        (TREE_AT_1, TREE_1, HELLO, "commit", 1.4),
        (TREE_AT_2, TREE_2, HELLO_2, "newtree", 0.0),
    )
    for at, key, hello, name, delay in rows:
        moved = clock.go(name, delay, 1.3)
        if moved <= 0:
            continue
        with pen.fade(clock.go(name, delay + 0.7, 0.6)):
            card(pen, at, "tree", key, (216, 112), GREEN)
        entries = ((ROW_1, "hello.txt", hello, 0.0), (ROW_2, "tea.txt", TEA, 36.0))
        for start, text, blob, down in entries:
            x, y = between(start, (at[0], at[1] - 2 + down), moved)
            with pen.fade(clock.go(name, delay, 0.3)):
                size = mix(18, 17, moved)
                pen.text(text, x - mix(112, 94, moved), y, size, INK, MONO)
                pen.text(blob[:7], x + mix(112, 94, moved), y, size, INK, MONO, "right")


def commits(pen: Pen, clock: Clock) -> None:
    """The commits, and the branch that names the newest."""
    rows = (
        (COMMIT_AT_1, COMMIT_1, TREE_1, "", "Begin", "made", 0.2),
        (COMMIT_AT_2, COMMIT_2, TREE_2, COMMIT_1, "Greet you", "parent", 0.0),
    )
    for (x, y), key, tree, parent, message, name, delay in rows:
        shown = clock.go(name, delay, 0.8)
        with pen.fade(shown), pen.moved(x, y, mix(0.85, 1, shown)):
            tall = 145 if parent else 120
            card(pen, (0, tall / 2 - 56), "commit", key, (184, tall), BRICK)
            facts = [("tree", tree[:7]), ("author", "Ada")]
            facts[1:1] = [("parent", parent[:7])] if parent else []
            for row, (what, value) in enumerate(facts):
                pen.text(what, -78, -9 + row * 25, 16, MUTED, MEDIUM)
                pen.text(value, 78, -9 + row * 25, 16, INK, MONO, "right")
            pen.text(f"“{message}”", -78, -9 + len(facts) * 25, 16, INK, MEDIUM)
    branch(pen, clock)


def branch(pen: Pen, clock: Clock) -> None:
    """The branch main: it slides in, and later moves on."""
    shown, moved = clock.go("branch", 0.4), clock.go("parent", 2.0, 1.1)
    y = mix(COMMIT_AT_1[1], COMMIT_AT_2[1], moved) - 75
    with pen.fade(shown):
        pen.label("main", mix(560, 636, shown), y, 17)


def links(pen: Pen, clock: Clock) -> None:
    """The arrows between objects."""
    one = clock.go("tree", 0.5), clock.go("tree", 0.9)
    two = clock.go("newtree", 1.4), clock.go("newtree", 2.0)
    for (x, y), goals, grown in (
        (TREE_AT_1, (BLOB_1, BLOB_2), one),
        (TREE_AT_2, (BLOB_3, BLOB_2), two),
    ):
        ends = ((goals[0][1], -2), (goals[1][1], 34))
        for (goal, down), u in zip(ends, grown, strict=True):
            pen.arrow((x + 110, y + down), (1150 - 80, goal), u, tint(GREEN, 0.9))
    for (x, y), u in (
        (COMMIT_AT_1, clock.go("made", 1.0, 0.8)),
        (COMMIT_AT_2, clock.go("parent", 0.6, 0.8)),
    ):
        pen.arrow((x + 93, y - 9), (922 - 111, y - 9), u, BRICK)
    up = clock.go("parent", 1.2, 0.9)
    pen.arrow((720, COMMIT_AT_2[1] - 58), (720, COMMIT_AT_1[1] + 66), up, BRICK)


FILM = Film(
    "git-from-the-inside/01-objects",
    "three-objects-in-motion",
    SCRIPT,
    draw,
    poster=("end", 1.5),
    crf=46,
)
