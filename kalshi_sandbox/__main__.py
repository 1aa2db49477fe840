"""`python -m kalshi_sandbox [OPTION ...] [-- COMMAND [ARG ...]]`: the sandbox in a shell."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import get_args

from kalshi_overlay.errors import MissingExtraError

try:
    from . import Sandbox
except MissingExtraError as error:
    sys.exit(f"sandbox: {error}")

from .behaviour import BehaviourName
from .buckets import TIERS

# Variables that could conflict with the sandbox's own settings in the environment of a command.
_CONFLICTING = (
    "KALSHI_KEY_ID",
    "KALSHI_PRIVATE_KEY",
    "KALSHI_PY_PRIVATE_KEY_PEM",
    "KALSHI_PRIVATE_KEY_PASSPHRASE",
    "KALSHI_DEMO",
)
_ACCESS_TOKEN = "KALSHI_KLEAR_ACCESS_TOKEN"
_COMMAND_NOT_FOUND = 127


def main(arguments: Sequence[str]) -> int:
    """Run the sandbox, alone or around a command.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit status: the command's own, else 0.
    """
    options, command = _parsed(arguments)
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    with contextlib.ExitStack() as stack:
        try:
            exchange = stack.enter_context(_sandbox(options))
        except (OSError, OverflowError) as error:
            print(f"sandbox: port {options.port}: {error}", file=sys.stderr)
            return 1
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kalshi-sandbox-")))
        settings = _settings(exchange, folder)
        if command:
            return _run(command, settings, stop)
        _print_usage(exchange, settings, _written(folder / "klear_access_token", exchange.klear_access_token))
        stop.wait()
    return 0


def _parsed(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    arguments = list(arguments)
    at = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(
        prog="python -m kalshi_sandbox",
        usage="%(prog)s [--port PORT] [--behaviour NAME] [--traders N] [--seed SEED] [--clock CLOCK] [--tier TIER] "
        "[--admin] [--record FILE] [-- COMMAND [ARG ...]]",
        description="A local exchange on loopback. With a command, runs it against the exchange and stops.",
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default 0: any that is free)")
    parser.add_argument(
        "--behaviour",
        choices=get_args(BehaviourName),
        default="measured",
        help="as the live exchange was measured (default), as its documents say, or fast and forgiving",
    )
    parser.add_argument("--traders", metavar="N", type=_number, default=0, help="noise traders that move the markets")
    parser.add_argument("--seed", type=int, default=0, help="seed of the exchange's ids and of its traders (default 0)")
    parser.add_argument(
        "--clock", choices=("real", "manual"), default="real", help="you need --admin to move a manual one"
    )
    parser.add_argument("--tier", choices=tuple(TIERS), help="usage tier whose token buckets limit requests")
    parser.add_argument("--admin", action="store_true", help="serve /__admin/ (faults and the clock) to local programs")
    parser.add_argument("--record", metavar="FILE", help="write every request and answer there as JSON lines")
    options = parser.parse_args(arguments[:at])
    if arguments[at:] == ["--"]:
        parser.error("a command must follow --")
    return options, arguments[at + 1 :]


def _sandbox(options: argparse.Namespace) -> Sandbox:
    return Sandbox(
        options.port,
        behaviour=options.behaviour,
        clock=options.clock,
        tier=options.tier,
        admin=options.admin,
        record=options.record,
        traders=options.traders,
        seed=options.seed,
    )


def _number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0")
    return int(text)


def _settings(exchange: Sandbox, folder: Path) -> dict[str, str]:
    """The variables that point `create_client()` to the sandbox, and a client of Klear."""
    return {
        "KALSHI_API_BASE_URL": exchange.base_url,
        "KALSHI_ALLOW_UNKNOWN_HOST": "true",
        "KALSHI_API_KEY_ID": exchange.access_key_id,
        "KALSHI_PRIVATE_KEY_PATH": _written(folder / "key.pem", exchange.private_key_pem),
        "KALSHI_KLEAR_BASE_URL": exchange.klear_base_url,
        "KALSHI_KLEAR_ADMIN_USER_ID": exchange.klear_admin_user_id,
        _ACCESS_TOKEN: exchange.klear_access_token,
    }


def _written(path: Path, secret: str) -> str:
    """The path of a new file with a secret, which only the owner can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)
    return str(path)


def _print_usage(exchange: Sandbox, settings: Mapping[str, str], token_path: str) -> None:
    print(f"Sandbox exchange at {exchange.base_url} (Ctrl-C stops it), Klear at {exchange.klear_base_url}")
    print("Point clients at it from another shell:\n")
    print(f"unset {' '.join(_CONFLICTING)}")
    for name, value in settings.items():
        # A token on the screen would stay in the history of the terminal.
        said = f'"$(cat {shlex.quote(token_path)})"' if name == _ACCESS_TOKEN else shlex.quote(value)
        print(f"export {name}={said}")
    sys.stdout.flush()


def _run(command: list[str], settings: Mapping[str, str], stop: threading.Event) -> int:
    kept = {name: value for name, value in os.environ.items() if name not in _CONFLICTING}
    try:
        process = subprocess.Popen(command, env={**kept, **settings})
    except OSError as error:
        print(f"sandbox: {command[0]}: {error.strerror}", file=sys.stderr)
        return _COMMAND_NOT_FOUND

    def pass_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    # The terminal sends Ctrl-C to the command too; SIGTERM only comes here.
    signal.signal(signal.SIGTERM, pass_on)
    if stop.is_set():
        process.terminate()
    status = process.wait()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
