"""Captures: what came and went over the stream and over HTTP, as lines of JSON without anybody's ids or keys.

`connect(client, record="frames.jsonl")` records a stream, `record_http(client, "http.jsonl")` the requests of a client;
`kalshi_sandbox.replay` reads both. This package may import `kalshi_gen`, and errors and private files of the overlay.
"""

from __future__ import annotations

from kalshi_overlay.captures.writing import FrameRecorder, record_http

__all__ = ["FrameRecorder", "record_http"]
