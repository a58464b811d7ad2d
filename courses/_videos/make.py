"""Make the films, or save single pictures of them.

python make.py                             make every film
python make.py how_a_query_is_read         make one film
python make.py a_join_animated --at 12 30  save two pictures and make no film
"""

import argparse
import importlib
from pathlib import Path

from film import Film

HERE = Path(__file__).resolve().parent
SHARED = {"film", "make"}


def main() -> None:
    """Read the command line and do what it says."""
    names = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in SHARED)
    parser = argparse.ArgumentParser(description="Make the lesson films.")
    parser.add_argument("films", nargs="*", metavar="film", help=", ".join(names))
    parser.add_argument("--at", nargs="+", type=float, metavar="SECONDS")
    parser.add_argument("--to", type=Path, default=Path(), metavar="FOLDER")
    options = parser.parse_args()
    unknown = set(options.films) - set(names)
    if unknown:
        parser.error(f"no such film: {', '.join(sorted(unknown))}")
    for name in options.films or names:
        film: Film = importlib.import_module(name).FILM
        if options.at:
            save_pictures(film, options.at, options.to)
        else:
            film.write()
            print(f"{film.slug}: {film.script.seconds:.2f} s")


def save_pictures(film: Film, times: list[float], folder: Path) -> None:
    """Write the pictures at these times as PNG files."""
    for seconds in times:
        film.still(seconds).save(folder / f"{film.slug}-{seconds:06.2f}.png")


if __name__ == "__main__":
    main()
