"""What the key store and the vault refuse, by name; no message holds a key or what was sealed."""


class VaultError(Exception):
    """Something about keys or sealed values."""


class KeyDestroyed(VaultError):
    """The holder's key was destroyed: what was sealed with it is gone for good, and nothing new is sealed with it."""

    code = "erased"
    nl = "Wat hier geschreven stond is gewist. Daar kan niets meer bij geschreven worden."
    en = "What was written here was erased. Nothing can be written to it any more."


class CannotUnseal(VaultError):
    """The sealed value was changed, moved to another place, or made with a key that is not here."""


class WrongMasterKey(VaultError):
    """The master key given is not (or no longer) one of this key store."""


class NoKeyStore(VaultError):
    """The key store has no tables or no master key yet: run the migrate command first."""
