"""The key store: keys of organisations and of persons, wrapped, in a database of their own apart from the data."""

from waarborg_shared.keystore.errors import CannotUnseal, KeyDestroyed, NoKeyStore, VaultError, WrongMasterKey
from waarborg_shared.keystore.finding import HolderKey
from waarborg_shared.keystore.rotation import Rotation
from waarborg_shared.keystore.store import KeyStore
from waarborg_shared.keystore.tombstones import Tombstone

__all__ = [
    "CannotUnseal",
    "HolderKey",
    "KeyDestroyed",
    "KeyStore",
    "NoKeyStore",
    "Rotation",
    "Tombstone",
    "VaultError",
    "WrongMasterKey",
]
