from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_leaves
from notifications.suppression import forget


@receiver(person_leaves)
def forget_mail(person: User, **kwargs: Any) -> None:
    forget(person=person)
