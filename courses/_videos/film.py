"""Everything the films share: the palette, the pen, the clock and the encoder.

A film is a list of spoken lines and a function that draws one frame. The lines
become the captions; their times are what the drawing is timed against.
"""

import math
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cairo
from PIL import Image

type Color = tuple[float, float, float]
type Point = tuple[float, float]

WIDTH, HEIGHT = 1280, 720
FLOOR = 612  # captions are drawn below this line
FPS = 25

COURSES = Path(__file__).resolve().parent.parent

SANS = "Inter"
MEDIUM = "Inter Medium"
BOLD = "Inter Semi Bold"
MONO = "JetBrains Mono"
MONO_BOLD = "JetBrains Mono SemiBold"


def hex_color(code: str) -> Color:
    """Turn ``#rrggbb`` into three numbers from 0 to 1."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


PAPER = hex_color("#fbf8f1")
INK = hex_color("#1c2430")
GREEN = hex_color("#2f6f4e")
AMBER = hex_color("#d99a2b")
BRICK = hex_color("#b5483a")


def mix(start: float, end: float, u: float) -> float:
    """The number a fraction `u` of the way from `start` to `end`."""
    return start + (end - start) * u


def blend(start: Color, end: Color, u: float) -> Color:
    """The colour a fraction `u` of the way from `start` to `end`."""
    return (
        mix(start[0], end[0], u),
        mix(start[1], end[1], u),
        mix(start[2], end[2], u),
    )


def tint(color: Color, strength: float) -> Color:
    """A colour thinned with paper; strength 1 leaves it as it is."""
    return blend(PAPER, color, strength)


MUTED = tint(INK, 0.62)
FAINT = tint(INK, 0.22)
HAIR = tint(INK, 0.12)
SHADE = tint(INK, 0.035)


def clamp(u: float) -> float:
    """Keep a number between 0 and 1."""
    return min(1.0, max(0.0, u))


def smooth(u: float) -> float:
    """Ease in and out: slow, fast, slow."""
    u = clamp(u)
    return u * u * u * (u * (u * 6 - 15) + 10)


def between(a: Point, b: Point, u: float, lift: float = 0.0) -> Point:
    """A point on the way from `a` to `b`, on an arch `lift` pixels high."""
    arch = 4 * u * (1 - u) * lift
    return mix(a[0], b[0], u), mix(a[1], b[1], u) - arch


# ---------------------------------------------------------------- the script


@dataclass(frozen=True)
class Line:
    """One caption, the name the drawing knows it by, and a rest after it."""

    name: str
    text: str
    rest: float = 0.0


@dataclass(frozen=True)
class Cue:
    """A line with its place in time."""

    name: str
    rows: tuple[str, ...]
    start: float
    end: float


class Script:
    """The lines of a film, laid out in time."""

    LEAD, GAP, TAIL = 0.8, 0.2, 2.2
    LETTERS_A_SECOND, ROW = 15.5, 42

    def __init__(self, *lines: Line) -> None:
        self.cues: list[Cue] = []
        now = self.LEAD
        for line in lines:
            length = min(5.0, max(2.2, len(line.text) / self.LETTERS_A_SECOND))
            end = now + math.ceil(length * FPS) / FPS
            self.cues.append(Cue(line.name, wrap(line.text, self.ROW), now, end))
            now = round(end + self.GAP + line.rest, 2)
        self.seconds = round(now + self.TAIL, 2)
        self.starts = {cue.name: cue.start for cue in self.cues}
        if len(self.starts) != len(self.cues):
            raise ValueError("two lines have the same name")

    def vtt(self) -> str:
        """The captions as a WebVTT file."""
        parts = ["WEBVTT\n"]
        for number, cue in enumerate(self.cues, start=1):
            times = f"{timestamp(cue.start)} --> {timestamp(cue.end)}"
            parts.append(f"{number}\n{times}\n" + "\n".join(cue.rows) + "\n")
        return "\n".join(parts)


def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break a caption into at most two rows of about the same length."""
    if len(text) <= width:
        return (text,)
    words = text.split()
    pairs = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    best = min(pairs, key=lambda pair: max(map(len, pair)))
    if max(map(len, best)) > width:
        raise ValueError(f"too long for two rows: {text}")
    return best


def timestamp(seconds: float) -> str:
    """A WebVTT time, such as ``00:01:02.040``."""
    millis = round(seconds * 1000)
    minutes, millis = divmod(millis, 60_000)
    return f"00:{minutes:02}:{millis // 1000:02}.{millis % 1000:03}"


class Clock:
    """Tells a drawing how far each part of the script has come."""

    def __init__(self, script: Script, now: float) -> None:
        self.now = now
        self._starts = script.starts

    def since(self, name: str, delay: float = 0.0) -> float:
        """Seconds since a line began; negative before it."""
        return self.now - self._starts[name] - delay

    def linear(self, name: str, delay: float = 0.0, secs: float = 1.0) -> float:
        """Progress from 0 to 1 at an even pace."""
        return clamp(self.since(name, delay) / secs)

    def go(self, name: str, delay: float = 0.0, secs: float = 1.0) -> float:
        """Progress from 0 to 1, eased at both ends."""
        return smooth(self.linear(name, delay, secs))

    def pulse(self, name: str, delay: float = 0.0, secs: float = 1.2) -> float:
        """Rise from 0 to 1 and fall back again."""
        return math.sin(math.pi * self.linear(name, delay, secs)) ** 2

    def span(self, first: str, last: str, fade: float = 0.5) -> float:
        """1 from the line `first` until the line `last`, fading at both ends."""
        return self.go(first, 0, fade) - self.go(last, 0, fade)


# ------------------------------------------------------------------- the pen


class Pen:
    """A cairo context with the few shapes that the films are made of."""

    def __init__(self) -> None:
        self.surface = cairo.ImageSurface(cairo.FORMAT_RGB24, WIDTH, HEIGHT)
        self.ctx = cairo.Context(self.surface)
        options = cairo.FontOptions()
        options.set_antialias(cairo.ANTIALIAS_GRAY)
        options.set_hint_style(cairo.HINT_STYLE_NONE)
        options.set_hint_metrics(cairo.HINT_METRICS_OFF)
        self.ctx.set_font_options(options)
        self.ctx.set_line_cap(cairo.LINE_CAP_ROUND)
        self.ctx.set_line_join(cairo.LINE_JOIN_ROUND)
        self._alpha = 1.0

    def clear(self) -> None:
        """Begin a frame with an empty sheet of paper."""
        self.ctx.set_source_rgb(*PAPER)
        self.ctx.paint()

    @contextmanager
    def fade(self, alpha: float) -> Iterator[None]:
        """Draw what follows with this opacity."""
        outer = self._alpha
        self._alpha = outer * clamp(alpha)
        try:
            yield
        finally:
            self._alpha = outer

    @contextmanager
    def moved(self, x: float, y: float, scale: float = 1.0, angle: float = 0.0) -> Iterator[None]:
        """Draw what follows around the point (x, y)."""
        self.ctx.save()
        self.ctx.translate(x, y)
        self.ctx.rotate(angle)
        self.ctx.scale(max(scale, 1e-4), max(scale, 1e-4))
        try:
            yield
        finally:
            self.ctx.restore()

    def paint(
        self,
        fill: Color | None,
        stroke: Color | None = None,
        width: float = 2.0,
        dash: Sequence[float] = (),
    ) -> None:
        """Fill and stroke the current path, then forget it."""
        if self._alpha > 0.003:
            if fill is not None:
                self.ctx.set_source_rgba(*fill, self._alpha)
                self.ctx.fill_preserve()
            if stroke is not None:
                self.ctx.set_source_rgba(*stroke, self._alpha)
                self.ctx.set_line_width(width)
                self.ctx.set_dash(dash)
                self.ctx.stroke_preserve()
        self.ctx.new_path()

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: Color | None = None,
        stroke: Color | None = None,
        r: float = 10.0,
        width: float = 2.0,
        dash: Sequence[float] = (),
    ) -> None:
        """A rectangle with round corners."""
        r = max(0.0, min(r, w / 2, h / 2))
        ctx = self.ctx
        ctx.new_sub_path()
        ctx.arc(x + w - r, y + r, r, -math.pi / 2, 0)
        ctx.arc(x + w - r, y + h - r, r, 0, math.pi / 2)
        ctx.arc(x + r, y + h - r, r, math.pi / 2, math.pi)
        ctx.arc(x + r, y + r, r, math.pi, 3 * math.pi / 2)
        ctx.close_path()
        self.paint(fill, stroke, width, dash)

    def disc(
        self,
        x: float,
        y: float,
        r: float,
        fill: Color | None = None,
        stroke: Color | None = None,
        width: float = 2.0,
        dash: Sequence[float] = (),
    ) -> None:
        """A circle."""
        if r > 0:
            self.ctx.new_sub_path()
            self.ctx.arc(x, y, r, 0, 2 * math.pi)
            self.paint(fill, stroke, width, dash)

    def ring(self, x: float, y: float, r: float, part: float, color: Color) -> None:
        """An arc that starts at the top and runs clockwise."""
        top = -math.pi / 2
        self.ctx.new_sub_path()
        self.ctx.arc(x, y, r, top, top + 2 * math.pi * clamp(part))
        self.paint(None, color, 7)

    def polygon(
        self,
        points: Sequence[Point],
        fill: Color | None = None,
        stroke: Color | None = None,
        width: float = 2.0,
    ) -> None:
        """A closed shape."""
        self.ctx.move_to(*points[0])
        for point in points[1:]:
            self.ctx.line_to(*point)
        self.ctx.close_path()
        self.paint(fill, stroke, width)

    def line(
        self,
        points: Sequence[Point],
        color: Color = INK,
        width: float = 2.0,
        dash: Sequence[float] = (),
    ) -> None:
        """An open line through some points."""
        self.ctx.move_to(*points[0])
        for point in points[1:]:
            self.ctx.line_to(*point)
        self.paint(None, color, width, dash)

    def arrow(
        self,
        a: Point,
        b: Point,
        u: float = 1.0,
        color: Color = INK,
        width: float = 2.4,
        bend: float = 0.0,
        dash: Sequence[float] = (),
    ) -> None:
        """An arrow that grows from `a` to `b`, bowed sideways by `bend` pixels."""
        if u <= 0.01:
            return
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = math.hypot(dx, dy) or 1.0
        mid = (
            (a[0] + b[0]) / 2 - dy / length * bend * 2,
            (a[1] + b[1]) / 2 + dx / length * bend * 2,
        )
        steps = 24 if bend else 1
        path = [curve(a, mid, b, u * i / steps) for i in range(steps + 1)]
        tip, tail = path[-1], curve(a, mid, b, max(0.0, u - 0.04))
        angle = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
        size = min(11.0, 4 + length * u * 0.3)
        self.line([*path[:-1], toward(tip, angle, -size * 0.7)], color, width, dash)
        left = toward(tip, angle + 0.42, -size)
        right = toward(tip, angle - 0.42, -size)
        self.polygon([tip, left, right], color, color, 1.5)

    def measure(self, text: str, size: float, font: str = SANS) -> float:
        """How wide a piece of text will be."""
        self._face(font, size)
        return float(self.ctx.text_extents(text).x_advance)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float = 20.0,
        color: Color = INK,
        font: str = SANS,
        align: str = "left",
    ) -> None:
        """Text whose capitals are centred on the height `y`."""
        if not text or self._alpha <= 0.003:
            return
        wide = self.measure(text, size, font) if align != "left" else 0.0
        shift = {"left": 0.0, "center": wide / 2, "right": wide}[align]
        self._face(font, size)
        self.ctx.move_to(x - shift, y + size * 0.364)
        self.ctx.set_source_rgba(*color, self._alpha)
        self.ctx.show_text(text)
        self.ctx.new_path()

    def label(
        self,
        text: str,
        x: float,
        y: float,
        size: float = 17.0,
        fill: Color = INK,
        color: Color = PAPER,
        font: str = MEDIUM,
    ) -> None:
        """Text in a small filled pill, centred on (x, y)."""
        wide = self.measure(text, size, font) + size * 1.3
        high = size * 1.75
        self.box(x - wide / 2, y - high / 2, wide, high, fill, r=high / 2.6)
        self.text(text, x, y, size, color, font, "center")

    def command(self, text: str, x: float, y: float, typed: float) -> None:
        """A line of a terminal, typed letter by letter."""
        wide = self.measure("$ " + text, 21, MONO) + 44
        self.box(x, y, wide, 46, INK, r=9)
        self.text("$", x + 20, y + 23, 21, tint(AMBER, 0.9), MONO)
        shown = text[: round(len(text) * typed)]
        start = x + 20 + self.measure("$ ", 21, MONO)
        self.text(shown, start, y + 23, 21, PAPER, MONO)
        if 0 < typed < 1:
            end = start + self.measure(shown, 21, MONO) + 2
            self.box(end, y + 12, 10, 22, tint(AMBER, 0.9), r=1)

    def _face(self, font: str, size: float) -> None:
        self.ctx.select_font_face(font, cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_NORMAL)
        self.ctx.set_font_size(size)


def curve(a: Point, mid: Point, b: Point, u: float) -> Point:
    """A point on the curve from `a` to `b` that is drawn towards `mid`."""
    v = 1 - u
    return (
        v * v * a[0] + 2 * u * v * mid[0] + u * u * b[0],
        v * v * a[1] + 2 * u * v * mid[1] + u * u * b[1],
    )


def toward(point: Point, angle: float, distance: float) -> Point:
    """The point some way off in a direction."""
    return (
        point[0] + math.cos(angle) * distance,
        point[1] + math.sin(angle) * distance,
    )


# --------------------------------------------------------------- making files


@dataclass(frozen=True)
class Film:
    """A script, the drawing that goes with it, and where its files belong."""

    folder: str
    slug: str
    script: Script
    draw: Callable[[Pen, Clock], None]
    poster: tuple[str, float]
    crf: int = 45

    def path(self, suffix: str) -> Path:
        """The film's file of one kind, such as ``.vtt``."""
        return COURSES / self.folder / f"{self.slug}{suffix}"

    def frame(self, pen: Pen, seconds: float) -> None:
        """Draw the picture at one moment."""
        pen.clear()
        self.draw(pen, Clock(self.script, seconds))
        pen.surface.flush()

    def still(self, seconds: float) -> Image.Image:
        """The picture at one moment, as an image."""
        pen = Pen()
        self.frame(pen, seconds)
        size, stride = (WIDTH, HEIGHT), pen.surface.get_stride()
        data = bytes(pen.surface.get_data())
        return Image.frombuffer("RGB", size, data, "raw", "BGRX", stride, 1)

    def write(self) -> None:
        """Make the captions, the poster and the video."""
        self.path(".vtt").write_text(self.script.vtt(), encoding="utf-8")
        name, delay = self.poster
        picture = self.still(self.script.starts[name] + delay)
        picture.save(self.path(".webp"), quality=82, method=6)
        self._encode(self.path(".webm"))

    def _encode(self, target: Path) -> None:
        """Encode in two passes: the frames are drawn anew for each of them."""
        pen = Pen()
        with TemporaryDirectory() as folder:
            for part in (1, 2):
                command = encoder(part, self.crf, Path(folder))
                with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
                    assert process.stdin is not None
                    for number in range(round(self.script.seconds * FPS)):
                        self.frame(pen, number / FPS)
                        process.stdin.write(pen.surface.get_data())
                if process.returncode:
                    raise RuntimeError(f"ffmpeg failed on {target.name}")
            shutil.move(Path(folder) / "film.webm", target)


def encoder(part: int, crf: int, folder: Path) -> list[str]:
    """The ffmpeg command that turns raw frames on its input into VP9."""
    nice = ["nice"] if shutil.which("nice") else []
    source = f"-f rawvideo -pix_fmt bgr0 -s {WIDTH}x{HEIGHT} -r {FPS} -i -"
    exact = "bicubic+accurate_rnd+full_chroma_inp+full_chroma_int"
    scale = f"scale=out_color_matrix=bt709:out_range=tv:flags={exact}"
    colors = f"-vf {scale},format=yuv420p"
    tags = "-colorspace bt709 -color_primaries bt709 -color_trc bt709"
    codec = f"-c:v libvpx-vp9 -profile:v 0 -crf {crf} -b:v 0 -g {5 * FPS}"
    speed = "-deadline good -cpu-used 1 -threads 1 -row-mt 0"
    tools = "-aq-mode 0 -auto-alt-ref 1 -lag-in-frames 25 -arnr-strength 0"
    output = "-cues_to_front 1 -fflags +bitexact -map_metadata -1"
    parts = (source, colors, tags, codec, speed, tools, output)
    words = " ".join(parts).split()
    goal = ["-f", "null", "-"] if part == 1 else [str(folder / "film.webm")]
    passes = ["-pass", str(part), "-passlogfile", str(folder / "log")]
    return [*nice, "ffmpeg", "-v", "error", "-y", *words, *passes, *goal]
