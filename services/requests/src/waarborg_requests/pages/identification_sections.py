"""What identification and the clock put on the case page and on the person's own page."""

from collections.abc import Mapping
from typing import Any

from waarborg_requests import actions
from waarborg_requests.actions import notices
from waarborg_requests.actions.extending import extension_waits, planned_due
from waarborg_requests.actions.identification import checks, letters, proving
from waarborg_requests.domain import BY_HIMSELF, BY_STAFF, Identification, RequestState
from waarborg_requests.domain.identification import (
    CODE_LASTS,
    DOUBTS,
    Checked,
    Document,
    Doubt,
    Failure,
    needed,
    ways_for,
)
from waarborg_requests.domain.notices import Notice
from waarborg_requests.models import Check, Request
from waarborg_requests.texts import CLOCKS, IDENTIFICATIONS
from waarborg_requests.texts.identification import DOCUMENTS, FAILURES, LEVELS, NOTICES, OUTCOMES_OF_CHECKS
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import IdentificationLevel
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of


def on_case(work: Work, row: Request, rules: Rules) -> Mapping[str, Any]:
    """Return what staff see of identification and of a longer term that is still to be told."""
    policy = actions.policy_of(row, rules)
    letter = letters.letter_waits(work, row) if row.answered_at is None else None
    waits = extension_waits(work, row)
    return {
        "needed": said(LEVELS[needed(policy)]),
        "must": policy.identification,
        "level": said(LEVELS[IdentificationLevel(row.identification_level)]) if row.identification_level else "",
        "doubt": said(DOUBTS[Doubt(row.doubt)]) if row.doubt else "",
        "closed": row.identification_closed_at,
        "checks": [_check(each) for each in checks.checks_of(work, row)],
        "code_until": letter.made_at + CODE_LASTS if letter else None,
        "extension_waits": waits,
        "extension_until": planned_due(work, row, rules) if waits else None,
        "extension_lapsed": row.extension_lapsed_at,
        "notices": [
            {
                "id": each.id,
                "code": each.what,
                "what": said(NOTICES[Notice(each.what)]),
                "clock": said(CLOCKS[each.clock]) if each.clock in CLOCKS else "",
                "at": each.at,
            }
            for each in notices.lying_for(work, row)
        ],
    }


def _check(shown: checks.ShownCheck) -> dict[str, Any]:
    check: Check = shown.check
    return {
        "at": check.at,
        "how": said(IDENTIFICATIONS[Identification(check.how)]),
        "level": said(LEVELS[IdentificationLevel(check.level)]),
        "outcome": said(OUTCOMES_OF_CHECKS[Checked(check.outcome)]),
        "failure": said(FAILURES[Failure(check.failure)]) if check.failure else "",
        "document": said(DOCUMENTS[Document(check.document)]) if check.document else "",
        "last": shown.last,
        "of_another": shown.of_another,
    }


def on_own_page(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return what the person sees: what is asked of him and why, and how he can show who he is; None if he need not."""
    policy = actions.policy_of(row, rules)
    waits = extension_waits(work, row)
    asked = row.state == RequestState.WAITING
    wanted = row.answered_at is None and row.identified_at is None and (policy.identification or asked)
    if not wanted and not waits:
        return None
    why = [reason_of(step) for step in steps_of(work, row, with_why=True) if step.verb == "asked-identification"]
    may = proving.may_prove(row)
    ways = ways_for(policy, BY_HIMSELF)
    return {
        "wanted": wanted,
        "asked": asked,
        "doubt": said(DOUBTS[Doubt(row.doubt)]) if row.doubt else "",
        "why": why[-1] if why and asked else "",
        "needed": said(LEVELS[needed(policy)]),
        "closed": row.identification_closed_at is not None,
        "for_another": row.representative is not None,
        "code": may and letters.letter_waits(work, row) is not None,
        "account": may and work.actor.kind is ActorKind.PERSON,
        "sign_in": may and work.actor.kind is ActorKind.ANONYMOUS and _accounts(rules) and bool(ways),
        "at_us": [said(IDENTIFICATIONS[way]) for way in ways_for(policy, BY_STAFF)],
        "extension_waits": waits,
    }


def _accounts(rules: Rules) -> bool:
    return rules.organisation.person_accounts
