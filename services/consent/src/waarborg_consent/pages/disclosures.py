"""What went to third parties: for a member of staff who decides and records it, and for the person who may see it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from marshmallow import fields
from werkzeug import Response
from werkzeug.exceptions import NotFound

from waarborg_consent.actions import disclosures as deeds
from waarborg_consent.actions.disclosures import NewDisclosure
from waarborg_consent.domain import How
from waarborg_consent.domain.disclosures import OTHER, DisclosureError, DisclosureGround, Verdict
from waarborg_consent.pages.clients import client_of
from waarborg_consent.pages.words import HOW_WORDS
from waarborg_consent.schemas.disclosures import COUNTRY
from waarborg_consent.texts import DISCLOSURE_WHY
from waarborg_shared.auth import ActorKind, Missing, require_duty, require_somebody
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, RecipientKind
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Choice, Code, Day, Line, Reference, Schema, Words, at_most

disclosure_pages = Blueprint("disclosures", __name__, url_prefix="/consent", template_folder="../templates")

GROUND_WORDS = {
    DisclosureGround.CONSENT: noted("consent of the client"),
    DisclosureGround.AGREEMENT: noted("it is needed for the agreement"),
    DisclosureGround.LAW: noted("a law demands it"),
    DisclosureGround.COURT_ORDER: noted("a court ordered it"),
}
VERDICT_WORDS = {
    Verdict.AUTHORISED: noted("May be given"),
    Verdict.REFUSED: noted("Refused"),
    Verdict.GIVEN: noted("Was given"),
}


class What(StrEnum):
    """What a member of staff does with the form."""

    ASK = "ask"
    GIVEN = "given"
    REFUSE = "refuse"


WHAT_WORDS = {
    What.ASK: (noted("I ask whether it may"), noted("The answer comes at once, and is kept.")),
    What.GIVEN: (noted("It was given already"), noted("It is recorded as it happened, also where it should not have.")),
    What.REFUSE: (noted("Somebody asked for it, and we do not give it"), ""),
}


class DisclosureForm(Schema):
    """What would go, or went, to whom, and on what ground."""

    recipient = Code(required=True, label=lazy_gettext("Who gets it?"))
    recipient_name = Line(
        200,
        load_default=None,
        label=lazy_gettext("Who is it, if not on the list?"),
        hint=lazy_gettext("It is stored encrypted, and the client sees it."),
    )
    country = fields.String(
        load_default="NL",
        validate=COUNTRY,
        metadata={
            "label": lazy_gettext("In which country, if not on the list?"),
            "hint": lazy_gettext("Two capital letters. Empty means NL."),
        },
    )
    categories = fields.List(
        Code(),
        required=True,
        validate=at_most(50),
        metadata={"label": lazy_gettext("Which data?")},
    )
    ground = Choice(DisclosureGround, required=True, label=lazy_gettext("On which ground?"))
    ground_source = Line(
        200,
        load_default=None,
        label=lazy_gettext("Which article of law, or which order?"),
        hint=lazy_gettext("Needed where a law or a court demands it."),
    )
    purpose = Code(load_default=None, label=lazy_gettext("For which purpose does consent stand?"))
    consent_how = Choice(How, load_default=None, label=lazy_gettext("Or: how did the client consent to this alone?"))
    what = Choice(What, required=True, label=lazy_gettext("What do you want to do?"))
    given_on = Day(load_default=None, label=lazy_gettext("On which day was it given?"))
    note = Words(
        1_000,
        load_default=None,
        label=lazy_gettext("Note for proof"),
        hint=lazy_gettext("Who was there, and where the signed paper is kept. It is stored encrypted."),
    )


@disclosure_pages.get("/disclosures")
def mine() -> str:
    """Show a person what others got of his data."""
    require_somebody(current.actor)
    subject_ref = current.actor.subject_ref
    if current.actor.kind is not ActorKind.PERSON or not subject_ref:
        raise Missing("own-disclosures")
    with current.read() as work:
        found = deeds.list_disclosures(work, subject_ref)
    return render_template("consent/my_disclosures.html", disclosures=found, **_words())


@disclosure_pages.route("/people/<subject_ref>/disclosures", methods=["GET", "POST"])
def of_person(subject_ref: str) -> Response | tuple[str, int]:
    """Show a member of staff what went to third parties, and decide or record what is new."""
    require_duty(current.actor, Duty.CONSENT_READ)
    if not Reference.fits(subject_ref):
        raise NotFound
    form = read_form(DisclosureForm, values={"country": "NL"})
    if form.ok and _recorded(subject_ref, form):
        return redirect(url_for("disclosures.of_person", subject_ref=subject_ref), 303)
    with current.read() as work:
        found = deeds.list_disclosures(work, subject_ref)
    context = {
        "subject_ref": subject_ref,
        "known": client_of(subject_ref),
        "disclosures": found,
        **_words(),
        **_choices(),
    }
    return show_form("consent/disclosures.html", form, **context)


@disclosure_pages.post("/people/<subject_ref>/disclosures/<uuid:disclosure_id>/given")
def given(subject_ref: str, disclosure_id: object) -> Response:
    """Record that what was authorised was given today."""
    require_duty(current.actor, Duty.DISCLOSE)
    if not Reference.fits(subject_ref):
        raise NotFound
    with current.begin() as work:
        today = due_on(current.now())
        deeds.give_as_authorised(work, subject_ref, str(disclosure_id), given_on=today, rules=current.rules)
    return redirect(url_for("disclosures.of_person", subject_ref=subject_ref), 303)


def _recorded(subject_ref: str, form: Form) -> bool:
    require_duty(current.actor, Duty.DISCLOSE)
    said: dict[str, Any] = dict(form.command)
    what = said.pop("what")
    if what is What.GIVEN and said["given_on"] is None:
        form.refuse("given_on", gettext("Fill this in."))
        return False
    said["given_on"] = said["given_on"] if what is What.GIVEN else None
    said["categories"] = tuple(dict.fromkeys(said["categories"]))
    command = NewDisclosure(subject_ref=subject_ref, refuse=what is What.REFUSE, **said)
    try:
        with current.begin() as work:
            deeds.decide_disclosure(work, command, rules=current.rules)
    except (DisclosureError, KeyDestroyed) as error:
        form.refuse_by(error)
        return False
    return True


def _choices() -> dict[str, Any]:
    rules = current.rules
    listed = [each for each in rules.recipients if each.kind is RecipientKind.RECIPIENT]
    return {
        "recipients": [*((each.code, in_language(each.name)) for each in listed), (OTHER, gettext("Somebody else"))],
        "categories": [(each.code, in_language(each.name)) for each in rules.categories.values()],
        "grounds": [(each.value, gettext(words)) for each, words in GROUND_WORDS.items()],
        "purposes": [(each.code, in_language(each.name)) for each in rules.purposes.values() if each.takes_consent],
        "hows": [(how.value, gettext(words)) for how, words in HOW_WORDS.items()],
        "whats": [
            (each.value, gettext(words), gettext(hint) if hint else "") for each, (words, hint) in WHAT_WORDS.items()
        ],
        "may": Duty.DISCLOSE in current.actor.duties,
    }


def _words() -> dict[str, Any]:
    rules = current.rules
    return {
        "ground_words": GROUND_WORDS,
        "verdict_words": VERDICT_WORDS,
        "why_words": DISCLOSURE_WHY,
        "category_name": lambda code: _named(rules.categories, code),
        "purpose_name": lambda code: _named(rules.purposes, code),
        "role_name": lambda code: _named(rules.roles, code),
        "recipient_name": lambda code: _named({each.code: each for each in rules.recipients}, code),
    }


def _named(known: Mapping[str, Any], code: str) -> str:
    """Return what is behind a code; the code itself where the organisation no longer has it."""
    found = known.get(code)
    return in_language(found.name) if found is not None else code
