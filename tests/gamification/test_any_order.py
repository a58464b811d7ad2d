"""Whatever happens in whatever order: the awards are those of the oracle.

Learners act and take back, staff change the rules, transactions die at any statement and are tried
again, pages come and go. LAUREL_CHAOS=1 makes 2,000 stories of it instead of 100.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from config.doctor import CHECKS
from gamification import actions as awards
from gamification.models import Achievement, AchievementUnlock, Badge, BadgeUnlock
from gamification.queries import fact_counts
from gamification.signals import achievement_unlocked, badge_unlocked
from learning import actions
from learning.models import Comment, Enrolment, Lesson
from learning.models.facts import UNDO_WINDOW
from notifications.actions import (
    HAND_OUT_AGAIN_AFTER,
    TOASTS_AT_ONCE,
    hand_out_toasts,
    mark_shown,
)
from notifications.models import DigestEntry, Email, Notification
from tests.conftest import NOON, make_course, make_person
from tests.gamification.conftest import pop_backfills
from tests.gamification.fuse import CrashError, Fuse
from tests.gamification.oracle import KINDS, Oracle, Rule, Toasts, row_of

IS_LONG = os.environ.get("LAUREL_CHAOS") == "1"
LESSONS = 5
NAMES = ["ada", "grace"]
STORIES = settings(
    max_examples=2_000 if IS_LONG else 100,
    stateful_step_count=24,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
RULES = {
    "Lesson": Rule("lessons", 1),
    "2 Lessons": Rule("lessons", 2),
    "4 Lessons": Rule("lessons", 4),
    "Comment": Rule("comments", 1),
    "2 Comments": Rule("comments", 2),
    "Nobody": Rule("", 0),
    "Somebody": Rule("", 2),
    "Star": Rule("", 4),
}

name = st.sampled_from(NAMES)
number = st.integers(0, LESSONS - 1)
threshold = st.integers(1, LESSONS)
statement = st.none() | st.integers(1, 20)


class AnyOrder(RuleBasedStateMachine):
    """Everything that learners, staff, the worker and fate can do."""

    people: dict[str, User]
    lessons: list[Lesson]

    def __init__(self) -> None:
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()
        self.now = NOON
        self.oracle = Oracle({name: Rule(r.kind, r.threshold) for name, r in RULES.items()})
        self.rows = {name: row_of(name, rule) for name, rule in RULES.items()}
        self.comments: list[Comment] = []
        self.taken_back: dict[int, datetime] = {}
        self.heard: list[tuple[str, str]] = []
        self.toasts = Toasts()
        achievement_unlocked.connect(self.hear)
        badge_unlocked.connect(self.hear)

    def teardown(self) -> None:
        try:
            self.run_worker(crash=None)
            self.the_awards_are_those_of_the_oracle()
            self.every_toast_comes_in_the_end()
            for name in NAMES:
                self.ask_the_endpoint(name)
            checks = [c for c in CHECKS if c.find.__module__ == "gamification.invariants"]
            assert [check.name for check in checks if check.find()] == []
        finally:
            achievement_unlocked.disconnect(self.hear)
            badge_unlocked.disconnect(self.hear)
            transaction.set_rollback(True)
            self.story.__exit__(None, None, None)

    def hear(self, user: User, achievement_name: str = "", badge_name: str = "", **_: Any) -> None:
        self.heard.append((user.username, achievement_name or badge_name))

    def do(self, act: Callable[..., object], crash: int | None, **values: Any) -> Any:
        """Act; where a crash is wanted, crash at that statement and try again."""
        self.now += timedelta(seconds=8)
        with TestCase.captureOnCommitCallbacks(execute=True):
            with suppress(CrashError), connection.execute_wrapper(Fuse(crash or 0)):
                return act(**values)
            # What was outside a transaction of the act's own has not reached the database.
            transaction.set_rollback(False)
            return act(**values)

    @rule(name=name, number=number, crash=statement)
    def complete(self, name: str, number: int, crash: int | None) -> None:
        values = {"learner": self.people[name], "lesson": self.lessons[number]}
        self.do(actions.complete_lesson, crash, **values, at=self.now)
        self.toasts.expect_new()
        if number not in self.oracle.facts[name, "lessons"]:
            self.oracle.facts[name, "lessons"].add(number)
            self.oracle.award(name)

    @rule(name=name, number=number, crash=statement)
    def undo(self, name: str, number: int, crash: int | None) -> None:
        values = {"learner": self.people[name], "lesson": self.lessons[number]}
        self.do(actions.undo_completion, crash, **values)
        self.oracle.facts[name, "lessons"].discard(number)

    @rule(name=name, number=number, crash=statement)
    def comment(self, name: str, number: int, crash: int | None) -> None:
        values = {"author": self.people[name], "lesson": self.lessons[number], "body": "Hm"}
        comment = self.do(actions.write_comment, crash, **values, at=self.now)
        self.toasts.expect_new()
        self.comments.append(comment)
        self.oracle.facts[name, "comments"].add(comment.pk)
        self.oracle.award(name)

    @precondition(lambda self: self.comments)
    @rule(data=st.data(), body=st.sampled_from(["Hm", "Oh", ""]), crash=statement)
    def edit(self, data: st.DataObject, body: str, crash: int | None) -> None:
        comment = data.draw(st.sampled_from(self.comments))
        self.do(actions.edit_comment, crash, comment=comment, body=body, at=self.now)

    @precondition(lambda self: self.comments)
    @rule(data=st.data(), crash=statement)
    def delete_or_moderate(self, data: st.DataObject, crash: int | None) -> None:
        comment = data.draw(st.sampled_from(self.comments))
        remover = data.draw(st.sampled_from(NAMES))
        assert comment.author
        facts = self.oracle.facts[comment.author.username, "comments"]
        if comment.pk in facts and remover == comment.author.username:
            self.taken_back[comment.pk] = self.now
        by = self.people[remover]
        self.do(actions.remove_comment, crash, comment=comment, by=by, at=self.now)
        facts.discard(comment.pk)

    @precondition(lambda self: self.comments)
    @rule(data=st.data(), crash=statement)
    def bring_back(self, data: st.DataObject, crash: int | None) -> None:
        comment = data.draw(st.sampled_from(self.comments))
        removed_at = self.taken_back.pop(comment.pk, NOON - UNDO_WINDOW)
        is_in_time = removed_at > self.now - UNDO_WINDOW
        self.do(actions.restore_comment, crash, comment=comment, at=self.now)
        self.toasts.expect_new()
        assert comment.author
        if is_in_time:
            self.oracle.facts[comment.author.username, "comments"].add(comment.pk)
            self.oracle.award(comment.author.username)

    @rule(kind=st.sampled_from([*KINDS, ""]), threshold=threshold, is_quiet=st.booleans())
    def add_a_threshold(self, kind: str, threshold: int, is_quiet: bool) -> None:
        if not self.oracle.is_taken(kind, threshold):
            name = f"New {len(self.rows)}"
            self.oracle.rules[name] = Rule(kind, threshold)
            self.rows[name] = row_of(name, self.oracle.rules[name])
            awards.queue_backfill(is_quiet=is_quiet)

    @rule(data=st.data(), threshold=threshold, is_quiet=st.booleans())
    def raise_or_lower_a_threshold(
        self, data: st.DataObject, threshold: int, is_quiet: bool
    ) -> None:
        name = data.draw(st.sampled_from([n for n in self.rows if n != "Nobody"]))
        if not self.oracle.is_taken(self.oracle.rules[name].kind, threshold):
            self.oracle.rules[name].threshold = threshold
            self.change(name, is_quiet, threshold=threshold)

    @rule(data=st.data(), is_quiet=st.booleans())
    def remove_a_threshold(self, data: st.DataObject, is_quiet: bool) -> None:
        name = data.draw(st.sampled_from([n for n in self.rows if n != "Nobody"]))
        self.oracle.rules[name].is_retired = True
        self.change(name, is_quiet, is_retired=True)

    def change(self, name: str, is_quiet: bool, **values: Any) -> None:
        """Change a rule as its form in the admin does."""
        type(self.rows[name])._default_manager.filter(pk=self.rows[name].pk).update(**values)
        awards.queue_backfill(is_quiet=is_quiet)

    @rule(crash=statement)
    def run_worker(self, crash: int | None) -> None:
        for is_quiet, *after in pop_backfills():
            tasks = [(is_quiet, *after)]
            while tasks:
                for _, *start in tasks:
                    values = {"is_quiet": bool(is_quiet), "after": sum(start)}
                    self.do(awards.backfill, crash, at=self.now, **values)
                tasks = pop_backfills()
            self.toasts.expect_new(are_shown=bool(is_quiet))
            for name in NAMES:
                self.oracle.award(name, is_anew=True, is_quiet=bool(is_quiet))

    @rule(name=name, tab=st.sampled_from("ab"), is_shown=st.booleans())
    def reconnect(self, name: str, tab: str, is_shown: bool) -> None:
        """Open a page; where it dies before it has shown its toasts, they must come again."""
        self.now += timedelta(seconds=8)

        handed = hand_out_toasts(recipient=self.people[name], tab=tab, at=self.now)

        expected = self.toasts.free(name, tab, self.now)
        assert [notice.pk for notice in handed] == expected[:TOASTS_AT_ONCE]
        for notice in handed:
            self.toasts.hand(notice.pk, tab, self.now)
            if is_shown:
                mark_shown(notification=notice, at=self.now)
                self.toasts.show(notice.pk)

    @invariant()
    def the_awards_are_those_of_the_oracle(self) -> None:
        held = AchievementUnlock.objects.values_list("learner__username", "achievement__name")
        badges = BadgeUnlock.objects.values_list("learner__username", "badge__name")
        wanted = pairs(self.oracle.held), pairs(self.oracle.badges)
        assert (sorted(held), sorted(badges)) == wanted
        assert sorted(self.heard) == sorted(wanted[0] + wanted[1])

    @invariant()
    def the_counts_are_those_of_the_oracle(self) -> None:
        for name, person in self.people.items():
            facts = {kind: len(self.oracle.facts[name, kind]) for kind in KINDS}
            assert fact_counts(person) == facts

    @invariant()
    def each_award_is_told_once(self) -> None:
        mails = [row for model in (Email, DigestEntry) for row in names_of(model)]
        assert Counter(names_of(Notification)) == +self.oracle.told
        assert Counter(mails) == +self.oracle.mailed

    @rule(name=name)
    def ask_the_endpoint(self, name: str) -> None:
        answer = Client().get(f"/api/users/{name}/achievements", headers={"host": "localhost"})
        assert answer.json() == self.oracle.answer(name)

    def every_toast_comes_in_the_end(self) -> None:
        self.now += 2 * HAND_OUT_AGAIN_AFTER
        for name in NAMES:
            while expected := self.toasts.free(name, "c", self.now)[:TOASTS_AT_ONCE]:
                handed = hand_out_toasts(recipient=self.people[name], tab="c", at=self.now)
                assert [notice.pk for notice in handed] == expected
                for notice in handed:
                    mark_shown(notification=notice, at=self.now)
                    self.toasts.show(notice.pk)
            assert hand_out_toasts(recipient=self.people[name], tab="c", at=self.now) == []


def pairs(held: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """Return who holds what, in order."""
    return sorted((name, thing) for name, things in held.items() for thing in things)


def names_of(model: type[Email | DigestEntry | Notification]) -> list[str]:
    """Return whom the rows are for."""
    return list(model._default_manager.values_list("recipient__username", flat=True))


@pytest.mark.django_db
def test_the_awards_are_those_of_the_oracle_whatever_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Achievement.objects.all().delete()
    Badge.objects.all().delete()
    course = make_course(make_person("linus"), LESSONS)
    AnyOrder.people = {name: make_person(name) for name in NAMES}
    AnyOrder.lessons = list(Lesson.objects.filter(course=course).order_by("position"))
    for person in AnyOrder.people.values():
        Enrolment.objects.create(learner=person, course=course, enrolled_at=NOON)
    monkeypatch.setattr(awards, "LEARNERS_AT_ONCE", 1)
    monkeypatch.setattr("realtime.actions.ring", lambda **_: None)

    run_state_machine_as_test(AnyOrder, settings=STORIES)
