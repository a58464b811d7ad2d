"""An inner join and a left join, row by row, on a few rows of the library."""

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
    Line("number", "A book’s row holds no name, only the number of its author."),
    Line("names", "The names are in another table, under the same numbers."),
    Line("query", "A join puts rows of both side by side. ON says which belong together."),
    Line("first", "Take the first book. Its author is 3. Is there an author 3? Yes."),
    Line("row", "The two rows together become one row of the result."),
    Line("second", "The next book has the same author, so her row is used again."),
    Line("third", "For Kindred, author 3 does not fit, but author 5 does.", 0.7),
    Line("null", "The author of Beowulf is NULL: unknown. NULL is equal to nothing."),
    Line("inner", "So Beowulf is not in the result. Borges isn’t either: he has no book."),
    Line("kept", "This is an inner join. It keeps only what has found a partner."),
    Line("left", "With LEFT JOIN, every row of the left table stays."),
    Line("gap", "Beowulf is back, with NULL where an author would be."),
    Line("right", "Borges is still missing, because his table is on the right."),
    Line("end", "So ask first which rows must not get lost. Put their table on the left."),
)

BOOKS = (
    ("5", "The Summer Book", "3"),
    ("6", "Finn Family Moomintroll", "3"),
    ("8", "Kindred", "5"),
    ("10", "Beowulf", "NULL"),
)
AUTHORS = (
    ("3", "Tove Jansson"),
    ("5", "Octavia E. Butler"),
    ("6", "Jorge Luis Borges"),
)
BOOK_X, BOOK_W = 50.0, 560.0
AUTHOR_X, AUTHOR_W = 860.0, 370.0
JOINED_X = BOOK_X + BOOK_W + 6
BOOK_COLUMNS, AUTHOR_COLUMNS = (50.0, 110.0, 480.0), (70.0, 140.0)
TOP, ROW, OUT_TOP = 112.0, 46.0, 428.0
HEAD_Y, OUT_HEAD_Y = 73.0, 386.0
BOX_Y = 322.0

# When each book is compared with which authors: the line, the delay, the author.
TRIALS = (
    (0, (("first", 1.2, 0),), ("row", 0.3)),
    (1, (("second", 0.4, 0),), ("second", 2.2)),
    (2, (("third", 0.3, 0), ("third", 1.5, 1)), ("third", 2.9)),
    (3, (("null", 0.4, 0), ("null", 1.6, 1), ("null", 2.8, 2)), ("gap", 0.2)),
)


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    headings(pen, clock)
    books(pen, clock)
    authors(pen, clock)
    code(pen, clock)
    for book, trials, land in TRIALS:
        compare(pen, clock, book, trials, land)
        joined(pen, clock, book, land)


def headings(pen: Pen, clock: Clock) -> None:
    """The names of the tables and of their columns."""
    tables = (
        ("books", BOOK_X, ("book_id", "title", "author_id"), BOOK_COLUMNS, "number"),
        ("authors", AUTHOR_X, ("author_id", "name"), AUTHOR_COLUMNS, "names"),
    )
    for name, left, heads, columns, line in tables:
        with pen.fade(clock.go(line, -0.5)):
            pen.text(name, left + 4, 36, 22, GREEN, BOLD)
            for head, x in zip(heads, columns, strict=True):
                align = "left" if head in ("title", "name") else "center"
                pen.text(head, left + x, HEAD_Y, 17, MUTED, MEDIUM, align)
    with pen.fade(clock.go("row", 0.2)):
        pen.text("result", BOOK_X + 4, OUT_HEAD_Y - 2, 22, GREEN, BOLD)


def cells(
    pen: Pen,
    at: Point,
    size: Point,
    values: tuple[str, ...],
    columns: tuple[float, ...],
    look: tuple[Color, Color],
) -> None:
    """A row of a table; the author's number is in bold type."""
    (x, y), (fill, edge) = at, look
    key = 2 if len(values) == 3 else 0
    pen.box(x, y - ROW / 2 + 2, size[0], ROW - 4, fill, edge, r=7, width=1.6)
    for place, (value, column) in enumerate(zip(values, columns, strict=True)):
        words = place == 1
        font = MONO_BOLD if place == key else MEDIUM if words else MONO
        font = MONO_BOLD if value == "NULL" else font
        color = BRICK if value == "NULL" else GREEN if place == key else INK
        align = "left" if words else "center"
        pen.text(value, x + column, y, 20, color, font, align)


def book_row(pen: Pen, at: Point, book: int, look: tuple[Color, Color]) -> None:
    """A row of the table books, anywhere."""
    cells(pen, at, (BOOK_W, ROW), BOOKS[book], BOOK_COLUMNS, look)


def author_row(pen: Pen, at: Point, values: tuple[str, ...], look: tuple[Color, Color]) -> None:
    """A row of the table authors, anywhere."""
    cells(pen, at, (AUTHOR_W, ROW), values, AUTHOR_COLUMNS, look)


def books(pen: Pen, clock: Clock) -> None:
    """The table on the left."""
    for book, trials, land in TRIALS:
        shown = clock.go("number", -0.3 + 0.2 * book, 0.7)
        y = TOP + book * ROW
        over = ("inner", 0.0) if book == 3 else land
        lit = clock.go(trials[0][0], -0.1, 0.4) - clock.go(over[0], over[1] + 1, 0.4)
        lost = clock.go("inner", 0.3, 0.6) - clock.go("left", 0.4) if book == 3 else 0
        stay = clock.pulse("left", 0.9 + 0.25 * book, 1.6)
        stay = max(stay, clock.pulse("end", 0.8 + 0.2 * book, 2.4))
        fill = blend(PAPER, AMBER, 0.3 * max(0, lit) + 0.3 * stay)
        fill = blend(fill, BRICK, 0.22 * lost)
        with pen.fade(shown):
            at = (BOOK_X - 40 * (1 - shown), y)
            book_row(pen, at, book, (fill, FAINT))
        with pen.fade(clock.pulse("number", 1.6 + 0.25 * book, 1.8)):
            x = BOOK_X + BOOK_COLUMNS[2]
            pen.box(x - 46, y - 17, 92, 34, None, AMBER, r=8, width=3)


def authors(pen: Pen, clock: Clock) -> None:
    """The table on the right."""
    for number, values in enumerate(AUTHORS):
        shown = clock.go("names", -0.3 + 0.2 * number, 0.7)
        y = TOP + number * ROW
        lost = 0.0
        if number == 2:
            lost = clock.go("inner", 1.9, 0.6) - clock.go("left")
            lost += clock.go("right", 0.3, 0.6) - clock.go("end")
        fill = blend(PAPER, BRICK, 0.22 * lost)
        with pen.fade(shown):
            at = (AUTHOR_X + 40 * (1 - shown), y)
            author_row(pen, at, values, (fill, FAINT))
        with pen.fade(clock.pulse("names", 1.4 + 0.25 * number, 1.8)):
            x = AUTHOR_X + AUTHOR_COLUMNS[0]
            pen.box(x - 46, y - 17, 92, 34, None, AMBER, r=8, width=3)


def code(pen: Pen, clock: Clock) -> None:
    """The query, in one dark strip; the word LEFT is put in later."""
    shown, left = clock.go("query", -0.2, 0.6), clock.go("left", 0.2, 0.7)
    cell = pen.measure("m", 20, MONO)
    with pen.fade(shown):
        x, wide = BOOK_X, (62 + 5 * left) * cell + 48
        pen.box(x, BOX_Y - 23, wide, 46, INK, r=9)
        x += 24
        pen.text("FROM books AS b", x, BOX_Y, 20, PAPER, MONO)
        x += 16 * cell
        with pen.fade(left):
            pen.text("LEFT", x, BOX_Y, 20, tint(AMBER, 0.9), MONO_BOLD)
        x += 5 * left * cell
        pen.text("JOIN", x, BOX_Y, 20, tint(AMBER, 0.9), MONO_BOLD)
        pen.text("authors AS a", x + 5 * cell, BOX_Y, 20, PAPER, MONO)
        lit = blend(PAPER, AMBER, clock.pulse("query", 2.2, 2.4))
        pen.text("ON a.author_id = b.author_id", x + 18 * cell, BOX_Y, 20, lit, MONO)


def compare(
    pen: Pen,
    clock: Clock,
    book: int,
    trials: tuple[tuple[str, float, int], ...],
    land: tuple[str, float],
) -> None:
    """A line from a book to one author after another, with the comparison on it."""
    name, delay, author = trials[0]
    grown = clock.go(name, delay - 0.4, 0.5)
    over = ("null", 4.2) if book == 3 else land
    shown = 1 - clock.go(over[0], over[1], 0.4)
    if grown <= 0 or shown <= 0:
        return
    place = float(author)
    for name, delay, author in trials[1:]:
        place = mix(place, author, clock.go(name, delay - 0.4, 0.5))
    near = round(place)
    calm = smooth(1 - min(1.0, abs(place - near) * 5))
    same = AUTHORS[near][0] == BOOKS[book][2]
    color = blend(MUTED, GREEN if same else BRICK, calm * grown)
    start = (BOOK_X + BOOK_W + 6, TOP + book * ROW)
    goal = (AUTHOR_X - 8, TOP + place * ROW)
    with pen.fade(shown):
        pen.arrow(start, goal, grown, color, 3, dash=() if same else (7, 7))
        sign = "=" if same else "≠"
        text = f"{BOOKS[book][2]} {sign} {AUTHORS[near][0]}"
        if BOOKS[book][2] == "NULL":
            text = f"NULL = {AUTHORS[near][0]} ?"
        middle = between(start, goal, 0.5)
        with pen.fade(calm * grown):
            pen.label(text, *middle, 20, color, PAPER, MONO_BOLD)


def joined(pen: Pen, clock: Clock, book: int, land: tuple[str, float]) -> None:
    """The copies of two rows come down and join."""
    u = clock.go(*land, 1.3)
    if u <= 0:
        return
    out = OUT_TOP + book * ROW
    key = BOOKS[book][2]
    fresh = 1 - clock.go(land[0], land[1] + 1.2, 1.0)
    look = (blend(tint(GREEN, 0.12), AMBER, 0.3 * fresh), GREEN)
    at = between((BOOK_X, TOP + book * ROW), (BOOK_X, out), u)
    with pen.fade(min(1, u * 4)):
        book_row(pen, at, book, look)
    if key == "NULL":
        with pen.fade(clock.go(land[0], land[1] + 1.4, 0.7)):
            pale = (tint(BRICK, 0.1), HAIR)
            author_row(pen, (JOINED_X, out), ("NULL", "NULL"), pale)
        return
    number = [values[0] for values in AUTHORS].index(key)
    start, goal = (AUTHOR_X, TOP + number * ROW), (JOINED_X, out)
    with pen.fade(min(1, u * 4)):
        author_row(pen, between(start, goal, u), AUTHORS[number], look)
    with pen.fade(clock.pulse("kept", 0.5 + 0.3 * book, 2.0)):
        x, wide = BOOK_X - 3, BOOK_W + AUTHOR_W + 12
        pen.box(x, out - ROW / 2, wide, ROW, None, GREEN, r=9, width=3.5)


FILM = Film(
    "sql-by-questions/03-joining-tables",
    "a-join-animated",
    SCRIPT,
    draw,
    poster=("third", 2.6),
    crf=48,
)
