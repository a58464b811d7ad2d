"""The facts that learning announces, inside the transaction that writes them.

The learner is locked while they are sent (``User.objects.lock``).
"""

from django.dispatch import Signal

#: A lesson was completed for the first time. Arguments: ``learner``, ``lesson``, ``at``.
lesson_completed = Signal()

#: A comment was written. Arguments: ``learner``, ``comment``, ``at``.
comment_written = Signal()

#: A comment that was taken back stands again. Arguments: ``learner``, ``comment``, ``at``.
comment_restored = Signal()
