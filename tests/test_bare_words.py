"""Templates have no words of their own: all stand in tags for translation."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.bare_words import bare_words

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = [*sorted(FOLDER.rglob("*.html")), *sorted(FOLDER.rglob("*.txt"))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_template_has_no_words_outside_its_translation_tags(path: Path) -> None:
    assert bare_words(path.read_text("utf-8"), is_html=path.suffix == ".html") == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "<p>{{ name }} says</p>",
        '<img alt="A knot">',
        '<button aria-label="Close {{ name }}">',
        '<p data-offline="You are offline">',
        '<meta name="description" content="A portal">',
        "{% blocktranslate %}Hello{% endblocktranslate %} there",
        "{% if x %}one{% endif %}",
    ],
)
def test_a_bare_word_is_seen(source: str) -> None:
    assert len(bare_words(source, is_html=True)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Hello' %} · 99+</p>",
        '<button class="button" aria-label="{% translate "Close" %}">×</button>',
        "{% blocktranslate with n=x %}Hello {{ n }}{% endblocktranslate %}",
        "<kbd>space</kbd><style>p { color: red }</style><script>let x = 'Hi'</script>",
        '<meta name="viewport" content="width=device-width">',
        "<title>{{ title }} · Laurel</title>",
        '<p lang="en">A sample</p>',
        "{# a remark #}{% comment %}{% endcomment %}",
    ],
)
def test_what_is_no_bare_word_is_left_alone(source: str) -> None:
    assert bare_words(source, is_html=True) == []
