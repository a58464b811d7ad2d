"""What learners and authors can do."""

from learning.actions.comments import edit_comment, remove_comment, restore_comment, write_comment
from learning.actions.lessons import (
    complete_lesson,
    enrol,
    leave,
    require_enrolment,
    save_position,
    undo_completion,
)
from learning.actions.visits import remember_visit

__all__ = [
    "complete_lesson",
    "edit_comment",
    "enrol",
    "leave",
    "remember_visit",
    "remove_comment",
    "require_enrolment",
    "restore_comment",
    "save_position",
    "undo_completion",
    "write_comment",
]
