"""When something is earned, and what comes next. Plain values in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Step:
    """A step of a ladder, or a badge: ``group`` is empty for badges."""

    pk: int
    group: str
    name: str
    threshold: int
    is_held: bool


def newly_earned(steps: Iterable[Step], counts: Mapping[str, int]) -> list[Step]:
    """Return the steps that the counts reach and that are not held yet, in their order."""
    return [s for s in steps if not s.is_held and counts.get(s.group, 0) >= s.threshold]


def next_steps(steps: Iterable[Step], after: Iterable[Step] = ()) -> list[Step]:
    """Return the lowest step of each group that is not held, nor among ``after``."""
    taken = {step.pk for step in after}
    lowest: dict[str, Step] = {}
    for step in steps:
        if not step.is_held and step.pk not in taken:
            lowest.setdefault(step.group, step)
    return list(lowest.values())


@dataclass(frozen=True)
class BadgeStanding:
    """The current and the next badge; ``remaining`` counts achievements, 0 at the top."""

    current: Step | None
    next: Step | None
    remaining: int


def badge_standing(badges: Iterable[Step], achievement_count: int) -> BadgeStanding:
    """Return where the learner stands among the badges, which come in order of threshold.

    The highest badge that is held or reached is the current one: a threshold that was raised later
    takes nothing away.
    """
    badges = list(badges)
    places = [i for i, b in enumerate(badges) if b.is_held or b.threshold <= achievement_count]
    place = max(places, default=-1)
    following = badges[place + 1] if place + 1 < len(badges) else None
    remaining = max(0, following.threshold - achievement_count) if following else 0
    return BadgeStanding(badges[place] if place >= 0 else None, following, remaining)


@dataclass(frozen=True)
class Way:
    """What to do to get somewhere: so many acts of each group, and the minutes they take."""

    acts: dict[str, int]
    minutes: int


def cheapest_way(
    steps: Sequence[Step],
    counts: Mapping[str, int],
    acts: Mapping[str, Sequence[int]],
    wanted: int = 1,
) -> Way | None:
    """Return what reaches ``wanted`` of the steps in the fewest minutes; ``None`` if nothing does.

    ``acts`` holds for each group the minutes of the acts that are left, in the order in which they
    would be done. Of two ways that take as long, the one of fewer acts is returned, then the one
    that has more acts of the first group. A step that is reached but not held yet needs one act, of
    whichever group: what is earned is counted then.
    """
    open_steps = [step for step in steps if not step.is_held]
    options = [
        sorted(
            {0, 1} | {max(0, s.threshold - counts[group]) for s in open_steps if s.group == group}
        )
        for group in acts
    ]
    found: list[tuple[int, int, list[int], Way]] = []
    for numbers in product(*options):
        chosen = dict(zip(acts, numbers, strict=True))
        if not any(numbers) or any(n > len(acts[group]) for group, n in chosen.items()):
            continue
        after = {group: counts[group] + n for group, n in chosen.items()}
        if len(newly_earned(open_steps, after)) >= wanted:
            minutes = sum(sum(acts[group][:n]) for group, n in chosen.items())
            way = Way(chosen, minutes)
            found.append((minutes, sum(numbers), [-n for n in numbers], way))
    return min(found, key=lambda each: each[:3])[3] if found else None


ENOUGH_FOR_PERCENT = 20


@dataclass(frozen=True)
class Rarity:
    """How many of the learners hold something."""

    holders: int
    learners: int

    @property
    def percent(self) -> int | None:
        """The share, rounded down; ``None`` where so few learn that it would say little."""
        if self.learners < ENOUGH_FOR_PERCENT:
            return None
        return 100 * self.holders // self.learners
