"""Errors of actions that any part of the service may raise."""

from waarborg_shared.hooks.values import Text


class Stale(Exception):
    """Somebody else changed the request since it was read."""

    text = Text(
        "Iemand anders heeft dit verzoek intussen gewijzigd. Bekijk het opnieuw en probeer het dan nog eens.",
        "Someone else changed this request in the meantime. Look at it again and then try once more.",
    )
