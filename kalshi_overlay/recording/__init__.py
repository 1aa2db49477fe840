"""Keep what the stream says as Parquet files, and replay it as a stream."""

from __future__ import annotations

from kalshi_overlay.extras import require_extra

require_extra("recording", "pyarrow", "fsspec", "websockets")

from kalshi_overlay.recording.marks import MARKS, Mark
from kalshi_overlay.recording.recorder import Recorder


__all__ = ["MARKS", "Mark", "Recorder"]
