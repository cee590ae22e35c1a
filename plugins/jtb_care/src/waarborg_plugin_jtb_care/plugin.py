"""JTB-Care's answers to the hooks; what they hold stands in the files by subject."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from waarborg_plugin_jtb_care import cases, data, delivery, look, messages, objections, roles
from waarborg_plugin_jtb_care.organisation import build_organisation, read_settings
from waarborg_shared.hooks import hookimpl
from waarborg_shared.hooks.law import REPRESENTATIVES
from waarborg_shared.hooks.values import (
    BreachProtocol,
    Channel,
    ComplaintRoute,
    DataCategory,
    Delivery,
    DisclosurePolicy,
    Grant,
    Holder,
    Message,
    MessageKind,
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
    SignInPolicy,
    Theme,
)


class Plugin:
    """JTB-Care (rules J1 to J15), made once per organisation from its settings."""

    example_settings: ClassVar[Mapping[str, object]] = MappingProxyType({"email": "privacy@jtb-care.example"})

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Read the settings.

        Raises:
            BadValue: a setting is missing, unknown or of the wrong form; the message names it.
        """
        own = read_settings(settings)
        self._organisation = build_organisation(own)
        self._recipients = data.build_recipients(own.operator)

    @hookimpl
    def organisation(self) -> Organisation:
        """J1, J15: name, address, statement."""
        return self._organisation

    @hookimpl
    def theme(self) -> Theme:
        """Give the look."""
        return look.THEME

    @hookimpl
    def roles(self) -> Sequence[Role]:
        """J8, J9: one person does it all; who helps sees what the function needs."""
        return roles.ROLES

    @hookimpl
    def sign_in_policy(self) -> SignInPolicy:
        """J9: only who needs it sees it, so roles are looked at again every year."""
        return roles.SIGN_IN

    @hookimpl
    def record_types(self) -> Sequence[RecordType]:
        """Name the records."""
        return roles.RECORD_TYPES

    @hookimpl
    def grants(self) -> Sequence[Grant]:
        """J9: access by role."""
        return roles.GRANTS

    @hookimpl
    def policy(self) -> Policy:
        """J9, J10: who helps destroys nothing."""
        return roles.POLICY

    @hookimpl
    def data_categories(self) -> Sequence[DataCategory]:
        """J3: fourteen kinds, and the special ones of J4."""
        return data.CATEGORIES

    @hookimpl
    def purposes(self) -> Sequence[Purpose]:
        """J5: what data are used for."""
        return data.PURPOSES

    @hookimpl
    def retention_rules(self) -> Sequence[RetentionRule]:
        """J10: no longer than needed; the law's own terms."""
        return data.RETENTION

    @hookimpl
    def recipients(self) -> Sequence[Recipient]:
        """J8: nothing is outsourced; the platform's operator is a processor."""
        return self._recipients

    @hookimpl
    def holders(self) -> Sequence[Holder]:
        """J8: nothing is outsourced, so beside this platform the carer herself holds data."""
        return data.DATA_HOLDERS

    @hookimpl
    def representative_kinds(self) -> Sequence[RepresentativeKind]:
        """Follow the law's order, for the statement says nothing of its own."""
        return REPRESENTATIVES

    @hookimpl
    def request_policy(self, kind: RequestKind) -> RequestPolicy | None:
        """J11: a complaint, answered by letter within fourteen days; the law's terms for what J11 leaves out."""
        return cases.REQUEST_POLICIES.get(kind)

    @hookimpl
    def objection_subjects(self) -> Sequence[ObjectionSubject]:
        """J5, J7: what one can object to."""
        return objections.OBJECTION_SUBJECTS

    @hookimpl
    def complaint_route(self) -> ComplaintRoute:
        """J8, J11: the internal procedure, by the one person who does it all and looks twice."""
        return cases.COMPLAINT_ROUTE

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Give the law's terms (the statement has no protocol) and who is responsible."""
        return cases.BREACH

    @hookimpl
    def disclosure_policy(self) -> DisclosurePolicy:
        """J14: responsible disclosure."""
        return cases.DISCLOSURE

    @hookimpl
    def channels(self) -> Sequence[Channel]:
        """J7: in person, by letter; a service message by e-mail; never a mailing."""
        return delivery.CHANNELS

    @hookimpl
    def message_kinds(self) -> Sequence[MessageKind]:
        """J6, J7: confirmations stay; the rest is said in person, and nothing is mailed."""
        return messages.MESSAGE_KINDS

    @hookimpl
    def closed_days(self, year: int) -> Sequence[date]:
        """Close on no day of its own."""
        return ()

    @hookimpl
    def deliver(self, message: Message) -> Delivery | None:
        """J7: a task for a named member of staff, or a letter to print."""
        return delivery.deliver(message)
