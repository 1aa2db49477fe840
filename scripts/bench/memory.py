"""What new processes hold in memory."""

from __future__ import annotations

from scripts.bench.rounds import PRINT, Round, Setup, memory_of, resident

_READ = "import asyncio, sys; from scripts.bench.memory import {0} as read; kept = asyncio.run(read(*sys.argv[1:]))"


def client_floor(setup: Setup) -> Round:
    """A client of httpx and a key."""
    return memory_of(
        "import httpx, sys\n"
        "from cryptography.hazmat.primitives.serialization import load_pem_private_key\n"
        "key = load_pem_private_key(open(sys.argv[1], 'rb').read(), None)\n"
        "client = httpx.Client()\n"
        "client.get(sys.argv[2] + '/portfolio/balance').raise_for_status()\n" + PRINT,
        setup.key_path,
        setup.url,
    )


def client_ours(setup: Setup) -> Round:
    """Our client, after a request."""
    return memory_of(
        "import sys\n"
        "from kalshi_overlay import create_client\n"
        "from kalshi_gen.api.portfolio import get_balance\n"
        "client = create_client(base_url=sys.argv[2], access_key_id='bench', private_key_path=sys.argv[1])\n"
        "get_balance.sync(client=client)\n" + PRINT,
        setup.key_path,
        setup.url,
    )


def sandbox_floor(setup: Setup) -> Round:
    """What the sandbox is made of, without an exchange."""
    return memory_of("import uvicorn, starlette.applications, websockets, msgspec, cryptography, jsonschema\n" + PRINT)


def sandbox_ours(setup: Setup) -> Round:
    """A sandbox that serves."""
    return memory_of(f"from kalshi_sandbox import Sandbox\nwith Sandbox(behaviour='simple'):\n    {PRINT}")


def books_floor(setup: Setup) -> Round:
    """The levels of the books in plain dicts."""
    return memory_of(_READ.format("plain_books"), setup.key_path, str(setup.size))


def books_ours(setup: Setup) -> Round:
    """A stream with its books."""
    return memory_of(_READ.format("stream_with_books"), setup.key_path, str(setup.size))


async def plain_books(key_path: str, markets: str) -> object:
    """Read the snapshots of order books with the WebSocket library into dicts of Decimals, and stay connected."""
    import json
    from decimal import Decimal

    from websockets.asyncio.client import connect

    from scripts.bench.stream_server import serving

    books = {}
    with serving(0, markets=int(markets)) as server:
        socket = await connect(server.url.replace("http:", "ws:"), max_size=None)
        await socket.send('{"id":1,"cmd":"subscribe"}')
        await socket.recv()
        for _ in range(int(markets)):
            msg = json.loads(await socket.recv())["msg"]
            sides = (msg["yes_dollars_fp"], msg["no_dollars_fp"])
            books[msg["market_ticker"]] = [{Decimal(price): Decimal(count) for price, count in side} for side in sides]
        print(resident(), flush=True)
        await socket.close()
    return books


async def stream_with_books(key_path: str, markets: str) -> object:
    """Open a stream with order books, and wait until each has come."""
    from kalshi_overlay import create_client
    from kalshi_overlay.stream import connect
    from scripts.bench.stream_frames import tickers_of
    from scripts.bench.stream_server import serving

    with serving(0, markets=int(markets)) as server:
        client = create_client(base_url=server.url, access_key_id="bench", private_key_path=key_path)
        async with client, connect(client) as stream:
            books = await stream.orderbooks(tickers_of(int(markets)))
            assert len(books) == int(markets)
            print(resident(), flush=True)
    return books
