"""The worker as it runs in production: real processes, a real queue, real SMTP."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.actions import complete_lesson, enrol
from learning.models import Lesson
from notifications.delivery import sweep_outbox
from notifications.models import Email
from tests import processes
from tests.conftest import make_course, make_person
from tests.processes import Portal, wait_until
from tests.sinks import Sink, Stall


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def migrated(sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    mail = {"MAIL_PROVIDER": "smtp", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(sink.port)}
    with processes.portal(tmp_path_factory.mktemp("portal"), **mail) as portal:
        yield portal


@pytest.fixture
def portal(migrated: Portal) -> Iterator[Portal]:
    yield migrated
    migrated.kill_all()


def complete_first_lesson(*usernames: str) -> list[str]:
    """Let new learners complete a lesson a minute ago; return the Message-IDs of their mails."""
    at = timezone.now() - timedelta(minutes=1)
    for username in usernames:
        learner = make_person(username)
        course = make_course(learner, 1, slug=username)
        enrol(learner=learner, course=course, at=at)
        complete_lesson(learner=learner, lesson=Lesson.objects.get(course=course), at=at)
    mails = Email.objects.filter(recipient__username__in=usernames)
    return list(mails.order_by("pk").values_list("message_id", flat=True))


def states(*usernames: str) -> list[str]:
    """Return the states of their mails."""
    mails = Email.objects.filter(recipient__username__in=usernames)
    return list(mails.order_by("pk").values_list("state", flat=True))


def let_leases_end(*usernames: str) -> list[str]:
    """Let leases run out and the clock sweep the outbox; return the states of before."""
    before = states(*usernames)
    past = timezone.now() - timedelta(seconds=1)
    Email.objects.filter(state=Email.State.LEASED).update(leased_until=past)
    sweep_outbox()
    return before


def test_completing_a_lesson_mails_the_award(portal: Portal, sink: Sink) -> None:
    worker = portal.start_worker()

    message_ids = portal.call(complete_first_lesson, "ada")

    wait_until(lambda: sink.sent_to("ada@example.org"), what=worker.text())
    wait_until(lambda: portal.call(states, "ada") == ["sent"], what=worker.text())
    assert sink.message_ids(message_ids) == Counter(message_ids)
    message = sink.sent_to("ada@example.org")[0]
    assert message["Subject"] == "First Lesson Watched"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Well done, Ada." in text.get_content()
    assert "Well done, Ada." in html.get_content()


def test_sigterm_ends_all_its_processes(portal: Portal) -> None:
    worker = portal.start_worker()

    code = worker.terminate()

    assert code == 0, worker.text()
    wait_until(lambda: worker.group() == [])
    assert "Traceback" not in worker.text()


@pytest.mark.parametrize(("stall", "count"), [(Stall.BEFORE_TAKING, 1), (Stall.AFTER_TAKING, 2)])
def test_what_a_killed_worker_left_is_delivered_by_another(
    portal: Portal, sink: Sink, stall: Stall, count: int
) -> None:
    names = [f"{name}-{count}" for name in ("grace", "linus", "margaret")]
    wanted = Counter(portal.call(complete_first_lesson, *names))
    sink.stall_at(stall)
    worker = portal.start_worker()
    assert sink.is_stalled.wait(processes.PATIENCE), worker.text()

    worker.kill()

    wanted[sink.stalled_message_id] = count
    sink.stall_at(None)
    assert sorted(portal.call(let_leases_end, *names)) == ["leased", "pending", "pending"]
    portal.start_worker()
    wait_until(lambda: sink.message_ids(wanted).total() == wanted.total())
    wait_until(lambda: portal.call(states, *names) == ["sent"] * 3)
    assert sink.message_ids(wanted) == wanted
