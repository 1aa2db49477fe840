"""Private keys of every kind, made once for a run of the tests, and two judges of the signatures that they make."""

from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

KEY_ID = "0a1b2c3d-0000-4000-8000-00000000beef"
KINDS = ["RSA", "Ed25519"]


@cache
def key(kind: str) -> Any:
    """The private key of a kind."""
    makers: dict[str, Callable[[], Any]] = {
        "RSA": lambda: rsa.generate_private_key(65537, 2048),
        "RSA-1024": lambda: rsa.generate_private_key(65537, 1024),
        "Ed25519": ed25519.Ed25519PrivateKey.generate,
        "Ed448": ed448.Ed448PrivateKey.generate,
        "EC": lambda: ec.generate_private_key(ec.SECP256R1()),
        # A longer one takes half a second to make, and is refused for its kind all the same.
        "DSA": lambda: dsa.generate_private_key(1024),
    }
    return makers[kind]()


@cache
def pem(kind: str, form: PrivateFormat = PrivateFormat.PKCS8, passphrase: str = "") -> bytes:
    """The private key of a kind as PEM."""
    encryption = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return bytes(key(kind).private_bytes(Encoding.PEM, form, encryption))


def relabeled(private_key: bytes, label: str) -> bytes:
    """The same PEM under another label."""
    return re.sub(rb"(-----(?:BEGIN|END) )[A-Z ]+(-----)", rb"\g<1>" + label.encode() + rb"\g<2>", private_key)


def public_pem(kind: str) -> bytes:
    """The public key of a kind as PEM."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key(kind).public_key().public_bytes(Encoding.PEM, form))


def certificate(kind: str) -> bytes:
    """A certificate of the key of a kind, which signs itself."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key(kind).public_key(), 1, start, start)
    return builder.sign(key(kind), hashes.SHA256()).public_bytes(Encoding.PEM)


def assert_signed(kind: str, signature: str, text: str) -> None:
    """Check a signature with the public key, fast; `assert_openssl_accepts` judges the same from outside."""
    public, content = key(kind).public_key(), base64.b64decode(signature, validate=True)
    if kind == "Ed25519":
        public.verify(content, text.encode())
    else:
        scheme = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
        public.verify(content, text.encode(), scheme, hashes.SHA256())


def assert_openssl_accepts(kind: str, signature: str, text: str, folder: Path) -> None:
    """Have the command `openssl` check a signature."""
    (folder / "public.pem").write_bytes(public_pem(kind))
    (folder / "signature").write_bytes(base64.b64decode(signature, validate=True))
    (folder / "text").write_bytes(text.encode())
    options = ("rsa_padding_mode:pss", "rsa_pss_saltlen:digest", "rsa_mgf1_md:sha256")
    scheme = " ".join(f"-sigopt {option}" for option in options)
    command = {
        "RSA": f"dgst -sha256 -verify public.pem {scheme} -signature signature text",
        "Ed25519": "pkeyutl -verify -pubin -inkey public.pem -rawin -in text -sigfile signature",
    }[kind].split()
    judged = subprocess.run(["openssl", *command], cwd=folder, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout + judged.stderr
