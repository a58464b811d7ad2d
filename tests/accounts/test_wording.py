import pytest
from django.test import Client
from django.utils.safestring import SafeString
from django.utils.translation import override

from accounts.models import User
from accounts.templatetags.wording import sentence_case
from tests.conftest import SignIn


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Change Password", "Change password"),
        ("Two-Factor Authentication", "Two-factor authentication"),
        ("TOTP Code", "TOTP code"),
        ("Sign In to Laurel", "Sign in to Laurel"),
        ("Are you sure? Then go on.", "Are you sure? Then go on."),
        ("E-mail (Again)", "E-mail (Again)"),
        ("<a title='Change Password'>Go On</a>", "<a title='Change Password'>Go On</a>"),
        ("", ""),
    ],
)
def test_titles_are_written_as_sentences(text: str, written: str) -> None:
    assert sentence_case(text) == written


def test_what_needs_escaping_still_needs_it() -> None:
    assert not isinstance(sentence_case("A & B"), SafeString)
    assert isinstance(sentence_case(SafeString("A &amp; B")), SafeString)


def test_other_languages_keep_their_capitals() -> None:
    with override("de"):
        assert sentence_case("Neues Passwort") == "Neues Passwort"


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/signup/", "Create an account"),
        ("/accounts/password/reset/", "Password reset"),
    ],
)
@pytest.mark.django_db
def test_the_pages_before_signing_in(address: str, heading: str, client: Client) -> None:
    page = client.get(address).content.decode()

    assert f"<title>{heading} · Laurel</title>" in " ".join(page.split()).replace("> ", ">")
    assert heading in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accounts/password/change/", ["Change password", "Current password"]),
        ("/accounts/email/", ["Email address", "Change email"]),
        ("/accounts/2fa/", ["Two-factor authentication", "Authenticator app", "Recovery codes"]),
    ],
)
def test_the_pages_about_ones_account(
    address: str, words: list[str], ada: User, sign_in: SignIn
) -> None:
    page = sign_in(ada).get(address).content.decode()

    assert [word for word in words if word not in page] == []
