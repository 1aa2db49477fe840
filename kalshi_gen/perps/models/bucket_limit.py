from __future__ import annotations

from ...runtime.model import Model


class BucketLimit(Model, kw_only=True):
    """Token bucket of one kind of request. A request takes its cost in tokens out of the bucket, which
    refills at `refill_rate` up to `bucket_capacity`; with too few tokens left it is refused with status
    429.
    """

    refill_rate: int
    """Tokens that flow back into the bucket each second."""

    bucket_capacity: int
    """Most tokens that the bucket can hold. A capacity above `refill_rate` allows for bursts after idle
    time; write buckets above the Basic tier hold the tokens of two seconds.
    """
