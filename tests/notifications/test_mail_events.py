"""What mail providers report about addresses, and that each report counts once."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from notifications import events, suppression
from notifications.delivery import deliver
from notifications.models import Email, MailEvent, Suppression, Topic
from tests.notifications.reports import COMPLAINT, HARD_BOUNCE, configure, report
from tests.notifications.rows import make_email

pytestmark = pytest.mark.usefixtures("postmark")

BREVO = {"email": "ada@example.org", "message-id": "<1@x>", "ts_epoch": 1604933654000}


def suppressed() -> dict[str, str]:
    return dict(Suppression.objects.values_list("address", "reason"))


@pytest.mark.parametrize(
    ("event", "reason"),
    [(HARD_BOUNCE, "bounced"), (COMPLAINT, "complained")],
    ids=["bounce", "spam"],
)
def test_a_bounce_and_a_complaint_stop_notices_to_the_address(
    ada: User, reporter: Client, event: dict[str, object], reason: str
) -> None:
    assert report(reporter, event) == 200

    assert suppressed() == {"ada@example.org": reason}


def test_a_report_is_tied_to_its_mail_by_the_providers_id(ada: User, reporter: Client) -> None:
    email = make_email(ada)
    Email.objects.update(provider_id=HARD_BOUNCE["MessageID"])

    report(reporter, HARD_BOUNCE)

    [event] = MailEvent.objects.all()
    assert (event.email, event.kind, event.address) == (email, "bounced", "ada@example.org")


def test_a_report_about_an_unknown_mail_counts_all_the_same(ada: User, reporter: Client) -> None:
    assert report(reporter, HARD_BOUNCE) == 200

    assert MailEvent.objects.get().email is None
    assert suppressed() == {"ada@example.org": "bounced"}


def test_a_report_without_an_address_is_about_that_of_its_mail(ada: User, reporter: Client) -> None:
    make_email(ada)
    Email.objects.update(provider_id=HARD_BOUNCE["MessageID"])

    report(reporter, HARD_BOUNCE | {"Email": "nonsense"})

    assert suppressed() == {"ada@example.org": "bounced"}


def test_ten_times_the_same_report_counts_once(ada: User, reporter: Client) -> None:
    statuses = {report(reporter, HARD_BOUNCE) for _ in range(10)}

    assert statuses == {200}
    assert MailEvent.objects.count() == Suppression.objects.count() == 1


def test_a_replayed_report_does_not_undo_what_the_learner_did_since(
    ada: User, reporter: Client
) -> None:
    report(reporter, HARD_BOUNCE)
    suppression.lift(user=ada)

    report(reporter, HARD_BOUNCE)

    assert suppressed() == {}


def test_a_report_without_an_id_is_known_by_its_contents(
    reporter: Client, settings: Settings, db: None
) -> None:
    configure(settings, "brevo")
    path = "/mail/events/brevo/tracking/"
    first, second = ({**BREVO, "event": "spam", "ts_event": at} for at in (1, 2))

    for event in (first, first, second):
        assert report(reporter, event, path) == 200

    assert MailEvent.objects.count() == 2


@pytest.mark.parametrize(
    "event",
    [
        HARD_BOUNCE | {"Type": "SoftBounce"},
        HARD_BOUNCE | {"Type": "Transient"},
        HARD_BOUNCE | {"Type": "Blocked"},
        HARD_BOUNCE | {"Type": "AutoResponder"},
        HARD_BOUNCE | {"RecordType": "Delivery"},
        HARD_BOUNCE | {"RecordType": "Open"},
        HARD_BOUNCE | {"RecordType": "Click"},
        HARD_BOUNCE | {"RecordType": "SomethingNew"},
    ],
    ids=lambda event: f"{event['RecordType']} {event['Type']}",
)
@pytest.mark.django_db
def test_what_may_pass_is_not_even_kept(reporter: Client, event: dict[str, object]) -> None:
    assert report(reporter, event) == 200

    assert not MailEvent.objects.exists()
    assert suppressed() == {}


def mailjet(event: str, **fields: object) -> list[object]:
    return [{"event": event, "email": "ada@example.org", **fields}]


def resend(event: str, **bounce: str) -> dict[str, object]:
    more = {"bounce": bounce} if bounce else {}
    return {"type": event, "data": {"to": ["ada@example.org"], **more}}


def sparkpost(bounce_class: str) -> list[object]:
    event = {"type": "bounce", "bounce_class": bounce_class, "raw_rcpt_to": "ada@example.org"}
    return [{"msys": {"message_event": event}}]


@pytest.mark.parametrize(
    ("esp", "event", "reason"),
    [
        ("brevo", BREVO | {"event": "hard_bounce"}, "bounced"),
        ("brevo", BREVO | {"event": "invalid_email"}, "bounced"),
        ("brevo", BREVO | {"event": "soft_bounce"}, None),
        ("mailjet", mailjet("bounce", hard_bounce=True, error="user unknown"), "bounced"),
        ("mailjet", mailjet("bounce", hard_bounce=False, error="quota exceeded"), None),
        ("mailjet", mailjet("spam"), "complained"),
        ("resend", resend("email.complained"), "complained"),
        ("resend", resend("email.bounced", message="… a hard bounce message, …"), "bounced"),
        ("resend", resend("email.bounced", message="a bounce message", type="Transient"), None),
        ("resend", resend("email.delivery_delayed"), None),
        ("sparkpost", sparkpost("10"), "bounced"),
        ("sparkpost", sparkpost("22"), None),
    ],
)
def test_every_provider_is_understood(
    esp: str, event: object, reason: str | None, ada: User, reporter: Client, settings: Settings
) -> None:
    configure(settings, esp)

    assert report(reporter, event, f"/mail/events/{esp}/tracking/") == 200

    assert suppressed() == ({"ada@example.org": reason} if reason else {})


def test_who_unsubscribes_at_the_provider_gets_no_notices_by_mail(
    ada: User, grace: User, reporter: Client
) -> None:
    event = {
        "RecordType": "SubscriptionChange",
        "Recipient": "ada@example.org",
        "SuppressSending": True,
        "SuppressionReason": "ManualSuppression",
    }

    assert report(reporter, event) == 200

    assert set(ada.preferences.values_list("topic", "email")) == {
        (Topic.ACHIEVEMENTS, "never"),
        (Topic.REPLIES, "never"),
    }
    assert not grace.preferences.exists()
    assert suppressed() == {}


def test_a_sent_mail_remembers_what_the_provider_calls_it(ada: User, settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.test.EmailBackend"}}
    email = make_email(ada)

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.provider_id) == (Email.State.SENT, "0")


def test_a_mail_whose_id_is_lost_counts_as_sent(
    ada: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def filter(self, **kwargs: Any) -> None:
            raise DatabaseError("the database is away")

    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.test.EmailBackend"}}
    monkeypatch.setattr(events, "Email", type("Email", (), {"objects": Away()}))
    email = make_email(ada)

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.provider_id) == (Email.State.SENT, "")
