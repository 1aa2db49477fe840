"""Captures: what came and went over the stream and over HTTP, as lines of JSON without anybody's ids or keys.

`connect(client, record="frames.jsonl")` records a stream, `record_http(client, "http.jsonl")` the requests of a client.
It may import `kalshi_gen`, and the errors of the overlay; only `connect` and users import it.
"""

from __future__ import annotations

from kalshi_overlay.captures.reading import FrameLine, HttpLine, read_frames, read_http
from kalshi_overlay.captures.writing import FrameRecorder, record_http

__all__ = ["FrameLine", "FrameRecorder", "HttpLine", "read_frames", "read_http", "record_http"]
