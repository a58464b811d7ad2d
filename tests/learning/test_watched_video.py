"""A video completes its lesson once nine tenths of it were truly watched."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from learning.models import Completion, Lesson, VideoPosition
from tests.conftest import NOON, SignIn

VIDEO = "/courses/knots/lessons/knot-2/"
RULE = "Completes at 90 % watched, or press the button."

type Report = Callable[..., int]


class Clock:
    """The clock that the doors read."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that is set by hand, at ``NOON``."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def client(video: Lesson, ada: User, sign_in: SignIn) -> Client:
    """Ada's browser."""
    return sign_in(ada)


@pytest.fixture
def report(client: Client, clock: Clock) -> Report:
    """Return a function that waits, reports from Ada's player and returns the status."""

    def send(played: str, *, after: float = 0, seconds: int = 0) -> int:
        clock.now += timedelta(seconds=after)
        fields = {"seconds": str(seconds), "played": played}
        return client.post(f"{VIDEO}position/", fields).status_code

    return send


def watched() -> list[list[int]]:
    stretches: list[list[int]] = VideoPosition.objects.get().watched
    return stretches


def is_completed() -> bool:
    return Completion.objects.exists()


def test_who_watches_at_the_highest_speed_completes_the_lesson(report: Report) -> None:
    statuses = [report(f"0-{10 * n}", after=5) for n in range(1, 10)]

    assert statuses == [204] * 8 + [201]
    assert watched() == [[0, 90]]
    assert Completion.objects.get().completed_at == NOON + timedelta(seconds=45)


def test_less_than_nine_tenths_complete_nothing(report: Report) -> None:
    report("0-10")

    status = report("0-89.4", after=100)

    assert status == 204
    assert not is_completed()


def test_seeking_to_the_end_does_not_complete(report: Report) -> None:
    report("0-1")

    status = report("0-1 99-100", after=1_000, seconds=100)

    assert status == 204
    assert not is_completed()


def test_watching_one_part_again_and_again_does_not_complete(report: Report) -> None:
    for _ in range(20):
        report("0-20", after=30)

    assert watched() == [[0, 20]]
    assert not is_completed()


def test_nobody_watches_faster_than_the_player_plays(report: Report) -> None:
    report("")

    status = report("0-100", after=20)

    assert status == 204
    assert watched() == [[0, 55]]


def test_many_reports_at_once_count_no_more_than_one(report: Report) -> None:
    for _ in range(50):
        report("0-100")

    assert watched() == [[0, 15]]


def test_what_came_too_fast_counts_when_the_time_has_passed(report: Report) -> None:
    report("0-100")

    status = report("0-100", after=60)

    assert status == 201
    assert is_completed()


def test_reports_that_were_lost_are_made_good_by_the_next(report: Report) -> None:
    report("0-10")

    report("0-10 20-60", after=60)

    assert watched() == [[0, 10], [20, 60]]


def test_parts_watched_on_other_days_add_up(report: Report) -> None:
    report("0-15")
    report("0-50", after=50)

    status = report("50-100", after=86_400)

    assert status == 201
    assert watched() == [[0, 100]]


def test_it_completes_once(report: Report) -> None:
    report("")

    statuses = [report("0-100", after=60), report("0-100", after=60)]

    assert statuses == [201, 204]
    assert Completion.objects.count() == 1


def test_what_was_completed_by_the_button_keeps_its_time(report: Report, client: Client) -> None:
    client.post(f"{VIDEO}completion/")
    report("")

    report("0-100", after=60)

    assert Completion.objects.get().completed_at == NOON


def test_what_was_taken_back_stays_so_until_the_button_is_pressed(
    report: Report, client: Client
) -> None:
    report("")
    report("0-100", after=60)
    client.post(f"{VIDEO}completion/removal/")

    status = report("0-100", after=60)

    assert status == 204
    assert not is_completed()
    assert "it counts again when you press the button" in client.get(VIDEO).content.decode()
    client.post(f"{VIDEO}completion/")
    assert is_completed()


def test_the_rule_stands_beside_the_button(client: Client) -> None:
    assert RULE in client.get(VIDEO).content.decode()


def test_an_article_has_another_rule(client: Client) -> None:
    page = client.get("/courses/knots/lessons/knot-1/").content.decode()

    assert RULE not in page
    assert "The lesson counts when you press the button." in page


@pytest.mark.parametrize(
    "played", ["0", "a-b", "0-", "-1-5", "0-1,2-3", "0-1  2-3", "0-1e9", "٠-٩", "0-1 " * 600]
)
def test_what_are_no_stretches_is_refused(played: str, report: Report) -> None:
    assert report(played) == 422
    assert not VideoPosition.objects.exists()


def test_stretches_beyond_the_video_count_for_nothing(report: Report) -> None:
    report("")

    report("95-999999 999999-5 50-40", after=60)

    assert watched() == [[95, 100]]


def test_an_article_is_not_completed_by_a_report(client: Client) -> None:
    lesson = "/courses/knots/lessons/knot-1/"

    client.post(f"{lesson}position/", {"seconds": "0", "played": "0-100"})

    assert not is_completed()


def test_where_one_stopped_is_offered_to_the_second(report: Report, client: Client) -> None:
    report("0-15", seconds=75)

    page = client.get(VIDEO).content.decode()

    assert "Continue from 1:15" in page
    assert "/video/#t=75" in page
