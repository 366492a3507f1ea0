"""Ed25519 under what must not be rewritten. Keys and signatures are lower-case hex; anything else is refused as changed."""

import hashlib
import os
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SECRET_BYTES: Final = 32


class SigningKey:
    """A private key. It never appears in a repr."""

    def __init__(self, secret: bytes) -> None:
        """Raises ValueError unless the secret has 32 bytes."""
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public_key: Final = self._key.public_key().public_bytes_raw().hex()

    @property
    def fingerprint(self) -> str:
        """What people compare."""
        return fingerprint(self.public_key)

    def sign(self, said: bytes) -> str:
        """The signature under these bytes: the same for the same bytes."""
        return self._key.sign(said).hex()


def new_secret() -> bytes:
    """A secret that nobody can guess."""
    return os.urandom(SECRET_BYTES)


def fingerprint(public_key: str) -> str:
    """The SHA-256 of a public key's text: 64 hex digits that a person can keep elsewhere and compare."""
    return hashlib.sha256(public_key.encode()).hexdigest()


def holds(public_key: str, said: bytes, signature: str) -> bool:
    """Whether the holder of the key signed exactly these bytes, and everything is spelt as we spell it."""
    try:
        key, signed = bytes.fromhex(public_key), bytes.fromhex(signature)
        if (key.hex(), signed.hex()) != (public_key, signature):
            return False  # a capital digit reads the same, and is a changed byte all the same
        Ed25519PublicKey.from_public_bytes(key).verify(signed, said)
    except (ValueError, InvalidSignature):
        return False
    return True
