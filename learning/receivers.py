from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_leaves
from learning.actions.people import take_name_off


@receiver(person_leaves)
def keep_places_of_comments(person: User, at: datetime, **kwargs: Any) -> None:
    take_name_off(person=person, at=at)
