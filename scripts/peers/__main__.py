"""Run other people's Kalshi clients against the sandbox: `python -m scripts.peers [PACKAGE...]`.

Each package gets an environment of its own, with its newest version from the package index, and a sandbox of its own.
All its public methods are called with arguments that exist there. Prints what became of each method:

- `ok`: it was answered, and the client understood the answer.
- `refused`: the exchange refused it, with the reason. Old methods may be refused on the live exchange as well.
- `differs`: the client could not use the answer. It may expect what an older spec said.
- `not called`: no argument is known for it.

Ends with status 1 if no package could be tried.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.peers.driver import DIFFERS, NOT_CALLED, OK, PEERS, REFUSED
from scripts.peers.facts import peer_facts

if TYPE_CHECKING:
    from kalshi_sandbox.behaviour import BehaviourName

# What is installed beside a package, because it doesn't name it.
_MISSING_DEPENDENCIES = {"kalshi-python": ("cryptography",)}
_DRIVER = Path(__file__).with_name("driver.py")
_SECONDS = 600
_WIDTH = 110

Row = tuple[str, str, str]


class NotInstalledError(Exception):
    """A package can't be installed or run."""


def install(package: str, folder: Path) -> Path:
    """Make an environment with a package; answers its interpreter.

    Raises:
        NotInstalledError: If the index has no such package, or pip fails.
    """
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    wanted = (package, *_MISSING_DEPENDENCIES.get(package, ()))
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise NotInstalledError(ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else "pip failed")
    return python


def version_of(python: Path, package: str) -> str:
    """The version of an installed package."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False).stdout.strip()


def rows_of(peer: str, python: Path, folder: Path, behaviour: BehaviourName) -> list[Row]:
    """Call all methods of a client; answers a row for each: method, what became of it, why.

    Raises:
        NotInstalledError: If the client can't be imported or makes no client.
    """
    from kalshi_sandbox import Sandbox

    facts, key, record = folder / "facts.json", folder / "key.pem", folder / "requests.jsonl"
    with Sandbox(behaviour=behaviour, record=record) as exchange:
        key.write_text(exchange.private_key_pem)
        key.chmod(0o600)
        facts.write_text(json.dumps({**peer_facts(exchange, key), "record": str(record)}))
        command = [str(python), str(_DRIVER), peer, str(facts)]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)
    rows: list[Row] = [tuple(json.loads(line)) for line in ran.stdout.splitlines() if line.startswith("[")]
    if not rows:
        raise NotInstalledError(ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else "it has no methods")
    return rows


def table(rows: Sequence[Row]) -> list[str]:
    """The lines of the table of a client."""
    width = max(len(method) for method, _, _ in rows)
    return [f"  {method:<{width}}  {result:<10}  {why[:_WIDTH]}" for method, result, why in rows]


def main(arguments: Sequence[str]) -> int:
    """Try the clients.

    Args:
        arguments: The packages; all by default.

    Returns:
        0 if one or more could be tried, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.peers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"of {', '.join(PEERS)}; all by default")
    parser.add_argument("--behaviour", choices=("measured", "documents", "simple"), default="simple")
    given = parser.parse_args(arguments)
    if unknown := sorted({*given.packages} - PEERS.keys()):
        parser.error(f"no peer {', '.join(unknown)}; there are {', '.join(PEERS)}")
    summary: dict[str, Counter[str] | str] = {}
    for package in given.packages or PEERS:
        print(f"\n{package}: installing ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="peer-") as name:
            folder = Path(name)
            try:
                python = install(package, folder / "environment")
                title = f"{package} {version_of(python, package)}"
                rows = rows_of(package, python, folder, given.behaviour)
            except (NotInstalledError, OSError, subprocess.SubprocessError) as error:
                print(f"{package}: could not be tried: {error}")
                summary[package] = f"could not be tried: {error}"
                continue
        print(title, *table(rows), sep="\n", flush=True)
        summary[title] = Counter(result for _, result, _ in rows)
    print("\nSummary")
    for title, counted in summary.items():
        if isinstance(counted, str):
            print(f"  {title}: {counted[:_WIDTH]}")
        else:
            kinds: dict[str, Any] = {kind: counted[kind] for kind in (OK, REFUSED, DIFFERS, NOT_CALLED)}
            print(f"  {title}: {counted.total()} methods: " + ", ".join(f"{kinds[kind]} {kind}" for kind in kinds))
    return 0 if any(not isinstance(counted, str) for counted in summary.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
