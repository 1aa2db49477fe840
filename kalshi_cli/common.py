"""What commands have in common: the environment, the form of what they print, and how often."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

import httpx
from cyclopts import Parameter
from rich.console import Console

from kalshi_cli.output import Form, Row, note, show
from kalshi_cli.program import NEW_SANDBOX
from kalshi_overlay import clock, create_client, create_public_client
from kalshi_overlay.client import KalshiClient
from kalshi_overlay.environments import ENVIRONMENTS, PRODUCTION, Environment
from kalshi_overlay.errors import InvalidRequestError, KalshiConfigError

_DEFAULT_LIMIT = 50


@Parameter(name="*", group="Environment")
@dataclass(frozen=True)
class Place:
    """Which exchange a command talks to; production, unless KALSHI_DEMO or KALSHI_API_BASE_URL says otherwise."""

    demo: Annotated[bool, Parameter(negative="")] = False
    """The demo environment, where the money is not real."""
    sandbox: str | None = None
    """A local exchange: one for this command alone, or `--sandbox=URL` for one that runs."""

    @contextmanager
    def client(self, *, is_signed: bool = True) -> Iterator[Any]:
        """A client, after a line on standard error that names where it sends.

        Args:
            is_signed: False for a client of public data, which needs no key.

        Raises:
            KalshiConfigError: The options or the settings contradict each other, or something is missing.
        """
        if self.demo and self.sandbox is not None:
            raise KalshiConfigError("--demo and --sandbox are two exchanges; leave one of them out")
        if self.sandbox is not None and _environment_of(self.sandbox) is not None:
            raise KalshiConfigError(
                f"--sandbox: {self.sandbox} is the exchange itself; leave the option out, or say --demo"
            )
        with ExitStack() as stack:
            if self.sandbox == NEW_SANDBOX:
                from kalshi_sandbox import Sandbox

                exchange = stack.enter_context(Sandbox())
                client: Any = exchange.client() if is_signed else exchange.public_client()
            else:
                create: Any = create_client if is_signed else create_public_client
                client = create(demo=self.demo or None, base_url=self.sandbox)
            stack.enter_context(client)
            _name_environment(client)
            yield client


@Parameter(name="*", group="Output")
@dataclass(frozen=True)
class Listing:
    """How rows are printed, and how often."""

    json: Annotated[bool, Parameter(negative="")] = False
    """Print JSON lines; prices, money and counts are text."""
    csv: Annotated[bool, Parameter(negative="")] = False
    """Print CSV."""
    watch: float | None = None
    """Print again after this many seconds, until Ctrl-C or an error."""
    limit: int = _DEFAULT_LIMIT
    """Most rows."""

    @property
    def form(self) -> Form:
        """The form of the rows."""
        return "json" if self.json else "csv" if self.csv else "table"

    def print(
        self,
        read: Callable[[], Iterable[Row]],
        columns: Sequence[str],
        draw: Callable[[Sequence[Row]], None] | None = None,
    ) -> None:
        """Read rows and print them, again and again if they are watched.

        Args:
            read: Reads them.
            columns: The names of the columns, in order.
            draw: Prints the rows on a terminal, in place of a table.

        Raises:
            InvalidRequestError: An option is not what it should be; nothing was read.
        """
        self.check()
        while True:
            self.print_once(read(), columns, draw, is_repeated=self.watch is not None)
            if self.watch is None:
                return
            clock.sleep(self.watch)

    def print_once(
        self,
        rows: Iterable[Row],
        columns: Sequence[str],
        draw: Callable[[Sequence[Row]], None] | None = None,
        *,
        is_repeated: bool,
    ) -> None:
        """Print rows, up to the limit; on a terminal, in place of what was there if it is repeated."""
        first = list(islice(rows, self.limit + 1))
        shown, is_on_terminal = first[: self.limit], self.form == "table" and sys.stdout.isatty()
        if is_on_terminal and is_repeated:
            Console().clear()
        if is_on_terminal and draw is not None:
            draw(shown)
        else:
            show(shown, columns, self.form)
        if len(first) > self.limit and not is_repeated:
            note(f"There are more than {self.limit} rows: --limit shows more.")

    def check(self) -> None:
        """Refuse options that can't be.

        Raises:
            InvalidRequestError: An option is not what it should be, or two go not together.
        """
        if self.json and self.csv:
            raise InvalidRequestError("--csv", "goes not with --json; leave one of them out")
        if self.limit < 1:
            raise InvalidRequestError("--limit", f"{self.limit} is no number of rows; give 1 or more")
        if self.watch is not None and not 1 <= self.watch < float("inf"):
            raise InvalidRequestError("--watch", f"{self.watch} is no such time; give 1 second or more")


def fields(item: Any, names: dict[str, str]) -> Row:
    """A row of an item of the exchange's.

    Args:
        item: The item.
        names: The item's attribute by the name of the column.
    """
    return {column: getattr(item, name) for column, name in names.items()}


def _name_environment(client: KalshiClient) -> None:
    base_url = client.get_httpx_client().base_url
    environment = _environment_of(str(base_url))
    if environment is PRODUCTION:
        note("PRODUCTION", is_warning=True)
    else:
        note(f"{environment.name} environment" if environment else f"exchange at {base_url}")


def _environment_of(url: str) -> Environment | None:
    hosts = {httpx.URL(server.base_url).host: each for each in ENVIRONMENTS for server in each.servers}
    try:
        # A host may be written with a dot at its end.
        return hosts.get(httpx.URL(url).host.rstrip("."))
    except httpx.InvalidURL:
        return None
