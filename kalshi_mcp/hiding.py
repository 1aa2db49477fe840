"""Keep secrets out of what a client or a log gets, wherever they come from."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping

HIDDEN = "[hidden]"

_VARIABLES = (
    "KALSHI_API_KEY_ID",
    "KALSHI_KEY_ID",
    "KALSHI_PRIVATE_KEY",
    "KALSHI_PY_PRIVATE_KEY_PEM",
    "KALSHI_PRIVATE_KEY_PASSPHRASE",
    "KALSHI_KLEAR_ADMIN_USER_ID",
    "KALSHI_KLEAR_ACCESS_TOKEN",
)
# A shorter value would also be found in words that are no secret.
_SHORTEST = 8
_FORMS = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\\s:,-]*"),
    re.compile(r"(?i)\b(kalshi-access-[a-z]+|authorization)[\"']?\s*[:=]\s*[\"']?(bearer\s+)?[^\s\"',;]+"),
    re.compile(r"(?i)\bbearer\s+[A-Za-z0-9._~+/=-]{8,}"),
)


class Secrets:
    """What must not be shown: the credentials of this process, and all that has the form of a credential."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        """Learn the credentials.

        Args:
            environ: The environment variables that they are in.
        """
        given = [environ.get(name, "").strip().strip("\"'") for name in _VARIABLES]
        parts = {part for value in given for part in (value, *re.split(r"\\n|\s+", value))}
        known = sorted((part for part in parts if len(part) >= _SHORTEST), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __repr__(self) -> str:
        return "<Secrets>"

    def hide(self, text: str) -> str:
        """A text with a placeholder for each secret."""
        for form in _FORMS:
            text = form.sub(HIDDEN, text)
        return self._known.sub(HIDDEN, text) if self._known else text

    def are_in(self, text: str) -> bool:
        """Whether a text has a secret."""
        return self.hide(text) != text


class OneLine(logging.Formatter):
    """Formats each record as one line without secrets; of an exception it says the kind."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__("%(asctime)s %(name)s %(levelname)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        kind = record.exc_info[0] if record.exc_info else None
        # Other packages put what a client has sent into tracebacks and messages.
        words = record.getMessage() if kind is None else f"{record.getMessage()} ({kind.__name__})"
        plain = logging.makeLogRecord({**record.__dict__, "msg": words, "args": (), "exc_info": None, "exc_text": None})
        return one_line(self._secrets.hide(super().format(plain)), longest=1000)


def one_line(text: str, longest: int = 2000) -> str:
    """A text in one line, without characters that a terminal would act on.

    Args:
        text: The text.
        longest: Characters that it may have; what is longer is cut, and ends with an ellipsis.
    """
    complete = text.encode("utf-8", "replace").decode()
    line = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", complete).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"
