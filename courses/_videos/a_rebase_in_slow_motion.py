"""What git rebase does, one commit at a time."""

import math

from film import (
    AMBER,
    BOLD,
    BRICK,
    FAINT,
    GREEN,
    INK,
    MEDIUM,
    MONO_BOLD,
    MUTED,
    PAPER,
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
    smooth,
    tint,
)

SCRIPT = Script(
    Line("start", "Two branches, main and topic, have grown apart."),
    Line("parents", "Each arrow points from a commit back to its parent."),
    Line("run", "We stand on topic, and run git rebase main."),
    Line("base", "Git walks back to the last commit they share: that is B."),
    Line("list", "After B, topic has two commits of its own: E and F."),
    Line("detach", "HEAD lets go of topic for a while. It goes to the tip of main."),
    Line("patch", "Git works out what E changed, compared with its parent."),
    Line("apply", "It makes the same change on top of D, and commits it as E prime.", 0.5),
    Line("hash", "The change is the same. The parent is not, so the hash is new."),
    Line("again", "Then F is copied in the same way, on top of E prime.", 0.9),
    Line("move", "Now topic moves to the new tip, and HEAD takes hold of it again."),
    Line("old", "The old E and F still exist, but no branch leads to them."),
    Line("reflog", "For some weeks the reflog remembers them, if you want them back."),
    Line("straight", "The history is one line now, as if topic had begun at D."),
    Line("warn", "Do this only with commits that nobody else has built on."),
)

R = 42.0
TOP, LOW, FINAL = 226.0, 416.0, 300.0
A, B, C, D = (110.0, TOP), (310.0, TOP), (510.0, TOP), (710.0, TOP)
E, F = (510.0, LOW), (710.0, LOW)
E2, F2 = (910.0, TOP), (1110.0, TOP)
PATCHES = {"E": (1, 1, 0), "F": (0, 1, 1)}  # 1 is a line added, 0 a line removed


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    drop = mix(0, FINAL - TOP, clock.go("straight", 0.3, 1.4))
    with pen.fade(clock.span("run", "straight")):
        pen.command("git rebase main", 68, 40, clock.linear("run", 0.2, 0.9))
    with pen.moved(0, drop):
        edges(pen, clock)
        nodes(pen, clock)
        search(pen, clock)
        patches(pen, clock)
        tags(pen, clock)
        hashes(pen, clock)
    warning(pen, clock)


def edge(pen: Pen, child: Point, parent: Point, u: float, color: Color) -> None:
    """An arrow from a commit to its parent, rim to rim."""
    angle = math.atan2(parent[1] - child[1], parent[0] - child[0])
    dx, dy = math.cos(angle) * (R + 4), math.sin(angle) * (R + 4)
    start, goal = (child[0] + dx, child[1] + dy), (parent[0] - dx, parent[1] - dy)
    pen.arrow(start, goal, u, color, 2.8)


def edges(pen: Pen, clock: Clock) -> None:
    """The arrows between commits."""
    glow = clock.pulse("parents", 0.6, 2.4)
    color = blend(MUTED, AMBER, glow)
    for number, (child, parent) in enumerate(((B, A), (C, B), (D, C))):
        edge(pen, child, parent, clock.go("start", 0.1 + 0.3 * number, 0.6), color)
    gone = mix(1, 0.35, clock.go("old", 0.3)) * (1 - clock.go("straight", 0, 0.8))
    with pen.fade(gone):
        for number, (child, parent) in enumerate(((E, B), (F, E))):
            edge(pen, child, parent, clock.go("start", 1.2 + 0.3 * number, 0.6), color)
    edge(pen, E2, D, clock.go("apply", 2.6, 0.8), GREEN)
    edge(pen, F2, E2, clock.go("again", 2.6, 0.8), GREEN)


def node(pen: Pen, at: Point, name: str, shown: float, color: Color) -> None:
    """One commit: a disc with a letter."""
    with pen.fade(shown), pen.moved(*at, mix(0.5, 1, shown)):
        pen.disc(0, 0, R, tint(color, 0.16), color, 3)
        pen.text(name, 0, 0, 30, INK, BOLD, "center")


def nodes(pen: Pen, clock: Clock) -> None:
    """All commits: main, the old topic and the copies."""
    for number, (at, name) in enumerate(((A, "A"), (B, "B"), (C, "C"), (D, "D"))):
        node(pen, at, name, clock.go("start", -0.4 + 0.3 * number, 0.6), INK)
    gone = mix(1, 0.35, clock.go("old", 0.3)) * (1 - clock.go("straight", 0, 0.8))
    listed = clock.go("list", 0.4)
    for number, (at, name) in enumerate(((E, "E"), (F, "F"))):
        with pen.fade(gone):
            shown = clock.go("start", 0.8 + 0.3 * number, 0.6)
            node(pen, at, name, shown, blend(INK, AMBER, listed))
    node(pen, E2, "E′", clock.go("apply", 1.6, 0.9), GREEN)
    node(pen, F2, "F′", clock.go("again", 1.6, 0.9), GREEN)
    with pen.fade(clock.span("reflog", "straight")):
        pen.disc(*E, R + 9, None, AMBER, 2.5, (3, 8))
        pen.disc(*F, R + 9, None, AMBER, 2.5, (3, 8))
        pen.label("reflog", F[0] + 116, LOW, 22, tint(AMBER, 0.45), INK)


def search(pen: Pen, clock: Clock) -> None:
    """Two rings walk back from the tips until they meet at B."""
    u = clock.linear("base", 0.2, 2.4)
    meet = clock.go("base", 2.3, 0.4)
    if u <= 0:
        return
    with pen.fade(clock.go("base", 0, 0.3) - clock.go("list", -0.1, 0.4)):
        for path in ((D, C, B), (F, E, B)):
            leg = min(1, int(u * 2))
            at = between(path[leg], path[leg + 1], smooth(u * 2 - leg))
            pen.disc(*at, R + mix(8, 11, meet), None, blend(AMBER, GREEN, meet), 4)
        with pen.fade(meet):
            pen.text("shared by both", B[0], TOP - 78, 22, GREEN, MEDIUM, "center")


def patch(pen: Pen, at: Point, name: str, scale: float) -> None:
    """A small sheet with the lines a commit added and removed."""
    with pen.moved(*at, scale):
        pen.box(-62, -44, 124, 88, PAPER, AMBER, r=8, width=2.5)
        for row, added in enumerate(PATCHES[name]):
            color, y = (GREEN, BRICK)[1 - added], -24 + row * 24
            pen.text("+" if added else "−", -47, y, 20, color, MONO_BOLD)
            pen.box(-28, y - 5, (74, 52, 66)[row], 10, tint(color, 0.45), r=5)


def patches(pen: Pen, clock: Clock) -> None:
    """Each patch is lifted off its commit and carried to the new tip."""
    trips = (
        ("E", E, E2, clock.go("patch", 0.6, 0.9), clock.go("apply", 0.2, 1.5)),
        ("F", F, F2, clock.go("again", -0.2, 0.8), clock.go("again", 0.6, 1.4)),
    )
    for name, start, goal, peeled, carried in trips:
        aside = 130 if name == "F" else 0
        above = (start[0] + aside, start[1] + 112 - aside * 0.6)
        if peeled > 0 and carried < 1:
            at = between(between(start, above, peeled), goal, carried, -40)
            with pen.fade(min(1, peeled * 2)):
                patch(pen, at, name, mix(0.4, 1, peeled) * mix(1, 0.45, carried))
    glow = clock.span("patch", "apply")
    with pen.fade(glow):
        edge(pen, E, B, clock.go("start", 1.2, 0.6), AMBER)


def hashes(pen: Pen, clock: Clock) -> None:
    """What makes up E and its copy, side by side."""
    shown = clock.span("hash", "again")
    if shown <= 0:
        return
    copied = clock.go("hash", 0.9, 1.0)
    below, copy = (E[0], LOW + 118), (E2[0], TOP + 118)
    with pen.fade(clock.go("hash", 0.1, 0.6) * shown):
        sheet(pen, below, "B", "7d1f0c2", AMBER)
    with pen.fade(min(1, copied * 3) * shown):
        sheet(pen, between(below, copy, copied, 30), "D", "c94be07", GREEN)


def sheet(pen: Pen, at: Point, parent: str, key: str, color: Color) -> None:
    """A commit's change, parent and hash."""
    with pen.moved(*at):
        pen.box(-92, -62, 184, 124, PAPER, color, width=2.5)
        for row, added in enumerate(PATCHES["E"]):
            hue = (GREEN, BRICK)[1 - added]
            pen.box(-74, -46 + row * 14, (96, 66, 82)[row], 8, tint(hue, 0.45), r=4)
        pen.text("parent", -74, 12, 18, MUTED, MEDIUM)
        pen.text(parent, 74, 12, 20, INK, BOLD, "right")
        pen.text("hash", -74, 40, 18, MUTED, MEDIUM)
        pen.text(key, 74, 40, 18, INK, MONO_BOLD, "right")


def tag(pen: Pen, at: Point, name: str, color: Color, shown: float = 1.0) -> None:
    """The name of a branch, or HEAD."""
    with pen.fade(shown):
        pen.label(name, *at, 22, color)


def tags(pen: Pen, clock: Clock) -> None:
    """The branches main and topic, and HEAD."""
    shown = clock.go("start", 1.4)
    tag(pen, (D[0], TOP - 76), "main", INK, shown)
    moved = clock.go("move", 0.4, 1.5)
    start, goal = (F[0], LOW + 76), (F2[0], TOP + 76)
    topic = between(start, goal, moved, -60)
    tag(pen, topic, "topic", GREEN, clock.go("start", 1.7))
    tag(pen, head(clock, topic), "HEAD", BRICK, clock.go("run", -0.2, 0.6))


def head(clock: Clock, topic: Point) -> Point:
    """Where HEAD is: beside topic, or above the newest commit."""
    above = TOP - 76
    beside = (topic[0] + 92, topic[1])
    tip = (D[0] + 92, above)
    at = between(beside, tip, clock.go("detach", 1.4, 1.3), 20)
    at = between(at, (E2[0], above), clock.go("apply", 2.4, 0.9))
    at = between(at, (F2[0], above), clock.go("again", 2.4, 0.9))
    return between(at, beside, clock.go("move", 2.2, 1.2))


def warning(pen: Pen, clock: Clock) -> None:
    """Someone else's commit that still hangs on the old E."""
    shown = clock.go("warn", 0.2, 0.8)
    if shown <= 0:
        return
    old, theirs = (510.0, 494.0), (710.0, 494.0)
    with pen.fade(shown):
        for at, name, color in ((old, "E", FAINT), (theirs, "X", BRICK)):
            node(pen, at, name, 1, color)
        edge(pen, theirs, old, clock.go("warn", 0.9, 0.7), BRICK)
        text = "a colleague’s work, on the old E"
        pen.text(text, 778, 494, 24, BRICK, MEDIUM)


FILM = Film(
    "git-from-the-inside/02-branches",
    "a-rebase-in-slow-motion",
    SCRIPT,
    draw,
    poster=("hash", 2.6),
)
