"""What is left of somebody who is gone."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from accounts.models import User
from learning.models import Comment


@transaction.atomic
def take_name_off(*, person: User, at: datetime) -> None:
    """Empty the person's comments that others have replied to, and take the name off.

    All others go with the person. A second call changes nothing.
    """
    own = Comment.objects.filter(author=person)
    # Who replies at this moment has finished when the lock is ours, or waits for it.
    locked = list(own.select_for_update().values_list("pk", flat=True))
    replies = Comment.objects.filter(parent__in=locked).exclude(author=person)
    own.filter(pk__in=replies.values("parent")).update(
        author=None, body="", removed_at=Coalesce(F("removed_at"), at)
    )
