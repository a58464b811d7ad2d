"""The settings, made afresh from an environment."""

import runpy
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.core.exceptions import ImproperlyConfigured

type MakeSettings = Callable[..., dict[str, Any]]

KNOWN = {
    *("HOST", "PORT", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "DEMO"),
    *("TRUSTED_PROXIES", "MAIL_PROVIDER", "MAIL_FROM", "PROFILES_ARE_PUBLIC", "LAUREL_SERVER"),
}


@pytest.fixture
def make_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MakeSettings:
    """Return a function that makes the settings from these variables alone."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))

    def make(**variables: str) -> dict[str, Any]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(current.BASE_DIR / "config" / "settings.py"))

    return make


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "²"),
        ("DEBUG", "maybe"),
        ("DEMO", "2"),
        ("PROFILES_ARE_PUBLIC", "public"),
        ("DATABASE_URL", "mysql://localhost/laurel"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://localhost:port/laurel"),
        ("REDIS_URL", "localhost:6379"),
        ("TRUSTED_PROXIES", "proxy"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("MAIL_PROVIDER", "pigeon"),
        ("MAIL_PROVIDER", "../smtp"),
        ("VAR_DIR", "/dev/null/var"),
        ("VAR_DIR", "/proc/var"),
    ],
)
def test_a_bad_value_is_told_in_one_line_that_names_it(
    name: str, value: str, make_settings: MakeSettings
) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        make_settings(**{name: value})

    message = str(caught.value)
    assert message.startswith(name)
    assert "\n" not in message


def test_production_does_not_start_without_a_secret(make_settings: MakeSettings) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY is not set: give it"):
        make_settings(ALLOWED_HOSTS="example.org")


def test_a_message_about_the_database_does_not_tell_its_password(
    make_settings: MakeSettings,
) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        make_settings(DATABASE_URL="postgres://laurel:hush@host:port/laurel")

    assert "hush" not in str(caught.value)


def test_with_nothing_given_it_runs_here_with_sqlite(make_settings: MakeSettings) -> None:
    made = make_settings()

    assert (made["HOST"], made["PORT"]) == ("127.0.0.1", 8000)
    assert made["DATABASES"]["default"]["NAME"] == str(made["VAR_DIR"] / "laurel.sqlite3")
    assert made["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert (made["DEBUG"], made["DEMO"], made["IS_PRODUCTION"]) == (False, True, False)
    assert made["MAILERS"]["default"]["BACKEND"].endswith("dummy.EmailBackend")


def test_empty_variables_count_as_not_given(make_settings: MakeSettings) -> None:
    made = make_settings(PORT="", DEBUG=" ", REDIS_URL="", ALLOWED_HOSTS="", SECRET_KEY="")

    assert (made["PORT"], made["DEBUG"]) == (8000, False)
    assert made["REDIS_URL"] == ""


def test_the_secret_is_made_once_and_kept_for_the_owner_alone(make_settings: MakeSettings) -> None:
    first = make_settings()
    second = make_settings()

    kept = first["VAR_DIR"] / "secret_key"
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == kept.read_text()
    assert len(first["SECRET_KEY"]) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("variables", "is_on"),
    [
        ({"DATABASE_URL": "postgres://laurel@localhost/laurel"}, False),
        ({"DATABASE_URL": "postgres://laurel@localhost/laurel", "DEMO": "1"}, True),
        ({"DEMO": "0"}, False),
        ({"ALLOWED_HOSTS": "example.org", "SECRET_KEY": "x" * 50}, False),
    ],
)
def test_the_demo_is_on_where_nothing_else_is_said_but_here(
    variables: dict[str, str], is_on: bool, make_settings: MakeSettings
) -> None:
    made = make_settings(**variables)

    assert made["DEMO"] is is_on


def test_a_provider_gets_its_own_keys(make_settings: MakeSettings) -> None:
    made = make_settings(MAIL_PROVIDER="Postmark", POSTMARK_SERVER_TOKEN="key")

    assert made["MAILERS"]["default"]["BACKEND"] == "anymail.backends.postmark.EmailBackend"
    assert made["ANYMAIL"]["POSTMARK_SERVER_TOKEN"] == "key"


def test_smtp_needs_no_provider(make_settings: MakeSettings) -> None:
    made = make_settings(MAIL_PROVIDER="smtp", SMTP_HOST="mail.example.org", SMTP_PORT="587")

    options = made["MAILERS"]["default"]["OPTIONS"]
    assert (options["host"], options["port"]) == ("mail.example.org", 587)


def test_in_production_cookies_and_transport_are_strict(make_settings: MakeSettings) -> None:
    made = make_settings(ALLOWED_HOSTS="example.org", SECRET_KEY="x" * 50)

    assert made["IS_PRODUCTION"]
    assert made["SITE_URL"] == "https://example.org"
    assert made["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert made["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert made["SESSION_COOKIE_SECURE"] is made["CSRF_COOKIE_SECURE"] is True
    assert made["SECURE_SSL_REDIRECT"] is True
    assert made["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert "SESSION_COOKIE_DOMAIN" not in made


def test_debug_is_never_production(make_settings: MakeSettings) -> None:
    made = make_settings(ALLOWED_HOSTS="example.org", DEBUG="1")

    assert (made["DEBUG"], made["IS_PRODUCTION"]) == (True, False)


@pytest.mark.parametrize(
    "url", ["redis://localhost:6379/0", "rediss://:key@host:6380/1", "unix:///run/redis.sock"]
)
def test_redis_may_be_elsewhere_encrypted_or_a_file(url: str, make_settings: MakeSettings) -> None:
    assert make_settings(REDIS_URL=url)["REDIS_URL"] == url


def test_rings_of_another_installation_go_another_way(make_settings: MakeSettings) -> None:
    ours, again, theirs = [make_settings(SECRET_KEY=key) for key in ("ours", "ours", "theirs")]

    assert ours["RING_CHANNEL"] == again["RING_CHANNEL"] != theirs["RING_CHANNEL"]
    assert "ours" not in ours["RING_CHANNEL"]
