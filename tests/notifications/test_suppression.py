"""To an address from which mail came back, or that complained, no notices are mailed."""

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from accounts.models import User
from notifications.delivery import deliver
from notifications.models import Email, Suppression, Topic
from tests.conftest import NOON, SignIn
from tests.notifications.rows import make_email, page

type Outbox = list[EmailMultiAlternatives]

PAGES = [reverse("notifications:emails"), reverse("notifications:preferences")]
REMOVAL = reverse("notifications:suppression_removal")
BOUNCED, COMPLAINED = Email.Obstacle.BOUNCED, Email.Obstacle.COMPLAINED


def suppress(address: str, reason: Email.Obstacle = BOUNCED) -> None:
    Suppression.objects.create(address=address, reason=reason, since=NOON)


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("topic", [Topic.ACHIEVEMENTS, Topic.REPLIES, Topic.DIGEST])
@pytest.mark.parametrize("reason", [BOUNCED, COMPLAINED])
def test_notices_are_not_mailed_to_it_and_the_mail_says_why(
    ada: User, mailoutbox: Outbox, topic: Topic, reason: Email.Obstacle
) -> None:
    suppress("ada@example.org", reason)
    email = make_email(ada, topic=topic, to_address="Ada@Example.org")

    deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.suppressed_by) == (Email.State.SUPPRESSED, reason)
    assert mailoutbox == []


@pytest.mark.usefixtures("provider")
def test_a_mail_about_the_account_is_tried_all_the_same(ada: User, mailoutbox: Outbox) -> None:
    suppress("ada@example.org")

    deliver(make_email(ada, topic=Topic.ACCOUNT).pk)

    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("provider")
def test_other_addresses_are_not_concerned(ada: User, mailoutbox: Outbox) -> None:
    suppress("grace@example.org")

    deliver(make_email(ada).pk)

    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("provider")
def test_an_unverified_address_is_told_as_such(ada: User) -> None:
    EmailAddress.objects.update(verified=False)
    email = make_email(ada)

    deliver(email.pk)

    email.refresh_from_db()
    assert email.suppressed_by == Email.Obstacle.UNVERIFIED


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (BOUNCED, "Mail to ada@example.org came back on"),
        (COMPLAINED, "A mail to ada@example.org was reported as spam on"),
    ],
)
def test_the_learner_sees_why_no_mails_come(
    ada: User, sign_in: SignIn, path: str, reason: Email.Obstacle, words: str
) -> None:
    suppress("ada@example.org", reason)

    shown = page(sign_in(ada).get(path))

    assert words in shown
    assert "Send mails to this address again" in shown


@pytest.mark.parametrize("path", PAGES)
def test_others_see_nothing_of_it(grace: User, sign_in: SignIn, path: str) -> None:
    suppress("ada@example.org")

    shown = page(sign_in(grace).get(path))

    assert "ada@example.org" not in shown
    assert "Send mails to this address again" not in shown


@pytest.mark.parametrize("obstacle", Email.Obstacle)
def test_a_suppressed_mail_tells_its_reason_in_the_list_and_on_its_page(
    ada: User, sign_in: SignIn, obstacle: Email.Obstacle
) -> None:
    email = make_email(ada)
    Email.objects.update(state=Email.State.SUPPRESSED, suppressed_by=obstacle)
    client = sign_in(ada)

    for path in (PAGES[0], reverse("notifications:email", args=[email.pk])):
        assert str(obstacle.label) in page(client.get(path))


@pytest.mark.usefixtures("provider")
def test_the_learner_can_have_mails_sent_again(
    ada: User, sign_in: SignIn, mailoutbox: Outbox
) -> None:
    suppress("ada@example.org")

    response = sign_in(ada).post(REMOVAL, {"next": PAGES[1]})

    assert (response.status_code, response["Location"]) == (303, PAGES[1])
    deliver(make_email(ada).pk)
    assert len(mailoutbox) == 1


def test_nobody_lifts_the_suppression_of_another_address(
    ada: User, grace: User, sign_in: SignIn
) -> None:
    suppress("ada@example.org")

    sign_in(grace).post(REMOVAL, {"address": "ada@example.org", "email": "ada@example.org"})

    assert Suppression.objects.filter(address="ada@example.org").exists()


def test_lifting_twice_is_no_error(ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    suppress("ada@example.org")
    client.post(REMOVAL)

    response = client.post(REMOVAL)

    assert response.status_code == 303
    assert not Suppression.objects.exists()


def test_staff_may_lift_it_by_deleting_it(admin: User, sign_in: SignIn) -> None:
    suppress("ada@example.org")
    [suppression] = Suppression.objects.all()
    path = reverse("admin:notifications_suppression_delete", args=[suppression.pk])

    sign_in(admin).post(path, {"post": "yes"})

    assert not Suppression.objects.exists()
