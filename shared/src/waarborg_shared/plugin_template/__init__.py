"""A new organisation from scratch: a whole plugin package, and the organisation in the local configuration."""

from waarborg_shared.plugin_template.organisations import add_organisation, organisation_id
from waarborg_shared.plugin_template.package import PackageExists, example_settings, write_package

__all__ = ["PackageExists", "add_organisation", "example_settings", "organisation_id", "write_package"]
