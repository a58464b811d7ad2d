"""What other Django apps may listen to. Each is sent once, after commit."""

from django.dispatch import Signal

#: Arguments: ``achievement_name`` (str), ``user`` (the learner).
achievement_unlocked = Signal()

#: Arguments: ``badge_name`` (str), ``user`` (the learner).
badge_unlocked = Signal()
