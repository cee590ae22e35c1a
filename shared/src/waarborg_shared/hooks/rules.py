"""The questions that services ask of an organisation's rules, answered by its plugins, then the law, then clamped."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache

import pluggy

from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import NotInForce, WorkingCalendar, rule_in_force
from waarborg_shared.hooks import clamp, keeping, law, messages, objections
from waarborg_shared.hooks.asking import Asker
from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.errors import STOPPED_FROM_OUTSIDE
from waarborg_shared.hooks.values import (
    CASE_CLOSED,
    BadValue,
    BreachProtocol,
    Channel,
    ComplaintRoute,
    Content,
    DataCategory,
    Delivery,
    DeliveryState,
    DisclosurePolicy,
    Duty,
    Grant,
    Holder,
    Message,
    MessageKind,
    ObjectionAbout,
    ObjectionSubject,
    Organisation,
    Policy,
    Purpose,
    Recipient,
    RecordType,
    RepresentativeKind,
    RequestKind,
    RequestPolicy,
    RetentionRule,
    Role,
    RoleKind,
    SignInPolicy,
    Theme,
    Versioned,
    check_unique,
    check_versions,
    days_of_change,
)

_log = logging.getLogger(__name__)


class _Calendar:
    """The working days of one organisation: the statutory ones less the days on which it is closed."""

    def __init__(self, asker: Asker) -> None:
        self._closed = lru_cache(maxsize=None)(lambda year: frozenset(asker.many("closed_days", date, year=year)))
        self._dutch = DutchCalendar()

    def is_working_day(self, day: date) -> bool:
        """Whether terms in working days count ``day``."""
        return self._dutch.is_working_day(day) and day not in self._closed(day.year)


class Rules:
    """One organisation's rules. Every answer is a frozen value and stays the same while the process lives.

    A plugin that raises or answers nonsense makes the question that it was asked for raise :class:`PluginError`; every
    other question, and every other organisation, is answered as before.
    """

    def __init__(self, organisation_id: str, manager: pluggy.PluginManager) -> None:
        self.organisation_id = organisation_id
        self._manager = manager
        self._ask = Asker(organisation_id, manager)
        self._policies: dict[RequestKind, tuple[RequestPolicy, ...]] = {}
        self._clamped: dict[tuple[RequestKind, date | None, date | None], RequestPolicy] = {}
        self._clamps: dict[Clamp, None] = {}

    def _note(self, clamps: Sequence[Clamp]) -> None:
        for found in clamps:
            if found not in self._clamps:
                self._clamps[found] = None
                _log.warning(
                    "%s: a promise was clamped to the law: %s: %s was promised, %s holds (%s)",
                    *(self.organisation_id, found.what, found.promised, found.holds, found.source),
                )

    @cached_property
    def organisation(self) -> Organisation:
        """Who the organisation is."""
        return self._ask.one("organisation", Organisation)

    @cached_property
    def theme(self) -> Theme:
        """Its look."""
        return self._ask.one("theme", Theme)

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Its roles by code."""
        return {role.code: role for role in self._ask.many("roles", Role)}

    @cached_property
    def sign_in_policy(self) -> SignInPolicy:
        """How long sessions last, and how often roles are reviewed."""
        policy = self._ask.one("sign_in_policy", SignInPolicy)
        staff = {code for code, role in self.roles.items() if role.kind is RoleKind.STAFF}
        with self._ask.judging("sign_in_policy"):
            _refuse_unknown("sign_in_policy.certificate_roles", policy.certificate_roles, staff)
        return policy

    @cached_property
    def record_types(self) -> dict[str, RecordType]:
        """The kinds of record by code."""
        return {found.code: found for found in self._ask.many("record_types", RecordType)}

    @cached_property
    def grants(self) -> dict[tuple[str, str], Grant]:
        """The cells of the role table by (role, record type); :func:`table.in_force` says which count."""
        cells = self._ask.many("grants", Grant)
        roles, record_types = self.roles, self.record_types
        with self._ask.judging("grants"):
            for cell in cells:
                _refuse_unknown(f"grants[{cell.role}/{cell.record_type}].role", [cell.role], roles)
                _refuse_unknown(f"grants[{cell.role}/{cell.record_type}]", [cell.record_type], record_types)
            check_unique([f"{cell.role}/{cell.record_type}" for cell in cells], of="grants")
        return {(cell.role, cell.record_type): cell for cell in cells}

    @cached_property
    def policy(self) -> Policy:
        """The rules beside the role table; the law's conditions hold for them too where they are about its records."""
        found = self._ask.one("policy", Policy)
        with self._ask.judging("policy"):
            check_unique([rule.code for rule in found.rules], of="policy.rules")
            clamps = clamp.policy(found, self.record_types)
        self._note(clamps)
        return found

    @property
    def categories(self) -> dict[str, DataCategory]:
        """The data categories by code."""
        return self._kept[1]

    @cached_property
    def _kept(self) -> tuple[keeping.Kept, dict[str, DataCategory]]:
        """Which categories are kept by which rules, every version of them."""
        rules = self._ask.versions("retention_rules", RetentionRule)
        with self._ask.judging("retention_rules"):
            for code in dict.fromkeys(rule.code for rule in rules):
                versions = [rule for rule in rules if rule.code == code]
                check_versions(versions, of=f"retention_rules[{code}]", always=True)
        found = self._ask.many("data_categories", DataCategory)
        kept = keeping.settle(rules, found)
        with self._ask.judging("data_categories"):
            for category in found:
                known = {rule.code for rule in kept.rules}
                _refuse_unknown(f"data_categories[{category.code}].retention", [category.retention], known)
        return kept, {category.code: category for category in kept.categories}

    @cached_property
    def purposes(self) -> dict[str, Purpose]:
        """The closed list of purposes by code, clamped to art. 11.7 Tw."""
        found = self._ask.many("purposes", Purpose)
        categories = self.categories
        with self._ask.judging("purposes"):
            for purpose in found:
                _refuse_unknown(f"purposes[{purpose.code}].categories", purpose.categories, categories)
            purposes, clamps = clamp.purposes(found)
        self._note(clamps)
        return {purpose.code: purpose for purpose in purposes}

    def retention(self, on: date) -> dict[str, RetentionRule]:
        """Return by code the retention rules to go by on a day, clamped to the law's floor and ceiling of that day."""
        rules, clamps = keeping.hold(self._kept[0], on=on)
        self._note(clamps)
        return {rule.code: rule for rule in rules}

    @cached_property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who outside gets or holds data."""
        return self._ask.many("recipients", Recipient)

    @cached_property
    def holders(self) -> dict[str, Holder]:
        """Who holds data and is asked for them, by code."""
        found = self._ask.many("holders", Holder)
        with self._ask.judging("holders"):
            for holder in found:
                _refuse_unknown(f"holders[{holder.code}].categories", holder.categories, self.categories)
                _refuse_unknown(f"holders[{holder.code}].role", [holder.role] if holder.role else [], self.roles)
        return {holder.code: holder for holder in found}

    @cached_property
    def representative_kinds(self) -> tuple[RepresentativeKind, ...]:
        """Who may speak for a client, in the law's order and no further than the law lets them."""
        found = self._ask.many("representative_kinds", RepresentativeKind)
        with self._ask.judging("representative_kinds"):
            kinds, clamps = clamp.representatives(found)
        self._note(clamps)
        return tuple(sorted(kinds, key=lambda kind: kind.rank))

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """The channels by code."""
        return {channel.code: channel for channel in self._ask.many("channels", Channel)}

    @cached_property
    def message_kinds(self) -> dict[str, MessageKind]:
        """The kinds of message by code; none that sells or asks for an opinion passes for a service message."""
        found = self._ask.many("message_kinds", MessageKind)
        purposes, channels, categories = self.purposes, self.channels, self.categories
        if self._ask.answered_by_the_law("message_kinds"):
            found = messages.fitting(found, purposes=purposes, channels=channels, categories=categories)
        with self._ask.judging("message_kinds"):
            messages.check(found, purposes=purposes, channels=channels, categories=categories)
            kinds, clamps = messages.hold(found, purposes)
        self._note(clamps)
        return {kind.code: kind for kind in kinds}

    @cached_property
    def objection_subjects(self) -> dict[ObjectionAbout, ObjectionSubject]:
        """What somebody can object to; direct marketing and something else are always there (art. 21 AVG)."""
        found = self._ask.many("objection_subjects", ObjectionSubject)
        purposes, kinds = self.purposes, self.message_kinds
        if self._ask.answered_by_the_law("objection_subjects"):
            found = objections.by_law(purposes.values())
        with self._ask.judging("objection_subjects"):
            objections.check(found, purposes=purposes, message_kinds=kinds)
            subjects, clamps = objections.hold(found, purposes.values())
        self._note(clamps)
        return {each.about: each for each in subjects}

    @cached_property
    def complaint_route(self) -> ComplaintRoute:
        """Who handles complaints."""
        return self._ask.one("complaint_route", ComplaintRoute)

    @cached_property
    def breach_protocol(self) -> BreachProtocol:
        """The breach protocol, clamped to art. 33 and 34 AVG."""
        answer = self._ask.one("breach_protocol", BreachProtocol)
        roles = self.roles
        with self._ask.judging("breach_protocol"):
            _refuse_unknown("breach_protocol.responsible_role", [answer.responsible_role], roles)
            _refuse_unknown("breach_protocol.deputies", answer.deputies, roles)
            self._check_kept(answer.retention)
            self._check_reminding(answer.remind_by)
            protocol, clamps = clamp.breach(answer)
        self._note(clamps)
        return protocol

    def _check_reminding(self, channel: str | None) -> None:
        """Refuse a channel for warnings that there is none of, or that may not carry a notice."""
        if channel is None:
            return
        carrying = [each.code for each in self.channels.values() if Content.NOTICE in each.carries]
        _refuse_unknown("breach_protocol.remind_by", [channel], carrying)

    def _check_kept(self, retention: str | None) -> None:
        """Refuse a retention of breaches that is no rule of the organisation's, or that counts from something else."""
        if retention is None:
            return
        versions = [rule for rule in self._kept[0].rules if rule.code == retention]
        _refuse_unknown("breach_protocol.retention", [retention], {rule.code for rule in versions})
        for rule in versions:
            if rule.start_event != CASE_CLOSED:
                raise BadValue(f"breach_protocol.retention: {retention} counts from {rule.start_event!r}")

    @cached_property
    def disclosure_policy(self) -> DisclosurePolicy:
        """The responsible-disclosure policy."""
        return self._ask.one("disclosure_policy", DisclosurePolicy)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The organisation's working days."""
        return _Calendar(self._ask)

    @property
    def clamps(self) -> tuple[Clamp, ...]:
        """Where a promise was brought back to the law, as far as asked so far; :meth:`check` asks everything."""
        return tuple(self._clamps)

    def request_policy(self, kind: RequestKind, on: date) -> RequestPolicy:
        """Return how a request of ``kind`` that is received on a day is handled, clamped to the law of that day.

        Raises:
            NotInForce: the law had no term for it yet.
        """
        own = rule_in_force(self._policies_for(kind), on)
        bound = rule_in_force(law.request_terms(kind), on)
        if own is None or bound is None:
            raise NotInForce(f"request_policy[{kind}]: no term holds on {on.isoformat()}")
        versions = kind, own.valid_from, bound.valid_from
        if versions not in self._clamped:
            with self._ask.judging("request_policy"):
                policy, clamps = clamp.request(own, kind, bound=bound)
            self._note(clamps)
            self._clamped[versions] = policy
        return self._clamped[versions]

    def _policies_for(self, kind: RequestKind) -> tuple[RequestPolicy, ...]:
        """Ask for the policy of ``kind`` once, in all its versions."""
        if kind not in self._policies:
            found = self._ask.one_or_versions("request_policy", RequestPolicy, kind=kind)
            channels = self.channels
            with self._ask.judging("request_policy"):
                _check_policies(found, of=f"request_policy[{kind}]")
                for policy in found:
                    _refuse_unknown(f"request_policy[{kind}].answer_channel", [policy.answer_channel], channels)
            self._policies[kind] = found
        return self._policies[kind]

    def deliver(self, message: Message) -> Delivery:
        """Have the first plugin that can deliver ``message``; one that fails does not stop the next (a *Do* hook).

        Called by workers only, once per message id, and again where the first call's outcome is not known. No plugin
        is asked to send by a channel what that channel may not carry.
        """
        channel = self.channels.get(message.channel)
        if channel is None or message.content not in channel.carries:
            return Delivery(state=DeliveryState.FAILED, detail="channel-not-secure-enough" if channel else "no-channel")
        failure = Delivery(state=DeliveryState.FAILED, detail="no-channel")
        for impl in reversed(self._manager.hook.deliver.get_hookimpls()):
            try:
                answer = impl.function(message)
            except STOPPED_FROM_OUTSIDE:
                raise
            except BaseException as error:
                _log.exception("%s: plugin %s could not deliver a message", self.organisation_id, impl.plugin_name)
                failure = Delivery(state=DeliveryState.FAILED, detail=type(error).__name__)
                continue
            if isinstance(answer, Delivery):
                return answer
        return failure

    def check(self) -> None:
        """Ask every Ask hook once, so that a bad answer shows at start.

        Raises:
            PluginError: naming the organisation, the plugin, the hook and the field.
        """
        for name in ASKED_ONCE:
            getattr(self, name)
        for kind in RequestKind:
            versions: tuple[Versioned, ...] = (*self._policies_for(kind), *law.request_terms(kind))
            for day in days_of_change(versions, since=law.AVG_APPLIES):
                self.request_policy(kind, day)
        for day in days_of_change((*self._kept[0].rules, *law.RETENTION), since=law.AVG_APPLIES):
            self.retention(day)
        self._check_duties()
        year = (date(2024, 1, 1) + timedelta(days=number) for number in range(366))
        with self._ask.judging("closed_days"):
            if not any(self.calendar.is_working_day(day) for day in year):
                raise BadValue("closed_days(2024): no working day is left, so that no term in working days would end")

    def _check_duties(self) -> None:
        carried = {duty for role in self.roles.values() for duty in role.duties}
        with self._ask.judging("roles"):
            if carried != set(Duty):
                raise BadValue(f"roles: nobody has the duty {', '.join(sorted(set(Duty) - carried))}")


ASKED_ONCE = (
    *("organisation", "theme", "roles", "record_types", "grants", "categories", "purposes", "recipients"),
    "holders",
    *(
        "representative_kinds",
        "channels",
        "message_kinds",
        "objection_subjects",
        "breach_protocol",
        "disclosure_policy",
    ),
    *("sign_in_policy", "policy", "complaint_route"),
)


def _refuse_unknown(of: str, codes: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise BadValue(f"{of}: unknown {', '.join(repr(code) for code in unknown)}")


def _check_policies(versions: Sequence[RequestPolicy], *, of: str) -> None:
    """Refuse versions of a policy that leave a day without one."""
    if not versions:
        raise BadValue(f"{of}: no version of it")
    check_versions(versions, of=f"{of}.promise", always=True)
    for policy in versions:
        if policy.notice is not None and (policy.notice.valid_from or policy.notice.valid_until):
            raise BadValue(f"{of}.notice.valid_from: its dates are those of the promise")
