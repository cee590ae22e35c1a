"""The questions that services ask of an organisation's rules, answered by its plugins, then the law, then clamped."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache

import pluggy

from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import WorkingCalendar
from waarborg_shared.hooks import clamp
from waarborg_shared.hooks.asking import Asker
from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.values import (
    BadValue,
    BreachProtocol,
    Channel,
    DataCategory,
    Delivery,
    DeliveryState,
    DisclosurePolicy,
    Grant,
    Message,
    Organisation,
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
    check_unique,
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
        self._policies: dict[RequestKind, RequestPolicy] = {}
        self._clamps: dict[str, Clamp] = {}

    def _note(self, clamps: Sequence[Clamp]) -> None:
        for found in clamps:
            if found.what not in self._clamps:
                self._clamps[found.what] = found
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
    def categories(self) -> dict[str, DataCategory]:
        """The data categories by code."""
        found = self._ask.many("data_categories", DataCategory)
        retention = self.retention
        with self._ask.judging("data_categories"):
            for category in found:
                _refuse_unknown(f"data_categories[{category.code}].retention", [category.retention], retention)
        return {category.code: category for category in found}

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

    @cached_property
    def retention(self) -> dict[str, RetentionRule]:
        """The retention rules by code, clamped to the law's floors and ceilings."""
        found = self._ask.many("retention_rules", RetentionRule)
        with self._ask.judging("retention_rules"):
            rules, clamps = clamp.retention(found)
        self._note(clamps)
        return {rule.code: rule for rule in rules}

    @cached_property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who outside gets or holds data."""
        return self._ask.many("recipients", Recipient)

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
    def breach_protocol(self) -> BreachProtocol:
        """The breach protocol, clamped to art. 33 and 34 AVG."""
        answer = self._ask.one("breach_protocol", BreachProtocol)
        roles = self.roles
        with self._ask.judging("breach_protocol"):
            _refuse_unknown("breach_protocol.responsible_role", [answer.responsible_role], roles)
            _refuse_unknown("breach_protocol.deputies", answer.deputies, roles)
            protocol, clamps = clamp.breach(answer)
        self._note(clamps)
        return protocol

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
        return tuple(self._clamps.values())

    def request_policy(self, kind: RequestKind) -> RequestPolicy:
        """Return how a request of ``kind`` is handled, clamped to art. 12(3) AVG."""
        if kind not in self._policies:
            answer = self._ask.one("request_policy", RequestPolicy, kind=kind)
            channels = self.channels
            with self._ask.judging("request_policy"):
                policy, clamps = clamp.request(answer, kind)
                _refuse_unknown(f"request_policy[{kind}].answer_channel", [policy.answer_channel], channels)
            self._note(clamps)
            self._policies[kind] = policy
        return self._policies[kind]

    def deliver(self, message: Message) -> Delivery:
        """Have the first plugin that can deliver ``message``; one that fails does not stop the next (a *Do* hook).

        Called by workers only, once per message id, and again where the first call's outcome is not known.
        """
        failure = Delivery(state=DeliveryState.FAILED, detail="no-channel")
        for impl in reversed(self._manager.hook.deliver.get_hookimpls()):
            try:
                answer = impl.function(message)
            except Exception as error:
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
            self.request_policy(kind)
        self.calendar.is_working_day(date(2024, 2, 29))


ASKED_ONCE = (
    *("organisation", "theme", "roles", "record_types", "grants", "retention", "categories", "purposes", "recipients"),
    *("representative_kinds", "channels", "breach_protocol", "disclosure_policy", "sign_in_policy"),
)


def _refuse_unknown(of: str, codes: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise BadValue(f"{of}: unknown {', '.join(repr(code) for code in unknown)}")
