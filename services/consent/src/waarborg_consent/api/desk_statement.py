"""The desk's cards of a statement that is due, a draft that waits, an agreement that ends."""

from collections.abc import Iterable
from datetime import datetime

from waarborg_consent.actions import drafting, recipients, statements
from waarborg_consent.actions.drafting import DraftShown
from waarborg_consent.actions.recipients import RecipientShown
from waarborg_consent.actions.statements import InForce
from waarborg_consent.domain.recipients import Agreement, Term
from waarborg_consent.domain.statement_rules import fill
from waarborg_consent.domain.statement_versions import DraftState
from waarborg_consent.texts import DESK_STATES, DESK_TITLES
from waarborg_shared.clocks import Clock, ClockRule, Unit, WorkingCalendar, end_of_day, start
from waarborg_shared.clocks import Term as ClockTerm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.desk import DeskItem, DeskList

STATEMENTS = "/consent/statements"


def statement(work: Work, rules: Rules) -> DeskList:
    """Return what waits about the statement, and the agreements whose term is over or ends soon."""
    stands = statements.in_force(work, rules)
    changed = stands.content_hash not in (None, statements.running_hash(work, rules))
    clock, draft = statements.review_clock(work, rules), drafting.open_draft(work)
    items = (
        *_about_the_statement(stands, clock, draft, changed=changed, now=work.now),
        *(
            [_item("first", "", "not-published")]
            if draft is None and statements.consents_without_a_version(work)
            else []
        ),
        *_agreements(recipients.list_recipients(work, rules=rules), rules.calendar),
    )
    return DeskList(path=STATEMENTS, items=items, total=len(items))


def _about_the_statement(
    stands: InForce, clock: Clock, draft: DraftShown | None, *, changed: bool, now: datetime
) -> list[DeskItem]:
    """Return what waits about the statement: its review from the reminder on, changed rules, a draft."""
    items = []
    if clock.stopped_at is None and clock.remind_at <= now:
        state = "late" if clock.due_at < now else "due"
        items.append(_item("review", stands.version, state, clocks=((DESK_TITLES["review"], clock),)))
    if draft is not None:
        items.append(_item("draft", "", "to-review" if draft.state is DraftState.DRAFT else "to-publish"))
    elif changed:
        items.append(_item("changed", stands.version, "changed"))
    return items


def _agreements(listed: Iterable[RecipientShown], calendar: WorkingCalendar) -> list[DeskItem]:
    """Return the agreements whose term is over or ends soon."""
    items = []
    for shown in listed:
        newest = shown.newest
        if newest is None or shown.term not in (Term.OVER, Term.ENDS_SOON):
            continue
        items.append(
            DeskItem(
                service="consent",
                ref=shown.recipient.code,
                number="",
                title=fill(DESK_TITLES["agreement"], name=shown.recipient.name),
                state=shown.term.value,
                state_text=DESK_STATES[shown.term.value],
                url=f"/consent/recipients/{shown.recipient.code}",
                clocks=((DESK_TITLES["term"], _agreement_clock(newest.agreement, calendar)),),
            )
        )
    return items


def _agreement_clock(agreement: Agreement, calendar: WorkingCalendar) -> Clock:
    """Return an agreement's term as a clock that ends with its last day."""
    assert agreement.until_on is not None
    days = (agreement.until_on - agreement.signed_on).days
    term = ClockTerm(days, Unit.DAYS)
    rule = ClockRule(name="agreement", start_event="signed", term=term, source="art. 28 AVG")
    return start(rule, end_of_day(agreement.signed_on), calendar)


def _item(kind: str, number: str, state: str, *, clocks: tuple[tuple[Text, Clock], ...] = ()) -> DeskItem:
    return DeskItem(
        service="consent",
        ref=kind,
        number=number,
        title=DESK_TITLES[kind],
        state=state,
        state_text=DESK_STATES[state],
        url=STATEMENTS,
        clocks=clocks,
    )
