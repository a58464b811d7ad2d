"""What an error says about an attempt to send a mail. Pure: nothing is read but the error."""

import smtplib
import ssl
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum, auto

from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress, AnymailRecipientsRefused
from django.utils.http import parse_http_date_safe
from requests import Response
from requests.exceptions import RequestException
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

LONGEST_WAIT = timedelta(hours=1)

# What requests, Anymail and smtplib raise when the line fails, unless the error or its cause says
# that nothing was sent.
LOST_ANSWERS = (RequestException, AnymailAPIError, smtplib.SMTPServerDisconnected)
NEVER_REACHED = (ConnectTimeoutError, NewConnectionError, ssl.SSLCertVerificationError)
# A gateway that had no good answer from the machine behind it does not know either.
GATEWAY_STATUSES = {502, 504}


class Outcome(Enum):
    """How an attempt ended that did not end with the provider's yes."""

    REFUSED = auto()
    REJECTED = auto()
    AMBIGUOUS = auto()


def outcome_of(error: Exception) -> Outcome:
    """Tell a no that may change from one that will not, and both from not knowing.

    ``REFUSED``: the provider said no, was never reached, or nothing was sent to it. ``REJECTED``:
    it will never take this mail. ``AMBIGUOUS``: a request went out and no answer came.
    """
    if is_final(error):
        return Outcome.REJECTED
    response = response_of(error)
    if response is not None:
        said_no = response.status_code >= 300 and response.status_code not in GATEWAY_STATUSES
        return Outcome.REFUSED if said_no else Outcome.AMBIGUOUS
    if isinstance(error, ValueError) or any(isinstance(e, NEVER_REACHED) for e in chain(error)):
        return Outcome.REFUSED
    return Outcome.AMBIGUOUS if isinstance(error, LOST_ANSWERS) else Outcome.REFUSED


def wait_asked_for(error: Exception) -> timedelta:
    """Return how long the provider's ``Retry-After`` asks to wait: none to ``LONGEST_WAIT``."""
    response = response_of(error)
    asked = response.headers.get("Retry-After", "") if response is not None else ""
    if asked.isdecimal():
        return min(timedelta(seconds=int(asked[:9])), LONGEST_WAIT)
    until = parse_http_date_safe(asked)
    now = parse_http_date_safe(response.headers.get("Date", "")) if response is not None else None
    if until is None or now is None:
        return timedelta()
    return min(max(timedelta(seconds=until - now), timedelta()), LONGEST_WAIT)


def is_final(error: Exception) -> bool:
    """Return whether the provider will not take a mail to this address, however often asked."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, AnymailInvalidAddress | AnymailRecipientsRefused)


def response_of(error: Exception) -> Response | None:
    """Return the HTTP answer that the error is about."""
    response = getattr(error, "response", None)
    return response if isinstance(response, Response) else None


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error and those that led to it."""
    if error is not None:
        yield error
        yield from chain(error.__cause__)
        yield from chain(error.__context__)
