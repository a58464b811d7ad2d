"""Nine values on a beam: the mean is where it balances, the median in the middle."""

import math
from statistics import mean, median

from film import (
    AMBER,
    BOLD,
    BRICK,
    FAINT,
    GREEN,
    INK,
    MEDIUM,
    MONO,
    MUTED,
    PAPER,
    Clock,
    Color,
    Film,
    Line,
    Pen,
    Script,
    blend,
    clamp,
    mix,
    tint,
)

SCRIPT = Script(
    Line("people", "Nine people say how many minutes they need to get to work."),
    Line("pairs", "Strike out the shortest and the longest, then the next pair."),
    Line("median", "The value left in the middle is the median: 20 minutes."),
    Line("beam", "For the mean, let the scale be a beam, and each value a weight."),
    Line("mean", "The mean is the point where the beam balances. It is 20, too."),
    Line("far", "Now one of them moves far away: 40 minutes become 130.", 0.4),
    Line("tips", "The beam tips. To balance it, the support has to move to 30."),
    Line("share", "The total grew by 90. Spread over nine values, that is 10."),
    Line("stay", "The median has not moved: still four values on either side."),
    Line("back", "Back again. Now one of the short journeys becomes longer."),
    Line("grow", "With every minute more, the mean moves along a little."),
    Line("wait", "The median waits until the value comes past. It goes along, but not far."),
    Line("still", "At the next value, 25, it stops. The mean goes on."),
    Line("end", "The mean feels how far off a value is. The median feels only the order."),
    Line("both", "When the two lie far apart, ask for both, and look at the values."),
)

START = (5.0, 10.0, 10.0, 15.0, 20.0, 25.0, 25.0, 30.0, 40.0)
FAR_ONE, GROWING = 8, 2
FAR_VALUE, GROWN_VALUE = 130.0, 35.0
ZERO_X, PER_MINUTE = 92.0, 7.7
BEAM_Y, BEAM_HALF = 370.0, 19.0
R = 16.0
GROUND_Y = 474.0


def across(value: float) -> float:
    """Where a value is on the scale."""
    return ZERO_X + value * PER_MINUTE


def values(clock: Clock) -> list[float]:
    """The nine values at this moment."""
    now = list(START)
    out = clock.go("far", 0.9, 2.2) - clock.go("back", 0.2, 1.3)
    out += clock.go("end", 0.5, 3.6)
    now[FAR_ONE] = mix(START[FAR_ONE], FAR_VALUE, out)
    legs = (
        (18.0, clock.go("grow", 0.5, 2.8)),
        (26.0, clock.go("wait", 0.6, 3.6)),
        (GROWN_VALUE, clock.go("still", 0.3, 2.6)),
    )
    for goal, u in legs:
        now[GROWING] = mix(now[GROWING], goal, u)
    return now


def support(clock: Clock, now: list[float]) -> float:
    """The value under which the support stands."""
    if clock.since("tips", 1.3) < 0 or clock.since("back") > 0:
        held = 20.0 if clock.since("back") < 0 else mean(now)
        if clock.since("back") > 0:
            held = mix(30.0, mean(now), clock.go("back", 0.2, 1.3))
        return mix(48.0, held, clock.go("mean", 0.5, 1.6))
    return mix(20.0, 30.0, clock.go("tips", 1.3, 1.7))


def tilt(clock: Clock, now: list[float]) -> float:
    """The angle of the beam: it leans to the side that weighs more."""
    off = mean(now) - support(clock, now)
    freed = clock.go("beam", 1.6, 0.9)
    return 0.075 * math.tanh(off / 9) * freed


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    now = values(clock)
    x = across(support(clock, now))
    with (
        pen.moved(x, BEAM_Y + BEAM_HALF, 1.0, tilt(clock, now)),
        pen.moved(-x, -BEAM_Y - BEAM_HALF),
    ):
        beam(pen, clock)
        middle(pen, clock, now)
        weights(pen, clock, now)
        shares(pen, clock)
    stand(pen, clock, now, x)
    arcs(pen, clock)
    apart(pen, clock, now)


def beam(pen: Pen, clock: Clock) -> None:
    """The beam, with the scale written on it."""
    with pen.fade(clock.go("people", -0.7)):
        thick = clock.go("beam", 0.2, 0.9)
        left, right = across(-4), across(144)
        fill = blend(PAPER, tint(INK, 0.14), thick)
        edge = blend(PAPER, INK, thick)
        top, high = BEAM_Y - BEAM_HALF, 2 * BEAM_HALF
        pen.box(left, top, right - left, high, fill, edge, r=8)
        with pen.fade(1 - thick):
            pen.line([(left, top), (right, top)], INK, 2.5)
        for minutes in range(0, 141, 10):
            x = across(minutes)
            pen.line([(x, top), (x, top + 7)], INK, 2)
            pen.text(str(minutes), x, BEAM_Y + 5, 17, INK, MONO, "center")
    with pen.fade(clock.go("people", -0.4) * (1 - clock.go("beam", 0, 0.5))):
        pen.text("minutes", across(140), BEAM_Y + 40, 18, MUTED, MEDIUM, "center")


def rest_heights() -> list[float]:
    """How high above the beam each value rests when equal ones are stacked."""
    seen: dict[float, int] = {}
    heights = []
    for value in START:
        heights.append(R + 2 * R * seen.get(value, 0))
        seen[value] = seen.get(value, 0) + 1
    return heights


def heights(now: list[float]) -> list[float]:
    """The heights at this moment: the growing value rolls over the others."""
    high = rest_heights()
    x = across(now[GROWING])
    lifted = [R]
    for number, value in enumerate(now):
        gap = abs(across(value) - x)
        if number != GROWING and gap < 2 * R:
            lifted.append(high[number] + math.sqrt(4 * R * R - gap * gap))
    high[GROWING] = max(lifted)
    return high


def place(clock: Clock, now: list[float], number: int) -> tuple[float, float]:
    """Where a value's disc is; at the beginning they drop on the scale."""
    drop = clock.linear("people", 0.3 + 0.22 * number, 0.7) ** 2
    y = BEAM_Y - BEAM_HALF - heights(now)[number]
    return across(now[number]), mix(y - 340, y, drop)


def weights(pen: Pen, clock: Clock, now: list[float]) -> None:
    """The nine discs."""
    for number in range(9):
        x, y = place(clock, now, number)
        color = tint(INK, 0.75)
        for hue, u in looks(clock, number):
            color = blend(color, hue, u)
        with pen.fade(clock.go("people", 0.2 + 0.22 * number, 0.3)):
            pen.disc(x, y, R - 1, color)
    with pen.fade(clock.span("stay", "back")):
        y = BEAM_Y - BEAM_HALF - 108
        for side, delay in ((10.0, 0.4), (31.0, 1.6)):
            with pen.fade(clock.go("stay", delay, 0.5)):
                pen.text("4", across(side), y + 20, 30, AMBER, BOLD, "center")


def looks(clock: Clock, number: int) -> list[tuple[Color, float]]:
    """The colours laid over a disc: moving, counted, or struck out.

    The starting values are in order, so a disc's number is its rank.
    """
    moving = 0.0
    if number == FAR_ONE:
        moving = clock.span("far", "back") + clock.go("end")
    if number == GROWING:
        moving = clock.go("back", 1.6) - clock.go("end")
    counted = clock.pulse("stay", 0.4 if number < 4 else 1.6, 1.6)
    struck = clock.go("pairs", 0.7 + 0.75 * min(number, 8 - number), 0.5)
    struck -= struck * clock.go("beam", -0.2, 0.8)
    if number == 4:
        counted = struck = 0.0
    return [(BRICK, moving), (AMBER, counted), (tint(INK, 0.16), struck)]


def arcs(pen: Pen, clock: Clock) -> None:
    """Arcs that join the pairs which are struck out."""
    with pen.fade(1 - clock.go("beam", -0.2, 0.6)):
        for pair in range(4):
            u = clock.go("pairs", 0.5 + 0.75 * pair, 0.7)
            left, right = across(START[pair]), across(START[8 - pair])
            foot = BEAM_Y - BEAM_HALF - 60
            mid, top = (left + right) / 2, foot - 24 - (3 - pair) * 26
            points = [(left, foot), (left, top), (mid, top)]
            if pair in (2,):
                points[0] = (left, foot - 12)
            partial(pen, points, u)
            points = [(right, foot - 12 * (pair == 2)), (right, top), (mid, top)]
            partial(pen, points, u)


def partial(pen: Pen, points: list[tuple[float, float]], u: float) -> None:
    """The first part of a line."""
    if u <= 0:
        return
    (ax, ay), (bx, by), (cx, cy) = points
    first, second = math.dist(points[0], points[1]), math.dist(points[1], points[2])
    done = u * (first + second)
    v = clamp(done / first)
    path = [(ax, ay), (mix(ax, bx, v), mix(ay, by, v))]
    if done > first:
        w = (done - first) / second
        path.append((mix(bx, cx, w), mix(by, cy, w)))
    pen.line(path, tint(INK, 0.4), 2.5)


def middle(pen: Pen, clock: Clock, now: list[float]) -> None:
    """The flag of the median."""
    shown = clock.go("median", 0.2)
    if shown <= 0:
        return
    value = median(now)
    x, top = across(value), BEAM_Y - BEAM_HALF
    with pen.fade(shown):
        pen.line([(x, top), (x, top - 176 * shown)], GREEN, 3)
        pen.label(f"median {value:.0f}", x, top - 190, 21, GREEN)


def stand(pen: Pen, clock: Clock, now: list[float], x: float) -> None:
    """The support below the beam, with the mean."""
    shown = clock.go("beam", 1.0, 0.8)
    with pen.fade(shown):
        pen.line([(60, GROUND_Y), (1220, GROUND_Y)], FAINT, 2.5)
        top = BEAM_Y + BEAM_HALF
        left, right = (x - 40, GROUND_Y), (x + 40, GROUND_Y)
        pen.polygon([(x, top), right, left], tint(AMBER, 0.75), AMBER, 2)
    with pen.fade(clock.go("mean", 1.8)):
        known = abs(tilt(clock, now)) < 0.004
        value = mean(now)
        text = f"mean {value:.1f}".removesuffix(".0") if known else "mean ?"
        pen.label(text, x, GROUND_Y + 30, 21, AMBER, INK)


def shares(pen: Pen, clock: Clock) -> None:
    """The 90 minutes that were added, cut into nine pieces of 10."""
    shown = clock.span("share", "stay")
    if shown <= 0:
        return
    grown, cut = clock.go("share", 0.2, 1.0), clock.go("share", 1.5, 0.7)
    y, wide = BEAM_Y - BEAM_HALF - 66, 10 * PER_MINUTE
    with pen.fade(shown):
        for piece in range(9):
            if grown * 9 <= piece:
                continue
            part = clamp(grown * 9 - piece)
            x = across(40 + 10 * piece)
            lift = 0.0 if piece else clock.go("share", 2.2, 1.2)
            x = mix(x, across(20), lift)
            gap = 3 * cut
            at = mix(y, BEAM_Y + BEAM_HALF + 17, lift)
            color = blend(tint(BRICK, 0.7), AMBER, lift)
            pen.box(x + gap / 2, at - 13, wide * part - gap, 26, color, r=4 * cut)
        pen.text("+ 90", across(85), y - 34, 24, BRICK, BOLD, "center")
        with pen.fade(clock.go("share", 3.0, 0.5)):
            x, at = across(24.5), BEAM_Y + BEAM_HALF + 17
            pen.text("+ 10", x, at, 17, INK, BOLD, "center")


def apart(pen: Pen, clock: Clock, now: list[float]) -> None:
    """The distance between the two, and a light that runs over the values."""
    shown = clock.go("both", 0.2)
    if shown <= 0:
        return
    left, right = across(median(now)), across(mean(now))
    y = BEAM_Y - BEAM_HALF - 130
    with pen.fade(shown):
        pen.line([(right, BEAM_Y - BEAM_HALF), (right, y - 20)], AMBER, 3, (2, 8))
        grown = clock.go("both", 0.5, 0.9)
        pen.arrow((left + 4, y), (right - 4, y), grown, INK, 3)
        pen.arrow((right - 4, y), (left + 4, y), grown, INK, 3)
    for turn, number in enumerate(sorted(range(9), key=now.__getitem__)):
        x, y = place(clock, now, number)
        with pen.fade(clock.pulse("both", 1.8 + 0.2 * turn, 1.2)):
            pen.disc(x, y, R + 3, None, AMBER, 4)


FILM = Film(
    "reading-statistics/01-describing",
    "the-mean-and-the-median-move",
    SCRIPT,
    draw,
    poster=("tips", 0.8),
)
