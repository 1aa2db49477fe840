"""What is measured: each row with its floor, our figure, other people's, and what it has to be."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Unit = Literal["µs", "ms", "MB", "a second"]
SCALES: dict[Unit, float] = {"µs": 1e6, "ms": 1e3, "MB": 1, "a second": 1}

FLOOR, EVERY_PEER = "floor", "every peer"

PEER_MODULES = {
    "kalshi-python-async": "official_async",
    "kalshi-python-sync": "official",
    "kalshi-python": "official",
    "kalshi-sdk": "kalshi_sdk",
    "pykalshi": "pykalshi",
    "kalshi-py": "kalshi_py",
}
"""The module in `scripts.bench.peers` that drives a package."""

_SYNC = ("kalshi-python-sync", "kalshi-python", "kalshi-sdk", "pykalshi", "kalshi-py")
_ASYNC = ("kalshi-python-async", "kalshi-sdk", "pykalshi", "kalshi-py")


@frozen
class Bar:
    """What our figure has to be beside another one.

    Attributes:
        at_most: How many times the other's cost ours may be; with `is_added`, how much more, in seconds.
        against: `floor`, a package, or `every peer`, which is each of them.
        is_added: Whether the difference counts, and not the ratio.
    """

    at_most: float
    against: str = FLOOR
    is_added: bool = False


@frozen
class Row:
    """One thing that is measured.

    Attributes:
        name: A short name, which chooses the row on the command line.
        what: What is measured, for the page of figures.
        floor_what: What the floor is.
        floor: `module.function` of the floor, in this package.
        ours: `module.function` of ours.
        size: How often a round does the work, or how large the work is.
        rounds: How many rounds each side does.
        unit: What figures are printed in.
        bars: What has to hold.
        server: Which server the row needs: that of `server`, a sandbox, or that of `stream_server`.
        key: The kind of our private key.
        floor_key: The kind of the floor's, if it is another one.
        peer: The function of the peers' modules that does the same; empty if there is none.
        peers: The packages that can do it.
        lower_is_better: Whether less is better, as for every cost; more is, of a rate.
    """

    name: str
    what: str
    floor_what: str
    floor: str
    ours: str
    size: int
    rounds: int
    unit: Unit = "µs"
    bars: tuple[Bar, ...] = ()
    server: Literal["", "http", "sandbox", "stream"] = ""
    key: Literal["RSA", "Ed25519"] = "RSA"
    floor_key: Literal["", "RSA", "Ed25519"] = ""
    peer: str = ""
    peers: tuple[str, ...] = ()
    lower_is_better: bool = True


_LOOP = "receive loop of websockets"
_DICTS = "msgspec into dicts"

ROWS = (
    Row(
        *("request-rsa", "signed request, one after the other, sync, CPU, RSA", "httpx get and RSA signature"),
        *("requests.sync_floor", "requests.sync_ours"),
        size=25,
        rounds=25,
        bars=(Bar(1.0), Bar(1.0, EVERY_PEER)),
        server="http",
        peer="request",
        peers=_SYNC,
    ),
    Row(
        *(
            "request-ed25519",
            "signed request, one after the other, sync, CPU, Ed25519",
            "httpx get and Ed25519 signature",
        ),
        *("requests.sync_floor", "requests.sync_ours"),
        size=25,
        rounds=25,
        bars=(Bar(1.0),),
        server="http",
        key="Ed25519",
    ),
    Row(
        *("async-rsa", "signed request, one after the other, asyncio, wall, RSA", "aiohttp and RSA signature"),
        *("requests.each_floor", "requests.each_ours"),
        size=25,
        rounds=25,
        bars=(Bar(1.6),),
        server="http",
        peer="each",
        peers=_ASYNC,
    ),
    Row(
        *(
            "async-ed25519",
            "signed request, one after the other, asyncio, wall, Ed25519",
            "aiohttp and Ed25519 signature",
        ),
        *("requests.each_floor", "requests.each_ours"),
        size=25,
        rounds=25,
        server="http",
        key="Ed25519",
    ),
    Row(
        *(
            "burst-rsa",
            "50 signed requests at once, asyncio over aiohttp, wall of each, RSA",
            "aiohttp and RSA signature",
        ),
        *("requests.burst_floor", "requests.burst_ours"),
        size=50,
        rounds=25,
        bars=(Bar(1.5), Bar(0.65, "kalshi-python-async")),
        server="http",
        peer="at_once",
        peers=_ASYNC,
    ),
    Row(
        *("burst-ed25519", "50 signed requests at once, asyncio over aiohttp, wall of each, Ed25519"),
        *("aiohttp and RSA signature", "requests.burst_floor", "requests.burst_ours"),
        size=50,
        rounds=25,
        bars=(Bar(1.0),),
        server="http",
        key="Ed25519",
        floor_key="RSA",
    ),
    Row(
        *("burst-httpx-rsa", "50 signed requests at once, asyncio over httpx, wall of each, RSA"),
        *("aiohttp and RSA signature", "requests.burst_floor", "requests.burst_ours_httpx"),
        size=50,
        rounds=11,
        server="http",
    ),
    Row(
        *("burst-httpx-ed25519", "50 signed requests at once, asyncio over httpx, wall of each, Ed25519"),
        *("aiohttp and Ed25519 signature", "requests.burst_floor", "requests.burst_ours_httpx"),
        size=50,
        rounds=11,
        server="http",
        key="Ed25519",
    ),
    Row(
        *("orders", "50 place at once against the sandbox, CPU of each", "create_order_v2.asyncio"),
        *("requests.orders_floor", "requests.orders_ours"),
        size=50,
        rounds=15,
        bars=(Bar(1.4),),
        server="sandbox",
    ),
    Row(
        *("orders-kept", "50 Account.place at once with a log and limits, CPU of each", "place alone"),
        *("account.place_alone", "account.place_kept"),
        size=50,
        rounds=15,
        # An RSA signature costs as much as all that is measured here, and varies by as much.
        key="Ed25519",
        bars=(Bar(250e-6, is_added=True),),
        server="sandbox",
    ),
    Row(
        *("import", "import of create_client and an endpoint in a new process, wall", "import httpx"),
        *("importing.floor", "importing.ours"),
        size=1,
        rounds=15,
        unit="ms",
        bars=(Bar(1.35),),
        peer="importing",
        peers=_SYNC,
    ),
    Row(
        *("import-perps", "import of an endpoint of perpetual futures, CPU", "import of one of the API"),
        *("importing.endpoint", "importing.perps_endpoint"),
        size=1,
        rounds=15,
        unit="ms",
        bars=(Bar(1.1),),
    ),
    Row(
        *("markets", "1,000 markets decoded into models, CPU", _DICTS, "decoding.floor", "decoding.ours"),
        size=1000,
        rounds=25,
        unit="ms",
        bars=(Bar(1.5),),
        peer="markets",
        peers=_SYNC,
    ),
    Row(
        *(
            "frame",
            "100,000 markets decoded into models and a polars frame with types, CPU",
            "json and polars by hand, without",
        ),
        *("frames.floor", "frames.ours"),
        size=100_000,
        rounds=7,
        unit="ms",
        bars=(Bar(1.0),),
    ),
    Row(
        *("change", "order book change decoded into a message, CPU", _DICTS, "stream.decode_floor"),
        "stream.decode_ours",
        size=5000,
        rounds=15,
        bars=(Bar(2.0),),
    ),
    Row(
        *("change-applied", "order book change decoded and applied, CPU", _DICTS, "stream.decode_floor"),
        "stream.apply_ours",
        size=5000,
        rounds=15,
        bars=(Bar(2.0), Bar(0.25, "kalshi-sdk")),
        peer="change",
        peers=("kalshi-sdk",),
    ),
    Row(
        *("subscription", "async for over a subscription, CPU of a frame", _LOOP, "stream.cpu_bare_loop"),
        "stream.cpu_subscription",
        size=10_000,
        rounds=9,
        bars=(Bar(2.0),),
        server="stream",
    ),
    Row(
        *("order-books", "async for over order books, CPU of a frame", _LOOP, "stream.cpu_bare_loop"),
        "stream.cpu_order_books",
        size=10_000,
        rounds=9,
        bars=(Bar(2.0),),
        server="stream",
    ),
    Row(
        *("every-change", "on_change of order books, CPU of a frame", _LOOP, "stream.cpu_bare_loop"),
        "stream.cpu_every_change",
        size=10_000,
        rounds=9,
        bars=(Bar(3.0),),
        server="stream",
    ),
    Row(
        *("change-rate", "on_change of order books, changes a second from the socket", _LOOP, "stream.rate_bare_loop"),
        "stream.rate_every_change",
        size=10_000,
        rounds=9,
        unit="a second",
        server="stream",
        lower_is_better=False,
    ),
    Row(
        *("late-subscription", "99 of 100 messages of a subscription have come after, at 5,000 a second", _LOOP),
        *("stream.late_bare_loop", "stream.late_subscription"),
        size=5000,
        rounds=7,
        unit="ms",
        bars=(Bar(0.001, is_added=True),),
    ),
    Row(
        *("late-order-books", "99 of 100 order book changes have come after, at 5,000 a second", _LOOP),
        *("stream.late_bare_loop", "stream.late_order_books"),
        size=5000,
        rounds=7,
        unit="ms",
        bars=(Bar(0.001, is_added=True),),
    ),
    Row(
        *("late-every-change", "99 of 100 calls of on_change have come after, at 5,000 a second", _LOOP),
        *("stream.late_bare_loop", "stream.late_every_change"),
        size=5000,
        rounds=7,
        unit="ms",
        bars=(Bar(0.001, is_added=True),),
    ),
    Row(
        *("memory-client", "memory of a process with a client", "with httpx.Client and a key"),
        *("memory.client_floor", "memory.client_ours"),
        size=1,
        rounds=5,
        unit="MB",
        server="http",
        peer="memory",
        peers=_SYNC,
    ),
    Row(
        *("memory-books", "memory of a process with a stream of 1,000 order books", "with the levels in dicts"),
        *("memory.books_floor", "memory.books_ours"),
        size=1000,
        rounds=3,
        unit="MB",
    ),
    Row(
        *("memory-sandbox", "memory of a process with a sandbox", "with the libraries that it needs"),
        *("memory.sandbox_floor", "memory.sandbox_ours"),
        size=1,
        rounds=3,
        unit="MB",
    ),
)
