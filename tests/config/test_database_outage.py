"""While the database is away, every door says so and when to come back, without asking it again."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from unittest.mock import Mock, patch

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.db.transaction import TransactionManagementError
from django.test import Client

from accounts.models import User
from config.outages import WithoutTrace
from learning.models import Lesson
from tests.conftest import SignIn

SECRET = "connection to server at db.internal failed"
HTMX = {"HX-Request": "true"}

type TakeAway = Callable[[Exception], Mock]


@pytest.fixture
def take_away(db: None) -> Iterator[TakeAway]:
    """Return a function that lets the database fail from now on, and count how often."""
    with ExitStack() as stack:

        def fail_with(error: Exception) -> Mock:
            fail = patch.object(connection, "cursor", side_effect=error)
            return stack.enter_context(fail)

        yield fail_with


@pytest.fixture
def client_of_ada(ada: User, sign_in: SignIn) -> Client:
    client = sign_in(ada)
    client.raise_request_exception = False
    return client


def away() -> OperationalError:
    return OperationalError(SECRET)


def chained() -> TransactionManagementError:
    error = TransactionManagementError("the transaction is broken")
    error.__cause__ = away()
    return error


@pytest.mark.parametrize(
    "path", ["/", "/courses/", "/achievements/", "/accounts/login/", "/admin/"]
)
def test_a_page_says_what_to_do_and_when(
    path: str, client_of_ada: Client, take_away: TakeAway
) -> None:
    take_away(away())

    response = client_of_ada.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"
    assert "Laurel cannot reach its database just now." in response.content.decode()
    assert "internal" not in response.content.decode()


@pytest.mark.parametrize("error", [away(), InterfaceError("the connection is closed"), chained()])
def test_every_way_of_being_away_counts(
    error: Exception, client_of_ada: Client, take_away: TakeAway
) -> None:
    take_away(error)

    assert client_of_ada.get("/courses/").status_code == 503


def test_a_fault_of_ours_is_still_a_fault(client_of_ada: Client, take_away: TakeAway) -> None:
    take_away(ProgrammingError("no such column"))

    response = client_of_ada.get("/courses/")

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_a_fragment_gets_a_line(lesson: Lesson, client_of_ada: Client, take_away: TakeAway) -> None:
    take_away(away())

    response = client_of_ada.post(f"{lesson.get_absolute_url()}completion/", headers=HTMX)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"] == "text/plain"
    assert response.content == (
        b"The database cannot be reached at the moment. Try again in a few seconds."
    )


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}])
def test_the_api_answers_in_json(headers: dict[str, str], ada: User, take_away: TakeAway) -> None:
    client = Client(raise_request_exception=False, headers=headers)
    take_away(away())

    response = client.get(f"/api/users/{ada.pk}/achievements")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert list(response.json()) == ["detail"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_database_is_asked_once(
    headers: dict[str, str], client_of_ada: Client, take_away: TakeAway
) -> None:
    cursor = take_away(away())

    client_of_ada.get("/courses/", headers=headers)

    assert cursor.call_count == 1


@pytest.mark.parametrize(
    ("error", "has_trace"), [(away(), False), (chained(), False), (ValueError("a fault"), True)]
)
def test_an_outage_is_logged_in_one_line(error: Exception, has_trace: bool) -> None:
    trace = (type(error), error, None)
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "%s: %s", ("Unavailable", "/"), trace
    )

    assert WithoutTrace().filter(record)

    line = logging.Formatter().format(record)
    assert line.startswith("Unavailable: /")
    assert str(error) in line
    assert ("\n" in line) == has_trace


def test_a_refused_page_is_one_line_of_the_log(
    client_of_ada: Client, take_away: TakeAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(away())
    console = next(each for each in logging.getLogger("django").handlers if each.name == "console")
    monkeypatch.setattr(console, "stream", written := StringIO())

    client_of_ada.get("/courses/")

    line = f"ERROR django.request: Service Unavailable: /courses/ ({SECRET})\n"
    assert written.getvalue() == line
