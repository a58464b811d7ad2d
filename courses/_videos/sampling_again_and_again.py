"""A sampling distribution, built from samples that are really drawn."""

import math
import random
from statistics import mean, pstdev

from film import (
    AMBER,
    BOLD,
    BRICK,
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

LONGEST = 80.0
SAMPLES = 1000
SMALL, LARGE = 20, 80


def population() -> list[float]:
    """Ten thousand waiting times: most are short, a few are long."""
    source = random.Random(1928)
    times: list[float] = []
    while len(times) < 10_000:
        value = source.gammavariate(2, 11)
        if value < LONGEST:
            times.append(value)
    return times


def draws(times: list[float], size: int, seed: int) -> list[list[float]]:
    """A thousand samples of one size."""
    source = random.Random(seed)
    return [source.choices(times, k=size) for _ in range(SAMPLES)]


def binned(numbers: list[float], wide: float) -> list[int]:
    """How many numbers fall into each bin."""
    counts = [0] * round(LONGEST / wide)
    for number in numbers:
        counts[int(number / wide)] += 1
    return counts


TIMES = population()
DRAWN, DRAWN_LARGE = draws(TIMES, SMALL, 5), draws(TIMES, LARGE, 6)
MEANS = [mean(sample) for sample in DRAWN]
MEANS_LARGE = [mean(sample) for sample in DRAWN_LARGE]
TRUE_MEAN = mean(TIMES)
ERROR, ERROR_LARGE = (pstdev(TIMES) / n**0.5 for n in (SMALL, LARGE))

SCRIPT = Script(
    Line("people", "Here are 10,000 waiting times. Most are short, a few are long."),
    Line("mean", f"Their mean is {TRUE_MEAN:.1f} minutes. Usually nobody can know this."),
    Line("sample", "What we can do is take a sample: twenty values, drawn by chance."),
    Line("its", f"The mean of this sample is {MEANS[0]:.1f}. Near, but not the same."),
    Line("keep", "We note it below as one block, and put the twenty back."),
    Line("second", f"A second sample has other values, and another mean: {MEANS[1]:.1f}."),
    Line("third", f"A third sample, a third mean. Now it is {MEANS[2]:.1f}."),
    Line("faster", "Now again and again. Every sample leaves one block: its mean."),
    Line("thousand", "After a thousand samples, the blocks have taken a shape."),
    Line("name", "It is called the sampling distribution of the mean."),
    Line("centre", "Its centre is the true mean, though most single samples miss it."),
    Line("width", f"Its spread is the standard error. Here it is {ERROR:.1f} minutes."),
    Line("shape", "It’s nearly symmetric, although the waiting times are not."),
    Line("bigger", "Now the same with eighty values in a sample, not twenty."),
    Line("half", f"The standard error is {ERROR_LARGE:.1f}: four times the data, half the spread."),
    Line("end", "In life you have one sample. This shows how far off it may be."),
)

ZERO_X, PER_MINUTE = 80.0, 14.0
POP_Y, POP_HIGH, POP_BIN = 206.0, 150.0, 2.0
STRIP_Y = 262.0
BASE_Y, HIGH, BIN = 576.0, 232.0, 1.0
POP_COUNTS = binned(TIMES, POP_BIN)
PEAK = max(binned(MEANS, BIN))
PEAK_LARGE = max(binned(MEANS_LARGE, BIN))
BLOCK = 11.0


def across(minutes: float) -> float:
    """Where a number of minutes is on the scale, which all pictures share."""
    return ZERO_X + minutes * PER_MINUTE


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    crowd(pen, clock)
    truth(pen, clock)
    for number, name in enumerate(("sample", "second", "third")):
        single(pen, clock, number, name)
    many(pen, clock)
    pile(pen, clock)
    notes(pen, clock)


# --------------------------------------------------------------- the population


def crowd(pen: Pen, clock: Clock) -> None:
    """The histogram of all waiting times, and the scale under it."""
    with pen.fade(clock.go("people", -0.7, 0.6)):
        for y in (POP_Y, BASE_Y):
            shown = clock.go("keep") if y == BASE_Y else 1.0
            with pen.fade(shown):
                pen.line([(across(0), y), (across(80), y)], tint(INK, 0.5), 2)
                for minutes in range(0, 81, 10):
                    text = f"{minutes} min" if minutes == 80 else str(minutes)
                    pen.text(text, across(minutes), y + 19, 16, MUTED, MONO, "center")
    tallest = max(POP_COUNTS)
    for number, count in enumerate(POP_COUNTS):
        grown = clock.go("people", 0.0 + 0.03 * number, 1.0)
        high = count / tallest * POP_HIGH * grown
        x = across(number * POP_BIN)
        pen.box(x + 1, POP_Y - high, POP_BIN * PER_MINUTE - 2, high, HILL, r=2)
    with pen.fade(clock.go("people", 0.8)):
        text = "all 10,000 waiting times"
        pen.text(text, across(80), 84, 20, MUTED, MEDIUM, "right")


HILL = tint(INK, 0.3)


def truth(pen: Pen, clock: Clock) -> None:
    """The true mean: a line that later reaches down through everything."""
    shown, down = clock.go("mean", 0.2, 0.8), clock.go("centre", 0.2, 1.2)
    x = across(TRUE_MEAN)
    with pen.fade(shown):
        pen.line([(x, POP_Y), (x, POP_Y - 168 * shown)], INK, 3)
        pen.label(f"mean {TRUE_MEAN:.1f}", x + 58, POP_Y - 166, 19, INK)
    with pen.fade(down):
        low = mix(POP_Y + 34, BASE_Y, down)
        pen.line([(x, POP_Y + 34), (x, low)], INK, 2.5, (3, 8))


# ------------------------------------------------------------------ the samples


def dots(pen: Pen, sample: list[float], fallen: float, gone: float) -> None:
    """The values of a sample: they fall out of the hill onto the strip."""
    for number, value in enumerate(sample):
        u = clamp(fallen * 2.2 - 1.2 * number / len(sample)) ** 2
        if u <= 0:
            continue
        y = mix(POP_Y - 14, STRIP_Y, u)
        with pen.fade(min(1, u * 5) * (1 - gone)):
            pen.disc(across(value), y, 8, tint(AMBER, 0.85), PAPER, 1.5)


def marker(pen: Pen, x: float, y: float, color: Color) -> None:
    """A triangle that points up at the mean of a sample."""
    pen.polygon([(x, y + 12), (x + 11, y + 31), (x - 11, y + 31)], color)


def single(pen: Pen, clock: Clock, number: int, name: str) -> None:
    """One of the first three samples, shown slowly."""
    slow = name == "sample"
    fallen = clock.linear(name, 0.9 if slow else 0.0, 2.2 if slow else 1.3)
    found = clock.go("its", 0.2, 0.7) if slow else clock.go(name, 1.4, 0.5)
    drop = clock.linear("keep", 0.9, 0.9) if slow else clock.linear(name, 2.1, 0.7)
    gone = clock.go("keep", 1.8, 0.7) if slow else clock.go(name, 2.6, 0.5)
    if fallen <= 0:
        return
    dots(pen, DRAWN[number], fallen, gone)
    x = across(MEANS[number])
    with pen.fade(found * (1 - gone)):
        marker(pen, x, STRIP_Y, GREEN)
        pen.text(f"{MEANS[number]:.1f}", x + 20, STRIP_Y + 24, 20, GREEN, BOLD)
    if 0 < drop < 1:
        left, count = column(MEANS[number]), level(number)
        y = mix(STRIP_Y + 20, BASE_Y - BLOCK * (count + 1), drop * drop)
        pen.box(left, y, BIN * PER_MINUTE - 0.8, BLOCK - 1, GREEN, r=1)


def column(value: float) -> float:
    """The left edge of the bin of a value."""
    return across(int(value / BIN) * BIN) + 0.4


def level(number: int) -> int:
    """How many earlier blocks lie in the bin of this mean."""
    return sum(int(m / BIN) == int(MEANS[number] / BIN) for m in MEANS[:number])


def many(pen: Pen, clock: Clock) -> None:
    """Some of the later samples: each is seen for a fifth of a second."""
    for name, samples, color in (
        ("faster", DRAWN, GREEN),
        ("bigger", DRAWN_LARGE, BRICK),
    ):
        busy = clock.go(name, 0.2, 0.3) - clock.go(after(name), 0.6, 0.4)
        step = Clock(SCRIPT, clock.now - clock.since(name) % 0.2)
        number = int(drawn(step, name))
        if busy <= 0 or number < 1:
            continue
        sample = samples[min(number, SAMPLES - 1)]
        with pen.fade(0.8 * busy):
            for value in sample:
                pen.disc(across(value), STRIP_Y, 8, tint(AMBER, 0.85), PAPER, 1.5)
        with pen.fade(busy):
            marker(pen, across(mean(sample)), STRIP_Y, color)


def after(name: str) -> str:
    """The line during which the last of many samples are drawn."""
    return "thousand" if name == "faster" else "half"


def drawn(clock: Clock, name: str) -> float:
    """How many samples have been drawn: slowly at first, then fast."""
    if name == "faster":
        fallen = (("keep", 1.8), ("second", 2.8), ("third", 2.8))
        seen = float(sum(clock.since(line, delay) > 0 for line, delay in fallen))
        u = clock.linear("faster", 0.4, 5.2)
        return mix(seen, SAMPLES, u * u * math.sqrt(u))
    u = clock.linear("bigger", 0.8, 4.2)
    return SAMPLES * u * u


# ------------------------------------------------------------------- the blocks


def unit(clock: Clock) -> float:
    """The height of one block; it shrinks as the pile grows."""
    count = max(1.0, drawn(clock, "faster"))
    first = min(BLOCK, HIGH / (count / SAMPLES * PEAK + 4))
    return mix(first, HIGH / PEAK_LARGE, clock.go("bigger", 0, 0.8))


def pile(pen: Pen, clock: Clock) -> None:
    """The two piles of means."""
    high = unit(clock)
    last_one = clock.go("end", 0.2)
    pale = clock.go("bigger", 0, 0.8) - 0.8 * last_one
    whole = int(drawn(clock, "faster"))
    color = blend(tint(GREEN, 0.75), tint(GREEN, 0.38), pale)
    blocks(pen, binned(MEANS[:whole], BIN), high, color)
    whole = int(drawn(clock, "bigger"))
    with pen.fade(mix(0.72, 0.12, last_one)):
        blocks(pen, binned(MEANS_LARGE[:whole], BIN), high, BRICK)


def blocks(pen: Pen, counts: list[int], high: float, color: Color) -> None:
    """A pile; the single blocks are drawn while they are large enough."""
    wide = BIN * PER_MINUTE
    for number, count in enumerate(counts):
        x = across(number * BIN)
        if high > 4:
            for row in range(count):
                y = BASE_Y - high * (row + 1)
                pen.box(x + 0.4, y, wide - 0.8, high - 1, color, r=1)
        elif count:
            pen.box(x + 0.4, BASE_Y - high * count, wide - 0.8, high * count, color, r=1)


def notes(pen: Pen, clock: Clock) -> None:
    """The counter, the names, and the spread."""
    count = drawn(clock, "faster")
    with pen.fade(clock.go("keep", 0.4)):
        x = across(80)
        pen.text("means of samples of 20", x, 372, 20, GREEN, MEDIUM, "right")
        text = f"{int(count):,} drawn"
        pen.text(text, x, 402, 19, MUTED, MONO, "right")
    with pen.fade(clock.go("bigger", 0.2)):
        x = across(80)
        pen.text("means of samples of 80", x, 448, 20, BRICK, MEDIUM, "right")
        text = f"{int(drawn(clock, 'bigger')):,} drawn"
        pen.text(text, x, 478, 19, MUTED, MONO, "right")
    spread(pen, ERROR, 330.0, clock.go("width", 0.3) - clock.go("bigger"), GREEN)
    spread(pen, ERROR, 514.0, clock.go("half", 0.4), GREEN)
    spread(pen, ERROR_LARGE, 420.0, clock.go("half", 1.4) - clock.go("end"), BRICK)
    with pen.fade(clock.go("name", 0.3) - clock.go("bigger")):
        pen.text("sampling distribution", across(33), 500, 25, GREEN, BOLD)
        pen.text("of the mean", across(33), 534, 25, GREEN, BOLD)
    mirror(pen, clock)
    last(pen, clock)


def spread(pen: Pen, error: float, y: float, u: float, color: Color) -> None:
    """An arrow as long as one standard error, to the right of the mean."""
    if u <= 0:
        return
    x, end = across(TRUE_MEAN), across(TRUE_MEAN + error)
    with pen.fade(u):
        pen.arrow((x, y), (mix(x, end, u), y), 1, INK, 3.5)
        text = f"{error:.1f}"
        pen.label(text, end + 40, y, 20, color)


def mirror(pen: Pen, clock: Clock) -> None:
    """The outline of the pile, mirrored at its centre."""
    shown = clock.span("shape", "bigger")
    if shown <= 0:
        return
    counts, high = binned(MEANS, BIN), unit(clock)
    turn = mix(1, -1, clock.go("shape", 0.8, 1.8))
    points = []
    for number, count in enumerate(counts):
        value = (number + 0.5) * BIN
        if abs(value - TRUE_MEAN) < 14:
            x = across(TRUE_MEAN + (value - TRUE_MEAN) * turn)
            points.append((x, BASE_Y - high * count))
    with pen.fade(shown):
        pen.line(points, AMBER, 3)


def last(pen: Pen, clock: Clock) -> None:
    """One sample's mean, somewhere under the curve."""
    shown = clock.go("end", 0.2)
    if shown <= 0:
        return
    value = MEANS[2]
    drop = clock.linear("end", 1.6, 0.8) ** 2
    dots(pen, DRAWN[2], clock.linear("end", 0.2, 1.2), 0.0)
    x = across(value)
    with pen.fade(clock.go("end", 1.3, 0.4)):
        marker(pen, x, STRIP_Y, INK)
        y = mix(STRIP_Y + 36, BASE_Y, drop)
        pen.line([(x, STRIP_Y + 36), (x, y)], AMBER, 4)
    with pen.fade(clock.go("end", 2.4, 0.5)):
        pen.disc(x, BASE_Y, 8, AMBER, INK)


FILM = Film(
    "reading-statistics/03-uncertainty",
    "sampling-again-and-again",
    SCRIPT,
    draw,
    poster=("width", 2.0),
)
