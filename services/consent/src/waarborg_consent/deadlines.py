"""What is done when a minor's birthday comes on which the law puts decisions into other hands."""

from waarborg_consent.actions.birthdays import on_birthday
from waarborg_consent.domain import REVIEW_CLOCKS

DEADLINES = dict.fromkeys(REVIEW_CLOCKS, on_birthday)
