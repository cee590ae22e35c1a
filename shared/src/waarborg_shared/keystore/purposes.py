"""What each wrapped key is bound to, so that one can never stand in another's place."""

from waarborg_shared.keystore.wrapping import bound


def of_organisation(organisation: str, *, version: int, master_version: int) -> bytes:
    """An organisation's key of a version, under a version of the master key."""
    return bound("organisation key", organisation, version, master_version)


def of_search(organisation: str, *, master_version: int) -> bytes:
    """An organisation's search key, under a version of the master key."""
    return bound("search key", organisation, master_version)


def of_holder(organisation: str, holder: str, retention: str, *, key_id: bytes, version: int) -> bytes:
    """A holder's key for a retention class, under a version of the organisation's key."""
    return bound("holder key", organisation, holder, retention, key_id, version)
