"""What others show of Laurel: a link with a card, an icon on a phone or in a tab."""

import re
import struct
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from learning.models import Course

IMAGES = Path(settings.BASE_DIR) / "static" / "img"
META = re.compile(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)"')


def size_of(name: str) -> tuple[int, int]:
    """Return width and height of a PNG, which stand in its header."""
    header = (IMAGES / name).read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", header[16:24])
    return width, height


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def test_a_link_to_a_course_has_a_card(course: Course, client: Client) -> None:
    course.title, course.summary = 'Knots & "bends"', "Rope, hands, patience."
    course.save()

    page = client.get(course.get_absolute_url()).content.decode()

    found = {name: unescape(content) for name, content in META.findall(page)}
    assert found["og:title"] == 'Knots & "bends" · Laurel'
    assert found["og:description"] == found["description"] == "Rope, hands, patience."
    assert found["og:url"] == f"http://localhost{course.get_absolute_url()}"
    assert re.fullmatch(r"http://localhost/static/img/social.*\.png", found["og:image"])
    assert found["twitter:card"] == "summary_large_image"
    assert "<title>Knots &amp; &quot;bends&quot; · Laurel</title>" in page


def test_the_card_has_the_size_that_it_tells() -> None:
    assert size_of("social.png") == (1200, 630)
    assert (IMAGES / "social.png").stat().st_size < 150_000


@pytest.mark.django_db
def test_every_page_names_its_icons(client: Client) -> None:
    page = client.get("/").content.decode()

    for name in ("favicon.png", "favicon.svg", "touch-icon.png"):
        assert f'href="/static/img/{name}"' in page
    assert '<link rel="manifest" href="/site.webmanifest">' in page
    assert size_of("favicon.png") == (32, 32)
    assert size_of("touch-icon.png") == (180, 180)


@pytest.mark.django_db
def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    answer = client.get("/site.webmanifest")

    manifest = answer.json()
    icons = {
        (icon["src"].rpartition("/")[2], icon["sizes"], icon["purpose"])
        for icon in manifest["icons"]
    }
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert manifest["name"] == "Laurel"
    assert ("icon-512.png", "512x512", "maskable") in icons
    for name, sizes, _ in icons - {("favicon.svg", "any", "any")}:
        assert "{}x{}".format(*size_of(name)) == sizes


@pytest.mark.django_db
def test_browsers_that_ask_for_the_old_icon_are_sent_to_the_new_one(client: Client) -> None:
    answer = client.get("/favicon.ico")

    assert answer.headers["Location"] == "/static/img/favicon.png"
