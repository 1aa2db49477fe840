"""What asynchronous requests are sent with: both must do the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

ASYNC_TRANSPORTS = ("aiohttp", "httpx")

WAYS: dict[str, tuple[bool, str]] = {
    "sync": (False, "httpx"),
    **{f"asyncio over {name}": (True, name) for name in ASYNC_TRANSPORTS},
}
"""Whether a call is asynchronous, and what it is then sent with."""

# The fixture `run_async` of `tests.conftest`.
each_way = pytest.mark.parametrize("run_async", WAYS, indirect=True)
each_async_transport = pytest.mark.parametrize("async_transport", ASYNC_TRANSPORTS)


@contextmanager
def sending_with(name: str) -> Iterator[None]:
    """Have each client send its asynchronous requests with this by default."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kalshi_overlay.client.has_aiohttp", lambda: name == "aiohttp")
        yield
