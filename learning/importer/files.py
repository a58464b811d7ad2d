"""Read one Markdown file with YAML front matter, and say where it is wrong."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from learning.errors import CourseFileError

FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
NUMBERED = re.compile(r"(\d{2,3})-([a-z0-9]+(?:-[a-z0-9]+)*)")


@dataclass
class MarkdownFile:
    """A file's front matter, with the line of each key, and its body."""

    path: Path
    shown_as: str
    body: str
    values: dict[str, Any]
    lines: dict[str, int]
    used: set[str] = field(default_factory=set)

    def error(self, reason: str, key: str = "") -> CourseFileError:
        """Return the error for this file, at the line of the key where it has one."""
        return CourseFileError(self.shown_as, self.lines.get(key, 1), reason)

    def text(self, key: str, *, limit: int, default: str | None = None) -> str:
        """Return a text of at most ``limit`` characters; without a default it must be there."""
        self.used.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise self.error(f"“{key}” is missing: write “{key}: …” between the --- lines", key)
        if not isinstance(value, str) or not (value.strip() or default == ""):
            raise self.error(f"“{key}” must be a text, not {value!r}", key)
        if len(value.strip()) > limit:
            raise self.error(f"“{key}” has {len(value)} characters, at most {limit} fit", key)
        return value.strip()

    def number(self, key: str, *, lowest: int, highest: int) -> int:
        """Return a whole number between the bounds."""
        self.used.add(key)
        value = self.values.get(key)
        if type(value) is not int or not lowest <= value <= highest:
            raise self.error(
                f"“{key}” must be a whole number from {lowest} to {highest}, not {value!r}", key
            )
        return value

    def choice(self, key: str, choices: list[str], *, default: str) -> str:
        """Return one of the choices."""
        value = self.text(key, limit=40, default=default)
        if value not in choices:
            raise self.error(f"“{key}” must be one of {', '.join(choices)}, not {value!r}", key)
        return value

    def refuse_unknown(self) -> None:
        """Raise for a key that nothing has asked for: most often a slip of the pen."""
        for key in self.values:
            if key not in self.used:
                raise self.error(f"“{key}” is not known here", key)


def read_markdown(path: Path, root: Path) -> MarkdownFile:
    """Read the file; raise ``CourseFileError`` when it cannot be understood."""
    shown_as = str(Path(root.name) / path.relative_to(root))
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise CourseFileError(shown_as, 1, "the file is missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CourseFileError(shown_as, 1, f"the file cannot be read: {error}") from error
    match = FRONT_MATTER.match(text)
    if match is None:
        raise CourseFileError(
            shown_as, 1, "the file must begin with front matter between --- lines"
        )
    values, lines = read_front_matter(match[1], shown_as)
    if "\x00" in text:
        raise CourseFileError(shown_as, 1, "the file has a NUL character")
    return MarkdownFile(path, shown_as, text[match.end() :].strip() + "\n", values, lines)


def read_front_matter(text: str, shown_as: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the keys with their values, and with their lines in the file."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise CourseFileError(
            shown_as, line, f"the front matter is not YAML: {error.problem}"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise CourseFileError(shown_as, 1, f"the front matter is not YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode):
        raise CourseFileError(shown_as, 2, "the front matter must be lines of “key: value”")
    return values, {key.value: key.start_mark.line + 2 for key, _ in node.value}


def numbered(path: Path, root: Path) -> tuple[int, str]:
    """Return the order number and the slug of a file or folder named ``01-some-name``."""
    match = NUMBERED.fullmatch(path.name.removesuffix(".md"))
    if match is None or len(match[2]) > 80:
        shown_as = str(Path(root.name) / path.relative_to(root))
        raise CourseFileError(
            shown_as, 1, "the name must be a number and lower-case words, like 01-first-steps"
        )
    return int(match[1]), match[2]
