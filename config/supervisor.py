"""`./laurel run`: one parent that prepares the database, then keeps web server and worker running.

The parent never imports the apps, so it stays small and starts children safely.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from config.processes import Guard, Signals, end, kill_group

ROOT = Path(__file__).resolve().parent.parent
FIRST_DELAY, LONGEST_DELAY, STEADY_AFTER = 0.5, 10.0, 30.0


class StartError(Exception):
    """The start cannot go on. The message is the one line that people see."""

    def __init__(self, message: object, code: int) -> None:
        super().__init__(" ".join(str(message).split()))
        self.code = code


def say(text: str) -> None:
    """Print for the person at the terminal, at once."""
    print(text, file=sys.stderr, flush=True)


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
    allowed_host: str

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
        return Config(settings.HOST, settings.PORT, settings.ALLOWED_HOSTS[0])
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
        command = [sys.executable, "-m", "config.prepare"]
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
    """Ask the web server, under a name that it accepts, whether it is alive."""
    connection = http.client.HTTPConnection(config.reachable_host, config.port, timeout=1)
    try:
        name = config.allowed_host.lstrip("*.") or "localhost"
        connection.request("GET", "/livez", headers={"Host": name})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


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
    sys.exit(main())
