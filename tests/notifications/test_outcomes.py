"""What an error says: no, never, or that nobody knows."""

import smtplib
import socket
import ssl
from datetime import timedelta
from typing import NoReturn

import pytest
import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from django.core.mail import EmailMessage
from pytest_django import Settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from config.mail import mailer
from notifications.outcomes import LONGEST_WAIT, Outcome, outcome_of, wait_asked_for
from tests.services import free_port

LINE = HTTPConnection("example.org")


def http_answer(status: int, **headers: str) -> requests.Response:
    answer = requests.Response()
    answer.status_code = status
    answer.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    answer._content = b'{"message": "said the provider"}'
    return answer


def smtp_refusal(*codes: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused(
        {f"{number}@example.org": (code, b"") for number, code in enumerate(codes)}
    )


@pytest.fixture
def anymail(settings: Settings) -> None:
    """Send through Anymail; what it asks of the network is up to the test."""
    settings.MAILERS = {"default": mailer("resend")}
    settings.ANYMAIL = {
        "RESEND_API_KEY": "re_key",
        "RESEND_API_URL": f"http://127.0.0.1:{free_port()}",
    }


def error_of_sending(to: str = "ada@example.org") -> Exception:
    """Send a mail and return the error that comes of it."""
    message = EmailMessage("Subject", "Text", to=[to])
    with pytest.raises(Exception) as raised:  # noqa: PT011  (which one is what the test is about)
        message.send()
    return raised.value


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Raise from urllib3, below requests and Anymail, the error that the test puts in here."""
    errors: list[Exception] = []

    def fail(*args: object, **kwargs: object) -> NoReturn:
        raise errors[0]

    monkeypatch.setattr("urllib3.connectionpool.HTTPConnectionPool._make_request", fail)
    return errors


def answer_with(answer: requests.Response, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HTTPAdapter, "send", lambda *args, **kwargs: answer)


@pytest.mark.usefixtures("anymail")
@pytest.mark.parametrize(
    ("below", "outcome"),
    [
        (NewConnectionError(LINE, "Connection refused"), Outcome.REFUSED),
        (NameResolutionError("example.org", LINE, socket.gaierror()), Outcome.REFUSED),
        (ConnectTimeoutError(LINE, "timed out"), Outcome.REFUSED),
        (ssl.SSLCertVerificationError(), Outcome.REFUSED),
        (ssl.SSLEOFError(), Outcome.AMBIGUOUS),
        (
            ReadTimeoutError(HTTPConnectionPool("example.org"), "/", "Read timed out."),
            Outcome.AMBIGUOUS,
        ),
        (TimeoutError(), Outcome.AMBIGUOUS),
        (ProtocolError("Connection aborted.", ConnectionResetError()), Outcome.AMBIGUOUS),
        (ConnectionResetError(), Outcome.AMBIGUOUS),
        (BrokenPipeError(), Outcome.AMBIGUOUS),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_a_line_that_fails_after_the_request_leaves_it_open(
    line: list[Exception], below: HTTPError | OSError, outcome: Outcome
) -> None:
    line.append(below)

    error = error_of_sending()

    assert isinstance(error, AnymailAPIError)
    assert outcome_of(error) == outcome


@pytest.mark.usefixtures("anymail")
def test_a_provider_that_does_not_listen_was_never_reached() -> None:
    assert outcome_of(error_of_sending()) == Outcome.REFUSED


@pytest.mark.usefixtures("anymail")
@pytest.mark.parametrize("url", ["ftp://example.org", "http://"])
def test_an_address_of_the_provider_that_is_none_was_never_reached(
    settings: Settings, url: str
) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"RESEND_API_URL": url}

    assert outcome_of(error_of_sending()) == Outcome.REFUSED


@pytest.mark.usefixtures("anymail")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *((status, Outcome.REFUSED) for status in (400, 401, 403, 409, 422, 429, 500, 503)),
        # A yes that cannot be read, and a gateway that got no answer itself.
        *((status, Outcome.AMBIGUOUS) for status in (200, 502, 504)),
    ],
)
def test_an_answer_is_a_no_unless_it_is_none(
    monkeypatch: pytest.MonkeyPatch, status: int, outcome: Outcome
) -> None:
    answer_with(http_answer(status), monkeypatch)

    assert outcome_of(error_of_sending()) == outcome


@pytest.mark.usefixtures("anymail")
def test_an_address_that_anymail_cannot_read_is_rejected() -> None:
    error = error_of_sending(to="no address")

    assert isinstance(error, AnymailInvalidAddress)
    assert outcome_of(error) == Outcome.REJECTED


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (AnymailRecipientsRefused(response=http_answer(200)), Outcome.REJECTED),
        (AnymailUnsupportedFeature(), Outcome.REFUSED),
        (smtp_refusal(550), Outcome.REJECTED),
        (smtp_refusal(450), Outcome.REFUSED),
        (smtp_refusal(550, 450), Outcome.REFUSED),
        (smtplib.SMTPSenderRefused(550, b"", "laurel@example.org"), Outcome.REFUSED),
        (smtplib.SMTPDataError(554, b""), Outcome.REFUSED),
        (smtplib.SMTPConnectError(421, b""), Outcome.REFUSED),
        (smtplib.SMTPAuthenticationError(535, b""), Outcome.REFUSED),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), Outcome.AMBIGUOUS),
        (ConnectionRefusedError(), Outcome.REFUSED),
        (socket.gaierror(), Outcome.REFUSED),
        (TimeoutError(), Outcome.REFUSED),
        (KeyError("a bug of ours"), Outcome.REFUSED),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_an_error_of_smtp_or_of_the_recipient_is_told_apart(
    error: Exception, outcome: Outcome
) -> None:
    assert outcome_of(error) == outcome


@pytest.mark.usefixtures("anymail")
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, timedelta()),
        ({"Retry_After": "30"}, timedelta(seconds=30)),
        ({"Retry_After": "86400"}, LONGEST_WAIT),
        ({"Retry_After": "9" * 5000}, LONGEST_WAIT),
        ({"Retry_After": "soon"}, timedelta()),
        ({"Retry_After": "²"}, timedelta()),
        ({"Retry_After": "-5"}, timedelta()),
        (
            {
                "Date": "Mon, 02 Mar 2026 12:00:00 GMT",
                "Retry_After": "Mon, 02 Mar 2026 12:02:00 GMT",
            },
            timedelta(minutes=2),
        ),
        (
            {
                "Date": "Mon, 02 Mar 2026 12:00:00 GMT",
                "Retry_After": "Mon, 02 Mar 2026 11:59:00 GMT",
            },
            timedelta(),
        ),
        ({"Retry_After": "Mon, 02 Mar 2026 12:02:00 GMT"}, timedelta()),
    ],
)
def test_the_provider_may_ask_to_wait(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], wait: timedelta
) -> None:
    answer_with(http_answer(429, **headers), monkeypatch)

    assert wait_asked_for(error_of_sending()) == wait


def test_an_error_without_an_answer_asks_for_no_wait() -> None:
    assert wait_asked_for(smtplib.SMTPServerDisconnected()) == timedelta()
