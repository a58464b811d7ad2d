"""`./laurel test`: every check and every test, or only what is asked for.

Without arguments all steps run, also after one has failed, and the exit code tells whether all
passed. The checks run beside each other while the servers start and a browser is looked for; then
come the tests, on SQLite and on PostgreSQL with Valkey, the browser tests in the small and in the
large shape at once, and last, alone because time matters to them, the faults.

With arguments pytest runs once, with these arguments, on SQLite or as one of these asks:

    --postgres  on PostgreSQL with Valkey
    --large     there, and browser tests with the processes of deploy/
    --chaos     there, with more faults and examples; without a path, all tests that know more

What names a path in `e2e` gets a browser.

The tests see DATABASE_URL and REDIS_URL (unset on SQLite), LAUREL_CHROMIUM (for `e2e`), and a
VAR_DIR that is removed at the end. No other setting of the caller's environment reaches them.
"""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from tests import browser, leftovers, services

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 1800
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest"]
MANAGE = [PYTHON, "manage.py"]
SETTINGS = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DEMO",
    "HOST",
    "LAUREL_CHAOS",
    "LAUREL_SERVER",
    "LAUREL_SHAPE",
    "PORT",
    "PROFILES_ARE_PUBLIC",
    "REDIS_URL",
    "SECRET_KEY",
    "TRUSTED_PROXIES",
}
# These start servers of their own, so a second database proves nothing more.
ONCE = ["--ignore=tests/test_services.py", "--ignore=tests/test_supervisor.py"]
FAULTS = "tests/faults"
CHAOS = [FAULTS, "tests/gamification/test_any_order.py"]
LARGE = {"LAUREL_SHAPE": "large"}
FLAGS = {"--postgres": {}, "--large": LARGE, "--chaos": {"LAUREL_CHAOS": "1"}}
# Pages look, weigh and speak the same over another database, so these run on SQLite alone.
LOOKS = [
    *("every_page", "header", "home", "keyboard", "keyboard_master", "player", "screen_reader"),
    *("sharing", "stillness", "styleguide", "theme", "weight"),
]
LOOKS_ONCE = [f"--ignore=e2e/test_{name}.py" for name in LOOKS]
PRODUCTION = {"ALLOWED_HOSTS": "example.org", "DEBUG": "0", "MAIL_PROVIDER": "smtp"}

type Environment = dict[str, str]


@dataclass(frozen=True)
class Step:
    """One command that has to succeed. `needs` is called first; it may fail or add variables."""

    name: str
    command: list[str]
    environment: Environment = field(default_factory=dict)
    needs: Callable[[], Environment] = dict
    is_pytest: bool = False


@dataclass(frozen=True)
class Result:
    """How a step went."""

    step: Step
    is_passed: bool
    output: str
    seconds: float


CHECKS = [
    Step("mypy", [PYTHON, "-m", "mypy", "--strict", "."]),
    Step("ruff check", [PYTHON, "-m", "ruff", "check", "."]),
    Step("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Step("imports", [PYTHON, str(Path(PYTHON).with_name("lint-imports")), "--no-cache"]),
    Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Step("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


class Runner:
    """Runs steps in a clean environment and ends what still runs when it is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._processes: set[subprocess.Popen[bytes]] = set()

    def environment(self, more: Environment) -> Environment:
        """Return the caller's environment without its settings, with a fresh VAR_DIR."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in SETTINGS and not name.startswith("MAIL_")
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "TMPDIR": str(self.folder),
            "VAR_DIR": tempfile.mkdtemp(prefix="var-", dir=self.folder),
            **more,
        }

    def run(self, step: Step) -> Result:
        """Run the step to its end, with all that it prints kept."""
        started_at = time.monotonic()
        try:
            environment = self.environment(step.environment | step.needs())
        except (services.ServiceError, browser.BrowserError) as error:
            return Result(step, False, str(error), time.monotonic() - started_at)
        with tempfile.TemporaryFile("w+", dir=self.folder, errors="replace") as output:
            process = subprocess.Popen(
                step.command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            code = self._wait(process)
            output.seek(0)
            return Result(step, code == 0, output.read(), time.monotonic() - started_at)

    def _wait(self, process: subprocess.Popen[bytes]) -> int | None:
        self._processes.add(process)
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return None
        finally:
            self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        # The whole group: a step that failed may have left servers of its own.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._processes.discard(process)

    def end_all(self) -> None:
        """End every step that still runs."""
        for process in list(self._processes):
            self._end(process)


class Servers:
    """PostgreSQL and Valkey, started together and at most once."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def start(self) -> Environment:
        """Start both and return the variables that name them."""
        database = self._stack.enter_context(services.postgres())
        cache = self._stack.enter_context(services.valkey())
        return {"DATABASE_URL": database.url, "REDIS_URL": cache.url}

    def close(self) -> None:
        """End both."""
        self._stack.close()


def chromium() -> Environment:
    """Find a browser and return the variable that names it."""
    return {"LAUREL_CHROMIUM": browser.find_chromium()}


def later_steps(servers: Future[Environment], found: Future[Environment]) -> list[list[Step]]:
    """Return the tests in the order in which they run; those of one list run side by side."""
    both = "PostgreSQL and Valkey"
    tests = [*PYTEST, "-n", "2", "--dist", "loadfile", "tests", f"--ignore={FAULTS}"]
    stories = [*PYTEST, "e2e"]
    in_large_shape = Step(
        "browser in the large shape",
        [*stories, *LOOKS_ONCE],
        LARGE,
        needs=lambda: servers.result() | found.result(),
        is_pytest=True,
    )
    return [
        [Step("tests on SQLite", tests, is_pytest=True)],
        [Step(f"tests on {both}", [*tests, *ONCE], needs=servers.result, is_pytest=True)],
        # A browser waits as much as it works.
        [Step("browser on SQLite", stories, needs=found.result, is_pytest=True), in_large_shape],
        [Step("faults", [*PYTEST, FAULTS], needs=servers.result, is_pytest=True)],
    ]


def report(result: Result) -> None:
    """Print one line; all that a failed step said, and the closing line of pytest."""
    word = "ok    " if result.is_passed else "FAILED"
    print(f"{word} {result.step.name:32}{result.seconds:7.1f} s", flush=True)
    output = result.output.strip()
    if not result.is_passed:
        print(output, flush=True)
    elif result.step.is_pytest and output:
        print(output.splitlines()[-1], flush=True)


def run_everything(runner: Runner, servers: Servers) -> int:
    """Run all steps and print how they went. Return the exit code."""
    started_at = time.monotonic()
    results = []
    with ThreadPoolExecutor(2) as helpers, ThreadPoolExecutor(2) as checks:
        try:
            later = later_steps(helpers.submit(servers.start), helpers.submit(chromium))
            for steps in [CHECKS, *later]:
                for result in checks.map(runner.run, steps):
                    report(result)
                    results.append(result)
        finally:
            checks.shutdown(wait=False, cancel_futures=True)
            runner.end_all()
    failed = [result.step.name for result in results if not result.is_passed]
    seconds = time.monotonic() - started_at
    outcome = f"{len(failed)} steps failed: {', '.join(failed)}" if failed else "all steps passed"
    print(f"Laurel: {len(results)} steps in {seconds:.0f} s, {outcome}", flush=True)
    return 1 if failed else 0


def is_path(argument: str) -> bool:
    """Tell whether the argument names tests to run."""
    return (ROOT / argument.split("::")[0]).exists()


def run_pytest(arguments: list[str], runner: Runner, servers: Servers) -> int:
    """Run pytest with these arguments at the caller's terminal. Return its exit code."""
    given = [argument for argument in arguments if argument not in FLAGS]
    if "--chaos" in arguments and not any(map(is_path, given)):
        given += CHAOS
    flags = FLAGS.keys() & arguments
    more = {name: value for flag in flags for name, value in FLAGS[flag].items()}
    try:
        if flags:
            more |= servers.start()
        if any(argument.startswith(("e2e", "./e2e")) for argument in given):
            more |= chromium()
    except (services.ServiceError, browser.BrowserError) as error:
        print(f"laurel: {error}", file=sys.stderr)
        return 1
    return subprocess.run([*PYTEST, *given], cwd=ROOT, env=runner.environment(more)).returncode


@contextmanager
def workshop() -> Iterator[tuple[Runner, Servers]]:
    """Yield a runner and servers; end them, and remove all they wrote."""
    servers = Servers()
    with tempfile.TemporaryDirectory(prefix="laurel-test-", ignore_cleanup_errors=True) as folder:
        # PostgreSQL may run as another user below it.
        Path(folder).chmod(0o711)
        try:
            yield Runner(Path(folder)), servers
        finally:
            servers.close()
            # A step that was ended early may have had servers of its own.
            leftovers.sweep(Path(folder))


def leave(*_: object) -> NoReturn:
    """Answer SIGTERM like Ctrl-C, so that everything is tidied up."""
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Run what is asked for and return the exit code."""
    signal.signal(signal.SIGTERM, leave)
    try:
        with workshop() as (runner, servers):
            if arguments:
                return run_pytest(arguments, runner, servers)
            return run_everything(runner, servers)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
