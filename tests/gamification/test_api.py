from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import make_token, remove_token
from accounts.models import Privacy, User
from tests.conftest import NOON, SignIn, make_person
from tests.gamification.conftest import all_names, unlock

NEW = {
    "unlocked_achievements": [],
    "next_available_achievements": ["First Lesson Watched", "First Comment Written"],
    "current_badge": "Beginner",
    "next_badge": "Intermediate",
    "remaining_to_unlock_next_badge": 4,
}
HALF_WAY = {
    "unlocked_achievements": ["First Lesson Watched", "5 Lessons Watched", "First Comment Written"],
    "next_available_achievements": ["10 Lessons Watched", "3 Comments Written"],
    "current_badge": "Beginner",
    "next_badge": "Intermediate",
    "remaining_to_unlock_next_badge": 1,
}
LESSONS = [
    f"{name} Watched" for name in ("First Lesson", *(f"{n} Lessons" for n in (5, 10, 25, 50)))
]
COMMENTS = [
    f"{name} Written" for name in ("First Comment", *(f"{n} Comments" for n in (3, 5, 10, 20)))
]
TOP = {
    "unlocked_achievements": [*LESSONS, *COMMENTS],
    "next_available_achievements": [],
    "current_badge": "Master",
    "next_badge": None,
    "remaining_to_unlock_next_badge": 0,
}


@pytest.fixture
def private(grace: User) -> User:
    """Grace, who keeps her profile to herself."""
    grace.privacy = Privacy.PRIVATE
    grace.save(update_fields=["privacy"])
    return grace


def bearer(secret: str) -> dict[str, str]:
    """Return the header that carries the token."""
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("user", ["{0.pk}", "ada", "ADA"])
@pytest.mark.parametrize(
    ("unlocked", "expected"),
    [([], NEW), (HALF_WAY["unlocked_achievements"], HALF_WAY), (TOP["unlocked_achievements"], TOP)],
    ids=["new", "half-way", "top"],
)
def test_the_answer_is_the_contract_to_the_letter(
    unlocked: list[str], expected: dict[str, Any], user: str, ada: User, client: Client
) -> None:
    unlock(ada, *reversed(unlocked))

    response = client.get(f"/api/users/{user.format(ada)}/achievements")

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json() == expected
    assert list(response.json()) == list(expected)


def test_a_finished_group_has_nothing_next(ada: User, client: Client) -> None:
    unlock(ada, *COMMENTS)

    answer = client.get("/api/users/ada/achievements").json()

    assert answer["next_available_achievements"] == ["First Lesson Watched"]
    assert (answer["current_badge"], answer["next_badge"]) == ("Intermediate", "Advanced")
    assert answer["remaining_to_unlock_next_badge"] == 3


@pytest.mark.parametrize("user", ["nobody", "0", "999999", "9" * 40, "²", "%00", "a%0Ab", "-1"])
def test_an_unknown_person_is_not_there(user: str, ada: User, client: Client) -> None:
    response = client.get(f"/api/users/{user}/achievements")

    assert response.status_code == 404
    assert list(response.json()) == ["detail"]


def test_a_private_profile_is_as_absent_as_an_unknown_one(
    private: User, ada: User, client: Client, sign_in: SignIn
) -> None:
    addresses = ["/api/users/grace/achievements", f"/api/users/{private.pk}/achievements"]

    answers = [who.get(a) for who in (client, sign_in(ada)) for a in addresses]

    missing = client.get("/api/users/nobody/achievements")
    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer.content for answer in answers} == {missing.content}


def test_one_sees_ones_own_private_profile_by_session(private: User, sign_in: SignIn) -> None:
    response = sign_in(private).get("/api/users/grace/achievements")

    assert response.json() == NEW


def test_one_sees_ones_own_private_profile_by_token(private: User, client: Client) -> None:
    secret = make_token(user=private, name="script", at=NOON)

    response = client.get("/api/users/grace/achievements", headers=bearer(secret))

    assert response.json() == NEW


def test_a_token_is_as_good_as_a_session_for_a_profile_that_needs_one(
    ada: User, grace: User, client: Client
) -> None:
    User.objects.filter(pk=grace.pk).update(privacy=Privacy.SIGNED_IN)
    secret = make_token(user=ada, name="script", at=NOON)

    response = client.get("/api/users/grace/achievements", headers=bearer(secret))

    assert response.json() == NEW


def test_the_token_of_another_opens_nothing_private(
    private: User, ada: User, client: Client
) -> None:
    secret = make_token(user=ada, name="script", at=NOON)

    response = client.get("/api/users/grace/achievements", headers=bearer(secret))

    assert response.status_code == 404


def test_a_wrong_token_is_refused_even_where_none_is_needed(
    ada: User, client: Client, sign_in: SignIn
) -> None:
    secret = make_token(user=ada, name="script", at=NOON)
    remove_token(user=ada, token_id=ada.access_tokens.get().pk)

    answers = [
        who.get("/api/users/ada/achievements", headers=header)
        for who in (client, sign_in(ada))
        for header in (bearer("wrong"), bearer(secret), bearer(""), {"Authorization": "Basic x"})
    ]

    assert [answer.status_code for answer in answers] == [401] * 8
    assert list(answers[0].json()) == ["detail"]


def test_the_token_of_somebody_who_is_deactivated_is_refused(ada: User, client: Client) -> None:
    secret = make_token(user=ada, name="script", at=timezone.now())
    User.objects.filter(pk=ada.pk).update(is_active=False)

    response = client.get("/api/users/ada/achievements", headers=bearer(secret))

    assert response.status_code == 401


def test_an_unchanged_answer_is_not_sent_again(ada: User, client: Client) -> None:
    etag = client.get("/api/users/ada/achievements").headers["ETag"]

    response = client.get("/api/users/ada/achievements", headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_a_changed_answer_is_sent_again(ada: User, client: Client) -> None:
    etag = client.get("/api/users/ada/achievements").headers["ETag"]
    unlock(ada, "First Lesson Watched")

    response = client.get("/api/users/ada/achievements", headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert response.json()["unlocked_achievements"] == ["First Lesson Watched"]


@pytest.mark.parametrize("held", [0, 10])
def test_the_answer_needs_three_queries(held: int, ada: User, client: Client) -> None:
    unlock(ada, *all_names()[:held])
    unlock(make_person("margaret"), *all_names())

    with CaptureQueriesContext(connection) as captured:
        client.get("/api/users/ada/achievements")

    assert len(captured) <= 3


def test_the_address_has_no_trailing_slash(ada: User, client: Client) -> None:
    response = client.get("/api/users/ada/achievements/")

    assert response.status_code == 404


def test_nothing_can_be_written(ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post("/api/users/ada/achievements", {"unlocked_achievements": ["x"]})

    assert response.status_code == 405


def test_the_answer_tells_no_address(ada: User, client: Client) -> None:
    response = client.get("/api/users/ada/achievements")

    assert b"@" not in response.content


@pytest.mark.django_db
def test_the_description_shows_the_three_states(client: Client) -> None:
    description = client.get("/api/openapi.json").json()

    answers = description["paths"]["/api/users/{user}/achievements"]["get"]["responses"]
    examples = answers["200"]["content"]["application/json"]["examples"]
    assert [example["value"] for example in examples.values()] == [NEW, HALF_WAY, TOP]
    assert "404" in answers


@pytest.mark.django_db
def test_the_documentation_page_opens(client: Client) -> None:
    response = client.get("/api/docs")

    assert response.status_code == 200
