"""One signed connection for many processes and hosts: a relay writes its frames to Redis, where consumers read them.

`python -m kalshi_overlay.relay` is the relay, and `connect_relay` makes a `Stream` of what it writes.
"""

from __future__ import annotations

from kalshi_overlay.extras import require_extra

require_extra("redis", "redis")

from kalshi_overlay.relay.consumer import connect_relay
from kalshi_overlay.relay.relay import Relay

__all__ = ["Relay", "connect_relay"]
