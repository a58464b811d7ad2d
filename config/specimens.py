"""What the style guide shows: things as the pages get them, made up here and never saved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from accounts.demo import DEMO_PEOPLE
from accounts.models import User
from gamification.models import Group
from gamification.rules import Rarity
from learning.forms import CommentForm
from learning.markdown import render_lesson
from learning.models import Comment, Course, Lesson, Section
from notifications.models import Notification, Topic

BADGES = {"Beginner": 0, "Intermediate": 4, "Advanced": 8, "Master": 10}
FIRST = {Group.LESSONS: "First Lesson Watched", Group.COMMENTS: "First Comment Written"}
MEDALS = {Group.LESSONS: (1, 5, 10, 25, 50), Group.COMMENTS: (1, 3, 5, 10, 20)}
REMARK = (
    "The name is computed from the **content alone**. Try it:\n\n"
    "```\necho 'hello' | git hash-object --stdin\n```\n\nIs there a [proof](https://example.org/)?"
)


TEXT = """
A lesson is written in Markdown. It has `code`, *stress* and **weight**, and [links](https://example.org/).

## A title within

1. Something first
2. Something next

> What somebody said.

    a long line of code that is wider than the smallest of all phones, and so scrolls within its box

| command | what it does |
| --- | --- |
| `git add` | copies the file into the index |
"""


def specimens(at: datetime) -> dict[str, Any]:
    """Return what the templates of all specimens need, as if it happened just before."""
    return learning(at) | comments(at) | awards(at) | notices(at) | controls()


def person(pk: int, username: str) -> User:
    """Return one of the demo's people."""
    return User(pk=pk, username=username, display_name=DEMO_PEOPLE[username].display_name)


def course(pk: int, title: str, level: str) -> Course:
    """Return a course; its number decides on the colour of its cover."""
    summary = "What happens between a question and its answer, in steps that you can try yourself."
    return Course(pk=pk, slug=f"course-{pk}", title=title, level=level, summary=summary)


def learning(at: datetime) -> dict[str, Any]:
    """Return courses that are new, begun and finished, and an outline."""
    found = course(1, "Git from the inside", Course.Level.BEGINNER)
    titles = ["The name of hello", "Three objects in motion", "What a commit is", "The index"]
    lessons = [
        Lesson(pk=number, slug=f"lesson-{number}", course=found, title=title, minutes=3 * number)
        for number, title in enumerate(titles, start=1)
    ]
    lessons[1].video = lessons[3].video = "specimen.webm"
    rows = [
        {"lesson": each, "url": "#outline", "is_done": place < 2, "is_current": place == 2}
        for place, each in enumerate(lessons)
    ]
    cards = [
        card(course(2, "SQL by questions", Course.Level.INTERMEDIATE), 18, 0, is_enrolled=False),
        card(found, 17, 7, is_enrolled=True, next_lesson=lessons[2]),
        card(course(3, "Reading statistics", Course.Level.ADVANCED), 16, 16, is_enrolled=True),
    ]
    return {
        "course": found,
        "lesson": lessons[2],
        "previous_lesson": lessons[1],
        "next_lesson": lessons[3],
        "outline": [{"section": Section(pk=1, title="Objects", course=found), "lessons": rows}],
        "rows": rows,
        "cards": cards,
        "card": cards[1],
        "prose": render_lesson(TEXT),
        "film": Lesson.objects.published().exclude(video="").select_related("course").first(),
    }


def card(of: Course, total: int, done: int, **more: Any) -> dict[str, Any]:
    """Return a course's card with so many lessons done."""
    return {
        "course": of,
        "url": "#cards",
        "lesson_count": total,
        "minutes_total": 6 * total,
        "done_count": done,
        "minutes_left": 6 * (total - done),
        "percent": 100 * done // total,
        "is_finished": done == total,
        **more,
    }


def comments(at: datetime) -> dict[str, Any]:
    """Return a thread with a reply, one whose head was removed, and a refused form."""
    mine, theirs = person(1, "grace"), person(2, "linus")
    lesson = Lesson(pk=1)

    def remark(pk: int, author: User, body: str, **fields: Any) -> Comment:
        when = at - timedelta(hours=40 - pk)
        return Comment(pk=pk, author=author, lesson=lesson, body=body, created_at=when, **fields)

    answer = remark(2, theirs, "There is: nothing else goes into it.", edited_at=at)
    gone = remark(3, mine, "", removed_at=at)
    last = remark(4, theirs, "It is a thought worth keeping.")
    return {
        "threads": [
            thread(remark(1, mine, REMARK), thread(answer), can_change=True),
            thread(gone, thread(last)),
        ],
        "refused_comment": CommentForm({"body": ""}, lesson=lesson),
        "is_enrolled": True,
    }


def thread(comment: Comment, *replies: Any, can_change: bool = False) -> dict[str, Any]:
    """Return a comment with its replies."""
    return {"comment": comment, "replies": replies, "can_change": can_change}


def awards(at: datetime) -> dict[str, Any]:
    """Return both ladders half way up, all badges, and where that puts a learner."""
    names = list(BADGES)
    badges = [
        {
            "name": name,
            "threshold": threshold,
            "art": f"badge-{name.lower()}",
            "is_held": place < 2,
            "is_current": place == 1,
            "unlocked_at": at if place < 2 else None,
        }
        for place, (name, threshold) in enumerate(BADGES.items())
    ]
    ladders = [
        ladder(group, thresholds, count, at)
        for (group, thresholds), count in zip(MEDALS.items(), (12, 7), strict=True)
    ]
    return {
        "badge_names": [f"badge-{name.lower()}" for name in names],
        "medals": [
            {"art": f"medal-{group}", "number": number}
            for group, thresholds in MEDALS.items()
            for number in thresholds
        ],
        "badges": badges,
        "ladders": ladders,
        "standing": {
            "badge": {"current": badges[1], "next": badges[2], "remaining": 2},
            "percent": 50,
            "unlocked": range(6),
            "total_count": 10,
        },
        "next_step": {"text": "1 lesson to “25 Lessons Watched”", "url": "#awards", "minutes": 4},
    }


def ladder(group: Group, thresholds: Sequence[int], count: int, at: datetime) -> dict[str, Any]:
    """Return a ladder of which so many facts have unlocked the lower steps."""
    steps = [
        {
            "name": f"{threshold} {group.label}" if place else FIRST[group],
            "threshold": threshold,
            "reached": min(threshold, count),
            "remaining": max(0, threshold - count),
            "rarity": Rarity(7 - place, 9),
            "is_unlocked": threshold <= count,
            "is_next": threshold > count and thresholds[place - 1] <= count,
            "unlocked_at": at if threshold <= count else None,
            "art": f"medal-{group}",
        }
        for place, threshold in enumerate(thresholds)
    ]
    return {"group": group, "name": group.label, "count": count, "steps": steps}


def notices(at: datetime) -> dict[str, Any]:
    """Return a stack of awards, a single one and a reply: as toasts, and as rows of the inbox."""
    medals = [
        {"art": f"medal-{group}", "art_number": number, "title": f"{number} {group.label}"}
        for group, number in ((Group.LESSONS, 10), (Group.COMMENTS, 3))
    ]
    stack = Notification(
        pk=1, topic=Topic.ACHIEVEMENTS, title="Intermediate badge unlocked", items=medals
    )
    stack.body, stack.art = "You hold 4 achievements. Next: Advanced at 8.", "badge-intermediate"
    single = Notification(pk=2, topic=Topic.ACHIEVEMENTS, title="5 Lessons Watched", read_at=at)
    single.body, single.art, single.art_number = "Next: 10 lessons.", "medal-lessons", 5
    reply = Notification(pk=3, topic=Topic.REPLIES, title="Linus replied to you")
    reply.body, reply.art = "There is: nothing else goes into it.", "reply"
    for number, notice in enumerate([stack, single, reply]):
        notice.url, notice.created_at = "#toasts-shown", at - timedelta(hours=9 * number)
    return {"notices": [stack, single, reply]}


class SpecimenForm(forms.Form):
    """A field of every kind."""

    name = forms.CharField(max_length=60, help_text="As others will see it.")
    address = forms.EmailField(required=False)
    zone = forms.ChoiceField(choices=[("UTC", "UTC"), ("Asia/Amman", "Asia/Amman")])
    about = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    terms = forms.BooleanField(help_text="Anybody may see your badge and achievements.")


def controls() -> dict[str, Any]:
    """Return forms before and after they were refused, messages, people and pages."""
    notes = {
        constants.SUCCESS: "Saved.",
        constants.WARNING: "Your profile is private: only you see this page.",
        constants.ERROR: "That was not saved. Look at the fields that are marked.",
    }
    page = Paginator(range(90), 30).get_page(2)
    return {
        "plain_form": SpecimenForm(auto_id="plain_%s", label_suffix=""),
        "refused_form": SpecimenForm({"address": "ada@"}, auto_id="refused_%s", label_suffix=""),
        "notes": [Message(level, text) for level, text in notes.items()],
        "people": [person(number, name) for number, name in enumerate(DEMO_PEOPLE, start=1)],
        "page": page,
        "suppression": SimpleNamespace(reason="bounced", address="ada@example.org"),
    }
