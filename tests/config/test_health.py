import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_livez_answers_without_the_database(client: Client) -> None:
    response = client.get("/livez")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_answers_when_the_database_does(client: Client) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": "ok"})


@pytest.mark.django_db
def test_readyz_refuses_while_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError("connection to server at db.internal failed")

    monkeypatch.setattr(connection, "cursor", fail)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert b"internal" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_never_cached_and_never_written(path: str, client: Client) -> None:
    read, written = client.get(path), client.post(path)

    assert "no-store" in read.headers["Cache-Control"]
    assert written.status_code == 405
