import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.actions import make_token, use_token
from accounts.models import AccessToken, User
from tests.conftest import NOON, SignIn

TOKENS = "/accounts/tokens/"
SECRET = re.compile(r"laurel_[\w-]{43}")


def test_a_new_token_is_shown_once_and_works(ada: User, client: Client, sign_in: SignIn) -> None:
    browser = sign_in(ada)

    response = browser.post(TOKENS, {"name": "script"})

    assert (response.status_code, response.headers["Location"]) == (303, TOKENS)
    secret = SECRET.findall(browser.get(TOKENS).content.decode())[0]
    header = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/users/ada/achievements", headers=header).status_code == 200
    assert not SECRET.search(browser.get(TOKENS).content.decode())
    assert "script" in browser.get(TOKENS).content.decode()


def test_the_secret_of_a_token_does_not_stay_in_the_session(ada: User, sign_in: SignIn) -> None:
    browser = sign_in(ada)
    browser.post(TOKENS, {"name": "script"})

    browser.get(TOKENS)

    assert not SECRET.search(str(dict(browser.session)))


def test_only_the_digest_is_kept(ada: User) -> None:
    secret = make_token(user=ada, name="script", at=NOON)

    row = AccessToken.objects.values().get()

    assert secret not in str(row)
    assert len(row["digest"]) == 64


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_token_needs_a_name(name: str, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(TOKENS, {"name": name})

    assert response.status_code == 422
    assert not AccessToken.objects.exists()


def test_a_removed_token_opens_nothing(ada: User, client: Client, sign_in: SignIn) -> None:
    secret = make_token(user=ada, name="script", at=NOON)

    sign_in(ada).post(f"{TOKENS}{AccessToken.objects.get().pk}/removal/")

    header = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/users/ada/achievements", headers=header).status_code == 401


def test_the_token_of_another_is_as_absent_as_a_missing_one(
    ada: User, grace: User, sign_in: SignIn
) -> None:
    make_token(user=ada, name="script", at=NOON)
    client = sign_in(grace)

    foreign = client.post(f"{TOKENS}{AccessToken.objects.get().pk}/removal/")
    missing = client.post(f"{TOKENS}999999/removal/")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
    assert AccessToken.objects.exists()
    assert list(client.get(TOKENS).context["tokens"]) == []


def test_the_use_of_a_token_is_noted_at_most_hourly(ada: User) -> None:
    secret = make_token(user=ada, name="script", at=NOON)
    for minutes in (0, 30, 59):
        use_token(secret=secret, at=NOON + timedelta(minutes=minutes))
    within_the_hour = AccessToken.objects.get().last_used_at

    use_token(secret=secret, at=NOON + timedelta(minutes=61))

    assert within_the_hour == NOON
    assert AccessToken.objects.get().last_used_at == NOON + timedelta(minutes=61)


@pytest.mark.parametrize("secret", ["", "laurel_", "laurel_x", "\x00", "ö" * 500])
def test_what_is_no_token_is_nobody(secret: str, ada: User) -> None:
    make_token(user=ada, name="script", at=NOON)

    assert use_token(secret=secret, at=NOON) is None
