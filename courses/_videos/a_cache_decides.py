"""A cache between a browser and a server: missing, fresh and stale."""

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
    Color,
    Film,
    Line,
    Pen,
    Point,
    Script,
    between,
    blend,
    clamp,
    mix,
    tint,
)

SCRIPT = Script(
    Line("cache", "A browser keeps copies of what it has fetched: this is its cache."),
    Line("miss", "It wants the page /hours/. There is no copy: the cache has to fetch."),
    Line("origin", "The request goes on to the server, and the page comes back."),
    Line("age", "It comes with a lifetime. max-age=60 means: good for sixty seconds."),
    Line("etag", "It also has an ETag, the label of exactly this version."),
    Line("hit", "Twenty seconds on, the page is wanted again. The copy is fresh."),
    Line("quick", "It’s used at once. Nothing is sent, and the server hears nothing."),
    Line("stale", "After sixty seconds the copy is stale. It is kept all the same."),
    Line("ask", "The next time, the cache asks: is a1 still the version you have?"),
    Line("same", "It is. The server answers 304 Not Modified, and sends no page."),
    Line("renew", "So the old copy is fresh again, for another sixty seconds."),
    Line("change", "Now the page changes on the server. Its new label is b2."),
    Line("blind", "As long as the old copy is fresh, the cache will not see this."),
    Line("again", "Once it is stale, the cache asks about the old version again."),
    Line("new", "This time it gets a 200 and the new page, which replaces the copy."),
    Line("end", "Missing: fetch. Fresh: use. Stale: ask. That’s the whole decision."),
)

BROWSER, CACHE, SERVER = (160.0, 214.0), (585.0, 214.0), (1110.0, 214.0)
NEAR: tuple[Point, Point] = ((274.0, 176.0), (436.0, 176.0))
FAR: tuple[Point, Point] = ((734.0, 176.0), (996.0, 176.0))
AXIS_X, AXIS_Y, PER_SECOND = 60.0, 530.0, 6.1
LIFETIME = 60.0

# When the story's clock moves, and how far: the line, the delay, the length, seconds.
MOVES = (
    ("miss", 0.0, 0.8, 5.0),
    ("hit", 0.0, 1.6, 25.0),
    ("stale", 0.2, 2.6, 75.0),
    ("ask", 0.0, 0.9, 85.0),
    ("change", 0.0, 1.4, 105.0),
    ("blind", 0.1, 1.2, 120.0),
    ("again", 0.0, 1.4, 160.0),
    ("end", 0.0, 3.0, 180.0),
)
FRESH_FROM = (5.0, 85.0, 160.0)


def story(clock: Clock) -> float:
    """The seconds on the clock of the story."""
    now = 0.0
    for name, delay, secs, goal in MOVES:
        now = mix(now, goal, clock.go(name, delay, secs))
    return now


def stored(clock: Clock) -> tuple[float, float, float]:
    """How far each of the three answers has been stored: 0 or 1, eased."""
    return (
        clock.go("age", -0.6, 0.5),
        clock.go("renew", 0.1, 0.6),
        clock.go("new", 2.8, 0.6),
    )


def freshness(clock: Clock) -> float:
    """The part of the lifetime that is left, from 1 to 0."""
    left = 0.0
    for start, u in zip(FRESH_FROM, stored(clock), strict=True):
        left = mix(left, clamp(1 - (story(clock) - start) / LIFETIME), u)
    return left


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    wires(pen, clock)
    browser(pen, clock)
    cache(pen, clock)
    server(pen, clock)
    packets(pen, clock)
    decision(pen, clock)
    axis(pen, clock)


# ------------------------------------------------------------------ the places


def sheet(pen: Pen, at: Point, label: str, color: Color, scale: float = 1.0) -> None:
    """The page, in the colour of its version, with its label."""
    with pen.moved(*at, scale):
        pen.box(-52, -66, 104, 132, tint(color, 0.15), color, r=8, width=2.5)
        for row, wide in enumerate((64, 76, 52, 70)):
            pen.box(-38, -48 + row * 17, wide, 7, tint(color, 0.5), r=3)
        if label:
            pen.label(label, 0, 42, 19, color, on(color), MONO_BOLD)


def on(color: Color) -> Color:
    """The colour of words that can be read on another colour."""
    return INK if color == AMBER else PAPER


def place(pen: Pen, at: Point, name: str, wide: float, shown: float) -> None:
    """A frame for the browser, the cache or the server."""
    with pen.fade(shown):
        pen.box(at[0] - wide / 2, 84, wide, 260, SHADE, tint(INK, 0.5), r=14)
        pen.text(name, at[0], 56, 22, INK, BOLD, "center")


def browser(pen: Pen, clock: Clock) -> None:
    """The browser, which shows a version of the page when it has one."""
    place(pen, BROWSER, "browser tab", 220, clock.go("cache", -0.7))
    wanted = (
        clock.pulse("miss", 0.2, 2.6)
        + clock.pulse("hit", 1.6, 2.2)
        + clock.pulse("ask", 0.0, 2.0)
        + clock.pulse("blind", 0.6, 1.4)
        + clock.pulse("again", 0.6, 2.0)
    )
    with pen.fade(clamp(wanted)):
        pen.text("/hours/ ?", BROWSER[0], 318, 20, INK, MONO, "center")
    first = "a1" if clock.since("etag") > 0.4 else ""
    views = (
        (first, GREEN, clock.span("age", "hit")),
        ("a1", GREEN, clock.go("quick", 1.3, 0.4) - clock.go("stale")),
        ("a1", GREEN, clock.go("renew", 1.6, 0.4) - clock.go("change")),
        ("a1", GREEN, clock.go("blind", 3.1, 0.4) - clock.go("again")),
        ("b2", AMBER, clock.go("new", 4.0, 0.4)),
    )
    for label, color, shown in views:
        with pen.fade(shown):
            sheet(pen, BROWSER, label, color)


def cache(pen: Pen, clock: Clock) -> None:
    """The cache with its copy and the ring of its freshness."""
    place(pen, CACHE, "cache", 290, clock.go("cache", 0.4))
    first, _, renewed = stored(clock)
    at = (CACHE[0] - 62, CACHE[1])
    empty = clock.go("cache", 0.8) * (1 - first)
    with pen.fade(empty):
        edge = blend(FAINT, BRICK, clock.pulse("miss", 1.0, 2.4))
        pen.box(at[0] - 52, at[1] - 66, 104, 132, None, edge, r=8, dash=(6, 7))
    left = freshness(clock)
    with pen.fade(first * mix(0.55, 1, min(1, left * 12))):
        with pen.fade(1 - renewed):
            sheet(pen, at, "a1" if clock.since("etag") > 0.4 else "", GREEN)
        with pen.fade(renewed):
            sheet(pen, at, "b2", AMBER)
    with pen.fade(first):
        x, y = CACHE[0] + 70, CACHE[1] - 14
        pen.disc(x, y, 44, None, HAIR, 7)
        if left > 0.002:
            pen.ring(x, y, 44, left, blend(AMBER, GREEN, min(1, left * 3)))
        seconds = str(round(left * LIFETIME))
        pen.text(seconds, x, y, 28, INK, MONO_BOLD, "center")
        state, color = ("fresh", GREEN) if left > 0 else ("stale", BRICK)
        pen.text(state, x, y + 74, 21, color, BOLD, "center")


def server(pen: Pen, clock: Clock) -> None:
    """The server with the page; it changes once."""
    place(pen, SERVER, "server", 220, clock.go("cache", 1.0))
    changed = clock.go("change", 1.0, 0.8)
    label = clock.go("etag", 0.3, 0.5)
    with pen.fade(clock.go("cache", 1.4)):
        with pen.fade(1 - changed):
            sheet(pen, SERVER, "a1" if label > 0.5 else "", GREEN)
        with pen.fade(changed):
            sheet(pen, SERVER, "b2", AMBER)
    with pen.fade(clock.pulse("etag", 0.4, 2.6)):
        for x in (SERVER[0], CACHE[0] - 62):
            pen.box(x - 34, SERVER[1] + 21, 68, 42, None, AMBER, r=15, width=3.5)


# ---------------------------------------------------------------- what travels


def wires(pen: Pen, clock: Clock) -> None:
    """The ways between the three places."""
    with pen.fade(clock.go("cache", 1.0)):
        for way in (NEAR, FAR):
            pen.line(way, FAINT, 2, (3, 7))
            low = [(x, y + 76) for x, y in way]
            pen.line(low, FAINT, 2, (3, 7))


def send(pen: Pen, way: tuple[Point, Point], text: str, u: float, color: Color = INK) -> None:
    """A question on the upper way."""
    if 0 < u < 1:
        at = between(*way, u)
        with pen.fade(min(1, u * 8, (1 - u) * 8)):
            pen.label(text, at[0], at[1], 18, color, PAPER, MONO)


def reply(
    pen: Pen, way: tuple[Point, Point], text: str, u: float, color: Color, label: str
) -> None:
    """An answer on the lower way, with or without a page."""
    if not 0 < u < 1:
        return
    x, y = between((way[1][0], way[1][1] + 76), (way[0][0], way[0][1] + 76), u)
    with pen.fade(min(1, u * 8, (1 - u) * 8)):
        if color != INK:
            sheet(pen, (x, y), label, color, 0.52)
        pen.label(text, x, y + (54 if color != INK else 0), 18, color, on(color), MONO)


def packets(pen: Pen, clock: Clock) -> None:
    """All questions and answers."""
    send(pen, NEAR, "GET", clock.go("miss", 1.0, 1.0))
    send(pen, FAR, "GET /hours/", clock.go("origin", 0.0, 1.4))
    reply(pen, FAR, "200", clock.go("origin", 1.7, 1.5), GREEN, "")
    reply(pen, NEAR, "page", clock.go("age", -0.1, 1.0), GREEN, "")
    with pen.fade(clock.pulse("age", 0.8, 3.4)):
        pen.label("max-age=60", 865, 214, 21, AMBER, INK, MONO_BOLD)
    send(pen, NEAR, "GET", clock.go("hit", 1.9, 1.0))
    reply(pen, NEAR, "page", clock.go("quick", 0.3, 1.0), GREEN, "a1")
    send(pen, NEAR, "GET", clock.go("ask", 0.3, 0.9))
    question = 'If-None-Match: "a1"'
    send(pen, FAR, question, clock.go("ask", 1.4, 1.9))
    reply(pen, FAR, "304 Not Modified", clock.go("same", 0.5, 1.7), INK, "")
    reply(pen, NEAR, "page", clock.go("renew", 0.6, 1.0), GREEN, "a1")
    send(pen, NEAR, "GET", clock.go("blind", 1.1, 0.8))
    reply(pen, NEAR, "page", clock.go("blind", 2.2, 0.9), GREEN, "a1")
    send(pen, NEAR, "GET", clock.go("again", 1.2, 0.9))
    send(pen, FAR, question, clock.go("again", 2.2, 1.7))
    reply(pen, FAR, "200", clock.go("new", 0.4, 2.2), AMBER, "b2")
    reply(pen, NEAR, "page", clock.go("new", 3.1, 1.0), AMBER, "b2")


def decision(pen: Pen, clock: Clock) -> None:
    """The three cases; the one that applies is lit."""
    last = [clock.pulse("end", 0.1 + 1.1 * i, 1.6) for i in range(3)]
    lit = (
        clock.span("miss", "age") + last[0],
        clock.span("hit", "stale") + clock.span("blind", "again") + last[1],
        clock.span("ask", "renew") + clock.go("again", 1.2) - clock.go("end") + last[2],
    )
    cases = (("missing: fetch", INK), ("fresh: use", GREEN), ("stale: ask", BRICK))
    with pen.fade(clock.go("miss", -0.2)):
        for number, ((text, color), u) in enumerate(zip(cases, lit, strict=True)):
            x, u = CACHE[0] + (number - 1) * 216, clamp(u)
            fill = blend(PAPER, tint(color, 0.25), u)
            edge = blend(FAINT, color, u)
            pen.box(x - 98, 378, 196, 48, fill, edge, r=24, width=2.5)
            words = blend(MUTED, INK, u)
            pen.text(text, x, 402, 20, words, MEDIUM, "center")


# ----------------------------------------------------------------- the time line


def axis(pen: Pen, clock: Clock) -> None:
    """The seconds of the story: green where the copy is fresh."""
    now = story(clock)
    with pen.fade(clock.go("miss", -0.2)):
        end = AXIS_X + PER_SECOND * 190
        pen.box(AXIS_X, AXIS_Y - 12, end - AXIS_X, 24, tint(INK, 0.06), r=4)
        for start, u in zip(FRESH_FROM, stored(clock), strict=True):
            wide = min(now - start, LIFETIME) * PER_SECOND * (u > 0)
            if wide > 0:
                x = AXIS_X + start * PER_SECOND
                with pen.fade(u):
                    pen.box(x, AXIS_Y - 12, wide, 24, tint(GREEN, 0.55), r=4)
        for second in range(0, 181, 20):
            x = AXIS_X + second * PER_SECOND
            text = "0 s" if second == 0 else str(second)
            pen.text(text, x, AXIS_Y + 34, 16, MUTED, MONO, "center")
        x = AXIS_X + now * PER_SECOND
        pen.line([(x, AXIS_Y - 22), (x, AXIS_Y + 18)], INK, 3)
        pen.disc(x, AXIS_Y - 26, 7, INK)
    change = clock.go("change", 1.2, 0.6)
    with pen.fade(change):
        x = AXIS_X + 105 * PER_SECOND
        pen.polygon([(x, AXIS_Y - 14), (x - 8, AXIS_Y - 30), (x + 8, AXIS_Y - 30)], BRICK)
        pen.text("page changes", x - 14, AXIS_Y - 44, 17, BRICK, MEDIUM, "center")


FILM = Film(
    "how-the-web-answers/03-caches-and-cookies",
    "a-cache-decides",
    SCRIPT,
    draw,
    poster=("ask", 2.3),
)
