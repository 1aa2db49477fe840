"""`python -m kalshi_mcp [--allow-trading ...]`: serve the exchange's reads, and orders in two steps, over stdio."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import attrs

from kalshi_overlay.errors import KalshiConfigError, KalshiError, MissingExtraError
from kalshi_overlay.extras import require_extra

try:
    require_extra("mcp", "mcp", "websockets")
except MissingExtraError as error:
    sys.exit(f"kalshi_mcp: {error}")

from kalshi_gen.client import AuthenticatedClient
from kalshi_mcp.answers import Bounds
from kalshi_mcp.hiding import OneLine, Secrets
from kalshi_mcp.reading import USUAL_TAGS, all_tags, readings
from kalshi_mcp.tools import Tools
from kalshi_mcp.trading import CONFIRM_WITHIN, Trading
from kalshi_overlay.client import KalshiClient, create_client, create_public_client
from kalshi_overlay.environments import DEMO, environment_name, environment_of, is_loopback
from kalshi_overlay.orders import OrderLog
from kalshi_overlay.safety import Limits

_COULD_NOT_RUN = 2


def main(arguments: Sequence[str]) -> int:
    """Serve until the client closes standard input.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit status: 0 once it has ended, 2 if it could not run.
    """
    options = _parsed(arguments)
    secrets = Secrets()
    try:
        limits = _limits(options.limit)
        client = _client(options)
        _check_environment(client, options)
        asyncio.run(_serve(client, limits, options, secrets))
    except KalshiError as problem:
        print(f"kalshi_mcp: {secrets.hide(str(problem))}", file=sys.stderr)
        return _COULD_NOT_RUN
    except KeyboardInterrupt:
        pass
    return 0


async def _serve(client: KalshiClient, limits: Limits, options: argparse.Namespace, secrets: Secrets) -> None:
    _log_to_standard_error(secrets)
    is_signed = isinstance(client, AuthenticatedClient)
    tools = readings(options.tags, Bounds(options.max_rows, options.max_bytes), is_signed=is_signed)
    name = environment_name(str(client.get_async_httpx_client().base_url))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(client)
        trading = None
        if options.allow_trading:
            assert isinstance(client, AuthenticatedClient)
            log = stack.enter_context(OrderLog(options.order_log))
            trading = await stack.enter_async_context(Trading(client, limits, log, options.confirm_within))
        collected = Tools(client, tools, secrets, trading)
        # This takes longer to import than all else here, and whoever made a mistake need not wait for it.
        from kalshi_mcp.server import serve

        logging.getLogger("kalshi_mcp").info(
            "serving %d tools of %s, %s", len(collected.listed), name, "with trading" if trading else "reading only"
        )
        await serve(collected, name)


def _log_to_standard_error(secrets: Secrets) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(secrets))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("kalshi_mcp").setLevel(logging.INFO)


def _client(options: argparse.Namespace) -> KalshiClient:
    demo = None if options.environment is None else options.environment == "demo"
    return create_public_client(demo=demo) if options.public else create_client(demo=demo)


def _check_environment(client: KalshiClient, options: argparse.Namespace) -> None:
    """Refuse to trade where money may be real, unless that was named.

    Raises:
        KalshiConfigError: It may be.
    """
    url = client.get_async_httpx_client().base_url
    if options.allow_trading and options.environment != "production" and not _is_play(environment_of(url), url.host):
        raise KalshiConfigError(
            "--allow-trading is for demo and for an exchange on this machine: add --environment demo, or, if real "
            "money is meant, --environment production"
        )


def _is_play(environment: object, host: str) -> bool:
    return environment is DEMO or (environment is None and is_loopback(host))


def _limits(given: Sequence[str]) -> Limits:
    """The limits of the command line.

    Raises:
        KalshiConfigError: There is no such limit, or one is given twice.
        InvalidRequestError: A value is no limit.
    """
    names = [each.name for each in attrs.fields(Limits)]
    limits: dict[str, int | str] = {}
    for each in given:
        name, _, value = each.partition("=")
        if name not in names or name in limits:
            problem = "is given twice" if name in limits else f"is no limit; there are {', '.join(names)}"
            raise KalshiConfigError(f"--limit {each}: {name} {problem}")
        limits[name] = value
        if name in ("resting_orders", "orders_per_second"):
            with suppress(ValueError):
                limits[name] = int(value)
    return Limits(**limits)  # type: ignore[arg-type]


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m kalshi_mcp",
        description="Serve the exchange to an assistant over stdio, by the Model Context Protocol.",
        epilog="The key is read as create_client reads it, such as from KALSHI_API_KEY_ID and KALSHI_PRIVATE_KEY_PATH.",
    )
    parser.add_argument(
        "--environment",
        choices=("demo", "production"),
        help="where it reads and trades; without it, what the environment variables say",
    )
    parser.add_argument("--public", action="store_true", help="without a key: tools of public data alone")
    parser.add_argument(
        "--tags",
        type=_tags,
        default=USUAL_TAGS,
        help=f"the tools, by tags with commas between them, or all ({','.join(USUAL_TAGS)})",
    )
    parser.add_argument("--max-rows", type=_positive, default=Bounds().rows, help="rows of an answer (%(default)s)")
    parser.add_argument("--max-bytes", type=_positive, default=Bounds().size, help="bytes of an answer (%(default)s)")
    trading = parser.add_argument_group("trading, in two steps: prepare and confirm")
    trading.add_argument("--allow-trading", action="store_true", help="orders and cancels too; needs what follows")
    trading.add_argument("--order-log", type=Path, metavar="FILE", help="the log of all orders")
    trading.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=f"{', '.join(each.name for each in attrs.fields(Limits))}; total_exposure is needed",
    )
    trading.add_argument(
        "--confirm-within",
        type=float,
        default=CONFIRM_WITHIN,
        metavar="SECONDS",
        help="how long what was prepared may be confirmed (%(default)g)",
    )
    options = parser.parse_args(arguments)
    if options.allow_trading:
        if options.public:
            parser.error("--allow-trading needs a key; leave --public out")
        if options.order_log is None:
            parser.error("--allow-trading needs --order-log FILE")
        if not any(each.startswith("total_exposure=") for each in options.limit):
            parser.error(
                "--allow-trading needs --limit total_exposure=DOLLARS, the most that all orders may put at stake"
            )
        if not 0 < options.confirm_within <= 3600:
            parser.error("--confirm-within takes seconds above 0, 3600 at most")
    elif options.limit or options.order_log:
        parser.error("--limit and --order-log are for --allow-trading")
    return options


def _tags(text: str) -> list[str]:
    known = all_tags()
    tags = known if text == "all" else text.split(",")
    for tag in tags:
        if tag not in known:
            raise argparse.ArgumentTypeError(f"there is no tag {tag!r}; there are {', '.join(known)}")
    return tags


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
