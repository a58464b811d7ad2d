"""What runs on this machine."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Running(NamedTuple):
    """A process: its id, its parent's, its group's, and its command line."""

    pid: int
    parent: int
    group: int
    command: str


def running() -> list[Running]:
    """Return everything that runs. Zombies do not; not every init collects them."""
    return list(from_proc() if Path("/proc/self/stat").exists() else from_ps())


def from_proc() -> Iterator[Running]:
    """Read Linux' own list: small systems have no ``ps``."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, parent, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            command = (folder / "cmdline").read_text().replace("\0", " ")
            if state != "Z":
                yield Running(int(folder.name), int(parent), int(group), command)


def from_ps() -> Iterator[Running]:
    """Ask ``ps``."""
    command = ["ps", "-A", "-o", "pid=,ppid=,pgid=,stat=,args="]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    for line in shown.stdout.splitlines():
        pid, parent, group, state, *arguments = line.split(None, 4)
        if state[0] != "Z":
            yield Running(int(pid), int(parent), int(group), " ".join(arguments))
