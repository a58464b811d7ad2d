"""From an address typed into a browser to a painted page."""

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
    Line("type", "Somebody types an address, and presses Enter."),
    Line("name", "The browser knows a name. To send anything, it needs a number."),
    Line("ask", "It asks a resolver, which finds the address in the DNS."),
    Line("answer", "The answer comes back, and may be kept for a while."),
    Line("tcp", "Then a TCP connection is opened: one trip there and back."),
    Line("tls", "In the TLS handshake, the server proves that the name is its own."),
    Line("keys", "Now both sides share keys. Nobody on the way can read along."),
    Line("get", "Only now is the request itself sent: GET /hours/."),
    Line("app", "The web server passes it on to the application."),
    Line("db", "The application asks the database for the opening hours."),
    Line("build", "Out of the answer it builds a page of HTML."),
    Line("back", "The response travels back: status 200, headers, and the page."),
    Line("more", "The page names more files. The same connection fetches them."),
    Line("paint", "With styles and pictures there, the browser paints the page."),
    Line("time", "It took a quarter of a second, and most of that was travel."),
)

BROWSER = (50.0, 70.0, 350.0, 300.0)
RESOLVER: Point = (640.0, 318.0)
WIRE_Y = 146.0
WIRE: tuple[Point, Point] = ((406.0, WIRE_Y), (904.0, WIRE_Y))
DNS_WIRE: tuple[Point, Point] = ((406.0, 318.0), (556.0, 318.0))
SERVER_X, SERVER_W = 910.0, 320.0
WEB, APP, DATABASE = (1070.0, WIRE_Y), (1070.0, 240.0), (1070.0, 334.0)
PROGRAMS = ((WEB, "web server"), (APP, "application"), (DATABASE, "database"))

# The stretches of time: name, milliseconds, travel or work, the line it grows with.
TIMES = (
    ("DNS", 20, True, "ask", 0.6, 5.0),
    ("TCP", 40, True, "tcp", 0.4, 3.0),
    ("TLS", 40, True, "tls", 0.5, 5.0),
    ("request", 20, True, "get", 0.4, 2.4),
    ("server", 60, False, "app", 0.0, 9.5),
    ("response", 20, True, "back", 0.3, 2.6),
    ("files", 50, True, "more", 1.0, 3.0),
)
SCALE_X, SCALE_Y, PER_MS = 60.0, 496.0, 4.64


def draw(pen: Pen, clock: Clock) -> None:
    """One frame."""
    wires(pen, clock)
    browser(pen, clock)
    resolver(pen, clock)
    server(pen, clock)
    packets(pen, clock)
    inside(pen, clock)
    scale(pen, clock)


# ------------------------------------------------------------------ the places


def browser(pen: Pen, clock: Clock) -> None:
    """The browser's window, empty at first and painted at last."""
    x, y, wide, high = BROWSER
    with pen.fade(clock.go("type", -0.7)):
        pen.box(x, y, wide, high, PAPER, INK, r=12, width=2.5)
        pen.line([(x, y + 58), (x + wide, y + 58)], FAINT, 2)
        for number, color in enumerate((BRICK, AMBER, GREEN)):
            pen.disc(x + 20 + 17 * number, y + 29, 5.5, tint(color, 0.8))
        pen.box(x + 72, y + 13, wide - 88, 32, SHADE, HAIR, r=8)
        address = "library.example.org/hours/"
        typed = clock.linear("type", 0.3, 1.9)
        shown = address[: round(len(address) * typed)]
        pen.text(shown, x + 84, y + 29, 15, INK, MONO)
    with pen.fade(clock.span("name", "tcp")):
        missing = 1 - clock.go("answer", 1.6, 0.5)
        with pen.fade(missing):
            pen.text("address = ?", x + wide / 2, 250, 24, MUTED, MONO, "center")
        with pen.fade(1 - missing):
            pen.text("192.0.2.44", x + wide / 2, 250, 26, GREEN, MONO, "center")
        with pen.fade(clock.go("answer", 2.0, 0.6)):
            text = "good for 300 s"
            pen.text(text, x + wide / 2, 290, 18, MUTED, MEDIUM, "center")
    page(pen, clock)


def page(pen: Pen, clock: Clock) -> None:
    """The page inside the window: bare lines first, then the finished look."""
    x, y = BROWSER[0] + 26, BROWSER[1] + 82
    bare, painted = clock.go("back", 2.6, 0.9), clock.go("paint", 0.3, 1.4)
    if bare <= 0:
        return
    with pen.fade(bare):
        band = blend(PAPER, GREEN, painted)
        pen.box(x - 8, y - 8, 314, 48, band, r=7)
        pen.text("Opening hours", x + 6, y + 16, 22, blend(INK, PAPER, painted), BOLD)
        for row, wide in enumerate((150, 128, 164, 110, 140)):
            top = y + 62 + row * 27
            color = blend(FAINT, tint(INK, 0.4), painted)
            pen.box(x, top, wide * bare, 11, color, r=5)
        with pen.fade(1 - painted):
            pen.box(x + 188, y + 62, 110, 118, None, FAINT, r=8, dash=(5, 6))
    with pen.fade(painted):
        pen.box(x + 188, y + 62, 110, 118, tint(AMBER, 0.3), AMBER, r=8)
        hill = [(x + 190, y + 178), (x + 228, y + 128), (x + 262, y + 178)]
        pen.polygon(hill, tint(GREEN, 0.7))
        hill = [(x + 226, y + 178), (x + 262, y + 144), (x + 296, y + 178)]
        pen.polygon(hill, tint(GREEN, 0.9))
        pen.disc(x + 266, y + 96, 15, AMBER)


def resolver(pen: Pen, clock: Clock) -> None:
    """The resolver, and the name servers that it asks in turn."""
    x, y = RESOLVER
    with pen.fade(clock.go("ask", -0.4, 0.6) * (1 - clock.go("tcp"))):
        steps = ((90.0, -78.0), (124.0, -16.0), (90.0, 46.0))
        for number, (dx, dy) in enumerate(steps):
            asked = clock.pulse("ask", 1.5 + 0.75 * number, 0.9)
            goal = (x + dx + 40, y + dy + 16)
            shown = clock.go("ask", 1.2 + 0.2 * number, 0.5)
            with pen.fade(shown):
                pen.line([(x + 60, y), goal], blend(HAIR, AMBER, asked), 2.5)
                pen.disc(*goal, 13, blend(PAPER, AMBER, 0.6 * asked), MUTED)
        pen.box(x - 78, y - 30, 156, 60, tint(AMBER, 0.2), AMBER, r=30, width=2.5)
        pen.text("resolver", x, y, 21, INK, MEDIUM, "center")


def server(pen: Pen, clock: Clock) -> None:
    """The server's machine, with three programs."""
    with pen.fade(clock.go("tcp", -0.5, 0.7)):
        pen.box(SERVER_X, 70, SERVER_W, 324, SHADE, INK, r=12, width=2.5)
        pen.text("192.0.2.44", SERVER_X + 22, 92, 15, MUTED, MONO)
        lights = (
            clock.go("get", 1.9, 0.5) - clock.go("app", 1.0, 0.5),
            clock.span("app", "back", 0.6),
            clock.span("db", "build", 0.6),
        )
        for ((x, y), name), lit in zip(PROGRAMS, lights, strict=True):
            fill = blend(PAPER, AMBER, 0.35 * lit)
            edge = blend(FAINT, AMBER, lit)
            pen.box(x - 130, y - 27, 260, 54, fill, edge, r=9, width=2.5)
            pen.text(name, x, y, 21, INK, MEDIUM, "center")


# ---------------------------------------------------------------- what travels


def wires(pen: Pen, clock: Clock) -> None:
    """The way to the resolver, and the connection to the server."""
    with pen.fade(clock.go("ask", 0, 0.5) * (1 - clock.go("tcp", -0.2, 0.5))):
        pen.line(DNS_WIRE, FAINT, 2, (3, 7))
    opened, safe = clock.go("tcp", 2.6, 0.6), clock.go("keys", 0.2, 0.8)
    with pen.fade(clock.go("tcp", -0.2, 0.5)):
        pen.line(WIRE, FAINT, 2, (3, 7))
    (x, y), (end, _) = WIRE
    with pen.fade(opened):
        color = blend(tint(INK, 0.14), tint(GREEN, 0.3), safe)
        pen.box(x, y - 21, end - x, 42, color, r=4)
    with pen.fade(safe):
        lock(pen, ((x + end) / 2, y - 58), clock.go("keys", 0.7, 0.6))


def lock(pen: Pen, at: Point, shut: float) -> None:
    """A padlock, open or shut."""
    with pen.moved(*at, 1.1):
        rise = mix(-9, 0, shut)
        pen.line([(-9, 2), (-9, -12 + rise)], GREEN, 4)
        pen.ctx.arc(0, -12 + rise, 9, 3.14159, 0)
        pen.paint(None, GREEN, 4)
        pen.line([(9, -12 + rise), (9, 2 + rise)], GREEN, 4)
        pen.box(-17, 0, 34, 26, GREEN, r=6)
        pen.disc(0, 12, 3.6, PAPER)


def send(pen: Pen, way: tuple[Point, Point], text: str, u: float, color: Color = INK) -> None:
    """A message on its way; it is seen only while it travels."""
    if 0 < u < 1:
        at = between(way[0], way[1], u)
        with pen.fade(min(1, u * 8, (1 - u) * 8)):
            words = INK if color == AMBER else PAPER
            pen.label(text, at[0], at[1], 18, color, words, MONO)


def packets(pen: Pen, clock: Clock) -> None:
    """All messages between the browser and others."""
    there, back = WIRE, (WIRE[1], WIRE[0])
    home = (DNS_WIRE[1], DNS_WIRE[0])
    send(pen, DNS_WIRE, "address?", clock.go("ask", 0.3, 1.1), AMBER)
    send(pen, home, "192.0.2.44", clock.go("answer", 0.3, 1.3), AMBER)
    send(pen, there, "SYN", clock.go("tcp", 0.3, 1.1))
    send(pen, back, "SYN, ACK", clock.go("tcp", 1.4, 1.1))
    send(pen, there, "ACK", clock.go("tcp", 2.5, 1.0))
    send(pen, there, "hello, which ciphers?", clock.go("tls", 0.3, 1.6))
    send(pen, back, "certificate, key", clock.go("tls", 2.1, 1.7))
    send(pen, there, "GET /hours/", clock.go("get", 0.3, 1.9), GREEN)
    send(pen, back, "200 OK + page", clock.go("back", 0.3, 2.2), GREEN)
    for number, name in enumerate(("style.css", "map.webp", "logo.svg")):
        late = 0.6 + 0.42 * number
        send(pen, there, name, clock.go("more", late, 1.2), GREEN)
        send(pen, back, name, clock.go("more", late + 1.3, 1.3), AMBER)
    found = clock.pulse("more", 0, 1.2)
    with pen.fade(found):
        x, y, wide, high = BROWSER
        pen.box(x - 5, y - 5, wide + 10, high + 10, None, AMBER, r=14, width=3)


def inside(pen: Pen, clock: Clock) -> None:
    """What passes between the programs of the server."""
    left, right = APP[0] - 88, APP[0] + 88
    down = (left, APP[1]), (left, DATABASE[1])
    up = (right, DATABASE[1]), (right, APP[1])
    send(pen, (WEB, APP), "GET /hours/", clock.go("app", 0.3, 1.3), GREEN)
    send(pen, down, "SELECT …", clock.go("db", 0.3, 1.4), BRICK)
    send(pen, up, "7 rows", clock.go("db", 2.1, 1.3), BRICK)
    made, gone = clock.linear("build", 0.2, 1.6), clock.go("back", -0.4, 0.8)
    if made > 0 and gone < 1:
        at = between(APP, WEB, gone)
        with pen.fade(min(1, made * 4, (1 - gone) * 4)), pen.moved(at[0] + 96, at[1]):
            pen.box(-24, -31, 48, 62, PAPER, GREEN, r=5, width=2.5)
            for row in range(5):
                part = min(1.0, max(0.0, made * 6 - row))
                pen.box(-16, -22 + row * 10, (30, 24, 30, 18, 26)[row] * part, 4, GREEN)


# --------------------------------------------------------------- the time scale


def scale(pen: Pen, clock: Clock) -> None:
    """A bar that grows with the milliseconds."""
    with pen.fade(clock.go("ask", -0.3)):
        end = SCALE_X + PER_MS * 250
        pen.line([(SCALE_X, SCALE_Y + 34), (end, SCALE_Y + 34)], FAINT, 2)
        for ms in range(0, 251, 50):
            x = SCALE_X + PER_MS * ms
            pen.line([(x, SCALE_Y + 34), (x, SCALE_Y + 42)], FAINT, 2)
            text = f"{ms} ms" if ms == 250 else str(ms)
            pen.text(text, x, SCALE_Y + 58, 16, MUTED, MONO, "center")
    marked, before = clock.go("time", 0.3), 0
    for name, ms, travel, line, delay, secs in TIMES:
        u = clock.go(line, delay, secs)
        x, wide = SCALE_X + PER_MS * before, PER_MS * ms
        before += ms
        if u <= 0:
            continue
        color = tint(GREEN, 0.55)
        if travel:
            color = blend(color, AMBER, marked)
        pen.box(x + 1, SCALE_Y - 24, max(0.0, wide * u - 2), 48, color, r=5)
        with pen.fade(clock.go(line, delay + 0.3, 0.6)):
            pen.text(name, x + 6, SCALE_Y - 42, 17, INK, MEDIUM)
    with pen.fade(marked):
        for ms, text in ((80, "190 ms travel"), (150, "60 ms work")):
            pen.text(text, SCALE_X + PER_MS * ms, SCALE_Y, 20, INK, BOLD, "center")


FILM = Film(
    "how-the-web-answers/01-one-request",
    "the-journey-of-a-request",
    SCRIPT,
    draw,
    poster=("more", 2.4),
)
