"""The errors of waiting for tokens; nothing was sent by the attempt that they end."""

from __future__ import annotations

from kalshi_overlay.errors import KalshiTransportError

from .costs import Charge


class RateLimiterError(KalshiTransportError):
    """A request got no tokens, so it was not sent.

    Attributes:
        bucket: The bucket that it needs: `read`, `write` or `balance`.
        cost: Tokens that it costs.
    """

    def __init__(self, problem: str, charge: Charge) -> None:
        super().__init__(problem, charge.method, charge.path, False)
        self.bucket = charge.bucket
        self.cost = charge.cost


class RateLimiterTimeoutError(RateLimiterError):
    """The tokens would have come later than the request may wait.

    Attributes:
        seconds: How long it would have taken, from the moment of the error.
    """

    def __init__(self, charge: Charge, seconds: float) -> None:
        super().__init__(
            f"its {charge.cost} tokens of the {charge.bucket} bucket would have taken {seconds:.3g} s more, "
            "longer than it may wait (RateLimit.max_wait, or the deadline of the retry policy)",
            charge,
        )
        self.seconds = seconds


class RequestExceedsBucketError(RateLimiterError):
    """The request costs more than its bucket ever holds, so waiting is no use: send a smaller batch.

    Attributes:
        bucket_capacity: Most tokens that the bucket holds.
    """

    def __init__(self, charge: Charge, bucket_capacity: int) -> None:
        super().__init__(
            f"it costs {charge.cost} tokens and the {charge.bucket} bucket holds {bucket_capacity} at most: "
            "send a smaller batch",
            charge,
        )
        self.bucket_capacity = bucket_capacity
