"""Crash a process at a statement of one's choice."""

from typing import Any

from django.db import OperationalError


class CrashError(OperationalError):
    """The process is gone."""


class Fuse:
    """Crashes at the statement of this number, before it runs; 0 never does."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        # The database itself takes back what a dead process had begun.
        if not sql.startswith("ROLLBACK"):
            self.left -= 1
            if self.left == 0:
                raise CrashError
        return execute(sql, *rest)
