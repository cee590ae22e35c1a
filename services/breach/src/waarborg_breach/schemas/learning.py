"""What people fill in to practise, and to link what is alike."""

from flask_babel import lazy_gettext

from waarborg_shared.web.schemas import Line, Schema, Words


class ExerciseForm(Schema):
    """The story of an exercise."""

    exercise_what = Words(
        4000,
        required=True,
        label=lazy_gettext("What is the story?"),
        hint=lazy_gettext("For instance: a tablet with a care file is gone. Use no real people."),
    )


class AlikeForm(Schema):
    """A breach that is like another."""

    alike_number = Line(32, required=True, label=lazy_gettext("Number of the breach that is like it"))
    alike_why = Words(2000, required=True, label=lazy_gettext("In what are they alike?"))
