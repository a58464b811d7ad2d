"""Markdown to safe HTML.

Authors may write CommonMark with tables; learners a subset without headings, images and tables.
Both pass an allow-list sanitiser, so that neither can bring scripts or htmx attributes into a page.
"""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

LESSON_TAGS = {
    *("a", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h2", "h3", "h4", "hr", "li", "ol"),
    *("p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
COMMENT_TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul"}
ATTRIBUTES = {"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}}
URL_SCHEMES = {"http", "https", "mailto"}
LANGUAGE_CLASS = re.compile(r"language-[a-z0-9+#-]{1,30}")

lesson_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
comment_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("strikethrough")
comment_parser.disable(["heading", "lheading", "image", "hr", "html_block", "html_inline"])


def keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Let through code languages only as class names."""
    if attribute == "class" and not LANGUAGE_CLASS.fullmatch(value):
        return None
    return value


def clean(html: str, tags: set[str], link_rel: str) -> SafeString:
    """Return the HTML with nothing but what is allowed."""
    return SafeString(
        nh3.clean(
            html,
            tags=tags,
            attributes=ATTRIBUTES,
            attribute_filter=keep_attribute,
            url_schemes=URL_SCHEMES,
            link_rel=link_rel,
        )
    )


@lru_cache(maxsize=512)
def render_lesson(text: str) -> SafeString:
    """Return an author's Markdown as safe HTML."""
    return clean(lesson_parser.render(text), LESSON_TAGS, "noopener")


@lru_cache(maxsize=2048)
def render_comment(text: str) -> SafeString:
    """Return a learner's Markdown as safe HTML; links are not endorsed."""
    return clean(comment_parser.render(text), COMMENT_TAGS, "nofollow ugc noopener")
