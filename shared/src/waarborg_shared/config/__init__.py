"""Settings: what the environment and the organisations' file say, read once at the edge and handed on as a value."""

from waarborg_shared.config.organisations import OrganisationConfig, parse_organisations, read_organisations
from waarborg_shared.config.service_keys import make_service_key, public_service_key
from waarborg_shared.config.settings import SettingError, Settings, read_settings

__all__ = [
    "OrganisationConfig",
    "SettingError",
    "Settings",
    "make_service_key",
    "parse_organisations",
    "public_service_key",
    "read_organisations",
    "read_settings",
]
