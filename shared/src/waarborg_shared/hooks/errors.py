"""What goes wrong with a plugin, by name."""


class PluginError(Exception):
    """A plugin cannot be used: not installed, a misspelt hook, a wrapper, or an answer that makes no sense.

    The message names the organisation, the plugin, the hook and, where there is one, the field.
    """


class UnknownOrganisation(LookupError):
    """No organisation of that name is configured."""
