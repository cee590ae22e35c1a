"""The package as the case page and the person's own page show it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from waarborg_requests.actions.own import may_be_shown
from waarborg_requests.actions.package import asking_fee, fee_course, fees, wishing
from waarborg_requests.actions.package.fetching import as_value
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import Identification
from waarborg_requests.domain.package.fees import FeeReason
from waarborg_requests.domain.package.fetching import PackageState, again_until, is_over
from waarborg_requests.domain.package.told import costs
from waarborg_requests.models import CopyFee, Package, Request
from waarborg_requests.pages.case_groups import ANSWER
from waarborg_requests.pages.sections import Section
from waarborg_requests.texts.package import FEE_REASONS, PACKAGE_STATES
from waarborg_requests.texts.requests import IDENTIFICATIONS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import GIVES_DATA, Duty, RequestKind, Text
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of


def _standing(package: Package, now: datetime) -> dict[str, Any]:
    state, fetchable = PackageState(package.state), as_value(package)
    return {
        "state": state.value,
        "named": said(PACKAGE_STATES[state]),
        "percent": 100 * package.parts_done // package.parts if package.parts else 100,
        "left": package.fetches_left,
        "until": package.until_at,
        "again_until": again_until(fetchable, now),
        "ready": state is PackageState.READY and not is_over(fetchable, now),
    }


def show_staff(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return the package and the costs for the case page; None where there is neither."""
    package, fee = wishing.package_of(work, row), fees.fee_of(work, row)
    most = policy_of(row, rules).copy_fee_cents
    asked = fee is not None and fee.cents > 0
    may_cost = (most > 0 or asked) and row.answered_at is None and RequestKind(row.kind) in GIVES_DATA
    gives = RequestKind(row.kind) in GIVES_DATA and row.outcome in ("granted", "partly")
    if package is None and not may_cost and fee is None and not gives:
        return None
    return {
        "package": _standing(package, work.now) if package else None,
        "at_desk": [(Identification.AT_THE_DESK.value, said(IDENTIFICATIONS[Identification.AT_THE_DESK]))],
        "may_begin": package is None and gives and bool(wishing.packed_items(work, row)),
        "may_act": Duty.REQUESTS_ANSWER in current.actor.duties,
        "may_cost": may_cost,
        "further": fees.is_further_copy(work, row),
        "most": most,
        "fee": _fee(work, row, fee) if fee else None,
        "fee_reasons": [(each.value, said(words)) for each, words in FEE_REASONS.items()],
    }


def _fee(work: Work, row: Request, fee: CopyFee) -> dict[str, Any]:
    step = asking_fee.why_of(work, row)
    return {
        "cents": fee.cents,
        "costs": said(costs(fee.cents, FeeReason(fee.reason))) if fee.cents else "",
        "why": reason_of(step) if step else "",
        "asked_at": fee.asked_at,
        "agreed_at": fee.agreed_at,
        "anew": not fee_course.still_asked(fee, row),
        "due": row.due_at,
        "open": row.answered_at is None,
    }


def show_fee(work: Work, row: Request, _rules: Rules) -> Mapping[str, Any] | None:
    """Return what a copy costs, where the person has to say yes or no to that; None where there is nothing to say."""
    fee = fees.fee_of(work, row)
    waits = fee is not None and fee.cents > 0 and fee.agreed_at is None and row.answered_at is None
    if fee is None or not waits or not may_be_shown(work, row):
        return None
    return _fee(work, row, fee)


def show_agreed(work: Work, row: Request, _rules: Rules) -> Mapping[str, Any] | None:
    """Return what a copy costs once the person said yes; or that nothing is asked for it."""
    fee = fees.fee_of(work, row)
    if fee is None or (fee.cents > 0 and fee.agreed_at is None) or not may_be_shown(work, row):
        return None
    return _fee(work, row, fee)


def show_own(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return the package for the person's own page; None where there is none."""
    package = wishing.package_of(work, row)
    return _standing(package, work.now) if package else None


STAFF_SECTION = Section("package", "requests/package/section.html", show_staff, group=ANSWER)
OWN_SECTION = Section("package", "requests/package/own.html", show_own)
OWN_FEE = Section(
    "fee",
    "requests/package/own_fee.html",
    show_fee,
    offer=Text("Zeggen of u de kosten van de kopie betaalt", "Say whether you pay the costs of the copy"),
)
OWN_FEE_AGREED = Section("fee-agreed", "requests/package/own_fee.html", show_agreed)
