"""Words in a template that stand outside its translation tags."""

import re
from collections.abc import Iterator

from django.template.base import Lexer, Token, TokenType

from tests.reading import BRAND, Reader, Values

WORD = re.compile(r"[^\W\d_]{2,}")
GAP = "\N{WHITE SQUARE}"


class SourceReader(Reader):
    """Reads a template; a sample says in which language it is."""

    def is_marked(self, tag: str, values: Values) -> bool:
        return super().is_marked(tag, values) or values.get("lang", GAP) != GAP


def bare_words(source: str, *, is_html: bool) -> list[str]:
    """Return the texts with words that no translation tag holds."""
    untranslated = "".join(outside_of_translation(Lexer(source).tokenize()))
    if not is_html:
        texts = untranslated.splitlines()
    else:
        reader = SourceReader()
        reader.feed(untranslated)
        reader.close()
        texts = reader.texts + reader.labels
    return [text.strip() for text in texts if set(WORD.findall(text)) - BRAND]


def outside_of_translation(tokens: list[Token]) -> Iterator[str]:
    """Yield the plain text between the tags, and a gap for each value that comes into it."""
    is_inside = False
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            is_inside = name.startswith("blocktrans") or (
                is_inside and not name.startswith("endblocktrans")
            )
        if token.token_type == TokenType.VAR:
            yield GAP
        elif token.token_type == TokenType.TEXT and not is_inside:
            yield token.contents
