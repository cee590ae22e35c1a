"""What the beginning of a request puts on the case page, and on the person's own page."""

from collections.abc import Mapping
from typing import Any

from waarborg_requests.actions import beginning, death, ending, joining
from waarborg_requests.actions.at_once import marks_of
from waarborg_requests.actions.carrying import ran_for
from waarborg_requests.domain import Outcome, Reach
from waarborg_requests.domain.at_once import only_by_fact
from waarborg_requests.domain.authority import AuthorityState, GoesOnWith
from waarborg_requests.domain.death import AFTER_DEATH, AfterDeath, DeathGround, KnownHow
from waarborg_requests.models import Request
from waarborg_requests.pages import rights
from waarborg_requests.pages.sections import Section
from waarborg_requests.texts import KINDS, REACHES
from waarborg_requests.texts.beginning import AUTHORITY, DEATH_GROUNDS, GOES_ON, KNOWN_HOW, SCOPES, STILL_WEIGHED
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Scope, Text
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def on_case(work: Work, row: Request, rules: Rules) -> Mapping[str, Any]:
    """Read what staff see: who asks for whom, what works already, calls to make, whether the person lives."""
    return {
        "authority": _authority(work, row),
        "marks": _marks(work, row, rules),
        "by_fact": only_by_fact(RequestKind(row.kind), row.about),
        "passed_on_at": row.passed_on_at if row.kind != RequestKind.WITHDRAWAL else None,
        "narrowed": ending.narrowed_of(work, row),
        "calls": [_call(work, row, each) for each in ending.calls_of(work, row) if each.done_at is None],
        "unsure_since": row.unsure_since if joining.may_confirm(work, row) else None,
        "may_confirm": row.answered_at is not None and rights.may_answer(row),
        "was_given": row.outcome in (Outcome.GRANTED, Outcome.PARTLY) and rights.may_answer(row),
        "looks": [
            (each.id, each.number, said(KINDS[RequestKind(each.kind)])) for each in beginning.looks_of(work, row)
        ],
        "may_erase": row.erase_word_at is not None and row.erase_word_of == row.subject_ref,
        "death": _death(work, row),
        "goes_on": [(each.value, said(GOES_ON[each])) for each in GoesOnWith],
        "reaches": [(each.value, said(REACHES[each])) for each in Reach],
        "known_how": [(each.value, said(KNOWN_HOW[each])) for each in KnownHow],
        "death_grounds": [(each.value, said(DEATH_GROUNDS[each])) for each in DeathGround],
        "open": row.answered_at is None,
    }


def _authority(work: Work, row: Request) -> Mapping[str, Any] | None:
    if row.representative is None:
        return None
    state = AuthorityState(row.authority_state or AuthorityState.NEEDED)
    holds = beginning.authorised(work, row)
    if state is AuthorityState.CONFIRMED and not holds:
        state = AuthorityState.NEEDED if row.authority_of != row.subject_ref else AuthorityState.ENDED
    return {
        "state": said(AUTHORITY[state]),
        "holds": holds,
        "over": state is AuthorityState.ENDED,
        "may_go_on": row.authority_state in (AuthorityState.ENDED, AuthorityState.REFUSED),
        "scope": said(SCOPES[Scope(row.authority_scope)]) if row.authority_scope else "",
        "source": row.authority_source or "",
        "checked_at": row.authority_checked_at,
        "until": row.authority_until,
    }


def _marks(work: Work, row: Request, rules: Rules) -> list[Mapping[str, Any]]:
    named = {
        **{code: each.name for code, each in rules.purposes.items()},
        **{code: each.name for code, each in rules.message_kinds.items()},
    }
    return [
        {
            "about": said(named[each.about]) if each.about in named else "",
            "since": each.set_at,
            "ended_at": each.ended_at,
            "outcome": each.outcome,
        }
        for each in marks_of(work, row)
    ]


def _call(work: Work, row: Request, call: Any) -> Mapping[str, Any]:
    number, suits = ending.call_in_words(work, row, call)
    return {"id": call.id, "due_at": call.due_at, "number": number, "suits": suits}


def _death(work: Work, row: Request) -> Mapping[str, Any] | None:
    kept = beginning.death_of(work, row)
    if kept is None:
        return None
    ground = beginning.ground_of(row)
    return {
        "died_on": death.died_on(work, kept),
        "known_how": said(KNOWN_HOW[KnownHow(kept.known_how)]),
        "refused_in_life": kept.refused_in_life,
        "needs_ground": AFTER_DEATH[RequestKind(row.kind)] is AfterDeath.NEEDS_GROUND,
        "ends": AFTER_DEATH[RequestKind(row.kind)] is AfterDeath.ENDS,
        "ground": said(DEATH_GROUNDS[ground]) if ground is not None else "",
    }


def on_status(work: Work, row: Request, rules: Rules) -> Mapping[str, Any]:
    """Read what the person sees: what works since when, and what can still be done with the request."""
    is_open, kind = row.answered_at is None, RequestKind(row.kind)
    marks = [each for each in _marks(work, row, rules) if each["ended_at"] is None and each["outcome"] is None]
    by_fact = only_by_fact(kind, row.about)
    return {
        "open": is_open,
        "state": row.state,
        "works_since": marks[0]["since"] if marks and is_open and not by_fact else None,
        "weighed": said(STILL_WEIGHED),
        "at_once": by_fact and kind != RequestKind.WITHDRAWAL,
        "passed_on": row.passed_on_at is not None,
        "narrowed_at": row.narrowed_at,
    }


def _on_call(work: Work, row: Request, _rules: Rules) -> Mapping[str, Any]:
    return {"due": next((each.due_at for each in ending.calls_of(work, row) if each.done_at is None), None)}


def _while_open(work: Work, row: Request, _rules: Rules) -> Mapping[str, Any] | None:
    if row.answered_at is not None:
        return None
    return {"works": row.passed_on_at is not None, "begun": bool(ran_for(work, row))}


OWN_SECTIONS: tuple[Section, ...] = (
    Section("narrow", "requests/beginning/own_narrow.html", _while_open, Text("Minder vragen", "Ask for less")),
    Section(
        "call-me",
        "requests/beginning/own_call.html",
        _on_call,
        Text("Vragen of wij u bellen", "Ask us to call you"),
    ),
    Section(
        "take-back",
        "requests/beginning/own_stop.html",
        _while_open,
        Text("Dit verzoek intrekken", "Take this request back"),
    ),
)
