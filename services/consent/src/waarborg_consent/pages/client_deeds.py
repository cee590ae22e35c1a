"""What is recorded at the desk of a representative or of what a client can decide: one short form each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint
from werkzeug.exceptions import NotFound

from waarborg_consent.actions import (
    NewConsent,
    Saying,
    acting,
    birthdays,
    client_facts,
    representation,
    statement_in_force,
)
from waarborg_consent.domain import ConsentError
from waarborg_consent.pages.client_representatives import back_to, check_client, names_of
from waarborg_consent.pages.representing_words import DECIDED_BY_WORDS, GROUND_WORDS, SCOPE_WORDS
from waarborg_consent.pages.words import HOW_WORDS
from waarborg_consent.schemas.desk_forms import (
    BirthForm,
    EndForm,
    IncapacityForm,
    OwnWordForm,
    Says,
    SaysForm,
    SetAsideForm,
    WillingForm,
)
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import UnknownCase, Work
from waarborg_shared.web import Form, Schema, current, noted, read_form, show_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Reference

client_deeds_pages = Blueprint("client_deeds", __name__, url_prefix="/consent/people", template_folder="../templates")

SAYS_WORDS = {
    Says.YES: noted("Yes, consent is given"),
    Says.NO: noted("No; a consent that stands is withdrawn"),
    Says.LATER: noted("Will say later"),
}


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One form: what it is called, what it says first, what is typed, and what is done with it.

    ``words`` are the choices of a field; ``today`` are fields that begin with the day itself.
    """

    title: str
    lead: str
    button: str
    schema: type[Schema]
    act: Callable[[Work, str, dict[str, Any], Rules], object]
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    today: tuple[str, ...] = ()


def _end(work: Work, about: str, typed: dict[str, Any], rules: Rules) -> None:
    representation.end_representation(work, about, **typed, rules=rules)


def _willing(willing: bool) -> Callable[[Work, str, dict[str, Any], Rules], None]:
    def act(work: Work, about: str, typed: dict[str, Any], rules: Rules) -> None:
        representation.say_willing(work, about, willing=willing, **typed, rules=rules)

    return act


def _set_aside(work: Work, about: str, typed: dict[str, Any], rules: Rules) -> None:
    representation.set_wish_aside(work, about, representation.NewSetAside(**typed), rules=rules)


def _says(work: Work, about: str, typed: dict[str, Any], rules: Rules) -> None:
    subject_ref, ref = acting.parties_of(work, about)
    common = {"subject_ref": subject_ref, "purpose": typed["purpose"], "how": typed["how"], "note": typed["note"]}
    if typed["says"] == Says.YES:
        version = statement_in_force(work, rules)
        given = NewConsent(**common, statement_version=version, witness=typed["witness"])
        acting.record_consent_for(work, given, representative_ref=ref, rules=rules)
    else:
        say = acting.say_no_for if typed["says"] == Says.NO else acting.defer_consent_for
        say(work, Saying(**common), representative_ref=ref, rules=rules)


def _incapacity(work: Work, subject_ref: str, typed: dict[str, Any], rules: Rules) -> None:
    client_facts.record_incapacity(work, client_facts.NewIncapacity(subject_ref=subject_ref, **typed))


def _own_word(work: Work, subject_ref: str, typed: dict[str, Any], rules: Rules) -> None:
    client_facts.hear_child_alone(work, client_facts.NewOwnWord(subject_ref=subject_ref, **typed), rules=rules)


def _birth(work: Work, subject_ref: str, typed: dict[str, Any], rules: Rules) -> None:
    birthdays.record_birth(work, subject_ref, typed["born_on"], rules=rules)


def _end_fact(work: Work, about: str, typed: dict[str, Any], rules: Rules) -> None:
    client_facts.end_fact(work, about, **typed)


OF_REPRESENTATIVE: Mapping[str, Deed] = {
    "end": Deed(
        title=noted("End this representation"),
        lead=noted(
            "From that day on this person no longer decides. What was done before stays, with on whose authority."
        ),
        button=noted("End"),
        schema=EndForm,
        act=_end,
    ),
    "unwilling": Deed(
        title=noted("This person does not wish to act"),
        lead=noted("Then it is up to the next in the order of the law (art. 7:465(3) BW), from today on."),
        button=noted("Record"),
        schema=WillingForm,
        act=_willing(False),
    ),
    "willing": Deed(
        title=noted("This person wishes to act again"),
        lead=noted("From today on this person counts again in the order of the law."),
        button=noted("Record"),
        schema=WillingForm,
        act=_willing(True),
    ),
    "says": Deed(
        title=noted("Record what this person said"),
        lead=noted("It counts for the client, and is kept with on whose authority it was said."),
        button=noted("Record"),
        schema=SaysForm,
        act=_says,
        words={"says": SAYS_WORDS, "how": HOW_WORDS},
    ),
    "set-aside": Deed(
        title=noted("Not follow this person in something"),
        lead=noted(
            "A carer may do this where good care demands it (art. 7:465(4) BW). It passes the decision to nobody else."
        ),
        button=noted("Record"),
        schema=SetAsideForm,
        act=_set_aside,
        words={"topic": SCOPE_WORDS},
        today=("begins_on", "ends_on"),
    ),
}
OF_CLIENT: Mapping[str, Deed] = {
    "incapacity": Deed(
        title=noted("The client cannot decide on something"),
        lead=noted("It is about one subject and has an end. As long as it is not recorded, the client decides."),
        button=noted("Record"),
        schema=IncapacityForm,
        act=_incapacity,
        words={"topic": SCOPE_WORDS, "decided_by": DECIDED_BY_WORDS},
        today=("begins_on",),
    ),
    "own-word": Deed(
        title=noted("A child of 12 to 15 decides by itself"),
        lead=noted("On care, and only on one of the two grounds of the law (art. 7:450(2) BW)."),
        button=noted("Record"),
        schema=OwnWordForm,
        act=_own_word,
        words={"ground": GROUND_WORDS},
        today=("begins_on", "ends_on"),
    ),
    "birth": Deed(
        title=noted("The client is a minor"),
        lead=noted("On the 12th, 16th and 18th birthday the law changes who decides. We keep those days, and no more."),
        button=noted("Record"),
        schema=BirthForm,
        act=_birth,
    ),
}
END_FACT = Deed(
    title=noted("The client decides again"),
    lead=noted("From that day on this no longer counts."),
    button=noted("End"),
    schema=EndForm,
    act=_end_fact,
)


@client_deeds_pages.route("/<subject_ref>/representatives/<representation_id>/<turn>", methods=["GET", "POST"])
def of_representative(subject_ref: str, representation_id: str, turn: str) -> Any:
    """Record of a representation that it ends, or that somebody is unwilling, willing again, or not followed."""
    return _form(subject_ref, representation_id, OF_REPRESENTATIVE.get(turn))


@client_deeds_pages.route("/<subject_ref>/capacity/<matter>", methods=["GET", "POST"])
def of_client(subject_ref: str, matter: str) -> Any:
    """Record what a client can decide."""
    return _form(subject_ref, None, OF_CLIENT.get(matter))


@client_deeds_pages.route("/<subject_ref>/capacity/<fact_id>/end", methods=["GET", "POST"])
def end_fact(subject_ref: str, fact_id: str) -> Any:
    """End an incapacity, or a child's own word."""
    return _form(subject_ref, fact_id, END_FACT)


def _form(subject_ref: str, about: str | None, deed: Deed | None) -> Any:
    """Show one form and do what it says: with the client, or with what ``about`` names in the client's file."""
    check_client(subject_ref, Duty.CONSENT_RECORD)
    if deed is None or (about is not None and not _is_there(subject_ref, about)):
        raise NotFound
    form = read_form(deed.schema, values=dict.fromkeys(deed.today, due_on(current.now()).isoformat()))
    if form.ok and _done(deed, about or subject_ref, form):
        return back_to(subject_ref)
    shown = names_of([subject_ref])
    purposes = [(each.code, in_language(each.name)) for each in current.rules.purposes.values() if each.takes_consent]
    return show_form("consent/deed.html", form, subject_ref=subject_ref, deed=deed, names=shown, purposes=purposes)


def _is_there(subject_ref: str, about: str) -> bool:
    """Whether what the address names is in this client's file."""
    if not Reference.fits(about):
        return False
    with current.read() as work:
        return representation.is_of(work, about, subject_ref)


def _done(deed: Deed, about: str, form: Form) -> bool:
    try:
        with current.begin() as work:
            deed.act(work, about, form.command, current.rules)
    except UnknownCase:
        raise NotFound from None
    except (ConsentError, KeyDestroyed) as error:
        name = getattr(error, "field", "")
        form.refuse_by(error)
        if name and name not in form.schema.fields:
            form.errors[""] = form.errors.pop(name)
        return False
    return True
