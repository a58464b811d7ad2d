"""Every mail reads well in text, in light and in dark, without a picture from elsewhere."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications.actions import keep_for_digest, notify
from notifications.digest import send_digest
from notifications.letters import Block, blocks_of
from notifications.models import Email
from tests.conftest import NOON
from tests.notifications.rows import REPLY, UNLOCK

ITEMS = [{"title": "Master badge", "art": "badge-master"}, {"title": "50 Lessons Watched"}]
BADGE = replace(UNLOCK, title="Master badge unlocked", art="badge-master", items=ITEMS)
KINDS = ["unlock", "badge", "reply", "digest", "sign-up", "address", "reset", "stranger"]
ACCOUNT_KINDS = KINDS[4:]
ADDRESS = re.compile(r"https?://\S+")
WIDEST = 600


class Mail(HTMLParser):
    """What the HTML part of a mail is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] not in {"style", "title"}:
            self.words.append(data)

    def values(self, tag: str, name: str) -> list[str]:
        """Return an attribute of all elements of the kind."""
        return [attrs[name] for found, attrs in self.tags if found == tag and name in attrs]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of a mail."""
    return str(request.param)


@pytest.fixture
def email(kind: str, ada: User, client: Client) -> Email:
    """A mail of the kind, as the portal writes it."""
    write(kind, ada, client)
    return Email.objects.get()


def write(kind: str, ada: User, client: Client) -> None:
    if kind in {"unlock", "badge", "reply"}:
        notice = {"unlock": UNLOCK, "badge": BADGE, "reply": REPLY}[kind]
        notify(recipient=ada, notice=notice, at=NOON)
    elif kind == "digest":
        for notice in (UNLOCK, REPLY):
            keep_for_digest(recipient=ada, notice=notice, at=NOON)
        send_digest(user_id=ada.pk, at=NOON + timedelta(days=1))
    elif kind == "sign-up":
        form = {"username": "mary", "email": "mary@example.org", "password1": "correct horse 9"}
        client.post(reverse("account_signup"), form)
    elif kind == "address":
        client.force_login(ada)
        client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    else:
        address = ada.email if kind == "reset" else "nobody@example.org"
        client.post(reverse("account_reset_password"), {"email": address})


def test_the_text_part_has_every_link_alone_on_its_line(email: Email) -> None:
    links = set(Mail(email.html).values("a", "href")) - {"http://127.0.0.1:8000/"}

    assert links
    assert links <= set(email.text.splitlines())


def test_the_html_part_has_every_link_of_the_text(email: Email) -> None:
    assert set(ADDRESS.findall(email.text)) <= set(Mail(email.html).values("a", "href"))


def test_the_lines_of_the_text_are_short(email: Email) -> None:
    lines = [line for line in email.text.splitlines() if not ADDRESS.search(line)]

    assert max(map(len, lines)) <= 76
    assert "\n\n\n" not in email.text
    assert email.text == f"{email.text.strip()}\n"


def test_a_mail_says_why_it_came(email: Email) -> None:
    said = email.text.split("\n--\n")[1].split("\n\n")[0]

    assert said.startswith("You get this mail because")
    assert " ".join(said.split()) in " ".join(" ".join(Mail(email.html).words).split())


def test_a_mail_fetches_nothing_and_is_narrow(email: Email) -> None:
    mail = Mail(email.html)

    assert not {"img", "link", "script", "iframe", "svg"} & {tag for tag, _ in mail.tags}
    assert "url(" not in email.html
    widths = [width for tag in ("table", "td") for width in mail.values(tag, "width")]
    assert all(width == "100%" or int(width) <= WIDEST for width in widths)
    pixels = [int(found) for found in re.findall(r"[^-]width:(\d+)px", email.html)]
    assert all(width <= WIDEST for width in pixels)
    assert "max-width:560px" in email.html


def test_a_mail_is_made_for_the_dark_too(email: Email) -> None:
    mail = Mail(email.html)

    assert {"name": "color-scheme", "content": "light dark"} in [
        attrs for tag, attrs in mail.tags if tag == "meta"
    ]
    [dark] = re.findall(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n    \}", email.html, re.S)
    coloured = [attrs for _, attrs in mail.tags if "background:#" in attrs.get("style", "")]
    assert coloured
    for attrs in coloured:
        assert any(f".{name} {{" in dark for name in attrs["class"].split())


def test_a_mail_begins_with_a_preheader_that_is_not_its_title(email: Email) -> None:
    words = [word.strip() for word in Mail(email.html).words]
    first = next(word for word in words if word)

    assert 'style="display:none' in email.html
    assert len(first.split("\u2007")[0]) > 10
    assert not first.startswith(email.subject)


def test_a_mail_names_its_language_and_direction(email: Email) -> None:
    assert '<html lang="en" dir="ltr">' in email.html


@pytest.mark.parametrize("kind", ACCOUNT_KINDS, indirect=True)
def test_a_mail_about_the_account_speaks_as_the_others_do(email: Email) -> None:
    assert email.topic == "account"
    assert email.text.startswith("Hello")
    assert "do nothing" in email.text
    assert email.subject in Mail(email.html).words
    assert "Stop these mails" not in email.html


@pytest.mark.parametrize("kind", ["stranger"], indirect=True)
def test_a_stranger_is_told_which_address_is_meant(email: Email) -> None:
    assert "nobody@example.org" in email.text


@pytest.mark.parametrize("kind", ["badge"], indirect=True)
def test_several_awards_are_one_mail_with_the_badge_on_top(email: Email) -> None:
    for part in (email.text, " ".join(Mail(email.html).words)):
        assert part.index("Master badge unlocked") < part.index("50 Lessons Watched")
    assert "★" in email.html


def test_the_name_of_an_account_stays_text(client: Client, db: None) -> None:
    write("sign-up", User(), client)
    User.objects.update(display_name="<b>Mary</b>")

    client.post(reverse("account_reset_password"), {"email": "mary@example.org"})

    email = Email.objects.latest("pk")
    assert "Hello <b>Mary</b>," in email.text
    assert "Hello &lt;b&gt;Mary&lt;/b&gt;," in email.html


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Hello,\n\nall is\nwell.", [Block("Hello,"), Block("all is well.")]),
        ("Go on:\nhttps://a.example/x", [Block("Go on", "https://a.example/x")]),
        ("https://a.example/x", [Block("", "https://a.example/x")]),
        ("See https://a.example/x now", [Block("See https://a.example/x now")]),
        ("\n\nA\n \nB\n", [Block("A"), Block("B")]),
    ],
)
def test_a_text_becomes_paragraphs_and_buttons(text: str, blocks: list[Block]) -> None:
    assert blocks_of(text) == blocks
