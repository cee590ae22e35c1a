"""The rules of who is who: sessions and their limits, guessers, persons' numbers, partner systems and their scopes."""

from waarborg_identity.domain.accounts import (
    AccountState,
    BadPassword,
    BadUsername,
    check_password,
    check_username,
    duties_of,
)
from waarborg_identity.domain.clients import (
    SCOPES,
    AuthMethod,
    BadClient,
    ClientKind,
    ClientState,
    NewClient,
    granted_scope,
    services_of,
)
from waarborg_identity.domain.guessing import Tries, after_failure, seconds_to_wait
from waarborg_identity.domain.persons import (
    CODE_LIFE,
    BadNumber,
    IdentifierKind,
    LetterCode,
    check_client_number,
    read_code,
    read_number,
)
from waarborg_identity.domain.places import local_path
from waarborg_identity.domain.sessions import EndReason, SessionKind, SessionTimes, alive, ends_at, worth_noting

__all__ = [
    "CODE_LIFE",
    "SCOPES",
    "AccountState",
    "AuthMethod",
    "BadClient",
    "BadNumber",
    "BadPassword",
    "BadUsername",
    "ClientKind",
    "ClientState",
    "EndReason",
    "IdentifierKind",
    "LetterCode",
    "NewClient",
    "SessionKind",
    "SessionTimes",
    "Tries",
    "after_failure",
    "alive",
    "check_client_number",
    "check_password",
    "check_username",
    "duties_of",
    "ends_at",
    "granted_scope",
    "local_path",
    "read_code",
    "read_number",
    "seconds_to_wait",
    "services_of",
    "worth_noting",
]
