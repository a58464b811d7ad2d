"""Whose ring was lost: Redis away, a process killed between commit and ring, a full queue."""

from collections import deque
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

COMMITS_TAKE = timedelta(seconds=5)

# What came lately for each of these people, and when; whoever is left out got nothing.
type Arrivals = Callable[[Collection[int]], Mapping[int, Mapping[Hashable, datetime]]]


def no_arrivals(user_ids: Collection[int]) -> Mapping[int, Mapping[Hashable, datetime]]:
    """Stand in until the app that stores what pages should hear of sets ``arrivals``."""
    return {}


arrivals: Arrivals = no_arrivals


@dataclass
class Heard:
    """What a person's pages in this process were rung for, since the first of them opened."""

    since: datetime
    rung_for: deque[Hashable] = field(default_factory=lambda: deque(maxlen=100))

    def missed(self, came: Mapping[Hashable, datetime]) -> list[Hashable]:
        """Return for what nobody rang. What came before the page did, the page asked for itself.

        Unless it was being written at that moment: its time is that of the request.
        """
        since = self.since - COMMITS_TAKE
        return [each for each, at in came.items() if at > since and each not in self.rung_for]
