"""Checks the bearer that every request to Klear carries."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hmac import compare_digest
from uuid import uuid4

from attrs import Factory, field, frozen

from ..error_answers import ErrorAnswer

_HEADER = "authorization"
_SIGNATURE = "kalshi-access-signature"
_SCHEME = "bearer"
_FORM = "send Authorization: Bearer <admin_user_id>:<access_token>"


@frozen
class Administrator:
    """An admin user of the clearing member. Both values are random: two sandboxes with one seed have different ones.

    Args:
        admin_user_id: Id of the user.
        access_token: The user's token; it only exists as long as the sandbox.
    """

    admin_user_id: str = Factory(lambda: str(uuid4()))
    access_token: str = field(factory=lambda: secrets.token_urlsafe(32), repr=False)


class BearerChecker:
    """Checks that a request names the administrator and has the access token.

    No error says what was sent.

    Args:
        administrator: The only user whose token is accepted.
    """

    def __init__(self, administrator: Administrator) -> None:
        self._expected = f"{administrator.admin_user_id}:{administrator.access_token}".encode()

    def check(self, headers: Mapping[str, str]) -> None:
        """Check the Authorization header of a request.

        Args:
            headers: The request's headers, with lower-case names or a case-insensitive mapping.

        Raises:
            ErrorAnswer: With 401, saying which part is wrong.
        """
        sent = headers.get(_HEADER, "")
        if not sent:
            signed = "; Klear takes no KALSHI-ACCESS-* signature" if _SIGNATURE in headers else ""
            raise _unauthorized("missing_token", f"no Authorization header; {_FORM}{signed}")
        scheme, _, value = sent.partition(" ")
        if scheme.lower() != _SCHEME:
            raise _unauthorized("invalid_token", f"the scheme is not Bearer; {_FORM}")
        if ":" not in value:
            raise _unauthorized("invalid_token", f"there is no colon between id and token; {_FORM}")
        # What HTTP allows in a header is Latin-1, and so it was decoded.
        if not compare_digest(value.strip().encode("latin-1", "replace"), self._expected):
            raise _unauthorized("unknown_token", "no admin user of Klear has this id and this token")


def _unauthorized(code: str, details: str) -> ErrorAnswer:
    return ErrorAnswer(401, code, "unauthorized", details)
