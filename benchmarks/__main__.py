"""`./laurel bench [NAME ...] [--json] [--postgres] [--quick]`."""

import argparse
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from benchmarks.figures import Figure, closing_line, table
from benchmarks.processes import BenchError
from benchmarks.world import World, new_world
from tests.services import ServiceError

BENCHES = ("start", "memory", "queries", "throughput", "toast", "mail", "weight")


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./laurel bench", description="Measure the portal.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--postgres", action="store_true", help="on PostgreSQL and Valkey instead of SQLite"
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs, to try a benchmark out")
    options = parser.parse_args(arguments)
    for name in options.names:
        if name not in BENCHES:
            parser.error(f"there is no benchmark {name!r}; there are {', '.join(BENCHES)}")
    return options


def run(name: str, world: World) -> tuple[list[Figure], bool]:
    """Run one benchmark; return its figures and whether it came to its end."""
    print(f"laurel: measuring {name}", file=sys.stderr, flush=True)
    figures: list[Figure] = []
    try:
        # Imported late: the models need the world's settings.
        figures.extend(import_module(f"benchmarks.{name}").measure(world))
    except (BenchError, ServiceError) as error:
        reason = " ".join(str(error).split())
        return [*figures, Figure(name, "could not be measured", None, "", note=reason)], False
    return figures, True


def measure_all(options: argparse.Namespace) -> tuple[list[Figure], bool]:
    """Run what was asked for; return all figures and whether all came to their end."""
    figures: list[Figure] = []
    is_complete = True
    with new_world(on_postgres=options.postgres, is_quick=options.quick) as world:
        for name in options.names or BENCHES:
            found, is_done = run(name, world)
            figures += found
            is_complete &= is_done
    return figures, is_complete


def circumstances(options: argparse.Namespace) -> dict[str, object]:
    """Say where and on what the figures were measured."""
    return {
        "database": "PostgreSQL and Valkey" if options.postgres else "SQLite",
        "quick": options.quick,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }


def leave(*_: object) -> NoReturn:
    """Answer SIGTERM like Ctrl-C, so that every server is ended."""
    raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> int:
    """Measure and print. Exit code 0 also when a budget is missed; 1 when one cannot be run."""
    signal.signal(signal.SIGTERM, leave)
    options = parsed(arguments)
    started_at = time.monotonic()
    where = circumstances(options)
    try:
        figures, is_complete = measure_all(options)
    except KeyboardInterrupt:
        return 130
    except ServiceError as error:
        print(f"laurel: {error}", file=sys.stderr)
        return 1
    seconds = time.monotonic() - started_at
    if options.json:
        rows = [figure.as_dict() for figure in figures]
        print(json.dumps(where | {"seconds": round(seconds, 1), "figures": rows}, indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in where.items()))
        print(f"{table(figures)}\n\n{closing_line(figures, seconds)}")
    return 0 if is_complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
