"""A made-up organisation that has nothing to do with care: users, owners, departments, roles and records of its own.

Two policies of the AuthZEN working group's scenarios (a list of things to do, and records that are searched) in
invented names, and one with relations over two steps.
"""

from collections.abc import Mapping

from waarborg_shared.hooks import hookimpl
from waarborg_shared.hooks.values import (
    Among,
    AnyOf,
    Attribute,
    Condition,
    Effect,
    Equal,
    Every,
    Literal,
    Not,
    Policy,
    PolicyRule,
    Related,
    Text,
)

ROLE = Attribute("subject.properties.role")
OWN = Equal(Attribute("resource.properties.owner"), Attribute("subject.id"))
SAME_DEPARTMENT = Equal(Attribute("resource.properties.department"), Attribute("subject.properties.department"))
HEAD = Equal(ROLE, Literal("manager"))
ROLES = Attribute("subject.properties.roles")


def _any_role(*names: str) -> Condition:
    return AnyOf(tuple(Among(Literal(name), attribute=ROLES) for name in names))


def _rule(code: str, said: str, *, on: str, actions: tuple[str, ...], when: Condition | None = None) -> PolicyRule:
    return PolicyRule(
        code=code,
        actions=frozenset(actions),
        resource_types=frozenset({on}),
        subject_types=frozenset({"user"}),
        because=Text(said, said),
        source="huisregels",
        when=when,
    )


RECORDS = (
    _rule("own", "Wie een stuk beheert.", on="record", actions=("view", "edit", "delete"), when=OWN),
    _rule("department", "Wie bij de afdeling werkt.", on="record", actions=("view",), when=SAME_DEPARTMENT),
    _rule("head_views", "Een hoofd ziet alles.", on="record", actions=("view",), when=HEAD),
    _rule(
        *("head_edits", "Een hoofd wijzigt wat van de afdeling is."),
        on="record",
        actions=("edit",),
        when=Every((HEAD, SAME_DEPARTMENT)),
    ),
)
TASKS = (
    _rule("read_user", "Iedereen ziet wie er werkt.", on="user", actions=("can_read_user",)),
    _rule("read_tasks", "Iedereen ziet de lijst.", on="todo", actions=("can_read_todos",)),
    _rule(
        *("create_task", "Wie mag schrijven."),
        on="todo",
        actions=("can_create_todo",),
        when=_any_role("admin", "editor"),
    ),
    _rule(
        *("update_task", "De eigen taak, of die van een ander voor wie alles naar zijn hand zet."),
        on="todo",
        actions=("can_update_todo",),
        when=AnyOf(
            (
                _any_role("evil_genius"),
                Every(
                    (
                        _any_role("editor"),
                        _owner := Equal(Attribute("resource.properties.ownerID"), Attribute("subject.id")),
                    )
                ),
            )
        ),
    ),
    _rule(
        *("delete_task", "De eigen taak, of die van een ander voor een beheerder."),
        on="todo",
        actions=("can_delete_todo",),
        when=AnyOf((_any_role("admin"), Every((_any_role("editor"), _owner)))),
    ),
)
ROOMS = (
    _rule(
        "member",
        "Wie lid is van een kring die in de zaal mag.",
        on="room",
        actions=("enter",),
        when=Related(("member", "viewer")),
    ),
    _rule("keyholder", "Wie de sleutel heeft.", on="room", actions=("enter", "lock"), when=Related(("keyholder",))),
    PolicyRule(
        code="closed",
        effect=Effect.DENY,
        actions=frozenset({"enter"}),
        resource_types=frozenset({"room"}),
        because=Text("De zaal is dicht.", "The room is closed."),
        source="huisregels",
        when=Every((Equal(Attribute("resource.properties.closed"), Literal(True)), Not(Related(("keyholder",))))),
    ),
    _rule(
        *("archived", "Wat in het archief staat, verandert alleen de archivaris; weggooien kan nog ongedaan."),
        on="parcel",
        actions=("write",),
        when=AnyOf((HEAD, Not(Equal(Attribute("resource.properties.status"), Literal("archived"))))),
    ),
    _rule(
        *("soft", "Weggooien alleen als het terug te draaien is."),
        on="parcel",
        actions=("delete",),
        when=Equal(Attribute("action.properties.soft"), Literal(True)),
    ),
)


class Plugin:
    """The library: nothing of care, and no settings."""

    example_settings: Mapping[str, object] = {}

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take no settings."""

    @hookimpl
    def policy(self) -> Policy:
        """Give the house rules."""
        return Policy(rules=(*RECORDS, *TASKS, *ROOMS))
