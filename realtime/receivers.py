from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.signals import person_leaves
from realtime import actions


@receiver(user_logged_out)
def close_sockets_of_session(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user and request.session.session_key:
        actions.hang_up(user_id=user.pk, session_key=request.session.session_key)


@receiver(post_delete, sender=UserSession)
def close_sockets_of_ended_session(instance: UserSession, **kwargs: Any) -> None:
    actions.hang_up(user_id=instance.user_id, session_key=instance.session_key)


@receiver([password_changed, password_reset])
def close_sockets_of_old_password(user: User, **kwargs: Any) -> None:
    actions.hang_up(user_id=user.pk)


@receiver(person_leaves)
def close_all_sockets(person: User, **kwargs: Any) -> None:
    actions.hang_up(user_id=person.pk)
