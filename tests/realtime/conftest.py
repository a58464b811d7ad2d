"""A line of its own for every test."""

import pytest


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no socket of another test listen, and no failure of another test matter."""
    monkeypatch.setattr("realtime.hub.hubs", {})
    monkeypatch.setattr("realtime.database._away_until", 0.0)
    monkeypatch.setattr("realtime.database.AWAY_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stay in the test's transaction: Channels closes connections that are not in autocommit."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
