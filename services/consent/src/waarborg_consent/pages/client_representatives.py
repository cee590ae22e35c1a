"""A client's representatives at the desk: who may decide today, who is registered, and registering somebody."""

from collections.abc import Collection
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import NotFound

from waarborg_consent.actions import acting, birthdays, representation, representing
from waarborg_consent.domain import REVIEW_CLOCKS, ConsentError, NothingToReview, Representation
from waarborg_consent.domain.representation import may_be_unwilling
from waarborg_consent.own_looks import note_look
from waarborg_consent.pages.representing_words import (
    EVIDENCE_WORDS,
    SCOPE_WORDS,
    acts_shown,
    answers,
    fact_words,
    state_of,
)
from waarborg_consent.persons import find_by_number, is_known, registered
from waarborg_consent.schemas.desk_forms import RepresentativeForm
from waarborg_consent.shown.log_words import OWN_REPRESENTATIVES
from waarborg_consent.texts import NOBODY_KNOWN, ONLY_REFERENCE, REGISTER_AWAY
from waarborg_shared.auth import require_duty
from waarborg_shared.client import ServiceAway
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Erased
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Reference

client_representatives_pages = Blueprint(
    "client_representatives", __name__, url_prefix="/consent/people", template_folder="../templates"
)


@client_representatives_pages.get("/<subject_ref>/representatives")
def overview(subject_ref: str) -> str:
    """Show who may decide for a client today and why, who is registered, and what was done in the client's name."""
    check_client(subject_ref, Duty.CONSENT_READ)
    note_look(subject_ref, OWN_REPRESENTATIVES)
    with current.read() as work:
        known = representing.known_of(work, subject_ref, rules=current.rules)
        reviews = birthdays.open_reviews(work, subject_ref)
        before = [
            standing
            for clock in reviews[-1:]
            for standing in birthdays.given_before(work, subject_ref, clock.due_at, rules=current.rules)
        ]
        facts = representing.facts_shown(work, subject_ref)
        evidence = representation.evidence_of(work, [each.id for each in known.representations])
        acts = acting.acts_for(work, subject_ref)
        today = due_on(work.now)
    purposes = current.rules.purposes
    return render_template(
        "consent/client-representatives.html",
        subject_ref=subject_ref,
        answers=answers(known, today),
        names=names_of([subject_ref, *(each.representative_ref for each in known.representations)]),
        known=known,
        reviews=[(clock.name, REVIEW_CLOCKS[clock.name]) for clock in reviews],
        to_review=[purposes[standing.purpose].name for standing in before],
        facts=facts,
        fact_words=fact_words,
        evidence=evidence,
        erased=any(isinstance(each.note, Erased) for each in evidence.values()),
        deed=partial(_deed, subject_ref),
        may_be_unwilling=may_be_unwilling,
        birthdays=sorted(known.facts.birthdays.items()),
        acts=acts_shown(acts),
        today=today,
        scope_words=SCOPE_WORDS,
        evidence_words=EVIDENCE_WORDS,
        state_of=state_of,
        may_record=Duty.CONSENT_RECORD in current.actor.duties,
    )


@client_representatives_pages.route("/<subject_ref>/representatives/new", methods=["GET", "POST"])
def new(subject_ref: str) -> Any:
    """Register somebody as a representative of a client, with what was seen."""
    check_client(subject_ref, Duty.CONSENT_RECORD)
    today = due_on(current.now()).isoformat()
    form = read_form(RepresentativeForm, values={"begins_on": today, "evidence_seen_on": today})
    if form.ok and _register(subject_ref, form):
        return back_to(subject_ref)
    return show_form(
        "consent/new-representative.html",
        form,
        subject_ref=subject_ref,
        names=names_of([subject_ref]),
        kinds=[(kind.code, in_language(kind.name)) for kind in current.rules.representative_kinds],
        scope_words=SCOPE_WORDS,
        evidence_words=EVIDENCE_WORDS,
    )


@client_representatives_pages.post("/<subject_ref>/reviews/<clock>")
def reviewed(subject_ref: str, clock: str) -> Response:
    """Say that a client's consents were gone through after a birthday."""
    check_client(subject_ref, Duty.CONSENT_RECORD)
    if current.form_refused is None:
        try:
            with current.begin() as work:
                birthdays.complete_review(work, subject_ref, clock)
        except NothingToReview:
            raise NotFound from None
    return back_to(subject_ref)


def _deed(subject_ref: str, each: Representation, turn: str) -> str:
    return url_for("client_deeds.of_representative", subject_ref=subject_ref, representation_id=each.id, turn=turn)


def check_client(subject_ref: str, duty: Duty) -> None:
    """Pass for staff with a duty, at an address that names a person. Raises NotFound, Missing."""
    require_duty(current.actor, duty)
    if not Reference.fits(subject_ref):
        raise NotFound


def back_to(subject_ref: str) -> Response:
    """Lead to the client's representatives."""
    return redirect(url_for("client_representatives.overview", subject_ref=subject_ref), 303)


def names_of(refs: Collection[str]) -> dict[str, str]:
    """Return what the register calls people, for staff who may look there; whom it does not tell is left out."""
    if Duty.PERSONS_REGISTER not in current.actor.duties:
        return {}
    found = {ref: registered(current.runtime.client, current.organisation, ref, headers=_cookie()) for ref in set(refs)}
    return {ref: known.name for ref, known in found.items() if known and known.name}


def _register(subject_ref: str, form: Form) -> bool:
    typed = dict(form.command)
    try:
        ref = _person(form, typed.pop("representative"))
        if ref is None:
            return False
        command = representation.NewRepresentation(
            subject_ref=subject_ref, representative_ref=ref, **{**typed, "scopes": frozenset(typed["scopes"])}
        )
        with current.begin() as work:
            representation.register_representation(work, command, rules=current.rules)
    except (ConsentError, KeyDestroyed) as error:
        refuse(form, error)
        return False
    return True


def refuse(form: Form, error: Exception) -> None:
    """Say what is wrong at the field where it was typed; at this desk a person is typed as number or reference."""
    form.refuse_by(error)
    if "representative_ref" in form.errors:
        form.errors["representative"] = form.errors.pop("representative_ref")


def _person(form: Form, typed: str) -> str | None:
    """Return whose number or reference was typed; None where it is nobody's, or the register cannot say."""
    if Duty.PERSONS_REGISTER not in current.actor.duties:
        if Reference.fits(typed):
            return typed
        form.refuse("representative", in_language(ONLY_REFERENCE))
        return None
    client, organisation = current.runtime.client, current.organisation
    try:
        found = find_by_number(client, organisation, typed, headers=_cookie())
        if found is None and Reference.fits(typed) and is_known(client, organisation, typed, headers=_cookie()):
            found = typed
    except ServiceAway:
        form.refuse("representative", in_language(REGISTER_AWAY))
        return None
    if found is None:
        form.refuse("representative", in_language(NOBODY_KNOWN))
    return found


def _cookie() -> dict[str, str]:
    return {"Cookie": request.headers.get("Cookie", "")}
