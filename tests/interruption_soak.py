"""An exception at every line of what holds a secret: no frame that the exception keeps shows the secret.

Signal handlers, such as one for a time limit, raise wherever the program is. So each operation is run again and again,
and an exception is raised at another line each time, in this package and in the libraries that it sends with.

python -m tests.interruption_soak [every]
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import socket
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

import httpx
import pytest
from attrs import define

import kalshi_gen
import kalshi_overlay
from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.klear.api.api_keys import generate_margin_fcm_api_key
from kalshi_gen.klear.api.balances import get_settlement_balance
from kalshi_gen.klear.models import GenerateMarginFcmApiKeyRequest
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_overlay import KalshiAuth, RetryPolicy, create_client, create_klear_client
from kalshi_overlay.stream.socket import open_socket
from tests.credentials import ACCESS_TOKEN, ADMIN_USER_ID, KLEAR_PATH
from tests.keys import KEY_ID, KINDS, pem
from tests.loopback import (
    BASE_PATH,
    NO_CERTIFICATES,
    Answer,
    Loopback,
    Received,
    answers,
    answers_by_half,
    listening,
    resets,
)
from tests.test_secrets import PASSPHRASE, Hidden, every_signature, hidden, hidden_token

SIZES: dict[str, list[str]] = {"small": ["211"], "middle": ["61"], "full": ["1"]}

TESTS = Path(__file__).parent
# Not anyio: an exception in the callbacks of its tasks leaves the loop waiting for ever.
PACKAGES = ("httpx", "aiohttp", "httpcore", "h11", "websockets", "cryptography", "msgspec")
PATIENCE = 5.0
TRACED = (
    *(str(Path(package.__file__ or "").parent) for package in (kalshi_gen, kalshi_overlay, httpx)),
    *(str(Path(httpx.__file__).parent.parent / name) for name in PACKAGES),
    "<attrs generated",
)
NEW_KEY = "MIICXAIBAAKBgQDnewnewnewnewnewnewnewnewkey"
# Of the API, and of Klear.
BALANCE = json.dumps(
    {"balance": 1, "portfolio_value": 0, "updated_ts": 1, "user_id": "u", "balance_available_centicents": 1}
).encode()
GENERATED = json.dumps({"api_key_id": "new", "private_key": f"-----BEGIN PRIVATE KEY-----\n{NEW_KEY}\n"}).encode()


class TimeLimitError(Exception):
    """What a signal handler raises."""


@define
class Raiser:
    """Raises at one of the lines that are run; at none to count them.

    Attributes:
        at: The number of the line.
        kind: What is raised.
        lines: How many lines were run.
        where: The line at which it raised.
    """

    at: int = 0
    kind: type[BaseException] = TimeLimitError
    lines: int = 0
    where: str = ""

    def __call__(self, frame: FrameType, event: str, argument: object) -> Any:
        if not frame.f_code.co_filename.startswith(TRACED):
            return None
        return self.at_line

    def at_line(self, frame: FrameType, event: str, argument: object) -> Any:
        if event != "line":
            return self.at_line
        self.lines += 1
        if self.lines == self.at:
            self.where = f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_name}"
            raise self.kind
        return self.at_line

    @contextlib.contextmanager
    def tracing(self) -> Iterator[None]:
        threading.settrace(self)
        sys.settrace(self)
        try:
            yield
        finally:
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]


def linked(error: BaseException) -> list[BaseException]:
    """An error with everything that hangs on it."""
    found: dict[int, BaseException] = {}
    todo: list[BaseException | None] = [error]
    while todo:
        each = todo.pop()
        if each is not None and id(each) not in found:
            found[id(each)] = each
            members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
            todo += [each.__cause__, each.__context__, *members]
    return list(found.values())


def shown(value: object) -> str:
    try:
        return repr(value)
    except Exception:
        # The exception may come before a value is complete.
        return f"<{type(value).__name__}>"


def shown_frames(error: BaseException) -> list[str]:
    """The locals of every frame that an error keeps, but for those of the tests, and what the errors say."""
    texts = []
    for each in linked(error):
        texts += [f"{each!r} {each} {getattr(each, '__notes__', '')}"]
        entry: TracebackType | None = each.__traceback__
        while entry is not None:
            frame = entry.tb_frame
            if TESTS not in Path(frame.f_code.co_filename).parents:
                where = f"{frame.f_code.co_filename} {frame.f_code.co_name}"
                texts += [f"{where}: {name} = {shown(value)}" for name, value in list(frame.f_locals.items())]
            entry = entry.tb_next
    return texts


def leaks(error: BaseException, secrets: list[str]) -> list[str]:
    """What shows one of the secrets."""
    return [text for text in shown_frames(error) if any(secret in text for secret in secrets)]


def secrets_of(signatures: list[str]) -> list[str]:
    keys = [pem(kind, passphrase=passphrase) for kind in KINDS for passphrase in ("", PASSPHRASE)]
    lines = {line for key in keys for line in key.decode().splitlines()}
    return [
        PASSPHRASE,
        ACCESS_TOKEN,
        NEW_KEY,
        *(line[:32] for line in lines if not line.startswith("-----")),
        *(signature[:24] for signature in signatures),
    ]


def accepts(connection: socket.socket, received: Received) -> None:
    """Open a WebSocket, and say nothing on it."""
    if not any(name.lower() == "sec-websocket-key" for name, _ in received.headers):
        return
    key = received.header("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(key.encode(), usedforsecurity=False).digest()).decode()
    head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
    connection.sendall(f"{head}sec-websocket-accept: {accept}\r\n\r\n".encode())


@contextlib.contextmanager
def abandoned(answer: Answer) -> Iterator[Loopback]:
    """A server whose clients may never close their connections."""
    with listening(answer) as server:
        try:
            yield server
        finally:
            for connection in server.connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


Run = Callable[[], None]


def requests(origin: str) -> dict[str, Run]:
    """A request with credentials that is answered, both ways; each run has a connection of its own."""
    options: dict[str, Any] = {"allow_unknown_host": True, "verify_ssl": NO_CERTIFICATES}
    options["retry_policy"] = RetryPolicy(retries=1, wait_initial=0.0)
    signed = create_client(**hidden(base_url=origin + BASE_PATH, **options).arguments)
    klear = create_klear_client(**hidden_token(base_url=origin + KLEAR_PATH, **options).arguments)

    def sync(client: Any, operation: Any, **arguments: Any) -> Run:
        def run() -> None:
            with client.with_headers({}) as copy:
                operation.sync(client=copy, **arguments)

        return run

    def awaited(client: Any, operation: Any, **arguments: Any) -> Run:
        def run() -> None:
            async def main() -> None:
                async with asyncio.timeout(PATIENCE), client.with_headers({}) as copy:
                    await operation.asyncio(client=copy, **arguments)

            asyncio.run(main())

        return run

    def streamed() -> None:
        with signed.with_headers({}) as copy, copy.get_httpx_client().stream("GET", "/x") as response:
            for _ in response.iter_raw():
                pass

    body = GenerateApiKeyRequest(name="a-name")
    body_of_klear = GenerateMarginFcmApiKeyRequest(name="a-name", fcm_subtrader_id="u_a")
    return {
        "a request": sync(signed, get_balance),
        "a request, asyncio": awaited(signed, get_balance),
        "a body that is streamed": streamed,
        "an API key": sync(signed, generate_api_key, body=body),
        "an API key, asyncio": awaited(signed, generate_api_key, body=body),
        "a request with a token": sync(klear, get_settlement_balance),
        "a request with a token, asyncio": awaited(klear, get_settlement_balance),
        "an API key of Klear": sync(klear, generate_margin_fcm_api_key, body=body_of_klear),
    }


def handshake(base_url: str) -> Run:
    auth = KalshiAuth(KEY_ID, pem("RSA"), allow_unknown_host=True)

    async def open_and_close() -> None:
        async with asyncio.timeout(PATIENCE):
            socket = await open_socket(base_url.replace("http:", "ws:"), auth, 5)
            socket.transport.abort()

    return lambda: asyncio.run(open_and_close())


def loads(folder: Path, kind: str = "RSA") -> dict[str, Run]:
    """A key of a kind that is loaded from a file and from the environment, and a token of the environment."""
    file = folder / f"{kind}.pem"
    file.touch(mode=0o600)
    file.write_bytes(pem(kind, passphrase=PASSPHRASE))
    given = Hidden({"passphrase": lambda: PASSPHRASE})

    def of_file() -> None:
        create_client(access_key_id=KEY_ID, private_key_path=file, **given.arguments)

    def of_environment() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KALSHI_API_KEY_ID", KEY_ID)
            patch.setenv("KALSHI_PRIVATE_KEY", pem(kind, passphrase=PASSPHRASE).decode())
            patch.setenv("KALSHI_PRIVATE_KEY_PASSPHRASE", PASSPHRASE)
            create_client()

    def token_of_environment() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KALSHI_KLEAR_ADMIN_USER_ID", ADMIN_USER_ID)
            patch.setenv("KALSHI_KLEAR_ACCESS_TOKEN", ACCESS_TOKEN)
            create_klear_client()

    return {
        "a key of a file": of_file,
        "a key of the environment": of_environment,
        "a token of the environment": token_of_environment,
    }


@contextlib.contextmanager
def without_locks() -> Iterator[None]:
    """Have httpcore lock nothing: an exception in its locks leaves them locked, and one thread sends at a time here."""
    with pytest.MonkeyPatch.context() as patch:
        for lock in ("ThreadLock", "Lock"):
            patch.setattr(f"httpcore._synchronization.{lock}.__enter__", lambda self: self)
            patch.setattr(f"httpcore._synchronization.{lock}.__exit__", lambda *arguments: None)
        yield


def contained(run: Run) -> Iterator[None]:
    """Run in a generator: what a tracer raises where an exception is handled leaves that one being handled for ever.

    It would be the context of each exception after it, in whatever test comes next.
    """
    yield run()


def prove(name: str, run: Run, every: int, first: int) -> tuple[int, int]:
    """Raise at lines of a run.

    Returns:
        How many lines it has, and at how many of them something was raised.

    Raises:
        AssertionError: A frame shows a secret.
    """
    counting = Raiser()
    with contextlib.suppress(Exception), counting.tracing():
        run()
    assert counting.lines > 100, f"{name}: {counting.lines} lines are too few to be all"
    raised = 0
    for number in range(1 + first % every, counting.lines + 1, every):
        kind = (TimeLimitError, KeyboardInterrupt, asyncio.CancelledError)[number // every % 3]
        raiser = Raiser(number, kind)
        with every_signature() as kept:
            try:
                with raiser.tracing():
                    next(contained(run))
            except BaseException as error:
                found = leaks(error, secrets_of(kept.arguments["signatures"]))
                # The secret itself is not printed.
                assert not found, (
                    f"{name}: raised at {raiser.where}, seen in {[text.partition('=')[0] for text in found]}"
                )
        raised += bool(raiser.where)
    return counting.lines, raised


def every_case() -> Iterator[tuple[str, Run]]:
    """Each operation, with the server that it needs."""
    outcomes: dict[str, tuple[Answer, Answer]] = {
        "answered": (answers(BALANCE), answers(GENERATED)),
        "cut off": (answers_by_half, answers(GENERATED[:-10])),
        "reset": (resets, answers(GENERATED.replace(b'"new"', b"5"))),
        "429": (answers(b"{}", "429 Too Many"), answers(b"{}", "403 No")),
    }
    for outcome, (answer, answer_to_key) in outcomes.items():

        def choose(
            connection: Any, received: Received, answer: Answer = answer, answer_to_key: Answer = answer_to_key
        ) -> None:
            (answer_to_key if "api_keys" in received.target else answer)(connection, received)

        with abandoned(choose) as server:
            for name, run in requests(server.origin).items():
                yield f"{name}, {outcome}", run
    for outcome, answer in {"open": accepts, "refused": answers(b"{}", "401 No"), "reset": resets}.items():
        with abandoned(answer) as server:
            yield f"a handshake, {outcome}", handshake(server.base_url)
    with tempfile.TemporaryDirectory() as folder:
        yield from loads(Path(folder)).items()


def main(arguments: list[str]) -> int:
    """Print how many lines were interrupted."""
    every = int(arguments[0]) if arguments else 1
    warnings.simplefilter("ignore")
    total = 0
    with without_locks():
        for index, (name, run) in enumerate(every_case()):
            lines, raised = prove(name, run, every, 7 * index)
            total += raised
            print(f"{name}: raised at {raised} of {lines} lines", flush=True)
    print(f"{total} exceptions; no secret can be seen in a frame of any")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
