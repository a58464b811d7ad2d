"""Find the messages in templates and Python files, without the GNU tools."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from config.catalogue import Message

APPS = ("accounts", "config", "gamification", "learning", "notifications", "realtime")
# Which arguments of each function are context, text and plural.
ARGUMENTS = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
ALIASES = {"_": "gettext", "gettext_noop": "gettext"} | {f"{name}_lazy": name for name in ARGUMENTS}
STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf" (\w*gettext|_)\(({STRING}(?:, {STRING})*)")


def messages_of(root: Path) -> dict[Message, str]:
    """Return every message of the project, with the files that use it."""
    places: dict[Message, list[str]] = {}
    for path in source_files(root):
        shown_as = str(path.relative_to(root))
        for message in messages_in(path):
            files = places.setdefault(message, [])
            if shown_as not in files:
                files.append(shown_as)
    return {message: " ".join(files) for message, files in places.items()}


def source_files(root: Path) -> Iterator[Path]:
    """Yield what may hold messages, in an order that stays."""
    for app in APPS:
        modules = sorted((root / app).rglob("*.py"))
        yield from (path for path in modules if "migrations" not in path.parts)
    yield from sorted((root / "templates").rglob("*.html"))
    yield from sorted((root / "templates").rglob("*.txt"))


def messages_in(path: Path) -> Iterator[Message]:
    """Yield the messages of one file, in their order."""
    text = path.read_text("utf-8")
    calls = calls_in_python(text) if path.suffix == ".py" else calls_in_template(text)
    for function, arguments in calls:
        yield Message(**dict(zip(ARGUMENTS[function], arguments, strict=False)))


def calls_in_template(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the calls that Django makes of a template's tags for extraction."""
    for function, arguments in CALL.findall(templatize(text)):
        yield (
            ALIASES.get(function, function),
            [ast.literal_eval(each) for each in re.findall(STRING, arguments)],
        )


def calls_in_python(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the calls with literal arguments."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        function = name_of(call.func)
        function = ALIASES.get(function, function)
        literals = list(literals_of(call.args))
        if function in ARGUMENTS and len(literals) >= len(ARGUMENTS[function]):
            yield function, literals


def name_of(node: ast.expr) -> str:
    """Return the name of a called function, without its module's."""
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def literals_of(arguments: Iterable[ast.expr]) -> Iterator[str]:
    """Yield the texts that stand there literally."""
    for node in arguments:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
