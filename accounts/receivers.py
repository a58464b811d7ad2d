from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.middleware import USED_AT


@receiver(user_logged_in)
def begin_to_count_use(request: HttpRequest, **kwargs: Any) -> None:
    request.session[USED_AT] = int(timezone.now().timestamp())
