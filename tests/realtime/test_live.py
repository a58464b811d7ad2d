"""The line for real: daphne as a process, HTTP on one side, sockets on the other."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from accounts.models import User
from learning.actions import enrol
from realtime.consumers import MAX_FRAMES, RING, SESSION_ENDED, TOO_MANY
from tests import processes
from tests.conftest import NOON, make_course, make_person
from tests.processes import Portal, Server

CSRF = "x" * 32


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with processes.portal(tmp_path_factory.mktemp("portal")) as portal:
        portal.call(make_learners, "ada", "grace")
        yield portal


class Sessions(NamedTuple):
    """Two of Ada's and one of Grace's."""

    ada: str
    ada_elsewhere: str
    grace: str


@pytest.fixture(scope="module")
def sessions(portal: Portal) -> Sessions:
    return Sessions(*portal.call(sign_in, "ada", "ada", "grace"))


@pytest.fixture(scope="module")
def server(portal: Portal) -> Server:
    return portal.start_server()


def make_learners(*usernames: str) -> None:
    """Make learners, each enrolled in a course of their own."""
    for username in usernames:
        learner = make_person(username)
        course = make_course(learner, 1, slug=username)
        enrol(learner=learner, course=course, at=NOON)


def sign_in(*usernames: str) -> list[str]:
    """Return a new session of each."""
    clients = [Client() for _ in usernames]
    for client, username in zip(clients, usernames, strict=True):
        client.force_login(User.objects.get(username=username))
    return [client.cookies[settings.SESSION_COOKIE_NAME].value for client in clients]


class Answer(NamedTuple):
    """What the server says over HTTP."""

    status: int
    body: bytes


def request(server: Server, method: str, path: str, session: str = "") -> Answer:
    connection = http.client.HTTPConnection(server.host, timeout=10)
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request(method, path, urlencode({"csrfmiddlewaretoken": CSRF}), headers)
    response = connection.getresponse()
    answer = Answer(response.status, response.read())
    connection.close()
    return answer


def socket(
    server: Server, session: str = "", path: str = "/ws/inbox/", origin: str = ""
) -> ClientConnection:
    return connect(
        f"ws://{server.host}{path}",
        origin=Origin(origin or f"http://{server.host}"),
        additional_headers={"Cookie": f"sessionid={session}"},
        proxy=None,
    )


@contextmanager
def open_page(server: Server, session: str) -> Iterator[ClientConnection]:
    """Yield a socket that has had its first ring."""
    with socket(server, session) as page:
        assert page.recv(timeout=10) == RING
        yield page


def close_code(page: ClientConnection, seconds: float = 10) -> int:
    """Return the code with which the server closes, in time and without another ring."""
    with pytest.raises(ConnectionClosedError) as closed:
        page.recv(timeout=seconds)
    assert closed.value.rcvd is not None
    return int(closed.value.rcvd.code)


def flood(page: ClientConnection) -> None:
    with suppress(ConnectionClosedError):
        for _ in range(50 * MAX_FRAMES):
            page.send("{not json")


def test_completing_a_lesson_rings_on_the_open_page_and_on_no_other(
    server: Server, sessions: Sessions
) -> None:
    lesson = "/courses/ada/lessons/knot-1/completion/"
    with open_page(server, sessions.ada) as page, open_page(server, sessions.grace) as outsider:
        answer = request(server, "POST", lesson, sessions.ada)

        assert answer.status == 303, answer.body
        assert page.recv(timeout=10) == RING
        with pytest.raises(TimeoutError):
            outsider.recv(timeout=0.3)
        toasts = request(server, "GET", "/notifications/unseen/", sessions.ada)
        assert b"First Lesson Watched" in toasts.body


def test_signing_out_closes_the_socket_within_two_seconds(
    server: Server, sessions: Sessions
) -> None:
    here, there = sessions.ada_elsewhere, sessions.ada
    with open_page(server, here) as page, open_page(server, there) as elsewhere:
        answer = request(server, "POST", "/accounts/logout/", here)

        assert close_code(page, seconds=2) == SESSION_ENDED, answer.status
        with pytest.raises(TimeoutError):
            elsewhere.recv(timeout=0.3)


def test_a_stranger_is_closed_for_good(server: Server) -> None:
    with socket(server) as page:
        assert close_code(page) == SESSION_ENDED


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("/ws/unknown/", ""),
        ("/", ""),
        ("/ws/inbox/", "http://evil.example"),
        ("/ws/inbox/", "http://127.0.0.1:1"),
        ("/ws/inbox/", "null"),
    ],
)
def test_other_paths_and_pages_of_others_are_refused(
    server: Server, sessions: Sessions, path: str, origin: str
) -> None:
    with (
        pytest.raises(InvalidStatus) as refused,
        socket(server, sessions.ada, path, origin),
    ):
        pass

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["/ws/inbox/", "/ws/unknown/"])
def test_a_plain_request_to_the_line_is_no_page(server: Server, path: str) -> None:
    assert request(server, "GET", path).status in {404, 426}


def test_a_flood_closes_its_own_socket_and_harms_no_other(
    server: Server, sessions: Sessions
) -> None:
    with open_page(server, sessions.ada) as page, open_page(server, sessions.grace) as outsider:
        flood(page)

        assert close_code(page) == TOO_MANY
        assert outsider.ping().wait(10)
        assert server.is_answering()
        assert "Traceback" not in server.text()
