"""BQR-Zorg's answers to the hooks; what they hold stands in the files by subject."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from waarborg_plugin_bqr import (
    breach,
    data,
    delivery,
    disclosure,
    look,
    messages,
    objections,
    purposes,
    requests,
    role_table,
    roles,
)
from waarborg_plugin_bqr.organisation import build_organisation, read_settings
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
    """BQR-Zorg (rules B1 to B24), made once per organisation from its settings."""

    example_settings: ClassVar[Mapping[str, object]] = MappingProxyType(
        {
            "privacy_email": "fg@bqr.example",
            "complaints_email": "klachten@klachtenregeling.example",
            "general_email": "info@bqr.example",
            "postal_street": "Voorbeeldlaan 1",
            "postal_postcode": "1234 AB",
            "postal_town": "Voorbeeldstad",
        }
    )

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Read the settings.

        Raises:
            BadValue: a setting is missing, unknown or of the wrong form; the message names it.
        """
        own = read_settings(settings)
        self._organisation = build_organisation(own)
        self._breach = breach.build_breach(own.breach_responsible)
        self._recipients = data.build_recipients(own.operator)

    @hookimpl
    def organisation(self) -> Organisation:
        """B19, B20: names, contacts by subject, statement."""
        return self._organisation

    @hookimpl
    def theme(self) -> Theme:
        """Give the look."""
        return look.THEME

    @hookimpl
    def roles(self) -> Sequence[Role]:
        """B1, B7, B18, B24: the roles and their duties."""
        return roles.ROLES

    @hookimpl
    def sign_in_policy(self) -> SignInPolicy:
        """B12: of members a certificate of conduct is asked; roles are reviewed every year."""
        return roles.SIGN_IN

    @hookimpl
    def record_types(self) -> Sequence[RecordType]:
        """B7: thirty-five record types."""
        return role_table.RECORD_TYPES

    @hookimpl
    def grants(self) -> Sequence[Grant]:
        """B7: the cells of the table, with their confidence."""
        return role_table.GRANTS

    @hookimpl
    def policy(self) -> Policy:
        """B18: whatever the table says or is corrected to, the FG changes nothing."""
        return role_table.POLICY

    @hookimpl
    def data_categories(self) -> Sequence[DataCategory]:
        """B6: ten kinds."""
        return data.CATEGORIES

    @hookimpl
    def purposes(self) -> Sequence[Purpose]:
        """B4, B8 to B10, B13, B16: what data are used for."""
        return purposes.PURPOSES

    @hookimpl
    def retention_rules(self) -> Sequence[RetentionRule]:
        """B12: fifteen years at the most, as promised."""
        return data.RETENTION

    @hookimpl
    def recipients(self) -> Sequence[Recipient]:
        """B3, B21: holders and processors, all inside the EEA."""
        return self._recipients

    @hookimpl
    def holders(self) -> Sequence[Holder]:
        """B21: Office 365, Nedap ONS and Caren Zorgt as systems, the Siilo groups by who takes part in them."""
        return data.DATA_HOLDERS

    @hookimpl
    def representative_kinds(self) -> Sequence[RepresentativeKind]:
        """B1: the statement names the kinds of the law, and theirs is the order."""
        return REPRESENTATIVES

    @hookimpl
    def request_policy(self, kind: RequestKind) -> RequestPolicy:
        """B14 to B17, B19: four weeks, two months more, told within a month; a complaint goes to the officer."""
        return requests.REQUEST_POLICIES[kind]

    @hookimpl
    def objection_subjects(self) -> Sequence[ObjectionSubject]:
        """B10, B16: what one can object to."""
        return objections.OBJECTION_SUBJECTS

    @hookimpl
    def complaint_route(self) -> ComplaintRoute:
        """B19: the independent complaints officer of Stichting Klachtenregeling."""
        return requests.COMPLAINT_ROUTE

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """B24: the protocol."""
        return self._breach

    @hookimpl
    def disclosure_policy(self) -> DisclosurePolicy:
        """B22: responsible disclosure."""
        return disclosure.DISCLOSURE

    @hookimpl
    def channels(self) -> Sequence[Channel]:
        """B15: what each channel may carry."""
        return delivery.CHANNELS

    @hookimpl
    def message_kinds(self) -> Sequence[MessageKind]:
        """B8 to B10, B16: what is sent, on which condition, and who can opt out."""
        return messages.MESSAGE_KINDS

    @hookimpl
    def closed_days(self, year: int) -> Sequence[date]:
        """Close on no day of its own."""
        return ()

    @hookimpl
    def deliver(self, message: Message) -> Delivery | None:
        """B15, B17: a letter, a task, or a notice without content."""
        return delivery.deliver(message)
