"""What the awards and the toasts should be, in plain sets and counts."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gamification.models import Achievement, Badge
from notifications.actions import HAND_OUT_AGAIN_AFTER
from notifications.models import Notification

KINDS = ("lessons", "comments")


@dataclass
class Rule:
    """A threshold; ``kind`` is empty for a badge."""

    kind: str
    threshold: int
    is_retired: bool = False


@dataclass
class Oracle:
    """Who did what, who holds what, and how often each was told."""

    rules: dict[str, Rule]
    facts: defaultdict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    held: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    badges: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    told: Counter[str] = field(default_factory=Counter)
    mailed: Counter[str] = field(default_factory=Counter)

    def award(self, who: str, *, is_anew: bool = False, is_quiet: bool = False) -> None:
        """Give what the rules give; badges follow achievements, or a change of rules."""
        new = {n for n in self.open_to(who, *KINDS) if self.is_reached(n, who)} - self.held[who]
        self.held[who] |= new
        badges: set[str] = set()
        if new or is_anew:
            badges = {n for n in self.open_to(who, "") if self.is_reached(n, who)}
            badges = {n for n in badges if self.rules[n].threshold > 0} - self.badges[who]
            self.badges[who] |= badges
        if new or badges:
            self.told[who] += 1
            self.mailed[who] += not is_quiet

    def is_taken(self, kind: str, threshold: int) -> bool:
        """Return whether there is a threshold of this kind and number."""
        return any(
            (rule.kind, rule.threshold, rule.is_retired) == (kind, threshold, False)
            for rule in self.rules.values()
        )

    def open_to(self, who: str, *kinds: str) -> list[str]:
        """Return in order what the learner holds and what can still be unlocked."""
        mine = self.held[who] | self.badges[who]
        names = [n for n, rule in self.rules.items() if not rule.is_retired or n in mine]
        names.sort(key=lambda n: self.rules[n].threshold)
        return [n for kind in kinds for n in names if self.rules[n].kind == kind]

    def is_reached(self, name: str, who: str) -> bool:
        """Return whether the learner's count is at the threshold by now."""
        kind = self.rules[name].kind
        count = len(self.facts[who, kind] if kind else self.held[who])
        return count >= self.rules[name].threshold

    def answer(self, who: str) -> dict[str, Any]:
        """Return what the JSON endpoint should say of the learner."""
        open_to_them = {kind: self.open_to(who, kind) for kind in (*KINDS, "")}
        mine = self.badges[who]
        places = [n for n in open_to_them[""] if n in mine or self.is_reached(n, who)]
        after = open_to_them[""][open_to_them[""].index(places[-1]) + 1 :]
        locked = [[n for n in open_to_them[k] if n not in self.held[who]] for k in KINDS]
        return {
            "unlocked_achievements": [
                n for kind in KINDS for n in open_to_them[kind] if n in self.held[who]
            ],
            "next_available_achievements": [names[0] for names in locked if names],
            "current_badge": places[-1],
            "next_badge": after[0] if after else None,
            "remaining_to_unlock_next_badge": max(
                0, self.rules[after[0]].threshold - len(self.held[who])
            )
            if after
            else 0,
        }


class Toasts:
    """Which notices wait for a page, and which page has them."""

    def __init__(self) -> None:
        self.owners: dict[int, str] = {}
        self.waiting: list[int] = []
        self.handed: dict[int, tuple[str, datetime]] = {}

    def expect_new(self, *, are_shown: bool = False) -> None:
        """Take in the notices that were written since."""
        rows = Notification.objects.order_by("pk").values_list("pk", "recipient__username")
        new = [row for row in rows if row[0] not in self.owners]
        self.owners.update(new)
        self.waiting += [] if are_shown else [pk for pk, _ in new]

    def free(self, name: str, tab: str, now: datetime) -> list[int]:
        """Return in order what the page is to get: what no other page has had for a short time."""
        return [
            pk
            for pk in self.waiting
            if self.owners[pk] == name
            and (
                pk not in self.handed
                or self.handed[pk][0] == tab
                or self.handed[pk][1] < now - HAND_OUT_AGAIN_AFTER
            )
        ]

    def hand(self, pk: int, tab: str, now: datetime) -> None:
        """Note that the page has it."""
        self.handed[pk] = (tab, now)

    def show(self, pk: int) -> None:
        """Note that a page has shown it."""
        self.waiting.remove(pk)


def row_of(name: str, rule: Rule) -> Achievement | Badge:
    """Make the achievement or badge of a rule."""
    if rule.kind:
        return Achievement.objects.create(name=name, group=rule.kind, threshold=rule.threshold)
    return Badge.objects.create(name=name, threshold=rule.threshold)
