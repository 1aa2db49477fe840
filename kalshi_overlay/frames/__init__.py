"""Tables of models and of stream messages, as Apache Arrow has them: for polars, pandas, DuckDB and Parquet."""

from __future__ import annotations

from kalshi_overlay.extras import require_extra

require_extra("frames", "pyarrow")

from kalshi_overlay.errors.frames import FrameValueError
from kalshi_overlay.frames.columns import Decimals
from kalshi_overlay.frames.schemas import record_batch, schema_of
from kalshi_overlay.frames.tables import abatches, aframe, batches, frame

__all__ = ["Decimals", "FrameValueError", "abatches", "aframe", "batches", "frame", "record_batch", "schema_of"]
