"""Accounts of staff: their names, passwords, states, and the duties that their roles bring."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from waarborg_identity.domain.staff_grants import GrantState, state_of

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{0,98}[a-z0-9])?")


class AccountState(StrEnum):
    """Whether somebody may sign in. A disabled account stays in the register."""

    ACTIVE = "active"
    DISABLED = "disabled"


class BadUsername(ValueError):
    """A user name is 1 to 100 small letters, digits and . _ @ + - between them."""

    field = "username"


class BadPassword(ValueError):
    """A password is 12 to 200 characters and is not the user name."""

    field = "password"


class Grant(Protocol):
    """A role that an account has or had."""

    @property
    def role(self) -> str: ...
    @property
    def granted_at(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


class RoleWithDuties(Protocol):
    """What is asked of an organisation's role."""

    @property
    def kind(self) -> str: ...
    @property
    def duties(self) -> frozenset[str]: ...


def check_username(username: str) -> str:
    """Return the user name in small letters. Raises ``BadUsername``."""
    name = username.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise BadUsername("1 to 100 letters, digits and . _ @ + -")
    return name


def check_password(password: str, *, username: str) -> str:
    """Return a password that may be used. Raises ``BadPassword``."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadPassword(f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    if password != password.strip() or password.lower() == username:
        raise BadPassword("no spaces around it, and not the user name")
    return password


def roles_in_force(grants: Iterable[Grant], now: datetime) -> frozenset[str]:
    """Return the codes of the roles that are granted at this moment."""
    return frozenset(grant.role for grant in grants if state_of(grant, now) is GrantState.IN_FORCE)


def duties_of(codes: Iterable[str], roles: Mapping[str, RoleWithDuties], *, kind: str) -> frozenset[str]:
    """Return the duties that these roles bring; a role that the organisation no longer has brings none."""
    known = (roles[code] for code in codes if code in roles)
    return frozenset(str(duty) for role in known if role.kind == kind for duty in role.duties)
