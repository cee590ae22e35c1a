"""The package as the case page and the person's own page show it."""

from collections.abc import Mapping
from typing import Any

from waarborg_requests.actions.package import fees, wishing
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import Identification
from waarborg_requests.domain.package.fetching import PackageState
from waarborg_requests.models import Package, Request
from waarborg_requests.pages.case_groups import ANSWER
from waarborg_requests.pages.sections import Section
from waarborg_requests.schemas.package import FeeForm
from waarborg_requests.texts.package import PACKAGE_STATES
from waarborg_requests.texts.requests import IDENTIFICATIONS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import GIVES_DATA, Duty, RequestKind
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current
from waarborg_shared.web.i18n import in_language as said


def _standing(package: Package) -> dict[str, Any]:
    state = PackageState(package.state)
    return {
        "state": state.value,
        "named": said(PACKAGE_STATES[state]),
        "percent": 100 * package.parts_done // package.parts if package.parts else 100,
        "left": package.fetches_left,
        "until": package.until_at,
        "ready": state is PackageState.READY and package.fetches_left > 0,
    }


def show_staff(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return the package and the costs for the case page; None where there is neither."""
    package, fee = wishing.package_of(work, row), fees.fee_of(work, row)
    most = policy_of(row, rules).copy_fee_cents
    may_cost = most > 0 and row.answered_at is None and fees.is_further_copy(work, row)
    gives = RequestKind(row.kind) in GIVES_DATA and row.outcome in ("granted", "partly")
    if package is None and not may_cost and fee is None and not gives:
        return None
    return {
        "package": _standing(package) if package else None,
        "at_desk": [(Identification.AT_THE_DESK.value, said(IDENTIFICATIONS[Identification.AT_THE_DESK]))],
        "may_begin": package is None and gives and bool(wishing.packed_items(work, row)),
        "may_act": Duty.REQUESTS_ANSWER in current.actor.duties,
        "may_cost": may_cost,
        "most": most,
        "fee": fee.cents if fee else None,
        "fee_form": Form(FeeForm(), {"cents": str(fee.cents)} if fee else {}),
    }


def show_own(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return the package for the person's own page; None where there is none."""
    package = wishing.package_of(work, row)
    return _standing(package) if package else None


STAFF_SECTION = Section("package", "requests/package/section.html", show_staff, group=ANSWER)
OWN_SECTION = Section("package", "requests/package/own.html", show_own)
