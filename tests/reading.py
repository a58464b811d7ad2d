"""What people read on a page, and what is read to them."""

from html.parser import HTMLParser

READ_ALOUD = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}
NOT_READ = {"code", "kbd", "script", "style"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BRAND = {"Laurel"}

type Values = dict[str, str]


class Reader(HTMLParser):
    """Gathers texts and labels, but those in elements that are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.labels: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def is_marked(self, tag: str, values: Values) -> bool:
        """Return whether words in this element need no translation."""
        return tag in NOT_READ

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_marked = self.is_marked(tag, values)
        if not is_marked and self.is_reading:
            self.labels += labels_of(tag, values)
        if tag not in VOID:
            self.open.append((tag, is_marked))

    def handle_endtag(self, tag: str) -> None:
        while tag in (name for name, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.is_reading:
            is_title = bool(self.open) and self.open[-1][0] == "title"
            (self.labels if is_title else self.texts).append(data)

    @property
    def is_reading(self) -> bool:
        return not any(is_marked for _, is_marked in self.open)


def labels_of(tag: str, values: Values) -> list[str]:
    """Return the attributes that people read or hear, sentences for our scripts included."""
    is_description = tag == "meta" and values.get("name") == "description"
    return [
        value
        for name, value in values.items()
        if name in READ_ALOUD
        or (name.startswith("data-") and " " in value)
        or (name == "content" and is_description)
    ]
