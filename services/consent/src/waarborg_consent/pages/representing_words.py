"""What the pages about representatives call codes, and the rows of what they show."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from waarborg_consent.actions.acting import DEFERRED, GAVE, REFUSED, WITHDREW, Act
from waarborg_consent.actions.acting_marks import ENDED, SET
from waarborg_consent.actions.representing import INCAPABLE, FactShown, Known
from waarborg_consent.domain import DecidedBy, Deciders, Evidence, MarkKind, OwnGround, Representation
from waarborg_consent.domain.deciders import CLIENT
from waarborg_consent.pages.mark_words import about_in_words
from waarborg_consent.texts import CLIENT_SELF, MANNERS, MISSING, OWN_MANNERS, OWN_WHY, WHY, WHY_NOT, YOURSELF
from waarborg_shared.hooks.values import Scope, Text
from waarborg_shared.web import current, noted
from waarborg_shared.web.i18n import in_language

SCOPE_WORDS = {Scope.CARE: noted("care"), Scope.MONEY: noted("money"), Scope.DATA: noted("data")}
EVIDENCE_WORDS = {
    Evidence.COURT_DECISION: noted("The decision of the judge"),
    Evidence.REGISTER_EXTRACT: noted(
        "An extract from the register (of guardianship and administration, or of authority)"
    ),
    Evidence.SIGNED_AUTHORISATION: noted("An authorisation that the client signed"),
    Evidence.STATEMENT: noted("A statement of the relation"),
    Evidence.OTHER: noted("Something else (say what in the note)"),
}
DECIDED_BY_WORDS = {
    DecidedBy.PHYSICIAN: noted("The physician"),
    DecidedBy.INDEPENDENT_EXPERT: noted("An independent expert"),
    DecidedBy.COURT: noted("The judge"),
}
GROUND_WORDS = {
    OwnGround.LASTING_WISH: noted("The child goes on wanting this, after thinking it over"),
    OwnGround.SERIOUS_HARM: noted("It is needed to avert serious harm to the child"),
}
ACT_WORDS = {
    GAVE: noted("Said yes"),
    WITHDREW: noted("Withdrew"),
    REFUSED: noted("Said no"),
    DEFERRED: noted("Will say later"),
    SET[MarkKind.OBJECTION]: noted("Objected or opted out"),
    SET[MarkKind.RESTRICTION]: noted("Had the use restricted"),
    SET[MarkKind.ADDRESS_SECRECY]: noted("Had the address kept secret"),
    ENDED[MarkKind.OBJECTION]: noted("Took an objection back"),
    ENDED[MarkKind.RESTRICTION]: noted("Had the restriction lifted"),
    ENDED[MarkKind.ADDRESS_SECRECY]: noted("Ended the secrecy of the address"),
}


def kind_name(code: str) -> Text:
    """Return what a kind of representative is called; the client is one too, here."""
    names = {kind.code: kind.name for kind in current.rules.representative_kinds}
    return names.get(code) or (CLIENT_SELF if code == CLIENT else Text(code, code))


def answers(known: Known, today: date, *, own: bool = False) -> list[dict[str, Any]]:
    """Return who may decide today on each subject, with the words that go with it; ``own`` for the client's eyes."""
    return [_answer(known.deciders(scope, today), own=own) for scope in (Scope.CARE, Scope.MONEY, Scope.DATA)]


def _answer(answer: Deciders, *, own: bool) -> dict[str, Any]:
    def name(code: str) -> Text:
        return YOURSELF if own and code == CLIENT else kind_name(code)

    return {
        "topic": answer.topic,
        "topic_words": SCOPE_WORDS[answer.topic],
        "deciders": [
            {
                "ref": each.ref,
                "name": name(each.kind),
                "manner": (OWN_MANNERS if own and each.kind == CLIENT else MANNERS)[each.manner],
                "why": (OWN_WHY.get(each.why) if own else None) or WHY[each.why],
                "article": each.article,
            }
            for each in answer.deciders
        ],
        "others": [
            {"ref": each.ref, "name": name(each.kind), "why": WHY_NOT[each.why_not], "article": each.article}
            for each in answer.others
        ],
        "missing": MISSING[answer.missing] if answer.missing else None,
    }


def state_of(each: Representation, today: date) -> str:
    """Return how a representation stands, in words that a page translates."""
    if each.ended_on is not None and each.ended_on <= today:
        return noted("ended")
    if today < each.term.begins_on:
        return noted("begins later")
    if not each.stands_on(today):
        return noted("term over")
    if any(span.covers(today) for span in each.unwilling):
        return noted("does not wish to act")
    return noted("in force")


def fact_words(fact: FactShown) -> str:
    """Return a fact about what a client can decide, in words."""
    if fact.kind == INCAPABLE:
        by = gettext(DECIDED_BY_WORDS[DecidedBy(fact.ground)]).lower()
        return gettext("Cannot decide on %(topic)s, judged by: %(by)s", topic=gettext(SCOPE_WORDS[fact.topic]), by=by)
    return gettext(
        "Decides on care by itself: %(ground)s", ground=gettext(GROUND_WORDS[OwnGround(fact.ground)]).lower()
    )


def acts_shown(acts: Iterable[Act]) -> list[Mapping[str, Any]]:
    """Return what was done for a client, as what, on which purpose or kind of message, and by which article."""
    return [
        {
            "at": act.at,
            "what": ACT_WORDS.get(act.what, act.what),
            "purpose": about_in_words(act.about) if act.about else None,
            "kind": kind_name(act.kind),
            "article": act.source,
        }
        for act in acts
    ]


def deciding_on_data(known: Known, today: date) -> list[tuple[str, str]]:
    """Return which representatives may decide on a client's data today, for a desk to choose from."""
    return [
        (each.representation_id, f"{in_language(kind_name(each.kind))} ({each.ref})")
        for each in known.deciders(Scope.DATA, today).deciders
        if each.representation_id is not None
    ]
