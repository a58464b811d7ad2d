"""What the style sheets promise: they read from either side, and know only tokens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
# The page for errors comes without the other sheets.
ALONE = "error.css"
SHEETS = sorted(FOLDER.rglob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<![\w-])(--)?([a-z-]+):\s*([^;{}]+)[;}]")
SIDE = re.compile(r"\b(left|right)\b")
SIZE = re.compile(r"(min-|max-)?(width|height)")
EDGE = re.compile(r"((scroll-)?(margin|padding)|border|inset)?-?(top|bottom)(-.*)?")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(")
# Boxes are drawn by their sides in the order of the clock where all four differ.
SHORTHANDS = {"margin", "padding", "inset", "border-width", "scroll-margin", "scroll-padding"}


def declarations(text: str) -> Iterator[tuple[str, str]]:
    """Yield every property with its value."""
    for custom, name, value in DECLARATION.findall(COMMENT.sub("", text)):
        yield f"{custom}{name}", value.strip()


def is_physical(name: str, value: str) -> bool:
    """Tell whether a declaration names a side, or a direction that a language may turn round."""
    if name in SHORTHANDS:
        parts = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", value).split("/")[0].split()
        return len(parts) == 4 and parts[1] != parts[3]
    is_side = bool(SIDE.search(name) or SIZE.fullmatch(name) or EDGE.fullmatch(name))
    is_turned = name in {"text-align", "float", "clear", "transform-origin", "caption-side"}
    return is_side or (is_turned and bool(SIDE.search(value)))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_no_sheet_names_a_physical_side(sheet: Path) -> None:
    found = [each for each in declarations(sheet.read_text()) if is_physical(*each)]

    assert found == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_only_the_tokens_are_colours(sheet: Path) -> None:
    if sheet.name in {"tokens.css", ALONE}:
        pytest.skip("this is where they are")

    # "in oklab" mixes two tokens.
    found = [each for each in declarations(sheet.read_text()) if COLOUR.search(each[1])]

    assert found == []


def test_every_token_that_is_used_exists() -> None:
    texts = {sheet.name: sheet.read_text() for sheet in SHEETS if sheet.name != ALONE}
    made = {name for text in texts.values() for name in re.findall(r"(--[\w-]+):", text)}

    used = {
        (sheet, name)
        for sheet, text in texts.items()
        for name in re.findall(r"var\((--[\w-]+)\)", text)
    }

    assert {each for each in used if each[1] not in made} == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("margin-left", "1rem"),
        ("padding-top", "0"),
        ("border-right-color", "red"),
        ("border-top-left-radius", "0"),
        ("left", "0"),
        ("bottom", "0"),
        ("width", "10px"),
        ("max-height", "10px"),
        ("text-align", "left"),
        ("float", "right"),
        ("margin", "0 1px 0 2px"),
    ],
)
def test_a_physical_side_is_noticed(name: str, value: str) -> None:
    assert is_physical(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("margin-inline-start", "1rem"),
        ("inset-block-end", "0"),
        ("stroke-width", "2"),
        ("line-height", "1.2"),
        ("text-align", "start"),
        ("padding", "0 1px"),
        ("margin", "0 1px 2px"),
        ("grid-template-columns", "1fr auto"),
    ],
)
def test_a_logical_side_is_let_pass(name: str, value: str) -> None:
    assert not is_physical(name, value)
