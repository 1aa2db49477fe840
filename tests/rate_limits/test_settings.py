"""Settings that can't be are refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kalshi_overlay import KalshiConfigError
from kalshi_overlay.rate_limits import BucketSize, RateLimit, SharedLimit
from kalshi_overlay.rate_limits.limiter import new_limiter
from tests.rate_limits.fakes import BASE_URL, no_client
from tests.walking import walked

SIZE = BucketSize(refill_rate=10, bucket_capacity=20)
URL = "redis://localhost"


@walked(
    ("make", "words"),
    [
        (
            lambda: BucketSize(refill_rate=0, bucket_capacity=1),
            "refill_rate must be a whole number of tokens, 1 or more, not 0",
        ),
        (
            lambda: BucketSize(refill_rate=1, bucket_capacity=1.5),
            "bucket_capacity must be a whole number of tokens, 1 or more, not 1.5",
        ),  # type: ignore[arg-type]
        (
            lambda: BucketSize(refill_rate=True, bucket_capacity=1),
            "refill_rate must be a whole number of tokens, 1 or more, not True",
        ),
        (lambda: RateLimit(max_wait=-1), "max_wait must be a number of seconds, 0 or more, not -1"),
        (lambda: RateLimit(max_wait=float("inf")), "max_wait must be a number of seconds, 0 or more, not inf"),
        (lambda: RateLimit(margin=float("nan")), "margin must be a number of seconds, 0 or more, not nan"),
        (lambda: RateLimit(margin=None), "margin must be a number of seconds, 0 or more, not None"),  # type: ignore[arg-type]
        (lambda: RateLimit(pause="1"), "pause must be a number of seconds, 0 or more, not '1'"),  # type: ignore[arg-type]
        (lambda: RateLimit(read=SIZE), "read, write: give both sizes, or neither"),
        (lambda: RateLimit(perps_write=SIZE), "perps_read, perps_write: give both sizes, or neither"),
        (lambda: RateLimit(perps_read=1, perps_write=SIZE), "perps_read must be a BucketSize, not int"),  # type: ignore[arg-type]
        (lambda: RateLimit(read=100, write=100), "read must be a BucketSize, not int"),  # type: ignore[arg-type]
        (lambda: RateLimit(shared=URL), "shared must be a SharedLimit, not str"),  # type: ignore[arg-type]
        (lambda: SharedLimit("localhost"), "url: the address of Redis must begin with redis://"),
        (lambda: SharedLimit(URL, timeout=-1), "timeout must be a number of seconds, 0 or more, not -1"),
        (lambda: SharedLimit(URL, fallback_share=0), "fallback_share must be a share above 0 and at most 1, not 0"),
        (lambda: SharedLimit(URL, fallback_share=1.5), "fallback_share must be a share above 0 and at most 1, not 1.5"),
    ],
)
def test_what_can_not_be_is_refused(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(KalshiConfigError) as refused:
        make()
    assert words in str(refused.value)


def test_account_means_the_account_s_numbers() -> None:
    def settings_of(given: Any) -> RateLimit:
        return new_limiter(given, no_client, BASE_URL, "id")._rate_limit

    assert settings_of("account") == RateLimit()
    own = RateLimit(read=SIZE, write=SIZE, max_wait=None)
    assert settings_of(own) is own
