"""What happened: courses and lessons, and what learners did in them."""

from learning.models.courses import Course, Lesson, Section, Status
from learning.models.facts import Comment, Completion, Enrolment, VideoPosition

__all__ = [
    "Comment",
    "Completion",
    "Course",
    "Enrolment",
    "Lesson",
    "Section",
    "Status",
    "VideoPosition",
]
