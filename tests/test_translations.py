"""Everything that people read is in the catalogue of every language, and well formed there.

After a change of words: ``./laurel manage update_messages``, then translate what is empty.
"""

import gettext
import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.template import Context, Template
from django.utils import timezone, translation

from config import catalogue, extraction
from config.catalogue import Catalogue, Message

ROOT = settings.BASE_DIR
CATALOGUES = [ROOT / "locale" / code / "LC_MESSAGES" / "django.po" for code in ("ar",)]
# What must be in a translation as in its message, markup included.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|<[^>]+>")
# With this many things of their own word, as "two lessons" in Arabic, the number is left out.
FORMS_WITHOUT_NUMBER = {"ar": 3}

SAMPLE = Catalogue(
    "# Sample.",
    "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n",
    {
        Message('One\nline and “another” "\\t"'): ['Eine\nZeile\tund "noch" \\eine'],
        Message("%(n)d knot", "%(n)d knots"): ["%(n)d Knoten", "%(n)d Knoten"],
        Message("Master", context="award"): ["Meister"],
    },
)


@pytest.fixture(scope="module")
def places() -> dict[Message, str]:
    """Every message of the project, with the files that use it."""
    return extraction.messages_of(ROOT)


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def path(request: pytest.FixtureRequest) -> Path:
    """The catalogue of one language."""
    found: Path = request.param
    return found


def test_every_language_has_a_catalogue() -> None:
    codes = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    assert {path.parts[-3] for path in CATALOGUES} == codes


def test_every_message_is_translated(path: Path, places: dict[Message, str]) -> None:
    known = catalogue.read(path.read_text("utf-8"))

    assert [message for message in places if message not in known.messages] == []
    assert [message for message in known.messages if message not in places] == []
    assert [message for message, texts in known.messages.items() if not all(texts)] == []


def test_every_translation_has_the_placeholders_of_its_message(path: Path) -> None:
    known = catalogue.read(path.read_text("utf-8"))
    short = FORMS_WITHOUT_NUMBER[path.parts[-3]]

    wrong = [
        text
        for message, texts in known.messages.items()
        for number, text in enumerate(texts)
        if not has_placeholders_of(
            message, text, may_lack_one=bool(message.plural) and number < short
        )
    ]

    assert wrong == []


def has_placeholders_of(message: Message, text: str, *, may_lack_one: bool) -> bool:
    """Return whether the translation has the message's placeholders, no other and none twice."""
    wanted = sorted(PLACEHOLDER.findall(message.plural or message.text))
    found = sorted(PLACEHOLDER.findall(text))
    if may_lack_one and len(found) == len(wanted) - 1:
        return set(found) < set(wanted)
    return found == wanted


def test_every_message_has_as_many_forms_as_the_language(path: Path) -> None:
    known = catalogue.read(path.read_text("utf-8"))

    assert known.plural_count == 6
    assert {len(texts) for message, texts in known.messages.items() if message.plural} == {
        known.plural_count
    }


def test_the_compiled_catalogue_is_that_of_the_source(path: Path) -> None:
    source = catalogue.read(path.read_text("utf-8"))

    assert path.with_suffix(".mo").read_bytes() == catalogue.compiled(source), (
        "run ./laurel manage update_messages"
    )


def test_the_source_is_written_as_the_command_writes_it(
    path: Path, places: dict[Message, str]
) -> None:
    text = path.read_text("utf-8")

    assert catalogue.write(catalogue.read(text), places) == text, (
        "run ./laurel manage update_messages"
    )


def test_a_catalogue_is_read_as_it_was_written() -> None:
    places = dict.fromkeys(SAMPLE.messages, "here.py")

    assert catalogue.read(catalogue.write(SAMPLE, places)) == SAMPLE


def test_a_compiled_catalogue_is_read_by_pythons_own_gettext() -> None:
    translations = gettext.GNUTranslations(BytesIO(catalogue.compiled(SAMPLE)))

    assert translations.gettext('One\nline and “another” "\\t"').startswith("Eine\nZeile\tund")
    assert translations.ngettext("%(n)d knot", "%(n)d knots", 2) == "%(n)d Knoten"
    assert translations.pgettext("award", "Master") == "Meister"
    assert translations.gettext("Master") == "Master"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% translate 'Hi' %}", Message("Hi")),
        ('{% translate "It\'s" context "c" as x %}', Message("It's", context="c")),
        ("{% include 'x' with label=_(\"Top\") %}", Message("Top")),
        ("{{ name|default:_('None') }}", Message("None")),
        (
            "{% blocktranslate trimmed count n=3 %}\n {{ n }} knot{% plural %}{{ n }} knots\n"
            "{% endblocktranslate %}",
            Message("%(n)s knot", "%(n)s knots"),
        ),
    ],
)
def test_messages_of_templates_are_found(source: str, message: Message, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(source)

    assert list(extraction.messages_in(tmp_path / "page.html")) == [message]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("_('Hi')", Message("Hi")),
        ("_('Hi ' \"there\")", Message("Hi there")),
        ("ngettext('%(n)d knot', '%(n)d knots', n)", Message("%(n)d knot", "%(n)d knots")),
        ("translation.pgettext_lazy('award', 'Master')", Message("Master", context="award")),
        ("npgettext('c', 'a', 'b', 2)", Message("a", "b", "c")),
    ],
)
def test_messages_of_modules_are_found(source: str, message: Message, tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(source)

    assert list(extraction.messages_in(tmp_path / "module.py")) == [message]


def test_what_is_no_literal_is_no_message(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("pgettext('award', name); _(name); print('Hi')")

    assert list(extraction.messages_in(tmp_path / "module.py")) == []


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=2), "قبل ثانيتين"),
        (timedelta(minutes=1), "قبل دقيقة"),
        (timedelta(hours=5), "قبل 5 ساعات"),
        (timedelta(days=8), "قبل أسبوع ويوم"),
        (timedelta(days=18), "قبل أسبوعين و4 أيام"),
    ],
)
def test_times_in_arabic_are_said_as_people_say_them(ago: timedelta, words: str) -> None:
    with translation.override("ar"):
        said = naturaltime(timezone.now() - ago)

    assert said.replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ at|date }}", "2 مارس 2026"),
        ("{{ at }}", "2 مارس 2026، 3:04 م"),
        ("{{ at|time }}", "3:04 م"),
        ('{{ at|date:"F Y" }}', "مارس 2026"),
        ('{{ at|date:"c" }}', "2026-03-02T15:04:00"),
        ('<progress max="{{ many }}" value="{{ half }}">', '<progress max="1234567" value="0.5">'),
    ],
)
def test_dates_are_in_arabic_and_what_machines_read_is_not(source: str, shown: str) -> None:
    values = {"at": datetime(2026, 3, 2, 15, 4), "many": 1234567, "half": 0.5}  # noqa: DTZ001

    with translation.override("ar"):
        assert Template(source).render(Context(values)) == shown
