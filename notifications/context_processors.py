from typing import Any

from django.http import HttpRequest

from notifications import queries


def notifications(request: HttpRequest) -> dict[str, Any]:
    """Give whole pages the bell's count and, for browsers without JavaScript, what is new."""
    if "HX-Request" in request.headers or not request.user.is_authenticated:
        return {}
    counts = queries.counts(request.user)
    return {
        "unread_count": counts["unread"],
        "unshown_notifications": queries.unshown(request.user) if counts["unshown"] else [],
    }
