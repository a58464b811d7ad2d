"""The door for the reports of mail providers: who may enter, and what cannot be read."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from notifications import events
from notifications.models import MailEvent
from tests.notifications.reports import HARD_BOUNCE, POSTMARK, SECRET, report

pytestmark = pytest.mark.usefixtures("postmark")


@pytest.mark.parametrize("secret", ["", "laurel:", "laurel:wrong", ":hush", "laurel:hush:", "lä:ß"])
@pytest.mark.django_db
def test_a_wrong_name_or_password_is_refused(reporter: Client, secret: str) -> None:
    assert report(reporter, HARD_BOUNCE, secret=secret) == 403

    assert not MailEvent.objects.exists()


@pytest.mark.parametrize(
    "value", ["", "Basic", "Basic %%%", "Basic /w==", "Bearer x", "Basic a b c"]
)
@pytest.mark.django_db
def test_no_name_and_password_at_all_are_refused(reporter: Client, value: str) -> None:
    assert report(reporter, HARD_BOUNCE, authorization=value) == 403

    assert not MailEvent.objects.exists()


@pytest.mark.parametrize(
    ("esp", "secret", "path"),
    [
        ("postmark", "", POSTMARK),
        ("smtp", SECRET, "/mail/events/smtp/tracking/"),
        ("", SECRET, POSTMARK),
        ("resend", SECRET, POSTMARK),
        ("postmark", SECRET, "/mail/events/postmark/inbound/"),
    ],
    ids=["no secret", "smtp", "no provider", "another provider", "inbound"],
)
def test_where_no_reports_are_expected_there_is_nothing(
    esp: str, secret: str, path: str, reporter: Client, settings: Settings, db: None
) -> None:
    settings.MAIL_PROVIDER, settings.ANYMAIL = esp, {"WEBHOOK_SECRET": secret}

    assert report(reporter, HARD_BOUNCE, path) == 404

    assert not MailEvent.objects.exists()


def test_a_report_of_5_mb_is_refused(reporter: Client, db: None) -> None:
    assert report(reporter, b"[" + b" " * 5_000_000 + b"]") == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"3",
        b'"x"',
        b"\xff\xfe",
        b'{"RecordType": ["Bounce"]}',
        b'{"RecordType": "Inbound"}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Metadata": 3}',
        b"[" * 100_000,
    ],
    ids=lambda body: body[:40].decode(errors="replace"),
)
@pytest.mark.django_db
def test_what_cannot_be_read_is_a_bad_request(reporter: Client, body: bytes) -> None:
    assert report(reporter, body) == 400

    assert not MailEvent.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "\ud800", "x" * 100_000, "a\r\nb", {}, [], 7, None])
@pytest.mark.parametrize("field", ["ID", "MessageID", "Email", "Metadata"])
@pytest.mark.django_db
def test_odd_values_never_break_it(reporter: Client, field: str, text: object) -> None:
    assert report(reporter, HARD_BOUNCE | {field: text}) in {200, 400}


def test_while_the_database_is_away_the_provider_is_asked_to_come_again(
    reporter: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def fail(**kwargs: Any) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(events, "record_event", fail)

    with pytest.raises(OperationalError):
        report(reporter, HARD_BOUNCE)


@pytest.mark.parametrize(
    ("name", "value"), [("MAIL_WEBHOOK_SECRET", "hush"), ("MAIL_DAILY_CAP", "0")]
)
def test_a_bad_setting_stops_the_start_without_telling_a_secret(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=f"^{name} ") as caught:
        runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))

    assert "hush" not in str(caught.value)
