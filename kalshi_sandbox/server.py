"""The sandbox: a server on loopback, in a thread of its own."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, Unpack
from urllib.parse import urlsplit

from .admin import Admin
from .answers import Answers
from .application import Application, Dependencies
from .behaviour import Behaviour, BehaviourName, behaviour_of
from .buckets import Buckets
from .clocks import SimulationClock, new_clock
from .engine.clock import ManualClock
from .faults import Faults
from .key_ring import KeyRing
from .klear.bearer import Administrator, BearerChecker
from .klear.handlers import klear_handlers
from .klear.member import Member
from .listening import HOST, Server, listening_socket
from .market_sources import Backtest, LiveMarkets
from .recording import Recorder
from .signatures import SignatureChecker
from .spec import load_spec, load_specs
from .stream.event_feed import EventFeed
from .stream.perps_feed import PerpsFeed
from .stream.server import EventStreamServer, PerpsStreamServer
from .stream.stream import EventStream, PerpsStream
from .trading import start_trading

if TYPE_CHECKING:
    from kalshi_overlay.client import KalshiAuthenticatedClient, KalshiPublicClient
    from kalshi_overlay.client_options import ClientOptions
    from kalshi_overlay.klear import KalshiKlearClient
    from kalshi_overlay.rate_limits import RateLimit

    from .backtest import Replayed


class Sandbox:
    """A local exchange that implements the vendored spec, for tests and experiments.

    Use it as a context manager: it serves on loopback until the block ends. You can run any number at once.

    Args:
        port: Port to listen on; 0 lets the system choose one.
        clock: `real`; `manual`, which only `exchange.clock.advance(seconds)` moves; or a clock of your own, in Unix
            seconds. Date headers have its time. Signatures are checked against it too, except if it is a manual clock:
            clients sign with the real time.
        tier: Usage tier whose token buckets limit every key, such as `basic`; None for no limit.
        admin: Whether `/__admin/` has routes for faults and the clock.
        record: File that gets every request and answer as a line of JSON; overwritten.
        traders: How many noise traders move the markets, with a market maker that quotes them; 0 for none. They send
            signed requests as any client does; with a manual clock, while you advance it.
        seed: Seed of the exchange's ids and of its traders: the same requests at the same times get the same answers.
        live: Whether there are markets. With False, every operation is answered from the schemas of the spec, also for
            things that don't exist, for tests of a client's types.
        behaviour: What it does where the live exchange and its documents differ: `measured` as people recorded it,
            `documents` as the documents say, `simple` fast and forgiving for unit tests; or a `Behaviour` of your own.
        replay: The folder of a recording of `kalshi_overlay.recording`, or its URL, or a `Backtest`: what was recorded
            is the market, and its time is that of the clock, which only `exchange.clock.advance(seconds)` moves.

    Attributes:
        engine: The exchange itself: its markets, orders and accounts. You can call its operations on markets on the
            sandbox too: `add_series`, `add_event`, `add_market`, `pause_market`, `resume_market`, `close_market`,
            `settle`, `pause`, `resume`.
        perps: The exchange of perpetual futures itself, as `engine` is that of event contracts.
        account: Id of the sandbox's own account, which starts with $1,000, split equally between the shards, and with
            as much on the exchange of perpetual futures.
        klear: The clearing member of Klear: its balance, obligations, subtraders and keys.
        answers: Set one of its `handlers` to answer an operation yourself.
        stream: The WebSocket stream of event contracts: its connections, faults and limits.
        perps_stream: That of perpetual futures.
        behaviour: What it does where the live exchange and its documents differ.
        clock: The manual clock.
        faults: The faults of the exchange: `exchange.faults.add(...)`.

    Raises:
        ValueError: If `tier`, `clock`, `behaviour`, `traders` or `replay` is invalid.
        KalshiConfigError: If nothing was recorded in the folder of `replay`.
        OSError: If `record` can't be written.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        clock: Literal["real", "manual"] | Callable[[], float] = "real",
        tier: str | None = None,
        admin: bool = False,
        record: str | PathLike[str] | None = None,
        traders: int = 0,
        seed: int = 0,
        live: bool = True,
        behaviour: BehaviourName | Behaviour = "measured",
        replay: str | PathLike[str] | Backtest | LiveMarkets | None = None,
    ) -> None:
        if traders < 0 or (traders and not live):
            raise ValueError(f"traders: {traders} can't be; a number from 0, and 0 where live is False")
        if replay is not None and (traders or not live or callable(clock)):
            raise ValueError("replay: goes with neither traders, nor live=False, nor a clock of your own")
        self.behaviour = behaviour_of(behaviour)
        base_path = load_spec().base_path
        self._port = port
        self._base_path = base_path
        source = Backtest(replay) if isinstance(replay, str | PathLike) else replay
        rows = None
        if isinstance(source, Backtest):
            # Only a backtest needs what reads recordings.
            from .backtest import Rows

            rows = Rows(source)
        self._clock = new_clock(clock) if rows is None else SimulationClock(rows.begin)
        self.faults = Faults(self._clock)
        self.answers = Answers()
        self._keys = KeyRing()
        self._administrator = Administrator()
        self._keys.known_ids |= {self._administrator.admin_user_id, self._administrator.access_token}
        # Clients sign with the real time, whatever a manual clock says.
        signers_clock = time.time if isinstance(self._clock, ManualClock) else self._clock
        signatures = SignatureChecker(signers_clock, base_path, self._keys, self.behaviour.signature_window)
        has_retry_after = self.behaviour.retry_after
        buckets = Buckets(tier, self._clock, has_retry_after=has_retry_after) if tier is not None else None
        self._recorder = None if record is None else Recorder(record, self._clock, self._keys.known_ids)
        trading = start_trading(
            self._clock,
            self._keys,
            self.answers,
            self.behaviour,
            seed=seed,
            tier=tier,
            live=live,
            queue=None if source is None else source.queue,
        )
        self._context, self._accounts, self.account = trading.context, trading.accounts, trading.account
        self.engine, self.perps = trading.engine, trading.perps
        engine = self.engine
        self.klear = Member(engine.clock, self._keys, seed)
        if live:
            self.answers.handlers.update(klear_handlers(self.klear))
        markets = engine.markets
        self.add_series, self.add_event, self.add_market = markets.add_series, markets.add_event, markets.add
        self.pause_market, self.resume_market, self.close_market = markets.pause, markets.resume, markets.close
        self.settle = markets.settle
        stream = EventStreamServer(self._context, self._clock, signatures, seed)
        perps_stream = PerpsStreamServer(self.perps, self._context, self._clock, signatures)
        self._simulation = None
        if traders:
            from .simulation import new_simulation

            self._simulation = new_simulation(traders, seed, self.engine, self._accounts, self.faults)
        application = Application(
            Dependencies(
                specs=load_specs(),
                signatures=signatures,
                bearer=BearerChecker(self._administrator),
                answers=self.answers,
                clock=self._clock,
                faults=self.faults,
                refuse=lambda seconds: self._server.refuse_for(seconds, self._clock),
                behaviour=self.behaviour,
                in_maintenance=lambda: self._context.in_maintenance,
                buckets=buckets,
                recorder=self._recorder,
                admin=Admin(self.faults, self._clock).router if admin else None,
            )
        )
        self._server = Server(application, stream, perps_stream)
        self.stream = EventStream(stream, self._server.call)
        self.perps_stream = PerpsStream(perps_stream, self._server.call)
        self._backtest: Replayed | None = None
        if isinstance(source, Backtest) and rows is not None and isinstance(self._clock, SimulationClock):
            from .backtest import Replayed

            self._backtest = Replayed(self.engine, rows, self._clock, self.stream.drain, source.speed)
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Base URL for clients of the API and of perpetual futures, base path included.

        Raises:
            RuntimeError: If the sandbox has not been entered.
        """
        return f"{self._origin}{self._base_path}"

    @property
    def klear_base_url(self) -> str:
        """Base URL for clients of Klear; like `base_url`, only inside the with block."""
        return f"{self._origin}{load_spec('klear').base_path}"

    @property
    def _origin(self) -> str:
        if self._socket is None:
            raise RuntimeError("the sandbox listens only inside its with block")
        return f"http://{HOST}:{self._port}"

    @property
    def stream_url(self) -> str:
        """URL of the stream; like `base_url`, only inside the with block."""
        return f"ws://{urlsplit(self.base_url).netloc}{EventFeed.path}"

    @property
    def perps_stream_url(self) -> str:
        """URL of the stream of perpetual futures; like `base_url`, only inside the with block."""
        return f"ws://{urlsplit(self.base_url).netloc}{PerpsFeed.path}"

    @property
    def clock(self) -> ManualClock:
        """The clock of `Sandbox(clock="manual")`: `exchange.clock.advance(seconds)` moves it.

        Raises:
            RuntimeError: If it has another clock.
        """
        if not isinstance(self._clock, ManualClock):
            raise RuntimeError(  # noqa: TRY004 - no argument has a wrong type
                'the clock runs by itself; Sandbox(clock="manual") has one that you move'
            )
        return self._clock

    @property
    def backtest(self) -> Replayed:
        """What `Sandbox(replay="data/")` replays: its gaps, whether it has ended, and `steps` through it.

        Raises:
            RuntimeError: If it replays nothing.
        """
        if self._backtest is None:
            raise RuntimeError('nothing is replayed; Sandbox(replay="data/") replays a recording')
        return self._backtest

    @property
    def access_key_id(self) -> str:
        """Id of a key of the sandbox's own account."""
        return self._accounts.credentials(self.account).access_key_id

    @property
    def private_key_pem(self) -> str:
        """The private key of `access_key_id` as PKCS#8 PEM; it only exists as long as the sandbox."""
        return self._accounts.credentials(self.account).private_key_pem

    @property
    def klear_admin_user_id(self) -> str:
        """Id of the admin user of Klear's clearing member."""
        return self._administrator.admin_user_id

    @property
    def klear_access_token(self) -> str:
        """The access token of that user; it only exists as long as the sandbox."""
        return self._administrator.access_token

    @property
    def historical_cutoff(self) -> datetime | None:
        """Whatever was settled, traded or last updated before it is only in historical answers; None at first."""
        return self._context.historical_cutoff

    @historical_cutoff.setter
    def historical_cutoff(self, moment: datetime | None) -> None:
        """Move the cutoff.

        Raises:
            TypeError: If it is no datetime.
            ValueError: If it has no time zone.
        """
        example = "such as datetime(2026, 1, 1, tzinfo=UTC), or None"
        if moment is not None and not isinstance(moment, datetime):
            raise TypeError(f"historical_cutoff: {moment!r} is no datetime; give one, {example}")
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"historical_cutoff: {moment!r} has no time zone; give one that has, {example}")
        self._context.historical_cutoff = moment

    def add_account(self, account: str | None = None, *, balance: Decimal | int = 1000) -> str:
        """Open another account; `client(account=...)` signs for it.

        Args:
            account: Its id; None for a new UUID.
            balance: US dollars, split equally between the shards in whole cents; shard 0 also gets the remainder. The
                exchange of perpetual futures gets as much.

        Returns:
            The id.

        Raises:
            EngineRejection: With 409 if the id is taken, 400 for a balance below zero.
        """
        return self._accounts.open(Decimal(balance), account)

    def register_key(self, access_key_id: str, public_key_pem: str | bytes, *, account: str | None = None) -> None:
        """Register another key.

        Args:
            access_key_id: The id in KALSHI-ACCESS-KEY.
            public_key_pem: The public key as PEM, RSA or Ed25519.
            account: The account for which it signs; None for the sandbox's own.

        Raises:
            ValueError: If it is not such a key.
        """
        self._keys.register(access_key_id, public_key_pem, account=account or self.account)

    def client(
        self,
        account: str | None = None,
        *,
        base_url: str | None = None,
        access_key_id: str | None = None,
        private_key_data: str | bytes | None = None,
        rate_limit: Literal["account"] | RateLimit | None = None,
        **options: Unpack[ClientOptions],
    ) -> KalshiAuthenticatedClient:
        """A client that signs with the key of an account.

        Args:
            account: An account that `add_account` opened; None for the sandbox's own.
            base_url: Where it sends; None for the sandbox.
            access_key_id: Id of another key, such as one that `register_key` registered; None for the account's own.
            private_key_data: The PEM text of that key; None for the account's own.
            rate_limit: See `kalshi_overlay.create_client`.
            **options: See `kalshi_overlay.ClientOptions`.

        Raises:
            KeyError: If there is no such account.
            TypeError: If there is no such option.
        """
        from kalshi_overlay import create_client

        credentials = self._accounts.credentials(account or self.account)
        options.setdefault("verify_ssl", _no_certificates())
        return create_client(
            base_url=base_url or self.base_url,
            access_key_id=access_key_id or credentials.access_key_id,
            private_key_data=private_key_data or credentials.private_key_pem,
            allow_unknown_host=True,
            rate_limit=rate_limit,
            **options,
        )

    def public_client(self, **options: Unpack[ClientOptions]) -> KalshiPublicClient:
        """A client that doesn't sign.

        Args:
            **options: See `kalshi_overlay.ClientOptions`.

        Raises:
            TypeError: If there is no such option.
        """
        from kalshi_overlay import create_public_client

        options.setdefault("verify_ssl", _no_certificates())
        return create_public_client(base_url=self.base_url, **options)

    def klear_client(
        self,
        *,
        base_url: str | None = None,
        admin_user_id: str | None = None,
        access_token: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> KalshiKlearClient:
        """A client of Klear that sends the access token of its admin user.

        Args:
            base_url: Where it sends; None for the sandbox.
            admin_user_id: Another id, such as one that Klear doesn't know; None for that of the admin user.
            access_token: Another token; None for the admin user's own.
            **options: See `kalshi_overlay.ClientOptions`.

        Raises:
            TypeError: If there is no such option.
        """
        from kalshi_overlay import create_klear_client

        options.setdefault("verify_ssl", _no_certificates())
        return create_klear_client(
            base_url=base_url or self.klear_base_url,
            admin_user_id=admin_user_id or self.klear_admin_user_id,
            access_token=access_token or self.klear_access_token,
            allow_unknown_host=True,
            **options,
        )

    def pause(self) -> None:
        """Pause trading on both exchanges, and cancel orders with cancel_order_on_pause."""
        self.engine.pause()
        self.perps.pause()

    def resume(self) -> None:
        """Resume trading on both exchanges."""
        self.engine.resume()
        self.perps.resume()

    @contextlib.contextmanager
    def maintenance(self) -> Iterator[None]:
        """Answer 503 to every request inside a with block; that of GetExchangeStatus has its usual body."""
        self._context.in_maintenance = True
        try:
            yield
        finally:
            self._context.in_maintenance = False

    @contextlib.contextmanager
    def refusing_connections(self) -> Iterator[None]:
        """Refuse new connections inside a with block, and close idle ones.

        Raises:
            RuntimeError: If the sandbox has not been entered.
        """
        self._server.call(self._server.refuse)
        try:
            yield
        finally:
            self._server.call(self._server.accept)

    def __enter__(self) -> Self:
        if self._socket is not None or self._thread is not None:
            raise RuntimeError("a sandbox can be entered once; make another one")
        # It listens before the thread starts, so that no request comes too early.
        self._socket = listening_socket(self._port)
        self._port = self._socket.getsockname()[1]
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="kalshi-sandbox", daemon=True
        )
        self._thread.start()
        self._server.ready.wait()
        if self._backtest is not None:
            self._backtest.start()
        if self._simulation is not None:
            self._simulation.start(lambda account, transport: self.client(account, httpx_args={"transport": transport}))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._backtest is not None:
            self._backtest.stop()
        if self._simulation is not None:
            self._simulation.stop()
        self._server.stop()
        if self._thread is not None:
            self._thread.join()
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._recorder is not None:
            self._recorder.close()

    def __repr__(self) -> str:
        where = f"http://{HOST}:{self._port}{self._base_path}" if self._socket else "not listening"
        return f"<Sandbox {where}>"


def _no_certificates() -> ssl.SSLContext:
    """Trusts none: loopback has no TLS, and loading the certificates takes longer than twenty requests."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
