"""The line for real: daphne as a process, HTTP on one side, sockets on the other."""

import http.client
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection, connect

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
        origin=origin or f"http://{server.host}",  # type: ignore[arg-type]
        additional_headers={"Cookie": f"sessionid={session}"},
        proxy=None,
    )


def open_page(server: Server, session: str) -> ClientConnection:
    """Return a socket that has had its first ring."""
    page = socket(server, session)
    assert page.recv(timeout=10) == RING
    return page


def test_completing_a_lesson_rings_on_the_open_page_and_on_no_other(
    portal: Portal, server: Server
) -> None:
    ada, grace = portal.call(sign_in, "ada", "grace")
    with open_page(server, ada) as page, open_page(server, grace) as outsider:
        answer = request(server, "POST", "/courses/ada/lessons/knot-1/completion/", ada)

        assert answer.status == 303, answer.body
        assert page.recv(timeout=10) == RING
        with pytest.raises(TimeoutError):
            outsider.recv(timeout=0.3)
        assert b"First Lesson Watched" in request(server, "GET", "/notifications/unseen/", ada).body


def test_signing_out_closes_the_socket_within_two_seconds(portal: Portal, server: Server) -> None:
    here, there = portal.call(sign_in, "ada", "ada")
    with open_page(server, here) as page, open_page(server, there) as elsewhere:
        assert request(server, "POST", "/accounts/logout/", here).status in {302, 303}

        with pytest.raises(ConnectionClosedError) as closed:
            page.recv(timeout=2)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == SESSION_ENDED
        with pytest.raises(TimeoutError):
            elsewhere.recv(timeout=0.3)


def test_a_stranger_is_closed_for_good(server: Server) -> None:
    with socket(server) as page, pytest.raises(ConnectionClosedError) as closed:
        page.recv(timeout=10)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == SESSION_ENDED


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
    portal: Portal, server: Server, path: str, origin: str
) -> None:
    [ada] = portal.call(sign_in, "ada")

    with pytest.raises(InvalidStatus) as refused:
        socket(server, ada, path, origin)

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["/ws/inbox/", "/ws/unknown/"])
def test_a_plain_request_to_the_line_is_no_page(server: Server, path: str) -> None:
    assert request(server, "GET", path).status in {404, 426}


def test_a_flood_closes_its_own_socket_and_harms_no_other(portal: Portal, server: Server) -> None:
    ada, grace = portal.call(sign_in, "ada", "grace")
    with open_page(server, ada) as flooding, open_page(server, grace) as outsider:
        with pytest.raises(ConnectionClosedError) as closed:
            for _ in range(50 * MAX_FRAMES):
                flooding.send("{not json")
            flooding.recv(timeout=10)

        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == TOO_MANY
        assert outsider.ping().wait(10)
        assert server.is_answering()
        assert "Traceback" not in server.text()
