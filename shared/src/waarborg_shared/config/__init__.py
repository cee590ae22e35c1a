"""Settings: what the environment and the organisations' file say, read once at the edge and handed on as a value."""

from waarborg_shared.config.issuers import (
    ClientAuth,
    IssuerKind,
    NumberClaim,
    NumberKind,
    OutsideIssuer,
    secret_name,
)
from waarborg_shared.config.organisations import OrganisationConfig, parse_organisations, read_organisations
from waarborg_shared.config.service_keys import make_service_key, public_service_key
from waarborg_shared.config.settings import SettingError, Settings, read_issuer_secrets, read_settings

__all__ = [
    "ClientAuth",
    "IssuerKind",
    "NumberClaim",
    "NumberKind",
    "OrganisationConfig",
    "OutsideIssuer",
    "SettingError",
    "Settings",
    "make_service_key",
    "parse_organisations",
    "public_service_key",
    "read_issuer_secrets",
    "read_organisations",
    "read_settings",
    "secret_name",
]
