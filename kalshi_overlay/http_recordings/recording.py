"""A recording with the clients for it: they record it, or they replay it."""

from __future__ import annotations

from functools import cache
from os import PathLike
from typing import Any, Final

from attrs import evolve

from kalshi_overlay.client import KalshiAuthenticatedClient, KalshiPublicClient, create_client, create_public_client
from kalshi_overlay.client_options import refuse_unknown_options
from kalshi_overlay.environments import PRODUCTION, environment_of
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.http_recordings.record import RecordTransport
from kalshi_overlay.http_recordings.replay import ReplayTransport
from kalshi_overlay.retries import RetryPolicy

# Nothing is ever sent there. The name shows in errors.
_REPLAY_URL: Final = "http://replay.localhost/trade-api/v2"
_REPLAY_KEY_ID: Final = "replay"
# What says where a client sends, with which key, and how fast.
_OF_RECORDING: Final = frozenset(create_client.__kwdefaults__ or ())


class Recording:
    """Records a recording, or replays it; clients that it makes do so, and those that get its transport.

    Attributes:
        is_recorded: Whether requests are sent and recorded, rather than replayed.
        transport: A `RecordTransport`, or a `ReplayTransport`.
    """

    def __init__(self, path: str | PathLike[str], *, record: bool) -> None:
        """Begin a recording, or read one.

        Args:
            path: The file.
            record: Whether to record it; else it is replayed.

        Raises:
            KalshiConfigError: It is to be replayed and can't be read, or its folder can't be made.
        """
        self.is_recorded = record
        self.transport = RecordTransport(path) if record else ReplayTransport(path)

    def client(self, **options: Any) -> KalshiAuthenticatedClient:
        """Make a signed client; for a replay it has a key that is made up, and does not wait between attempts.

        Args:
            **options: See `create_client`. What says where to send, with which key and how fast, counts for a record
                only, as the environment variables do.

        Raises:
            KalshiConfigError: An option can't be used, or requests would go to production and you have not passed
                `demo=False` or a `base_url`.
            TypeError: There is no such option.
        """
        if not self.is_recorded:
            kept = self._replay_options(options)
            return KalshiAuthenticatedClient(
                _REPLAY_KEY_ID, _made_up_key(), _REPLAY_URL, allow_unknown_host=True, **kept
            )
        client = create_client(**self._with_transport(options))
        is_said = options.get("demo") is not None or options.get("base_url") is not None
        if not is_said and environment_of(client._base_url) is PRODUCTION:
            problem = "the requests that are recorded would go to production, with your key"
            raise KalshiConfigError(f"demo: {problem}; set KALSHI_DEMO=true, or pass demo=False if they should")
        return client

    def public_client(self, **options: Any) -> KalshiPublicClient:
        """Make a client that doesn't sign; for a replay it does not wait between attempts.

        Args:
            **options: See `create_public_client`. What says where to send counts for a record only.

        Raises:
            KalshiConfigError: An option can't be used.
            TypeError: There is no such option.
        """
        if not self.is_recorded:
            kept = self._replay_options(options)
            refuse_unknown_options("create_public_client", kept)
            return KalshiPublicClient(_REPLAY_URL, **kept)
        return create_public_client(**self._with_transport(options))

    def _replay_options(self, options: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in options.items() if name not in _OF_RECORDING}
        policy = kept.get("retry_policy", RetryPolicy())
        at_once = evolve(policy, wait_initial=0.0, wait_max=0.0, retry_after_max=0.0)
        return self._with_transport({**kept, "retry_policy": at_once})

    def _with_transport(self, options: dict[str, Any]) -> dict[str, Any]:
        return {**options, "httpx_args": {**options.get("httpx_args", {}), "transport": self.transport}}


@cache
def _made_up_key() -> bytes:
    """A private key that no account has."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
