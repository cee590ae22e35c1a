"""What goes wrong with a plugin, by name."""

STOPPED_FROM_OUTSIDE = (KeyboardInterrupt, GeneratorExit)
"""What may come out of a plugin and is not its doing. A ``SystemExit`` is: a plugin ends no process of others."""


class PluginError(Exception):
    """A plugin cannot be used: not installed, a misspelt hook, a wrapper, or an answer that makes no sense.

    The message names the organisation, the plugin, the hook and, where there is one, the field.
    """


class UnknownOrganisation(LookupError):
    """No organisation of that name is configured."""
