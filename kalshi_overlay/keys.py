"""What authenticates: the id of an API key, the file of its private key and the key itself, and a token of Klear.

Frames of this module hold secrets only in `SecretValue`, which no repr shows, so that a traceback that shows locals
gives nothing away.
"""

from __future__ import annotations

import os
import re
import stat
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from warnings import warn

from kalshi_overlay.errors import KalshiConfigError, KalshiKeyFileWarning

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

Passphrase = str | bytes | Callable[[], str | bytes]
"""The passphrase of an encrypted key, or a function that returns it."""

T = TypeVar("T")

_FILE_LIMIT = 64 * 1024
_PATH_LIMIT = 1024
_RSA_MINIMUM = 2048
# An Ed25519 key has 64 characters in base64, and a line of an RSA key as many.
_MAY_BE_KEY = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])\s*[A-Za-z0-9+/=_-]{40,}\s*")
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
_LABEL = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----")
_BODY = re.compile(rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(.+?)-----END", re.DOTALL)
_OPENSSH_BODY = b"openssh-key-v1\0"
_OPENSSH = b"-----BEGIN OPENSSH PRIVATE KEY-----\n%b\n-----END OPENSSH PRIVATE KEY-----"


class SecretValue(tuple[T]):
    """A value that no repr shows: `SecretValue((value,))`.

    It is a tuple, since making one runs no code of Python whose frame would hold the value.
    """

    __slots__ = ()

    @property
    def value(self) -> T:
        """The value itself."""
        return self[0]

    def __repr__(self) -> str:
        return "SecretValue()"


def unquoted(text: str) -> str:
    """Strip a text, and take off one pair of quotes around it, which `docker run --env-file` and its like leave."""
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def checked_access_key_id(given: SecretValue[str]) -> str:
    """Strip an access key id and take off the quotes around it; refuse one that can't be sent in a header.

    Raises:
        KalshiConfigError: It is not text, is empty, or holds a quote or anything but visible ASCII characters.
    """
    return _checked_word(given, "access key id", 256, "quotes", "copy it from where the API key was made")


def checked_admin_user_id(given: SecretValue[str]) -> str:
    """Strip the id of an admin user as `checked_access_key_id` does an id; a colon would end it in a header."""
    return _checked_word(given, "admin user id", 256, "quotes or colons", "give the id alone, as Klear shows it")


def checked_access_token(given: SecretValue[str], admin_user_id: str) -> str:
    """Strip the access token of an admin user as `checked_access_key_id` does an id."""
    remedy = "give the token alone, without Bearer and the id before it"
    token = SecretValue((_checked_word(given, "access token", 4096, "quotes", remedy),))
    if token.value.startswith(f"{admin_user_id}:"):
        raise KalshiConfigError(f"the access token begins with the admin user id; {remedy}")
    return token.value


def _checked_word(given: SecretValue[str], name: str, most: int, without: str, remedy: str) -> str:
    # What was pasted may be a private key, so neither a local nor an error has it.
    if not isinstance(given.value, str):
        raise KalshiConfigError(f"the {name} must be str, not {type(given.value).__name__}")
    refused = "\"'" + ":" * ("colons" in without)
    if re.fullmatch(f"[!-~]{{1,{most}}}", unquoted(given.value)) and not {*refused} & {*unquoted(given.value)}:
        return unquoted(given.value)
    raise KalshiConfigError(
        f"the {name} must be one word of at most {most} ASCII characters without {without}; {remedy}"
    )


def key_bytes(private_key: str | bytes) -> bytes:
    """PEM text as bytes; what is no ASCII can't be PEM and is refused when the key is loaded."""
    return private_key.encode("ascii", "replace") if isinstance(private_key, str) else private_key


def read_key_file(source: str, location: SecretValue[str | os.PathLike[str]]) -> bytes:
    """Read the file of a private key; warn with `KalshiKeyFileWarning` if other users can read it (not on Windows).

    Args:
        source: The argument or variable that the path comes from, for errors.
        location: The path; `~` expands, and quotes around it are taken off.

    Raises:
        KalshiConfigError: There is no such file, it can't be read, it is larger than 64 KiB, or the path is
            PEM text instead.
    """
    if _is_no_path(os.fspath(location.value)):
        raise KalshiConfigError(
            f"{source} is not a path; if it is the key's PEM text, pass private_key_data or set KALSHI_PRIVATE_KEY"
        )
    name = unquoted(os.fsdecode(location.value))
    try:
        path = Path(name).expanduser()
        with path.open("rb") as file:
            content = SecretValue((file.read(_FILE_LIMIT + 1),))
            is_open_to_others = os.name == "posix" and bool(os.fstat(file.fileno()).st_mode & _OTHERS_READ)
    except FileNotFoundError:
        problem = "there is no such file"
    except IsADirectoryError:
        problem = "it is a directory; name the PEM file in it"
    except (OSError, RuntimeError) as error:
        problem = f"it can't be read ({getattr(error, 'strerror', None) or error})"
    else:
        if len(content.value) <= _FILE_LIMIT:
            if is_open_to_others:
                from shlex import quote

                remedy = f"run: chmod 600 {quote(str(path))}"
                # For the line that calls create_client().
                warn(f"{path} can be read by other users; {remedy}", KalshiKeyFileWarning, stacklevel=5)
            return content.value
        problem = "it is larger than 64 KiB, so it is not a PEM file"
    shown = "(not shown, since it may be a part of a key)" if _MAY_BE_KEY.fullmatch(name) else name
    raise KalshiConfigError(f"{source} {shown}: {problem}")


def load_private_key(
    private_key: SecretValue[str | bytes], passphrase: SecretValue[Passphrase | None]
) -> RSAPrivateKey | Ed25519PrivateKey:
    """Load a private key that the exchange accepts.

    Args:
        private_key: PEM: PKCS#1, PKCS#8 or OpenSSH, whatever its label says; a literal `\\n` stands for a line break.
        passphrase: A function is called once.

    Raises:
        KalshiConfigError: It is no private key, the passphrase doesn't fit, or it is neither Ed25519 nor
            RSA of at least 2048 bits.
    """
    if not isinstance(private_key.value, str | bytes):
        raise KalshiConfigError(f"the private key must be str or bytes, not {type(private_key.value).__name__}")
    pem = SecretValue((key_bytes(private_key.value).replace(rb"\r", b"").replace(rb"\n", b"\n").strip(),))
    _check_labels(pem)
    return _check_kind(_load(pem, _password(passphrase)))


def _is_no_path(path: str | bytes) -> bool:
    text = os.fsdecode(path)
    return len(text) > _PATH_LIMIT or "-----BEGIN" in text or not text.strip().isprintable()


def _check_labels(pem: SecretValue[bytes]) -> None:
    labels = [label.decode("ascii") for label in _LABEL.findall(pem.value)]
    if any(label.endswith("PRIVATE KEY") for label in labels):
        return
    if any(label.endswith("PUBLIC KEY") for label in labels):
        problem = "this is a public key; use the private key, which you got once, when the API key was made"
    elif any("CERTIFICATE" in label for label in labels):
        problem = "this is a certificate; use the private key of the API key"
    elif b"-----BEGIN" in pem.value.replace(b"\0", b""):
        problem = "its text is UTF-16 (or UTF-32), as some editors on Windows write it; save it as UTF-8"
    elif not pem.value:
        problem = "it is empty; give the PEM text of the API key's private key"
    else:
        problem = (
            "it holds no private key in PEM form (-----BEGIN ... PRIVATE KEY-----); if it is a path, pass "
            "private_key_path or set KALSHI_PRIVATE_KEY_PATH"
        )
    raise KalshiConfigError(f"the private key can't be used: {problem}")


def _password(passphrase: SecretValue[Passphrase | None]) -> SecretValue[Any]:
    given = SecretValue((passphrase.value() if callable(passphrase.value) else passphrase.value,))
    if given.value is None and not callable(passphrase.value):
        return given
    if not isinstance(given.value, str | bytes):
        kind = type(given.value).__name__
        raise KalshiConfigError(f"the passphrase must be str, bytes or a function that returns either, not {kind}")
    if not given.value:
        raise KalshiConfigError("the passphrase is empty; leave it out if the private key is not encrypted")
    if isinstance(given.value, str):
        # An environment variable may hold bytes that are no UTF-8.
        return SecretValue((given.value.encode("utf-8", "surrogateescape"),))
    return given


def _load(pem: SecretValue[bytes], password: SecretValue[Any]) -> object:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return _load_body(pem, password)
    except TypeError:
        if password.value is None:
            problem = "it is encrypted; pass its passphrase or set KALSHI_PRIVATE_KEY_PASSPHRASE"
        else:
            problem = (
                "it is not encrypted, but there is a passphrase; leave out passphrase and unset "
                "KALSHI_PRIVATE_KEY_PASSPHRASE"
            )
    except UnsupportedAlgorithm:
        problem = (
            "its kind or its encryption is not supported; make an RSA key of 2048 bits, or convert it with "
            "openssl pkcs8 -topk8"
        )
    except ValueError:
        if password.value is not None:
            problem = "the passphrase is wrong, or the file is damaged"
            if re.fullmatch(rb"\s*([\"']).*\1\s*", password.value, re.DOTALL):
                problem += "; try the passphrase without the quotes around it"
        else:
            problem = "it is damaged or cut off; give all of the PEM text, with its line breaks or with \\n for each"
    # Raised here, not while the other error is handled, so that its frames are not kept with this one.
    raise KalshiConfigError(f"the private key can't be used: {problem}")


def _load_body(pem: SecretValue[bytes], password: SecretValue[Any]) -> object:
    """Load a key by what its body is: tools and people put a body under another form's label."""
    from cryptography.hazmat.primitives import serialization

    found = SecretValue((_BODY.search(pem.value),))
    if found.value is None or b"Proc-Type:" in found.value[1]:
        return serialization.load_pem_private_key(pem.value, password.value)
    text = SecretValue((b"".join(found.value[1].split()),))
    body = SecretValue((b64decode(text.value, validate=True),))
    if body.value.startswith(_OPENSSH_BODY):
        return serialization.load_ssh_private_key(_OPENSSH % text.value, password.value)
    return serialization.load_der_private_key(body.value, password.value)


def _check_kind(key: object) -> RSAPrivateKey | Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if isinstance(key, Ed25519PrivateKey) or (isinstance(key, RSAPrivateKey) and key.key_size >= _RSA_MINIMUM):
        return key
    if isinstance(key, RSAPrivateKey):
        problem = f"it is an RSA key of {key.key_size} bits"
    elif isinstance(key, EllipticCurvePrivateKey):
        problem = "it is an elliptic-curve (EC) key"
    else:
        problem = "it is of another kind"
    raise KalshiConfigError(
        f"the private key can't be used: {problem}; the exchange takes RSA keys of at least "
        f"{_RSA_MINIMUM} bits and Ed25519 keys"
    )
