"""Record what a client asks and is answered, and replay it in tests without the exchange; docs/http-recordings.md.

`RecordTransport` and `ReplayTransport` are transports of httpx. `Recording` is one of the two with clients for it; the
pytest fixture `kalshi_recording` is a `Recording`. This package imports `kalshi_gen` and modules of the overlay, and
nothing of the overlay imports it.
"""

from __future__ import annotations

from .record import RecordTransport
from .recording import Recording
from .replay import ReplayTransport

__all__ = ["RecordTransport", "Recording", "ReplayTransport"]
