"""Checks KALSHI-ACCESS-* signatures with the registered public keys."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding

from .error_answers import ErrorAnswer
from .key_ring import KeyRing, PublicKey

KEY, SIGNATURE, TIMESTAMP = "kalshi-access-key", "kalshi-access-signature", "kalshi-access-timestamp"
_HEADERS = (KEY, SIGNATURE, TIMESTAMP)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class SignatureChecker:
    """Checks that a registered key has just signed exactly what was received.

    Args:
        clock: The exchange's clock, in Unix seconds.
        base_path: The path at the start of every path.
        keys: The keys that may sign.
        window: Seconds by which a timestamp may differ from the clock.
    """

    def __init__(self, clock: Callable[[], float], base_path: str, keys: KeyRing, window: float = 5) -> None:
        self._clock = clock
        self._base_path = base_path
        self._keys = keys
        self._window = window

    def check(self, *, method: str, raw_path: str, query: str, headers: Mapping[str, str], secured: bool) -> str:
        """Check the signature headers of a request.

        Args:
            method: HTTP method in capitals.
            raw_path: Path on the wire, with the base path.
            query: Query string, which a signature must not include.
            headers: The request's headers, with lower-case names or a case-insensitive mapping.
            secured: Whether the operation requires a signature; if not, headers are checked nevertheless.

        Returns:
            The account of the key that signed, empty for an unsigned request.

        Raises:
            ErrorAnswer: With 401, saying which part is wrong.
        """
        sent = {name: headers[name] for name in _HEADERS if name in headers}
        if not sent and not secured:
            return ""
        missing = [name.upper() for name in _HEADERS if not sent.get(name)]
        if missing:
            raise _unauthorized("missing_headers", "signature headers are missing", f"missing: {', '.join(missing)}")
        self._check_timestamp(sent[TIMESTAMP])
        key = self._keys.keys.get(sent[KEY])
        if key is None:
            raise _unauthorized("unknown_key", "unknown access key", "KALSHI-ACCESS-KEY names no key of this exchange")
        signature = _signature_bytes(sent[SIGNATURE])
        if _is_signed(key.public_key, signature, sent[TIMESTAMP] + method + raw_path):
            return key.account
        for text, mistake in self._mistakes(method, raw_path, query):
            if _is_signed(key.public_key, signature, sent[TIMESTAMP] + text):
                raise _unauthorized("incorrect_signature", "incorrect signature", mistake)
        raise _unauthorized(
            "incorrect_signature",
            "incorrect signature",
            "not by this key over timestamp + method + path (RSA: PSS, MGF1-SHA256, salt length 32)",
        )

    def _check_timestamp(self, text: str) -> None:
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise _unauthorized(
                "invalid_timestamp",
                "invalid timestamp",
                "KALSHI-ACCESS-TIMESTAMP is no integer of milliseconds",
            )
        behind = self._clock() - int(text) / 1000
        if abs(behind) > self._window:
            direction = "behind" if behind > 0 else "ahead of"
            raise _unauthorized(
                "timestamp_out_of_window",
                "timestamp too far from the exchange's clock",
                f"timestamp is {abs(behind):.1f} s {direction} the exchange's clock",
            )

    def _mistakes(self, method: str, raw_path: str, query: str) -> Iterator[tuple[str, str]]:
        """Texts that are signed by mistake, each with an explanation."""
        if query:
            yield f"{method}{raw_path}?{query}", "the query string was signed; sign the path alone"
        below = raw_path.removeprefix(self._base_path)
        yield f"{method}{below}", f"the path was signed without its base path {self._base_path}"
        for other in _METHODS:
            if other != method:
                yield f"{other}{raw_path}", f"the method {other} was signed, but the request is a {method}"


def _is_signed(key: PublicKey, signature: bytes, text: str) -> bool:
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, text.encode())
        else:
            pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
            key.verify(signature, text.encode(), pss, hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _signature_bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _unauthorized(
            "incorrect_signature", "incorrect signature", "KALSHI-ACCESS-SIGNATURE is not base64"
        ) from None


def _unauthorized(code: str, message: str, details: str) -> ErrorAnswer:
    return ErrorAnswer(401, code, message, details)
