"""Make the films, or look at single pictures of them.

python make.py                              make every film
python make.py how_a_query_is_read          make one film
python make.py a_join_animated --at 12 30   save two stills and make nothing
"""

import argparse
import importlib
from pathlib import Path

from film import Film

HERE = Path(__file__).resolve().parent
SHARED = {"film", "make"}


def main() -> None:
    """Read the command line and do what it says."""
    names = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in SHARED)
    parser = argparse.ArgumentParser(description="Make the lesson films.")
    parser.add_argument("films", nargs="*", choices=[[], *names], metavar="film")
    parser.add_argument("--at", nargs="+", type=float, metavar="SECONDS")
    parser.add_argument("--to", type=Path, default=Path(), metavar="FOLDER")
    options = parser.parse_args()
    for name in options.films or names:
        film: Film = importlib.import_module(name).FILM
        if options.at:
            save_stills(film, options.at, options.to)
        else:
            film.write()
            print(f"{film.slug}: {film.script.seconds:.2f} s")


def save_stills(film: Film, times: list[float], folder: Path) -> None:
    """Write the pictures at these times as PNG files."""
    for seconds in times:
        film.still(seconds).save(folder / f"{film.slug}-{seconds:06.2f}.png")


if __name__ == "__main__":
    main()
