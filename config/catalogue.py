"""Catalogues of translated messages, read and written without the GNU tools.

The format is that of GNU gettext (manual, sections "PO Files" and "MO Files").
"""

import ast
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])?\s+(".*")')
PLURAL_COUNT = re.compile(r"nplurals=(\d)")


class Message(NamedTuple):
    """What identifies a message: its context, its text, and its text for several things."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """How the binary catalogue names it."""
        both = f"{self.text}\0{self.plural}" if self.plural else self.text
        return f"{self.context}\4{both}" if self.context else both


@dataclass
class Catalogue:
    """The messages of one language: what stands above them, the header, and the translations."""

    preface: str
    header: str
    messages: dict[Message, list[str]] = field(default_factory=dict)

    @property
    def plural_count(self) -> int:
        """How many plural forms the language has."""
        match = PLURAL_COUNT.search(self.header)
        return int(match[1]) if match else 2


def read(text: str) -> Catalogue:
    """Read a ``.po`` file; comments inside entries are not kept."""
    preface = "\n".join(line for line in text.split("\nmsgid", 1)[0].split("\n") if line[:1] == "#")
    entries = [parse_entry(block) for block in re.split(r"\n\s*\n", text)]
    found = dict(entry for entry in entries if entry)
    [header] = found.pop(Message(""))
    return Catalogue(preface, header, found)


def parse_entry(block: str) -> tuple[Message, list[str]] | None:
    """Return the message and its translations; ``None`` where only comments stand."""
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in block.split("\n"):
        if match := FIELD.fullmatch(line.strip()):
            current = fields.setdefault(match[1] + (match[2] or ""), [])
        if not line.startswith("#"):
            current += [ast.literal_eval(literal) for literal in LITERAL.findall(line)]
    texts = {name: "".join(parts) for name, parts in fields.items()}
    if "msgid" not in texts:
        return None
    message = Message(texts["msgid"], texts.get("msgid_plural", ""), texts.get("msgctxt", ""))
    return message, [text for name, text in sorted(texts.items()) if name.startswith("msgstr")]


def write(catalogue: Catalogue, places: Mapping[Message, str]) -> str:
    """Return the catalogue as a ``.po`` file; ``places`` says where each message is used."""
    blocks = [f'{catalogue.preface}\nmsgid ""\nmsgstr {quoted(catalogue.header)}']
    for message, translations in catalogue.messages.items():
        lines = [f"#: {places[message]}"]
        if "%(" in message.text + message.plural:
            lines.append("#, python-format")
        if message.context:
            lines.append(f"msgctxt {quoted(message.context)}")
        lines.append(f"msgid {quoted(message.text)}")
        if message.plural:
            lines.append(f"msgid_plural {quoted(message.plural)}")
        for number, translation in enumerate(translations):
            index = f"[{number}]" if message.plural else ""
            lines.append(f"msgstr{index} {quoted(translation)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def quoted(text: str) -> str:
    """Return the text as a literal, with one line for each of its own."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.splitlines(keepends=True)
    literals = ['"{}"'.format(line.replace("\n", "\\n")) for line in lines]
    return "\n".join(['""', *literals]) if len(literals) > 1 else "".join(literals) or '""'


def compiled(catalogue: Catalogue) -> bytes:
    """Return the catalogue as a ``.mo`` file; what is not translated is left out."""
    texts = {
        message.key: "\0".join(all_) for message, all_ in catalogue.messages.items() if all(all_)
    }
    pairs = sorted(
        (key.encode(), text.encode()) for key, text in {"": catalogue.header, **texts}.items()
    )
    header_size, row_size = 28, 8
    keys_at, texts_at = header_size, header_size + row_size * len(pairs)
    place = texts_at + row_size * len(pairs)
    tables: list[bytes] = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), place))
            place += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), keys_at, texts_at, 0, keys_at)
    content = b"".join(pair[column] + b"\0" for column in (0, 1) for pair in pairs)
    return head + b"".join(tables) + content
