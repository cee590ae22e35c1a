"""A new organisation from scratch: a whole plugin package, with the organisation's place in a configuration."""

from waarborg_shared.plugin_template.package import PackageExists, organisation_id, write_package

__all__ = ["PackageExists", "organisation_id", "write_package"]
