"""A reader of the stream over a real socket, which checks every message against the spec."""

from __future__ import annotations

import base64
import json
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from websockets.sync.client import ClientConnection, connect

from kalshi_sandbox import Sandbox

from .counting import SECONDS
from .schemas import violations

PATH = "/trade-api/ws/v2"


class Signer:
    """A key of an account.

    Args:
        exchange: Where it is registered.
        account: Whose it is; None for the sandbox's own.
    """

    def __init__(self, exchange: Sandbox, account: str | None = None) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.access_key_id = str(uuid4())
        self.public_pem = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        exchange.register_key(self.access_key_id, self.public_pem, account=account)

    def headers(self, path: str = PATH, *, seconds_off: float = 0) -> dict[str, str]:
        """The headers of a handshake."""
        timestamp = str(int((time.time() + seconds_off) * 1000))
        return {
            "KALSHI-ACCESS-KEY": self.access_key_id,
            "KALSHI-ACCESS-SIGNATURE": base64.b64encode(self._key.sign(f"{timestamp}GET{path}".encode())).decode(),
            "KALSHI-ACCESS-TIMESTAMP": timestamp,
        }


class Reader:
    """A connection to the stream.

    Args:
        exchange: Whose stream.
        account: Who reads; None for the sandbox's own account.
        signer: The key that signs; None for a new one.
        checks: Whether messages must conform to the spec.
        is_of_perps: Whether it reads the stream of perpetual futures.
    """

    def __init__(
        self,
        exchange: Sandbox,
        account: str | None = None,
        *,
        signer: Signer | None = None,
        checks: bool = True,
        is_of_perps: bool = False,
        **options: Any,
    ) -> None:
        self._checks = checks
        self._spec = "perps_asyncapi.yaml" if is_of_perps else "asyncapi.yaml"
        self._stream = exchange.perps_stream if is_of_perps else exchange.stream
        url = exchange.perps_stream_url if is_of_perps else exchange.stream_url
        self._id = 0
        signer = signer or Signer(exchange, account)
        self._stack = ExitStack()
        self.socket: ClientConnection = self._stack.enter_context(
            connect(
                url,
                additional_headers=signer.headers(urlsplit(url).path),
                compression=None,
                ping_interval=None,
                # With a bound, leaving while messages wait takes the library ten seconds.
                max_queue=None,
                **options,
            )
        )

    def send(self, cmd: str, params: object = None, **fields: Any) -> int:
        """Send a command; its id."""
        self._id += 1
        command = {"id": self._id, "cmd": cmd, **fields}
        if params is not None:
            command["params"] = params
        self.socket.send(json.dumps(command))
        return self._id

    def subscribe(self, *channels: str, **params: Any) -> list[dict[str, Any]]:
        """Subscribe; everything that came until the exchange had answered, without the answers."""
        self.send("subscribe", {"channels": list(channels), **params})
        messages = self.messages()
        confirmed = [each["msg"]["channel"] for each in messages if each["type"] == "subscribed"]
        assert confirmed == list(channels), messages
        return [each for each in messages if each["type"] != "subscribed"]

    def update(self, action: str, sid: int = 1, **params: Any) -> list[dict[str, Any]]:
        """Update a subscription; everything that came until the exchange had answered."""
        self.send("update_subscription", {"sid": sid, "action": action, **params})
        return self.messages()

    def read(self) -> dict[str, Any]:
        """The next message."""
        text = self.socket.recv(timeout=SECONDS)
        assert isinstance(text, str)
        message: dict[str, Any] = json.loads(text)
        if self._checks:
            assert violations(message, self._spec) == [], message
        return message

    def messages(self) -> list[dict[str, Any]]:
        """Everything that has happened until now."""
        self._stream.drain()
        fence, found = self.send("list_subscriptions"), []
        while True:
            message = self.read()
            if message.get("id") == fence:
                return found
            found.append(message)

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        """The `msg` of all messages of some types that came until now."""
        return [each["msg"] for each in self.messages() if each["type"] in kinds]

    def close(self) -> None:
        """Leave."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
