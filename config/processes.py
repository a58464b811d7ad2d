"""Ending process groups for certain, and waiting for signals.

A guard, forked before the first child, ends all children when the parent is killed in a way that it
cannot answer (SIGKILL).
"""

import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
GRACE = 10.0


def is_there(pid: int) -> bool:
    """Tell whether this process runs. A zombie does not: not every init collects them."""
    with suppress(OSError):
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def end(leaders: Iterable[int], is_alive: Callable[[int], bool]) -> None:
    """Ask the leaders to stop, wait, then kill what is left of their process groups.

    Only the leader is asked: django-q's workers finish their task when it tells them to.
    """
    leaders = list(leaders)
    for pid in leaders:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while any(is_alive(pid) for pid in leaders) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in leaders:
        kill_group(pid)


def kill_group(leader: int) -> None:
    """Kill every process of the group, whether the leader still lives or not."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


class Guard:
    """A forked process that ends all announced groups once the parent's end of a pipe closes."""

    def __init__(self) -> None:
        reading, self._writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._writing)
            self._watch(reading)
        os.close(reading)

    def _watch(self, reading: int) -> NoReturn:
        os.setsid()
        leaders: set[int] = set()
        with os.fdopen(reading) as lines:
            for line in lines:
                (leaders.add if line[0] == "+" else leaders.discard)(int(line[1:]))
        end(leaders, is_there)
        os._exit(0)

    def announce_self(self) -> None:
        """Called by a child between fork and exec, so that there is no moment unwatched."""
        os.write(self._writing, b"+%d\n" % os.getpid())

    def forget(self, pid: int) -> None:
        """Called when the group is gone: its number may soon belong to somebody else."""
        with suppress(BrokenPipeError):
            os.write(self._writing, b"-%d\n" % pid)

    def release(self) -> None:
        """Let the guard go. Nothing may be left to guard."""
        os.close(self._writing)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


class Signals:
    """Signals as something to wait for, so that none of them interrupts other work."""

    def __init__(self) -> None:
        self._reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in STOP_SIGNALS | {signal.SIGCHLD}:
            # nohup and '&' in a script ask for a signal to be ignored; leave those alone.
            if number == signal.SIGCHLD or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, lambda *_: None)

    def ask_to_stop(self, within: float | None) -> bool:
        """Wait for a signal, at most so many seconds, and tell whether it is time to stop."""
        ready, _, _ = select.select([self._reading], [], [], within)
        return bool(ready) and not STOP_SIGNALS.isdisjoint(os.read(self._reading, 1024))
