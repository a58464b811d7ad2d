import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from learning.markdown import render_comment, render_lesson
from learning.models.facts import MAX_COMMENT_LENGTH

CORPUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script href=data:,alert(1) />",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    '![x](x "onerror=alert(1)")',
    '[x](http://a "title\\" onmouseover=alert(1) x=\\"")',
    "<http://a/'onmouseover=alert(1)>",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<iframe src=//evil.example></iframe>",
    "<style>@import '//evil.example'</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=//evil.example><input name=csrfmiddlewaretoken>",
    '<div hx-get="/accounts/logout/" hx-trigger="load">x</div>',
    '<p data-hx-post="/x" hx-on:click="alert(1)" ws-connect="/x" hx-ws:connect="/x">x</p>',
    '<button data-toast id="toasts" class="toast" style="position:fixed">x</button>',
    "```x onload=alert(1)\ncode\n```",
    '```"><img/src/onerror=alert(1)>\ncode\n```',
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "`<script>alert(1)</script>`",
    "| <script>alert(1)</script> |\n| --- |\n| ![x](x onerror=alert(1)) |",
    "# <base href=//evil.example>",
]
ALLOWED = {
    ("a", "href"),
    ("a", "rel"),
    ("a", "title"),
    ("code", "class"),
    ("ol", "start"),
}
TAGS = {
    *("a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s"),
    *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


class Reader(HTMLParser):
    """Notes tags and attributes as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize("render", [render_comment, render_lesson])
@pytest.mark.parametrize("text", CORPUS)
def test_nothing_that_runs_gets_through(text: str, render: object) -> None:
    html = str(render(text))  # type: ignore[operator]

    reader = Reader(html)
    assert reader.tags <= TAGS
    assert reader.attributes <= ALLOWED
    assert {urlsplit(link).scheme for link in reader.links} <= {"", "http", "https", "mailto"}


@pytest.mark.parametrize("text", ["# Title\n\n---\n\n| a |\n| - |\n| b |", "![x](http://a/b.png)"])
def test_comments_have_no_headings_rules_tables_and_images(text: str) -> None:
    html = render_comment(text)

    assert Reader(html).tags <= {"p", "a", "br"}


def test_markdown_of_lessons_is_rendered() -> None:
    html = render_lesson("## Title\n\n| a |\n| - |\n| ~~b~~ |\n\n```sql\nSELECT 1\n```\n")

    assert "<h2>Title</h2>" in html
    assert "<td><s>b</s></td>" in html
    assert '<code class="language-sql">SELECT 1' in html


def test_links_in_comments_are_not_endorsed() -> None:
    html = render_comment("[x](https://example.org) <mailto:a@example.org>")

    assert html.count('rel="nofollow ugc noopener"') == 2


def test_links_in_lessons_give_no_opener() -> None:
    html = render_lesson("[x](https://example.org)")

    assert html == '<p><a href="https://example.org" rel="noopener">x</a></p>\n'


@pytest.mark.parametrize(
    "text",
    [
        "[" * 40_000,
        "![" * 20_000,
        "*a " * 13_000,
        "*_" * 20_000,
        "**a *b " * 6_000,
        "`" * 40_000,
        "`a " * 13_000,
        "> " * 20_000,
        "- " * 20_000,
        "[a](" * 10_000,
        "[a](b" * 8_000,
        "<" * 40_000,
        "<a " * 13_000,
        "&" * 40_000,
        "~~a" * 13_000,
        "\\" * 40_000,
        "| a " * 10_000 + "\n" + "| - " * 10_000,
        "a\n" * 20_000,
        "[a]: b\n" * 6_000,
        "".join("`" * n + "a" for n in range(280)),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_text_made_to_be_slow_is_rendered_soon(text: str) -> None:
    started_at = time.process_time()

    render_lesson.__wrapped__(text)
    render_comment.__wrapped__(text[:MAX_COMMENT_LENGTH])

    assert time.process_time() - started_at < 2
