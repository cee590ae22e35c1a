"""Keys of the web edge, each derived from the master key for one use (RFC 5869), so that none serves two ends."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive_key(master_key: bytes, *, use: str) -> bytes:
    """Return the 32 bytes that serve ``use`` (a constant such as ``web.form``) and nothing else."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"waarborg.{use}".encode()).derive(master_key)
