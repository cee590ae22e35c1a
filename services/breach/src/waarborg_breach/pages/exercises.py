"""Exercises: start one, and see those that were."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from waarborg_breach import texts
from waarborg_breach.actions.exercising import begin_exercise, exercises
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.schemas.learning import ExerciseForm
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, read_form, show_form


@pages.route("/exercises", methods=["GET", "POST"])
def exercise() -> ResponseReturnValue:
    """Show the exercises and the form to start one, or start it; no exercise reaches anybody outside this desk."""
    require_duty(current.actor, Duty.BREACH_READ)
    form = read_form(ExerciseForm)
    if form.ok:
        require_duty(current.actor, Duty.BREACH_DECIDE)
        with current.begin() as work:
            breach_id = begin_exercise(work, what=form.command["exercise_what"], rules=current.rules).id
        return redirect(url_for("pages.case", breach_id=breach_id), 303)
    with current.read() as work:
        every = exercises(work)
    may = Duty.BREACH_DECIDE in current.actor.duties
    return show_form("breach/exercises.html", form, cases=every, may_begin=may, texts=texts)
