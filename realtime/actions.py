"""The line to one person's open pages. A ring is a hint: the rows are the truth."""

from functools import partial

from django.conf import settings
from django.db import transaction

from realtime.hub import deliver_here
from realtime.messages import Message


def tell(message: Message) -> None:
    """Send the message on its way to the person's open pages. Never waits, never fails."""
    if settings.REDIS_URL:
        from realtime.pubsub import publish

        publish(message)
    else:
        deliver_here(message)


def ring(*, user_id: int, about: int = 0) -> None:
    """Tell the person's open pages, after commit, that there is something new.

    Given ``about``, its number among the arrivals, the ring is made up for when it is lost.
    """
    transaction.on_commit(partial(tell, Message(user_id, about=about)), robust=True)


def hang_up(*, user_id: int, session_key: str = "") -> None:
    """Close, after commit, the person's sockets: those of one session, or all of them."""
    transaction.on_commit(partial(tell, Message(user_id, "hang_up", session_key)), robust=True)
