"""The supervisor as `./laurel run` starts it: a real process with a real server and worker."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.process_table import Running, running
from tests.processes import wait_until
from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "config.supervisor"]


class Portal:
    """A supervisor under test and what it prints."""

    def __init__(self, var_dir: Path, log: Path, **environment: str) -> None:
        self.port = free_port()
        self.log = log
        self.seen: set[int] = set()
        settings = {"PORT": str(self.port), "VAR_DIR": str(var_dir), "DEMO": "0"}
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                COMMAND,
                cwd=ROOT,
                env=clean_environment() | settings | environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_until_it_serves(self) -> None:
        """Return when it has told its address."""
        wait_until(lambda: "Laurel is at" in self.text() or self.process.poll() is not None)
        assert "Laurel is at" in self.text(), self.text()
        wait_until(lambda: len(self.family("qcluster")) >= 3)

    def text(self) -> str:
        """Return what it printed so far."""
        return self.log.read_text()

    def family(self, word: str = "") -> list[Running]:
        """Return the processes below it whose command line has the word, oldest first."""
        everybody = running()
        pids = {self.process.pid}
        while more := {each.pid for each in everybody if each.parent in pids} - pids:
            pids |= more
        self.seen |= pids
        pids.discard(self.process.pid)
        return sorted(each for each in everybody if each.pid in pids and word in each.command)

    def is_answering(self) -> bool:
        """Tell whether a page comes."""
        with suppress(OSError):
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/livez").read())
        return False

    def left_behind(self) -> list[Running]:
        """Return who still runs of all that were ever seen below it."""
        return [each for each in running() if each.pid in self.seen]


def clean_environment() -> dict[str, str]:
    ours = {"ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "HOST", "REDIS_URL", "SECRET_KEY"}
    return {name: value for name, value in os.environ.items() if name not in ours}


@pytest.fixture(scope="module")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def portal(var_dir: Path, tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(var_dir, tmp_path / "log")
    try:
        portal.wait_until_it_serves()
        yield portal
    finally:
        portal.process.terminate()
        portal.process.wait(30)


def refused(var_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        COMMAND,
        cwd=ROOT,
        env=clean_environment() | {"VAR_DIR": str(var_dir), "DEMO": "0"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_leaves_no_process_behind(portal: Portal, number: signal.Signals) -> None:
    portal.family()

    portal.process.send_signal(number)
    portal.process.send_signal(signal.SIGINT)

    assert portal.process.wait(30) == 0
    wait_until(lambda: portal.left_behind() == [])
    assert "Traceback" not in portal.text()


def test_killing_the_supervisor_leaves_no_process_behind(portal: Portal) -> None:
    portal.family()

    portal.process.kill()

    wait_until(lambda: portal.left_behind() == [])


def test_a_killed_worker_is_started_again_without_its_old_helpers(portal: Portal) -> None:
    old = portal.family("qcluster")

    os.kill(old[0].pid, signal.SIGKILL)

    wait_until(lambda: len({each.pid for each in portal.family("qcluster")}) >= len(old))
    wait_until(lambda: not {each.pid for each in running()} & {each.pid for each in old})
    assert "the worker ended (signal 9)" in portal.text()
    assert portal.is_answering()


def test_a_killed_web_server_is_started_again(portal: Portal) -> None:
    os.kill(portal.family("daphne")[0].pid, signal.SIGKILL)

    wait_until(lambda: "the web server ended (signal 9)" in portal.text())
    wait_until(portal.is_answering)


def test_a_taken_port_is_refused_in_one_line(var_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = refused(var_dir, PORT=port)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert port in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight thousand"),
        ("PORT", "70000"),
        ("HOST", "no-such-host.invalid"),
        ("DATABASE_URL", "mongodb://localhost/laurel"),
        ("DATABASE_URL", "postgres://laurel:geheim@127.0.0.1:1/laurel"),
        ("MAIL_PROVIDER", "postmark"),
    ],
)
def test_a_bad_value_is_named_in_one_line(var_dir: Path, name: str, value: str) -> None:
    done = refused(var_dir, **{"PORT": str(free_port()), name: value})

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert name in done.stderr
    assert "geheim" not in done.stderr
