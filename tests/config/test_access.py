"""Every address, every role, every method, against the table in ``access``."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from accounts.actions import make_token
from accounts.models import Privacy, User
from learning.models import Comment, Course, Lesson, Status
from notifications.models import Email, Notification, Topic
from tests.config.access import ADMIN, DRAFT, LESSON, ROLES, TABLE, VIDEO
from tests.conftest import NOON, SignIn, make_course, make_person

ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
OWN = ("learning:", "gamification:", "notifications:", "accounts:")
OWN_ROWS = [row for row in ROWS if row[0].startswith(OWN)]
FRAGMENT = {"HX-Request": "true"}
KINDS = {"changelist", "add", "history", "delete", "change"}

type World = dict[str, int | str]


def names(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[str]:
    """Yield the name of every URL; one without a name goes by its address."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            is_detour = not pattern.name and space == "admin:"
            plain = "catchall" if "(?P<url>" in route else "detour" if is_detour else ""
            yield space + (pattern.name or plain or route.strip("/"))
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern, route, inner)


@pytest.fixture
def world(course: Course, linus: User, ada: User, settings: Settings, tmp_path: object) -> World:
    """One of everything, all of Ada's, with the ids that the table's addresses name."""
    settings.DEMO, settings.MEDIA_ROOT = False, tmp_path
    section = course.sections.get()
    lesson, video = (Lesson.objects.get(slug=f"knot-{number}") for number in (1, 2))
    for kind, suffix in (("video", "webm"), ("captions", "vtt"), ("poster", "png")):
        getattr(video, kind).save(f"x.{suffix}", ContentFile(b"x"), save=False)
    video.seconds = 9
    video.save()
    Lesson.objects.create(section=section, slug="slip", title="Slip", status=Status.DRAFT)
    make_course(linus, 1, slug="hidden")
    Course.objects.filter(slug="hidden").update(status=Status.DRAFT)
    make_person("recluse", privacy=Privacy.PRIVATE)
    make_person("shy", privacy=Privacy.SIGNED_IN)
    make_token(user=ada, name="script", at=NOON)
    email = Email(recipient=ada, topic=Topic.REPLIES, to_address=ada.email, subject="S", html="H")
    email.created_at = email.due_at = NOON
    email.save()
    notice = Notification(recipient=ada, topic=Topic.REPLIES, title="T", url="/", created_at=NOON)
    notice.save()
    remark = Comment(author=ada, lesson=lesson, body="Hm", created_at=NOON - timedelta(days=1))
    remark.save()
    session = UserSession.objects.create(user=ada, ip="192.0.2.1", session_key="elsewhere")
    ids = {"comment": remark.pk, "notice": notice.pk, "email": email.pk, "session": session.pk}
    places = {"lesson": LESSON, "video": VIDEO, "draft": DRAFT}
    return ids | places | {"token": ada.access_tokens.get().pk}


@pytest.fixture
def people(ada: User, grace: User, linus: User, sign_in: SignIn) -> dict[str, Client]:
    """A client for each role."""
    staff = make_person("staff", is_staff=True)
    users = {"outsider": grace, "learner": ada, "author": linus, "staff": staff}
    clients = {role: sign_in(user) for role, user in users.items()}
    return {"anonymous": Client(headers={"host": "localhost"})} | clients


def outcome(response: HttpResponseBase) -> str:
    """Return the answer in the words of the table."""
    if response.status_code not in {301, 302, 303}:
        return str(response.status_code)
    to_sign_in = ("/accounts/login/", "/admin/login/", "/accounts/reauthenticate/")
    return "in" if response.headers["Location"].startswith(to_sign_in) else "go"


def for_each_role(cell: str) -> list[str]:
    """Return the five outcomes that a cell of the table stands for."""
    first, *others = cell.split()
    return [first, *(others or [first]) * (1 if len(others) > 1 else 4)]


def attempt(client: Client, method: str, address: str, **headers: str) -> str:
    """Return the outcome of a request whose effects are taken back."""
    with transaction.atomic():
        response: HttpResponseBase = client.generic(method, address, headers=headers)
        if isinstance(response, FileResponse):
            response.getvalue()
        transaction.set_rollback(True)
    return outcome(response)


def test_every_url_has_a_row() -> None:
    in_admin = {f"admin:{model}_{kind}" for model in ADMIN for kind in KINDS}
    known = {row[0] for row in ROWS} | in_admin | {"admin:detour"}

    found = set(names(get_resolver()))

    assert found - known == set()
    assert known - found == set()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_everybody_gets_what_the_table_says(
    row: list[str], world: World, people: dict[str, Client]
) -> None:
    address = row[1].format(**world)

    got = {
        method: [attempt(people[role], method, address) for role in ROLES]
        for method in ("GET", "POST")
    }

    assert got == {"GET": for_each_role(row[2]), "POST": for_each_role(row[3])}


@pytest.mark.parametrize("row", OWN_ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_fragment_is_refused_to_whom_the_page_is_refused(
    row: list[str], world: World, people: dict[str, Client]
) -> None:
    address = row[1].format(**world)
    method = "POST" if row[2] == "405" else "GET"

    pages = [attempt(people[role], method, address) for role in ROLES]
    fragments = [attempt(people[role], method, address, **FRAGMENT) for role in ROLES]

    refusals = {"in": "401", "403": "403", "404": "404"}
    wanted = [refusals.get(page) for page in pages]
    got = [answer if answer in refusals.values() else None for answer in fragments]
    assert got == wanted


@pytest.mark.parametrize("model", ADMIN)
def test_the_admin_of_a_model_is_open_to_superusers_alone(
    model: str, world: World, people: dict[str, Client], admin: User, sign_in: SignIn
) -> None:
    folder = "/admin/" + "/".join(model.rsplit("_", 1)) + "/"
    paths = ["", "add/", "0/history/", "0/delete/", "0/change/"]
    clients = people | {"superuser": sign_in(admin)}

    got = {
        role: [attempt(client, "GET", folder + path) for path in paths]
        for role, client in clients.items()
    }

    may_add, may_delete = "add" in ADMIN[model], "delete" in ADMIN[model]
    wanted = ["200", "200" if may_add else "403", "go", "go" if may_delete else "403", "go"]
    assert got.pop("superuser") == wanted
    assert got.pop("staff") == ["403", "403", "go", "403", "403"]
    assert list(got.values()) == [["in"] * 5] * 4


@pytest.mark.parametrize(
    "address",
    [
        row[1]
        for row in ROWS
        if any(f"{{{kind}}}" in row[1] for kind in ("comment", "notice", "email"))
        # The place of a comment is everybody's.
        and row[0] != "learning:comment"
    ]
    + ["/accounts/tokens/{token}/removal/", "/accounts/sessions/{session}/removal/"],
)
def test_what_belongs_to_another_is_as_absent_as_what_is_not_there(
    address: str, world: World, people: dict[str, Client]
) -> None:
    nothing = dict.fromkeys(("comment", "notice", "email", "token", "session"), 999999)
    method = "GET" if "emails/" in address else "POST"
    outsider = people["outsider"]

    foreign = outsider.generic(method, address.format(**world))
    missing = outsider.generic(method, address.format(**nothing))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
