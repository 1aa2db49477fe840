"""Private keys for the benchmarks."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

KINDS = ("RSA", "Ed25519")


def pem_of(kind: str) -> bytes:
    """Make a private key of a kind, as `create_client` reads it."""
    key = ed25519.Ed25519PrivateKey.generate() if kind == "Ed25519" else rsa.generate_private_key(65537, 2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
