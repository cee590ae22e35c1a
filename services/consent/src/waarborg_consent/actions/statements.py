"""The privacy statement as it runs and as it was published: what is in force, every version, and when one is due."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from waarborg_consent.actions.books import SPACE, rule_book
from waarborg_consent.actions.purposes import standing_declarations
from waarborg_consent.actions.recipients import current_agreements
from waarborg_consent.domain.recipients import safeguard_on
from waarborg_consent.domain.statement_document import Document, content_hash, from_plain
from waarborg_consent.domain.statement_rules import StatementRules
from waarborg_consent.domain.statement_text import compile_statement, purpose_digests
from waarborg_consent.domain.statement_versions import (
    REVIEW_CLOCK,
    RUNNING,
    UnknownVersion,
    review_due,
    review_rule,
)
from waarborg_consent.models import Consent, StatementLook, StatementVersion
from waarborg_shared.clocks import Clock, NotInForce, end_of_day
from waarborg_shared.clocks.terms import local_date
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, RequestPolicy
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The version that is in force. ``digests`` say by code what its text says of each purpose.

    ``content_hash`` is None before anything was published: then it is the plugin's own version.
    """

    version: str
    dated: date
    content_hash: str | None
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionShown:
    """One published version, without its text."""

    version: str
    number: int
    dated: date
    content_hash: str
    published_at: datetime
    published_by: str
    drafted_by: str | None
    reviewed_by: str | None
    reviewed_how: str | None


def in_force(work: Work, rules: Rules) -> InForce:
    """Return the version in force, with the digest of each purpose's text; what a consent is bound to."""
    columns = (
        StatementVersion.version,
        StatementVersion.dated,
        StatementVersion.content_hash,
        StatementVersion.digests,
    )
    query = select(*columns).where(StatementVersion.organisation == work.organisation)
    found = work.session.execute(query.order_by(StatementVersion.number.desc()).limit(1)).first()
    if found is not None:
        return InForce(version=found.version, dated=found.dated, content_hash=found.content_hash, digests=found.digests)
    own = rules.organisation
    digests = purpose_digests(rules_on(rules, local_date(work.now)))
    return InForce(version=own.statement_version, dated=own.statement_dated, content_hash=None, digests=digests)


def rules_on(rules: Rules, day: date, **recorded: Any) -> StatementRules:
    """Return an organisation's rules of a day as the value that a statement is compiled from."""
    return StatementRules(
        organisation=rules.organisation,
        purposes=tuple(rules.purposes.values()),
        categories=rules.categories,
        retention=tuple(rules.retention(day).values()),
        recipients=rules.recipients,
        representative_kinds=rules.representative_kinds,
        channels=tuple(rules.channels.values()),
        policies=_policies(rules, day),
        breach=rules.breach_protocol,
        disclosure=rules.disclosure_policy,
        **recorded,
    )


def _policies(rules: Rules, day: date) -> tuple[RequestPolicy, ...]:
    """Return how each kind of request is handled; one for which there is no term yet is left out."""
    found = []
    for kind in RequestKind:
        try:
            found.append(rules.request_policy(kind, day))
        except NotInForce:
            continue
    return tuple(found)


def running(work: Work, rules: Rules) -> Document:
    """Compile the statement from the rules that run now, and from what was recorded beside them."""
    today = local_date(work.now)
    held = {code: safeguard_on(each, on=today) for code, each in current_agreements(work).items()}
    uses = sorted({(each.from_purpose, each.to_purpose) for each in standing_declarations(work)})
    safeguards = {code: safeguard for code, safeguard in held.items() if safeguard is not None}
    return compile_statement(rules_on(rules, today, safeguards=safeguards, later_uses=tuple(uses)))


def running_hash(work: Work, rules: Rules) -> str:
    """Return the hash of what the rules that run now say."""
    return content_hash(running(work, rules))


def newest_version(work: Work) -> StatementVersion | None:
    """Return the version that was published last; None before the first one."""
    query = select(StatementVersion).where(StatementVersion.organisation == work.organisation)
    return work.session.scalars(query.order_by(StatementVersion.number.desc()).limit(1)).first()


def list_versions(work: Work) -> tuple[VersionShown, ...]:
    """Return every published version, the newest first."""
    columns = [getattr(StatementVersion, name) for name in VersionShown.__dataclass_fields__]
    query = select(*columns).where(StatementVersion.organisation == work.organisation)
    rows = work.session.execute(query.order_by(StatementVersion.number.desc()))
    return tuple(VersionShown(**row._mapping) for row in rows)


def document_of(work: Work, version: str, *, rules: Rules) -> Document:
    """Return the text of a version by its name; of the rules that run now as ``running``, and of the plugin's own
    version while nothing was published.

    Raises:
        UnknownVersion: there is none of that name.
    """
    if version == RUNNING:
        return running(work, rules)
    query = select(StatementVersion.document).where(
        StatementVersion.organisation == work.organisation, StatementVersion.version == version
    )
    found = work.session.scalar(query)
    if found is not None:
        return from_plain(found)
    if version == rules.organisation.statement_version and newest_version(work) is None:
        return running(work, rules)
    raise UnknownVersion(version)


def consents_without_a_version(work: Work) -> bool:
    """Whether consents came in here before any version of the statement was published."""
    if newest_version(work) is not None:
        return False
    said = select(Consent.id).where(Consent.organisation == work.organisation).limit(1)
    return work.session.scalar(said) is not None


def version_named(work: Work, version: str) -> VersionShown | None:
    """Return what is known of a published version by its name."""
    return next((each for each in list_versions(work) if each.version == version), None)


def review_since(work: Work, rules: Rules) -> tuple[str, date]:
    """Return from which day the next review counts, and the reference that its clock runs under.

    It is the day on which the version in force was looked at last, or its own date, or before the first one the
    plugin's.
    """
    newest = newest_version(work)
    if newest is None:
        day = rules.organisation.statement_dated
        return str(uuid.uuid5(SPACE, f"{work.organisation}/{day.isoformat()}")), day
    looks = (StatementLook.organisation == work.organisation, StatementLook.version_id == newest.id)
    last = work.session.scalars(select(StatementLook).where(*looks).order_by(StatementLook.at.desc()).limit(1)).first()
    return (newest.id, newest.dated) if last is None else (last.id, local_date(last.at))


def review_due_on(work: Work, rules: Rules) -> date:
    """Return the last day on which the next review is in time (B20)."""
    _, since = review_since(work, rules)
    return review_due(rules.organisation, rules.calendar, since=since)


def review_clock(work: Work, rules: Rules) -> Clock:
    """Return the clock of the next review, started the first time that somebody asks."""
    ref, since = review_since(work, rules)
    row = SimpleNamespace(id=ref)
    running_ones = [clock for clock in work.clocks.of(row) if clock.name == REVIEW_CLOCK]
    if running_ones:
        return running_ones[0]
    begins = min(end_of_day(since), work.now)  # a clock that begins tonight could not be stopped today
    return work.clocks.start(row, review_rule(rules.organisation), at=begins, calendar=rules.calendar)


def restart_review(work: Work, rules: Rules, ended_ref: str) -> None:
    """Stop the clock of a review that was done, if it ran, and start the next one."""
    ended = SimpleNamespace(id=ended_ref)
    if any(clock.name == REVIEW_CLOCK and clock.stopped_at is None for clock in work.clocks.of(ended)):
        work.clocks.stop(ended, REVIEW_CLOCK, reason="reviewed")
    review_clock(work, rules)


def note_review(work: Work, case_ref: str, verb: str, *, rules: Rules) -> None:
    """Write on the rule book's timeline what a review's clock says, unless another review runs by now."""
    if review_since(work, rules)[0] == case_ref:
        work.record(rule_book(work), verb=verb)


def next_number(work: Work) -> int:
    """Return the number of the next version: 1 for the first that is published here."""
    query = select(func.max(StatementVersion.number)).where(StatementVersion.organisation == work.organisation)
    last = work.session.scalar(query)
    return 1 if last is None else last + 1
