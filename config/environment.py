"""Read settings from environment variables; a bad value is named in one line."""

import contextlib
import ipaddress
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding space; empty counts as unset."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable: 1/0, true/false, yes/no, on/off."""
    value = text(name).lower()
    if not value:
        return default
    if value not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")
    return value in _YES


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """Return a whole number between the two bounds."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        raise ImproperlyConfigured(
            f"{name} is {value!r}: write a whole number from {lowest} to {highest}."
        )
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return a list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str) -> list[Network]:
    """Return IP addresses and networks (CIDR) written with commas."""
    try:
        return [ipaddress.ip_network(word) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}. Write addresses like 10.0.0.0/8.") from error


def writable_folder(name: str, default: Path) -> Path:
    """Return the folder as an absolute path; it is made when missing."""
    folder = Path(text(name, str(default))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(folder)!r}, which cannot be made or used: {error.strerror}."
        ) from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(f"{name} is {str(folder)!r}, which cannot be written to.")
    return folder


def kept_secret(path: Path) -> str:
    """Return the secret kept in the file, which is made on the first call."""
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(0o600)
        draft.write_text(secrets.token_urlsafe(50))
        # Of two processes that start together, one must not read what the other has half written.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
