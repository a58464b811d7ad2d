"""The database is away for a while: expected, told in one line, soon over."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import InterfaceError, OperationalError


def check(connection: Any) -> None:
    """Raise unless a pooled connection works; then its idle siblings are closed, too.

    After a restart of PostgreSQL all of them are dead. The pool would find that out one by one
    and pause longer each time, past its time-out.
    """
    from psycopg_pool import ConnectionPool

    try:
        ConnectionPool.check_connection(connection)
    except Exception:
        connection._pool.drain()
        raise


# In seconds. A failed attempt is given up soon, since the next request makes another; the pauses
# between the attempts of one would grow.
POOL: dict[str, Any] = {
    "min_size": 1,
    "max_size": 16,
    "timeout": 3,
    "reconnect_timeout": 2,
    "check": check,
}


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error, what caused it, and so on to the first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def is_database_away(error: BaseException | None) -> bool:
    """Tell whether the database did not answer: away, out of connections, too late."""
    return any(isinstance(each, OperationalError | InterfaceError) for each in causes(error))


class WithoutTrace(logging.Filter):
    """Cuts what is logged about an outage down to a line: the trace teaches nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything pass."""
        error = record.exc_info[1] if record.exc_info else None
        if is_database_away(error):
            record.msg = f"{record.getMessage()} ({' '.join(str(error).split())})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True
