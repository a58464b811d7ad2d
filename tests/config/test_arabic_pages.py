"""No page in Arabic has words that nobody has translated."""

from typing import Any

import pytest
from django.test import Client

from tests.config.test_access import ROWS, World, people, world  # noqa: F401
from tests.foreign_words import latin_words

ARABIC = {"accept-language": "ar"}
# Not pages, or not for learners.
OTHERS = {"admin", "api", "livez", "readyz", "favicon.ico", "mail_events"}
FILES = {"learning:video", "learning:captions", "learning:poster", "notifications:email_html"}
PAGES = [
    row
    for row in ROWS
    if "200" in row[2] and row[0].split(":")[0] not in OTHERS and row[0] not in FILES
]
FORMS = [row for row in ROWS if "422" in row[3] and row[0].split(":")[0] not in OTHERS]
NAMES = {"Ada", "Hidden", "Knot", "Knots", "Ropes", "Shy", "Slip"}
ROLES = ("anonymous", "outsider", "learner", "author")


@pytest.mark.parametrize("row", PAGES, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_page_in_arabic_has_no_words_that_are_not_translated(
    row: list[str],
    world: World,  # noqa: F811
    people: dict[str, Client],  # noqa: F811
) -> None:
    address = row[1].format(**world)

    answers = [people[role].get(address, headers=ARABIC) for role in ROLES]

    assert {words for answer in answers for words in untranslated(answer)} == set()


@pytest.mark.parametrize("row", FORMS, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_form_refused_in_arabic_has_no_words_that_are_not_translated(
    row: list[str],
    world: World,  # noqa: F811
    people: dict[str, Client],  # noqa: F811
) -> None:
    address = row[1].format(**world)

    answers = [people[role].post(address, headers=ARABIC) for role in ROLES]

    assert 422 in {answer.status_code for answer in answers}
    assert {words for answer in answers for words in untranslated(answer)} == set()


@pytest.mark.parametrize("address", ["/nowhere/", "/courses/?q=zebra", "/courses/?q=knot"])
def test_a_page_without_a_link_has_no_words_that_are_not_translated(
    address: str,
    world: World,  # noqa: F811
    people: dict[str, Client],  # noqa: F811
) -> None:
    answer = people["learner"].get(address, headers=ARABIC)

    assert untranslated(answer) == []


def untranslated(answer: Any) -> list[str]:
    """Return the English on a page that must be in Arabic; a redirect has none."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    assert answer.headers["Content-Language"] == "ar"
    return latin_words(answer.content.decode(), NAMES)
