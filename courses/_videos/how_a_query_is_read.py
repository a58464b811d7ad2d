"""The logical order of a query, on the loans of the library."""

from typing import NamedTuple

from film import (
    AMBER,
    BOLD,
    BRICK,
    FAINT,
    GREEN,
    HAIR,
    INK,
    MEDIUM,
    MONO,
    MONO_BOLD,
    MUTED,
    PAPER,
    SHADE,
    Clock,
    Film,
    Line,
    Pen,
    Script,
    blend,
    clamp,
    mix,
    smooth,
    tint,
)

SCRIPT = Script(
    Line("query", "We write a query in one order. The database reads it in another."),
    Line("ask", "The question here: who borrowed at least twice since 10 January?"),
    Line("from", "First comes FROM. It takes every row of the table loans.", 0.3),
    Line("where", "WHERE looks at each row by itself, and keeps those that pass.", 0.6),
    Line("group", "GROUP BY puts together the rows that have the same member.", 0.4),
    Line("unit", "From here on the unit is the group, no longer the row."),
    Line("having", "HAVING keeps or drops whole groups: those with one loan go.", 0.4),
    Line("select", "Only now does SELECT work out its columns, one row for a group."),
    Line("alias", "Here the name borrowed is born. Nothing before could use it."),
    Line("order", "ORDER BY comes last, and sorts the finished rows.", 0.3),
    Line("knows", "It may use the name borrowed, for SELECT has already been read."),
    Line("denied", "WHERE may not: when it runs, the name does not exist yet."),
    Line(
        "end",
        "A database may take shortcuts, but the result is always as if it didn’t.",
    ),
)


class Loan(NamedTuple):
    """A row of the table loans."""

    loan: int
    book: int
    member: int
    day: str


LOANS = (
    Loan(1, 1, 1, "2025-01-06"),
    Loan(2, 3, 2, "2025-01-08"),
    Loan(3, 7, 3, "2025-01-14"),
    Loan(4, 5, 1, "2025-01-20"),
    Loan(5, 8, 4, "2025-01-27"),
    Loan(6, 3, 1, "2025-02-05"),
    Loan(7, 9, 3, "2025-02-10"),
    Loan(8, 1, 5, "2025-02-12"),
    Loan(9, 4, 2, "2025-02-17"),
    Loan(10, 8, 1, "2025-03-03"),
    Loan(11, 3, 3, "2025-03-11"),
    Loan(12, 5, 4, "2025-03-17"),
    Loan(13, 1, 3, "2025-03-24"),
)
NAMES = ("Amina", "Ben", "Chiara", "Dmitri", "Esi", "Farid")
KEPT = [row for row in LOANS if row.day >= "2025-01-10"]
MEMBERS = sorted({row.member for row in KEPT})
GROUPS = {m: [row for row in KEPT if row.member == m] for m in MEMBERS}
PASSED = [m for m in MEMBERS if len(GROUPS[m]) >= 2]
SORTED = sorted(PASSED, key=lambda m: -len(GROUPS[m]))

LEFT, WIDE, ROW = 690.0, 530.0, 36.0
HEAD_Y, FIRST_Y = 66.0, 110.0
GAP = 16.0
CLAUSES = (
    ("select", "SELECT", "member_id, COUNT(*) AS borrowed", 5),
    ("from", "FROM", "loans", 1),
    ("where", "WHERE", "borrowed_on >= '2025-01-10'", 2),
    ("group", "GROUP BY", "member_id", 3),
    ("having", "HAVING", "COUNT(*) >= 2", 4),
    ("order", "ORDER BY", "borrowed DESC", 6),
)
CLAUSE_Y, CLAUSE_GAP, CODE_X = 150.0, 66.0, 108.0
STEPS = ("from", "where", "group", "having", "select", "order")


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    query(pen, clock)
    names(pen, clock)
    people(pen, clock)
    heading(pen, clock)
    brackets(pen, clock)
    for number, row in enumerate(LOANS):
        loan(pen, clock, number, row)
    results(pen, clock)


# ------------------------------------------------------------------ the query


def active(clock: Clock, name: str) -> float:
    """How strongly a clause is lit: 1 while it is being read."""
    later = [*STEPS[STEPS.index(name) + 1 :], "knows"][0]
    return clock.go(name, -0.1, 0.4) - clock.go(later, -0.3, 0.4)


def query(pen: Pen, clock: Clock) -> None:
    """The query as it is written, with a number where it has been read."""
    pen.box(40, 96, 610, 438, SHADE, r=14)
    for place, (name, word, rest, number) in enumerate(CLAUSES):
        y = CLAUSE_Y + place * CLAUSE_GAP
        shown = clock.go("query", -0.6 + 0.22 * place, 0.6)
        lit, read = active(clock, name), clock.go(name, 0.1, 0.5)
        with pen.fade(max(lit, passing(clock, place, number))):
            pen.box(52, y - 26, 586, 52, tint(AMBER, 0.24), r=9)
        with pen.fade(shown * (0.45 + 0.55 * max(lit, resting(clock)))):
            pen.text(word, CODE_X, y, 21, GREEN, MONO_BOLD)
            pen.text(rest, CODE_X + 116, y, 21, INK, MONO)
        with pen.fade(read), pen.moved(78, y, mix(0.4, 1, read)):
            pen.disc(0, 0, 17, blend(GREEN, AMBER, lit))
            pen.text(str(number), 0, 0, 19, PAPER, BOLD, "center")


def passing(clock: Clock, place: int, number: int) -> float:
    """A light that runs in the order of writing, then in the order of reading."""
    written = clock.pulse("query", 0.5 + 0.2 * place, 0.6)
    read = clock.pulse("query", 2.1 + 0.4 * number, 0.7)
    return max(written, read, clock.pulse("end", 0.2 + 0.5 * number, 0.9))


def resting(clock: Clock) -> float:
    """1 while no clause is being read."""
    return 1 - clock.go("from", -0.1, 0.4) + clock.go("knows", -0.3, 0.5)


def names(pen: Pen, clock: Clock) -> None:
    """The name borrowed: born in SELECT, good in ORDER BY, unknown in WHERE."""
    cell = pen.measure("m", 21, MONO)
    start, wide = CODE_X + 116, 8 * cell
    boxes = (
        (23, 0, GREEN, clock.go("alias", 0.3), clock.go("end")),
        (0, 5, GREEN, clock.go("knows", 1.2), clock.go("end")),
    )
    for column, place, color, shown, gone in boxes:
        y = CLAUSE_Y + place * CLAUSE_GAP
        with pen.fade(shown - gone):
            x = start + column * cell
            pen.box(x - 6, y - 18, wide + 12, 36, None, color, r=7, width=3)
    x, top = start + 30.2 * cell, CLAUSE_Y + 20
    low = CLAUSE_Y + 5 * CLAUSE_GAP
    with pen.fade(1 - clock.go("end")):
        grown = clock.go("knows", 0.3, 1.1)
        pen.arrow((x, top), (start + 13.7 * cell, low), grown, GREEN, 3, -90)
        x, y = start + 25 * cell, CLAUSE_Y + 1.58 * CLAUSE_GAP
        pen.arrow((x, top), (x, y), clock.go("denied", 0.4, 0.9), BRICK, 3)
        with pen.fade(clock.go("denied", 1.3, 0.4)):
            pen.line([(x - 13, y - 11), (x + 13, y + 15)], BRICK, 5)
            pen.line([(x - 13, y + 15), (x + 13, y - 11)], BRICK, 5)


# ------------------------------------------------------------------- the rows


def people(pen: Pen, clock: Clock) -> None:
    """The six members that the question is about."""
    with pen.fade(1 - clock.go("from", -0.4, 0.5)):
        for number, name in enumerate(NAMES):
            x, y = LEFT + 95 + number % 3 * 175, 220 + number // 3 * 190
            shown = clock.go("ask", -0.2 + 0.2 * number, 0.7)
            with pen.fade(shown), pen.moved(x, y + 24 * (1 - shown)):
                color = blend(FAINT, AMBER, clock.pulse("ask", 1.6 + 0.3 * number))
                pen.disc(0, 0, 42, tint(GREEN, 0.14), color, 3)
                pen.text(name[0], 0, 0, 30, GREEN, BOLD, "center")
                pen.text(f"{number + 1}  {name}", 0, 68, 20, MUTED, MEDIUM, "center")


def heading(pen: Pen, clock: Clock) -> None:
    """The names of the columns."""
    turned = clock.go("select", 0.4, 0.8)
    with pen.fade(clock.go("from") * (1 - turned)):
        for name, x in zip(HEADS, COLUMNS, strict=True):
            pen.text(name, LEFT + x, HEAD_Y, 18, MUTED, MEDIUM, "center")
    with pen.fade(turned):
        pen.text("member_id", LEFT + 150, OUT_TOP - 48, 20, MUTED, MEDIUM, "center")
        pen.text("borrowed", LEFT + 370, OUT_TOP - 48, 20, MUTED, MEDIUM, "center")


HEADS = ("loan_id", "book_id", "member_id", "borrowed_on")
COLUMNS = (56.0, 164.0, 286.0, 434.0)
OUT_TOP, OUT_ROW = 250.0, 74.0


def group_top(member: int) -> float:
    """The height of the first row of a group."""
    before = [m for m in MEMBERS if m < member]
    rows = sum(len(GROUPS[m]) for m in before)
    return FIRST_Y + rows * ROW + len(before) * GAP


def height(clock: Clock, number: int, row: Loan) -> float:
    """Where a row is: in the table, closed up, or in its group."""
    y = FIRST_Y + number * ROW
    if row not in KEPT:
        return y
    y = mix(y, FIRST_Y + KEPT.index(row) * ROW, clock.go("where", 3.4, 0.9))
    goal = group_top(row.member) + GROUPS[row.member].index(row) * ROW
    y = mix(y, goal, clock.go("group", 0.4 + 0.06 * number, 1.1))
    return mix(y, out_y(clock, row.member), clock.go("select", 0.3, 1.3))


def out_y(clock: Clock, member: int) -> float:
    """The height of a row of the result, before and after it is sorted."""
    if member not in PASSED:
        return group_top(member)
    before, after = PASSED.index(member), SORTED.index(member)
    place = mix(before, after, clock.go("order", 0.8, 1.4))
    return OUT_TOP + place * OUT_ROW


def loan(pen: Pen, clock: Clock, number: int, row: Loan) -> None:
    """One row of the table, on its way through the query."""
    x, y = LEFT, height(clock, number, row)
    come = clock.go("from", 0.3 + 0.1 * number, 0.6)
    x += 60 * (1 - come)
    seen = clock.linear("where", 0.5 + 0.19 * number, 0.5)
    shown, fill = come * (1 - clock.go("select", 1.2, 0.5)), PAPER
    glow = 4 * seen * (1 - seen)
    if row not in KEPT:
        fill = blend(PAPER, BRICK, 0.25 * smooth(seen))
        gone = clock.go("where", 2.9, 0.7)
        x, shown = x + 70 * gone, shown * (1 - gone)
    elif row.member not in PASSED:
        out = clock.go("having", 1.8, 0.8)
        fill = blend(PAPER, BRICK, 0.25 * clock.go("having", 0.9, 0.6))
        x, shown = x + 70 * out, shown * (1 - out)
    fill = blend(fill, AMBER, 0.3 * glow)
    edge = blend(HAIR, PAPER, clock.go("group", 1.8, 0.7))
    if shown <= 0.004:
        return
    with pen.fade(shown):
        pen.box(x, y - ROW / 2 + 1.5, WIDE, ROW - 3, fill, edge, r=6, width=1.5)
        member = blend(INK, GREEN, clock.go("group", 0, 0.6))
        values = (str(row.loan), str(row.book), str(row.member), row.day)
        for place, (value, column) in enumerate(zip(values, COLUMNS, strict=True)):
            color = member if place == 2 else INK
            font = MONO_BOLD if place == 2 else MONO
            pen.text(value, x + column, y, 18, color, font, "center")


def brackets(pen: Pen, clock: Clock) -> None:
    """A frame round each group, with its count."""
    for member in MEMBERS:
        count = len(GROUPS[member])
        shown = clock.go("group", 1.8, 0.7) * (1 - clock.go("select", 0.2, 0.6))
        color, slide = GREEN, 0.0
        if member not in PASSED:
            out = clock.go("having", 1.8, 0.8)
            shown, slide = shown * (1 - out), 70 * out
            color = blend(GREEN, BRICK, clock.go("having", 0.9, 0.6))
        top = group_top(member) - ROW / 2
        with pen.fade(shown):
            x, high = LEFT + slide, count * ROW
            pen.box(x - 5, top - 4, WIDE + 10, high + 8, tint(color, 0.16), color, r=9)
        with pen.fade(shown * clock.go("having", 0.1, 0.5)):
            x, y = LEFT + WIDE + 30 + slide, top + high / 2
            pen.disc(x, y, 17, color)
            pen.text(str(count), x, y, 19, PAPER, BOLD, "center")


def results(pen: Pen, clock: Clock) -> None:
    """The rows of the result."""
    shown = clock.go("select", 1.0, 0.8)
    if shown <= 0:
        return
    for member in PASSED:
        y = out_y(clock, member)
        lift = clamp(clock.pulse("order", 0.8, 1.4)) * 0.5
        with pen.fade(shown):
            fill = blend(tint(GREEN, 0.12), tint(AMBER, 0.3), lift)
            pen.box(LEFT, y - 30, WIDE, 60, fill, GREEN, r=9)
            count = str(len(GROUPS[member]))
            pen.text(str(member), LEFT + 150, y, 24, INK, MONO, "center")
            pen.text(count, LEFT + 370, y, 24, INK, MONO_BOLD, "center")
    with pen.fade(clock.go("end", 0.5)):
        for member in PASSED:
            x, y = LEFT + 250, out_y(clock, member)
            pen.text(NAMES[member - 1], x, y, 22, MUTED, MEDIUM, "center")


FILM = Film(
    "sql-by-questions/01-first-questions",
    "how-a-query-is-read",
    SCRIPT,
    draw,
    poster=("unit", 1.5),
    crf=46,
)
