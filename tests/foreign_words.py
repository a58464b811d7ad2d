"""Words on an Arabic page that are not Arabic, and not marked as another language's."""

import re

from tests.reading import BRAND, Reader, Values

SAME_IN_ARABIC = BRAND | {"IP", "Markdown", "code"}
LATIN = re.compile(r"[A-Za-z]{2,}")
# What a translation holds apart, a name or a title; and addresses.
ISOLATED = re.compile(
    "\N{FIRST STRONG ISOLATE}.*?\N{POP DIRECTIONAL ISOLATE}|https?://\\S+", re.DOTALL
)
PEOPLES_OWN = {"bdi", "pre", "textarea"}


class PageReader(Reader):
    """Reads a page, without what people and authors have written."""

    def is_marked(self, tag: str, values: Values) -> bool:
        return (
            super().is_marked(tag, values)
            or tag in PEOPLES_OWN
            or values.get("dir") == "auto"
            or values.get("translate") == "no"
            or values.get("lang", "ar") != "ar"
        )


def latin_words(html: str, names: set[str]) -> list[str]:
    """Return the texts of an Arabic page that hold Latin words, which nothing explains.

    ``names`` may stand in titles of pages and in labels, where nothing can be marked.
    """
    reader = PageReader()
    reader.feed(html)
    reader.close()
    spoken = [ISOLATED.sub("", text) for text in reader.labels]
    read = [ISOLATED.sub("", text) for text in reader.texts]
    return [
        *(text for text in spoken if set(LATIN.findall(text)) - SAME_IN_ARABIC - names),
        *(text for text in read if set(LATIN.findall(text)) - SAME_IN_ARABIC),
    ]
