"""The sandbox as a server on loopback, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from .answers import Answers
from .application import Application
from .contract import load_contract
from .signatures import SignatureChecker

if TYPE_CHECKING:
    from kalshi_overlay.client import KalshiAuthenticatedClient, KalshiPublicClient

_HOST = "127.0.0.1"
_BACKLOG = 512


class Sandbox:
    """A local exchange that speaks the vendored contract, for tests and for trying things out.

    Use it as a context manager: it serves on loopback until the block ends. Any number can run at once.

    Args:
        port: Port to listen on; 0 lets the system choose one.
        clock: The exchange's clock, in Unix seconds: signatures are held against it, Date headers tell it.

    Attributes:
        base_url: Base URL for clients, base path included.
        access_key_id: Id of a key that may sign, made for this sandbox.
        answers: Its `handlers` take the place of the contract's answer, one operation each.
    """

    def __init__(self, port: int = 0, *, clock: Callable[[], float] = time.time) -> None:
        contract = load_contract()
        self._port = port
        self._base_path = contract.base_path
        self._signatures = SignatureChecker(clock, contract.base_path)
        self.answers = Answers()
        application = Application(contract, self._signatures, self.answers, clock)
        self._server = _Server(application)
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self.access_key_id = str(uuid4())
        self._private_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public_key = self._private_key.public_key()
        self.register_key(self.access_key_id, public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    @property
    def base_url(self) -> str:
        """Base URL for clients, base path included.

        Raises:
            RuntimeError: If the sandbox has not been entered.
        """
        if self._socket is None:
            raise RuntimeError("the sandbox listens only inside its with block")
        return f"http://{_HOST}:{self._port}{self._base_path}"

    @property
    def private_key_pem(self) -> str:
        """The private key of `access_key_id` as PKCS#8 PEM: thrown away with the sandbox."""
        return self._private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def register_key(self, access_key_id: str, public_key_pem: str | bytes) -> None:
        """Let another key sign requests.

        Args:
            access_key_id: The id that requests name.
            public_key_pem: The public key as PEM, RSA or Ed25519.

        Raises:
            ValueError: If it is not such a key.
        """
        self._signatures.register(access_key_id, public_key_pem)

    def client(self, **kwargs: Any) -> KalshiAuthenticatedClient:
        """A client that signs with the sandbox's own key.

        Args:
            kwargs: Further arguments of `kalshi_overlay.create_client`.
        """
        from kalshi_overlay import create_client

        given = {
            "base_url": self.base_url,
            "access_key_id": self.access_key_id,
            "private_key_data": self.private_key_pem,
            "allow_unknown_host": True,
        }
        return create_client(**{**given, **kwargs})

    def public_client(self, **kwargs: Any) -> KalshiPublicClient:
        """A client that signs nothing.

        Args:
            kwargs: Further arguments of `kalshi_overlay.create_public_client`.
        """
        from kalshi_overlay import create_public_client

        return create_public_client(**{"base_url": self.base_url, "allow_unknown_host": True, **kwargs})

    def __enter__(self) -> Self:
        if self._socket is not None or self._thread is not None:
            raise RuntimeError("a sandbox can be entered once; make another one")
        # It listens before the thread starts: a request never comes too early.
        self._socket = _listening_socket(self._port)
        self._port = self._socket.getsockname()[1]
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="kalshi-sandbox", daemon=True
        )
        self._thread.start()
        self._server.ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __repr__(self) -> str:
        where = f"http://{_HOST}:{self._port}{self._base_path}" if self._socket else "not listening"
        return f"<Sandbox {where}>"


def _listening_socket(port: int) -> socket.socket:
    # The protocol is stated because asyncio sends small packets at once (TCP_NODELAY) only then.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """uvicorn, quiet, that says when it may be stopped again."""

    def __init__(self, application: Application) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self.ready = threading.Event()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            super().run(sockets)
        finally:
            self.ready.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()
