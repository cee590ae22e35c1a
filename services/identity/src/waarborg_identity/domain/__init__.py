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
    FOR_APPLICATIONS,
    SCOPES,
    SERVICES,
    AuthMethod,
    BadClient,
    ClientKind,
    ClientState,
    NewClient,
    granted_scope,
    services_of,
)
from waarborg_identity.domain.guessing import (
    Tries,
    after_failure,
    after_failure_at_place,
    seconds_to_wait,
    seconds_to_wait_at_place,
)
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
    "FOR_APPLICATIONS",
    "SCOPES",
    "SERVICES",
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
    "after_failure_at_place",
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
    "seconds_to_wait_at_place",
    "services_of",
    "worth_noting",
]
