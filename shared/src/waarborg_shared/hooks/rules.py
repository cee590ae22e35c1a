"""The questions that services ask of an organisation's rules, answered by its plugins, then the law, then clamped."""

import logging
from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import pluggy

from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import WorkingCalendar
from waarborg_shared.hooks import clamp
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
    Theme,
    check_unique,
)

_log = logging.getLogger(__name__)
T = TypeVar("T")


class _Calendar:
    """The working days of one organisation: the statutory ones less the days on which it is closed."""

    def __init__(self, hook: pluggy.HookRelay) -> None:
        self._closed = lru_cache(maxsize=None)(lambda year: frozenset(hook.closed_days(year=year) or ()))
        self._dutch = DutchCalendar()

    def is_working_day(self, day: date) -> bool:
        """Whether terms in working days count ``day``."""
        return self._dutch.is_working_day(day) and day not in self._closed(day.year)


class Rules:
    """One organisation's rules. Every answer is a frozen value and stays the same while the process lives."""

    def __init__(self, organisation_id: str, manager: pluggy.PluginManager) -> None:
        self.organisation_id = organisation_id
        self._manager = manager
        self._policies: dict[RequestKind, RequestPolicy] = {}
        self._clamps: dict[str, Clamp] = {}

    def _one(self, hook: str, kind: type[T], **arguments: object) -> T:
        answer = getattr(self._manager.hook, hook)(**arguments)
        if not isinstance(answer, kind):
            raise BadValue(f"hook {hook!r} answered {type(answer).__name__}, not {kind.__name__}")
        return answer

    def _many(self, hook: str, kind: type[T]) -> tuple[T, ...]:
        answer: Any = getattr(self._manager.hook, hook)()
        if not isinstance(answer, Sequence) or isinstance(answer, str):
            raise BadValue(f"hook {hook!r} answered {type(answer).__name__}, not a sequence of {kind.__name__}")
        for item in answer:
            if not isinstance(item, kind):
                raise BadValue(f"hook {hook!r} answered a {type(item).__name__} among its {kind.__name__}s")
        codes = [item.code for item in answer if hasattr(item, "code")]
        check_unique(codes, of=hook)
        return tuple(answer)

    def _note(self, clamps: Sequence[Clamp]) -> None:
        for found in clamps:
            if found.what not in self._clamps:
                self._clamps[found.what] = found
                _log.warning("a promise was clamped to the law: %s", found.what, extra={"source": found.source})

    @cached_property
    def organisation(self) -> Organisation:
        """Who the organisation is."""
        return self._one("organisation", Organisation)

    @cached_property
    def theme(self) -> Theme:
        """Its look."""
        return self._one("theme", Theme)

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Its roles by code."""
        return {role.code: role for role in self._many("roles", Role)}

    @cached_property
    def record_types(self) -> dict[str, RecordType]:
        """The kinds of record by code."""
        return {found.code: found for found in self._many("record_types", RecordType)}

    @cached_property
    def grants(self) -> dict[tuple[str, str], Grant]:
        """The cells of the role table by (role, record type)."""
        cells = self._many("grants", Grant)
        for cell in cells:
            if cell.role not in self.roles or cell.record_type not in self.record_types:
                raise BadValue(f"grants: ({cell.role}, {cell.record_type}) names an unknown role or record type")
        check_unique([f"{cell.role}/{cell.record_type}" for cell in cells], of="grants")
        return {(cell.role, cell.record_type): cell for cell in cells}

    @cached_property
    def categories(self) -> dict[str, DataCategory]:
        """The data categories by code."""
        found = {category.code: category for category in self._many("data_categories", DataCategory)}
        for category in found.values():
            if category.retention not in self.retention:
                raise BadValue(f"data category {category.code}: retention {category.retention!r} is unknown")
        return found

    @cached_property
    def purposes(self) -> dict[str, Purpose]:
        """The closed list of purposes by code."""
        found = {purpose.code: purpose for purpose in self._many("purposes", Purpose)}
        for purpose in found.values():
            unknown = set(purpose.categories) - set(self.categories)
            if unknown:
                raise BadValue(f"purpose {purpose.code}: unknown categories {', '.join(sorted(unknown))}")
        return found

    @cached_property
    def retention(self) -> dict[str, RetentionRule]:
        """The retention rules by code, clamped to the law's floors and ceilings."""
        rules, clamps = clamp.retention(self._many("retention_rules", RetentionRule))
        self._note(clamps)
        return {rule.code: rule for rule in rules}

    @cached_property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who outside gets or holds data."""
        return self._many("recipients", Recipient)

    @cached_property
    def representative_kinds(self) -> tuple[RepresentativeKind, ...]:
        """Who may speak for a client, in the law's order."""
        return tuple(sorted(self._many("representative_kinds", RepresentativeKind), key=lambda kind: kind.rank))

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """The channels by code."""
        return {channel.code: channel for channel in self._many("channels", Channel)}

    @cached_property
    def breach_protocol(self) -> BreachProtocol:
        """The breach protocol, clamped to art. 33 and 34 AVG."""
        protocol, clamps = clamp.breach(self._one("breach_protocol", BreachProtocol))
        self._note(clamps)
        if protocol.responsible_role not in self.roles:
            raise BadValue(f"breach protocol: responsible_role {protocol.responsible_role!r} is unknown")
        return protocol

    @cached_property
    def disclosure_policy(self) -> DisclosurePolicy:
        """The responsible-disclosure policy."""
        return self._one("disclosure_policy", DisclosurePolicy)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The organisation's working days."""
        return _Calendar(self._manager.hook)

    @property
    def clamps(self) -> tuple[Clamp, ...]:
        """Where a promise was brought back to the law, as far as asked so far; :meth:`check` asks everything."""
        return tuple(self._clamps.values())

    def request_policy(self, kind: RequestKind) -> RequestPolicy:
        """Return how a request of ``kind`` is handled, clamped to art. 12(3) AVG."""
        if kind not in self._policies:
            policy, clamps = clamp.request(self._one("request_policy", RequestPolicy, kind=kind), kind)
            self._note(clamps)
            if policy.answer_channel not in self.channels:
                raise BadValue(f"request policy {kind}: answer_channel {policy.answer_channel!r} is unknown")
            self._policies[kind] = policy
        return self._policies[kind]

    def deliver(self, message: Message) -> Delivery:
        """Have the first plugin that can deliver ``message``; one that fails does not stop the next (a *Do* hook)."""
        failure = Delivery(state=DeliveryState.FAILED, detail="no-channel")
        for impl in reversed(self._manager.hook.deliver.get_hookimpls()):
            try:
                answer = impl.function(message)
            except Exception as error:
                _log.exception("a plugin could not deliver a message", extra={"plugin": impl.plugin_name})
                failure = Delivery(state=DeliveryState.FAILED, detail=type(error).__name__)
                continue
            if isinstance(answer, Delivery):
                return answer
        return failure

    def check(self) -> None:
        """Ask everything once, so that a bad answer shows at start.

        Raises:
            BadValue: naming the hook and the field.
        """
        for name in ("organisation", "theme", "roles", "record_types", "grants", "retention", "categories", "purposes"):
            getattr(self, name)
        for name in ("recipients", "representative_kinds", "channels", "breach_protocol", "disclosure_policy"):
            getattr(self, name)
        for kind in RequestKind:
            self.request_policy(kind)
