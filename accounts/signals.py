"""What this app announces; others listen."""

from django.dispatch import Signal

#: A person is about to be deleted, in this transaction. Arguments: ``person``, ``at``.
person_leaves = Signal()
