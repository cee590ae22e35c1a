"""The hooks that an organisation's plugin may answer: their names, their signatures, and who asks."""

from collections.abc import Sequence
from datetime import date

import pluggy

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

PROJECT = "waarborg"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec(firstresult=True)
def organisation() -> Organisation | None:
    """Ask: who is this organisation, and how is it reached?"""


@hookspec(firstresult=True)
def theme() -> Theme | None:
    """Ask: which design tokens give the organisation's pages their look?"""


@hookspec(firstresult=True)
def roles() -> Sequence[Role] | None:
    """Ask: which roles are there, and which duties does each bring?"""


@hookspec(firstresult=True)
def sign_in_policy() -> SignInPolicy | None:
    """Ask: how long may somebody stay signed in, and how often are roles reviewed?"""


@hookspec(firstresult=True)
def record_types() -> Sequence[RecordType] | None:
    """Ask: on which kinds of record are rights given?"""


@hookspec(firstresult=True)
def grants() -> Sequence[Grant] | None:
    """Ask: what may each role do with each kind of record, and how sure is that?"""


@hookspec(firstresult=True)
def policy() -> Policy | None:
    """Ask: which rules are there beside the role table: for records of its own, and for whom beside whose role?"""


@hookspec(firstresult=True)
def data_categories() -> Sequence[DataCategory] | None:
    """Ask: which kinds of personal data does the organisation use?"""


@hookspec(firstresult=True)
def purposes() -> Sequence[Purpose] | None:
    """Ask: what are data used for, and on which legal basis?"""


@hookspec(firstresult=True)
def retention_rules() -> Sequence[RetentionRule] | None:
    """Ask: how long is each kind of data kept, from which event?"""


@hookspec(firstresult=True)
def recipients() -> Sequence[Recipient] | None:
    """Ask: who outside the organisation gets or holds data, and under which agreement?"""


@hookspec(firstresult=True)
def holders() -> Sequence[Holder] | None:
    """Ask: who holds data of clients, and is asked for them when somebody wants to see them?"""


@hookspec(firstresult=True)
def representative_kinds() -> Sequence[RepresentativeKind] | None:
    """Ask: who may speak for a client, in which order and on what?"""


@hookspec(firstresult=True)
def request_policy(kind: RequestKind) -> RequestPolicy | Sequence[RequestPolicy] | None:
    """Ask: how is a request of this kind handled: class, terms, extension, identification, fee and channel?"""


@hookspec(firstresult=True)
def objection_subjects() -> Sequence[ObjectionSubject] | None:
    """Ask: what can somebody object to, and against which purposes and kinds of message does that stand?"""


@hookspec(firstresult=True)
def complaint_route() -> ComplaintRoute | None:
    """Ask: who handles complaints about the organisation, and does he stand apart from it?"""


@hookspec(firstresult=True)
def breach_protocol() -> BreachProtocol | None:
    """Ask: who is responsible for a breach, which clocks run from when, and what is the discoverer asked?"""


@hookspec(firstresult=True)
def disclosure_policy() -> DisclosurePolicy | None:
    """Ask: what does the organisation ask of and promise to somebody who reports a vulnerability?"""


@hookspec(firstresult=True)
def channels() -> Sequence[Channel] | None:
    """Ask: by which channels are people reached, and what may each carry?"""


@hookspec(firstresult=True)
def message_kinds() -> Sequence[MessageKind] | None:
    """Ask: which kinds of message are there, what may stand in them and who can opt out?"""


@hookspec(firstresult=True)
def closed_days(year: int) -> Sequence[date] | None:
    """Ask: on which days of a year is the organisation closed beside weekends and the statutory holidays?"""


@hookspec
def deliver(message: Message) -> Delivery | None:
    """Do: bring a message to its recipient by its channel; may be called again with the same message id."""
