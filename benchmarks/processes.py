"""Servers of a benchmark's own: started, asked until they answer, and ended."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60.0


class BenchError(Exception):
    """A benchmark cannot be run. The message says why."""


def status_of(port: int, path: str) -> int:
    """Return the status of a page; 0 while nobody answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def wait_until_answering(
    process: subprocess.Popen[bytes], port: int, log: Path, path: str = "/"
) -> None:
    """Return when the page answers 200; BenchError when its server ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while status_of(port, path) != 200:
        if process.poll() is not None or time.monotonic() > deadline:
            raise BenchError(f"the server did not start: {log.read_text()[-500:]}")
        time.sleep(0.01)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to stop, wait, and kill its group when it does not."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    # Killed, the supervisor's guard ends the servers below it.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], log: Path, folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in a process group of its own while the block lasts."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


@contextmanager
def bare_server(
    port: int, environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Serve an empty Django on daphne; yields when it answers."""
    command = [sys.executable, "-m", "daphne", "-b", HOST, "-p", str(port), "-v", "0"]
    with running([*command, "benchmarks.bare:application"], environment, log) as process:
        wait_until_answering(process, port, log)
        yield process
