"""What people fill in to start an exercise."""

from flask_babel import lazy_gettext

from waarborg_shared.web.schemas import Schema, Words


class ExerciseForm(Schema):
    """The story of an exercise."""

    exercise_what = Words(
        4000,
        required=True,
        label=lazy_gettext("What is the story?"),
        hint=lazy_gettext("For instance: a tablet with a care file is gone. Use no real people."),
    )
