"""`./laurel run`: one parent that prepares the database, then keeps web server and worker running.

The parent never imports the apps, so it stays small and starts children safely. A guard, forked
first, ends the children when the parent is killed in a way that it cannot answer (SIGKILL).
"""

import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
GRACE = 10.0
FIRST_DELAY, LONGEST_DELAY, STEADY_AFTER = 0.5, 10.0, 30.0
FIRST_SIGN_IN = "Sign up there; './laurel manage createsuperuser' makes an administrator."


class StartError(Exception):
    """The start cannot go on. The message is the one line that people see."""

    def __init__(self, message: object, code: int) -> None:
        super().__init__(" ".join(str(message).split()))
        self.code = code


def say(text: str) -> None:
    """Print for the person at the terminal, at once."""
    print(text, file=sys.stderr, flush=True)


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


@dataclass
class Service:
    """A child that has to run all the time."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    delay: float = FIRST_DELAY


@dataclass(frozen=True)
class Config:
    """Where to serve."""

    host: str
    port: int

    @property
    def reachable_host(self) -> str:
        """The host to ask when the server listens on every address."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = self.reachable_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def read_config() -> Config:
    """Read the settings. A value that cannot be used is a StartError that names it."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        return Config(settings.HOST, settings.PORT)
    except ImproperlyConfigured as error:
        raise StartError(error, 2) from None


def check_port_is_free(config: Config) -> None:
    """Raise StartError when somebody else already listens there."""
    try:
        found = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise StartError(f"HOST: {config.host} is not an address of this machine", 2) from None
    except OSError as error:
        raise StartError(
            f"cannot listen on {config.host}:{config.port} ({error.strerror}); "
            "stop what uses it or choose another with PORT=…",
            1,
        ) from None


class Supervisor:
    """Starts the services, starts them again when they die, and ends them all."""

    def __init__(self, config: Config, guard: Guard, signals: Signals) -> None:
        self.config = config
        self.guard = guard
        self.signals = signals
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        python = [sys.executable, "-m"]
        serving = [
            "-b",
            config.host,
            "-p",
            str(config.port),
            "-v",
            "0",
            "--no-server-name",
        ]
        self.services = [
            Service("web server", [*python, "daphne", *serving, "config.asgi:application"]),
            Service("worker", [sys.executable, "manage.py", "qcluster"]),
        ]

    def run(self) -> None:
        """Prepare, serve until asked to stop, and leave no process behind."""
        try:
            sign_in = self._prepare()
            if sign_in is not None:
                self._serve(sign_in)
                say("laurel: stopping")
        finally:
            end(self.running, lambda pid: self.running[pid].poll() is None)
            for pid in self.running:
                self.guard.forget(pid)

    def _start(self, command: list[str], output: int | None = None) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            start_new_session=True,
            preexec_fn=self.guard.announce_self,
        )
        self.running[process.pid] = process
        return process

    def _collect(self, process: subprocess.Popen[bytes]) -> None:
        kill_group(process.pid)
        self.guard.forget(process.pid)
        del self.running[process.pid]

    def _prepare(self) -> str | None:
        """Migrate, load the demo, and return how to sign in; None when asked to stop meanwhile."""
        command = [sys.executable, "-m", "config.supervisor", "prepare"]
        process = self._start(command, subprocess.PIPE)
        while process.poll() is None:
            if self.signals.ask_to_stop(within=None):
                return None
        self._collect(process)
        assert process.stdout is not None
        answer = process.stdout.read().decode()
        if process.returncode != 0:
            raise StartError(answer or "the database could not be prepared (see above)", 2)
        return answer

    def _serve(self, sign_in: str) -> None:
        is_announced = False
        while True:
            for service in self.services:
                self._tend(service)
            if not is_announced and answers(self.config):
                say(f"\nLaurel is at {self.config.address}\n{sign_in}\nCtrl-C stops it.\n")
                is_announced = True
            if self.signals.ask_to_stop(within=self._pause() if is_announced else 0.05):
                return

    def _pause(self) -> float | None:
        waiting = [service.due_at for service in self.services if service.process is None]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _tend(self, service: Service) -> None:
        now = time.monotonic()
        if service.process is not None and service.process.poll() is not None:
            if now - service.started_at >= STEADY_AFTER:
                service.delay = FIRST_DELAY
            code = service.process.returncode
            reason = f"signal {-code}" if code < 0 else f"exit code {code}"
            say(f"laurel: the {service.name} ended ({reason}); again in {service.delay:g} s")
            self._collect(service.process)
            service.process = None
            service.due_at = now + service.delay
            service.delay = min(2 * service.delay, LONGEST_DELAY)
        elif service.process is None and now >= service.due_at:
            service.process = self._start(service.command)
            service.started_at = now


def answers(config: Config) -> bool:
    """Ask the web server whether it is alive. A refusal of the host name counts: it did answer."""
    connection = http.client.HTTPConnection(config.reachable_host, config.port, timeout=1)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def prepare() -> int:
    """Migrate, load the demo where it is wanted, and print how to sign in. Runs as a child."""
    import django
    from django.conf import settings
    from django.db import OperationalError

    answer = sys.stdout
    # A pool tries for half a minute to reach a server that is not there.
    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
    django.setup()
    with redirect_stdout(sys.stderr):
        try:
            fill()
        except OperationalError as error:
            print(f"DATABASE_URL: the database does not work: {error}", file=answer)
            return 2
        print(how_to_sign_in(), file=answer)
    return 0


def fill() -> None:
    """Bring tables and static files up to date; load the demo where there is nothing yet."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        collect_static_files()
    if settings.DEMO:
        call_command("load_demo", if_empty=True)


def collect_static_files() -> None:
    """Collect the static files, but only when one of them changed: it takes seconds."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [storage.path(path) for finder in get_finders() for path, storage in finder.list([])]
    state = [f"{path} {(stat := os.stat(path)).st_mtime_ns} {stat.st_size}" for path in found]
    # Not beside the files: whatever lies there is served.
    stamp = Path(settings.VAR_DIR, "collected_static_files")
    now = "\n".join([str(settings.STORAGES["staticfiles"]), *sorted(state)])
    if not (stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).exists()):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(now)


def how_to_sign_in() -> str:
    """Name the demo people, but only where they are: a database in use keeps its own."""
    from django.conf import settings

    from accounts.demo import DEMO_PASSWORD, DEMO_PEOPLE
    from accounts.models import User

    found = User.objects.filter(username__in=DEMO_PEOPLE).count()
    if not settings.DEMO or found < len(DEMO_PEOPLE):
        return FIRST_SIGN_IN
    people = " · ".join(f"{p.username} ({str(p.role).lower()})" for p in DEMO_PEOPLE.values())
    return f"Sign in with the password {DEMO_PASSWORD} as\n  {people}"


def main() -> int:
    """Run until asked to stop. Exit code 0 then; 1 and 2 with one line on what to mend."""
    guard = Guard()
    signals = Signals()
    try:
        config = read_config()
        check_port_is_free(config)
        Supervisor(config, guard, signals).run()
    except StartError as error:
        say(f"laurel: {error}")
        return error.code
    finally:
        guard.release()
    return 0


if __name__ == "__main__":
    sys.exit(prepare() if sys.argv[1:] == ["prepare"] else main())
