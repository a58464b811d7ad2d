"""Questions of sockets to the database, which may be away."""

import time
from collections.abc import Callable
from functools import partial
from typing import cast

from channels.db import database_sync_to_async
from django.db import Error, OperationalError

AWAY_SECONDS = 1.0
_away_until = 0.0


def ask_unless_away[T](question: Callable[[], T]) -> T:
    """Ask now; for a moment after a failure, refuse without asking.

    All sockets of a process ask in one thread. If each waited for a database that is away, the
    last would wait for minutes.
    """
    global _away_until
    if time.monotonic() < _away_until:
        raise OperationalError("the database was away a moment ago")
    try:
        return question()
    except Error:
        _away_until = time.monotonic() + AWAY_SECONDS
        raise


async def ask[**P, T](question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask the database from a coroutine; raises ``django.db.Error`` while it is away."""
    bound = partial(question, *args, **kwargs)
    return cast(T, await database_sync_to_async(ask_unless_away)(bound))
