"""`python -m scripts.try_wheel WHEEL`: try a wheel as a new user would, in an environment with nothing else.

It installs the wheel alone, runs the README's first program against a local exchange, and checks that each optional
part names its extra if that is not installed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_EXTRAS = {
    "stream": "import kalshi_overlay.stream",
    "sandbox": "from kalshi_sandbox import Sandbox",
    "fast": "from kalshi_overlay import create_public_client\ncreate_public_client(async_transport='aiohttp')",
    "frames": "import kalshi_overlay.frames",
    "recording": "import kalshi_overlay.recording",
    "history": (
        "from kalshi_overlay import create_public_client, history\n"
        "history.markets(client=create_public_client()).save(to='data')"
    ),
    "cli": "import sys\nfrom kalshi_cli.program import main\nsys.exit(main(['--version']))",
    "mcp": "import runpy\nrunpy.run_module('kalshi_mcp', run_name='__main__')",
    "redis": (
        "from kalshi_overlay import create_client\n"
        "from kalshi_overlay.rate_limits import RateLimit, SharedLimit\n"
        "create_client(rate_limit=RateLimit(shared=SharedLimit('redis://127.0.0.1')))"
    ),
}
"""For each extra, a program that needs it."""


def main(arguments: Sequence[str]) -> int:
    """Try a wheel.

    Args:
        arguments: The wheel's path.

    Returns:
        0 if everything works as the README says, 1 if not, 2 for wrong arguments.
    """
    if len(arguments) != 1:
        print("usage: python -m scripts.try_wheel WHEEL", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="try-wheel-") as folder:
        python = _environment(Path(folder), arguments[0])
        failures = [*_quick_start(python, folder), *_missing_extras(python, folder)]
    print("\n".join(failures) or f"The wheel works on Python {sys.version.split()[0]} with nothing else installed.")
    return 1 if failures else 0


def _environment(folder: Path, wheel: str) -> str:
    subprocess.run([sys.executable, "-m", "venv", str(folder / "environment")], check=True)
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = str(folder / "environment" / scripts / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(Path(wheel).resolve())], check=True)
    return python


def _quick_start(python: str, folder: str) -> list[str]:
    """Run the README's first program twice, against a local exchange from outside of the wheel's environment."""
    found = re.search(r"```python\n(.*?)```", (_ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        return ["README.md has no program."]
    sandbox = [sys.executable, "-m", "kalshi_sandbox", "--", python, "-c", found[1]]
    environment = {**os.environ, "PYTHONPATH": ""}
    failures = []
    for _ in range(2):
        ran = subprocess.run(sandbox, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode or not ran.stdout:
            failures.append(f"The README's first program failed:\n{ran.stdout}{ran.stderr}")
    return failures


def _missing_extras(python: str, folder: str) -> list[str]:
    failures = []
    for extra, code in _EXTRAS.items():
        environment = {**os.environ, "KALSHI_DEMO": "true", "KALSHI_API_KEY_ID": "id", "KALSHI_PRIVATE_KEY": _key()}
        ran = subprocess.run(
            [python, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        last = ran.stderr.strip().rpartition("\n")[2]
        if ran.returncode == 0 or f"[{extra}]" not in last:
            failures.append(f"Without the extra {extra}, the error was:\n{ran.stderr or 'none'}")
    return failures


def _key() -> str:
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ed25519.Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
