"""A line of its own for every test."""

import pytest
from channels.layers import channel_layers


@pytest.fixture(autouse=True)
def fresh_channel_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no socket of another test listen."""
    monkeypatch.setattr(channel_layers, "backends", {})


@pytest.fixture(autouse=True)
def keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stay in the test's transaction: Channels closes connections that are not in autocommit."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
