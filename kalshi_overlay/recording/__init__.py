"""Keep what the stream says as Parquet files, and replay it as a stream."""

from __future__ import annotations

from kalshi_overlay.extras import require_extra

require_extra("recording", "pyarrow", "fsspec", "websockets")

from kalshi_overlay.recording.marks import MARKS, Mark
from kalshi_overlay.recording.recorder import Recorder
from kalshi_overlay.recording.replay import PerpsReplay, Replay, replay
from kalshi_overlay.recording.timing import ReplayClock

__all__ = ["MARKS", "Mark", "PerpsReplay", "Recorder", "Replay", "ReplayClock", "replay"]
