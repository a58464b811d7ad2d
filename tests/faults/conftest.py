"""Faults on purpose, bounded in number and time, on this machine alone.

    ./laurel test --postgres tests/faults     the short version, part of ./laurel test
    ./laurel test --chaos                     the long version

Every random choice comes from `chance`; a test that fails prints the seed that repeats it.
"""

import os
import random
import zlib
from collections.abc import Callable

import pytest

IS_LONG = os.environ.get("LAUREL_CHAOS") == "1"
FIGURES = pytest.StashKey[list[str]]()

type Note = Callable[..., None]


def scaled(short: int, long: int) -> int:
    """Return how many of something this run takes."""
    return long if IS_LONG else short


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The dice. LAUREL_SEED throws them as a former run did."""
    seed = int(os.environ.get("LAUREL_SEED") or zlib.crc32(request.node.name.encode()))
    print(f"LAUREL_SEED={seed} injects the same faults again")
    return random.Random(seed)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Write down what was injected and what was seen: ``note(mails=500, lost=0)``."""
    figures = request.config.stash.setdefault(FIGURES, [])

    def write(**values: object) -> None:
        told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
        figures.append(f"{request.node.name}: {told}")

    return write


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)
