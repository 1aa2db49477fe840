"""The errors that the stream reports, by number."""

from __future__ import annotations

from ...runtime.stream import ErrorCode as ErrorCode

ERROR_CODES: dict[int, ErrorCode] = {}
"""The error codes of the spec; the exchange may send others."""
