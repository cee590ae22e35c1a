"""The tables of identity: accounts and their roles, persons and their numbers, sessions, clients, codes and keys."""

from waarborg_identity.models.base import Base
from waarborg_identity.models.carrying import CarriedStep, LegalHold
from waarborg_identity.models.clients import (
    AssertionUse,
    AuthorizationCode,
    Client,
    ClientDeed,
    ClientUse,
    RegistrationToken,
)
from waarborg_identity.models.factors import (
    PasswordCode,
    PersonAccount,
    RecoveryCode,
    SecondFactor,
    UsedChallenge,
)
from waarborg_identity.models.grants import PushedRequest, RefreshGrant, RefreshToken
from waarborg_identity.models.keys import SigningKey
from waarborg_identity.models.outside import ClaimMapping, OutsideIdentity
from waarborg_identity.models.persons import LetterLogin, Person, PersonIdentifier, PersonMerge, PersonsApart
from waarborg_identity.models.revocations import Revocation
from waarborg_identity.models.sessions import BrowserSession, SignInTries
from waarborg_identity.models.staff import Account, RoleGrant
from waarborg_identity.models.staff_administration import (
    AccessReview,
    ReviewMark,
    StaffAbsence,
    StaffCode,
    StaffFactorReset,
)
from waarborg_identity.models.webhooks import WebhookDelivery, WebhookEndpoint
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = [
    "PLUMBING",
    "AccessReview",
    "Account",
    "AssertionUse",
    "AuthorizationCode",
    "Base",
    "BrowserSession",
    "CarriedStep",
    "ClaimMapping",
    "Client",
    "ClientDeed",
    "ClientUse",
    "LegalHold",
    "LetterLogin",
    "OutsideIdentity",
    "PasswordCode",
    "Person",
    "PersonAccount",
    "PersonIdentifier",
    "PersonMerge",
    "PersonsApart",
    "PushedRequest",
    "RecoveryCode",
    "RefreshGrant",
    "RefreshToken",
    "RegistrationToken",
    "ReviewMark",
    "Revocation",
    "RoleGrant",
    "SecondFactor",
    "SignInTries",
    "SigningKey",
    "StaffAbsence",
    "StaffCode",
    "StaffFactorReset",
    "UsedChallenge",
    "WebhookDelivery",
    "WebhookEndpoint",
]
