"""What an optional part says where the packages of its extra are missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kalshi_overlay.errors import KalshiError
from kalshi_overlay.extras import MissingExtraError, require_extra

WITHOUT = """
import sys
sys.modules[{module!r}] = None
{use}
"""


@pytest.mark.parametrize(
    ("extra", "module", "use"),
    [
        ("stream", "websockets", "import kalshi_overlay.stream"),
        ("frames", "pyarrow", "import kalshi_overlay.frames"),
        ("recording", "fsspec", "import kalshi_overlay.recording"),
        (
            "history",
            "pyarrow",
            "from kalshi_overlay import create_public_client, history\n"
            "history.markets(client=create_public_client()).save(to='data')",
        ),
        ("cli", "cyclopts", "import sys; from kalshi_cli.program import main; sys.exit(main(['markets']) and 1)"),
        ("redis", "redis", "import kalshi_overlay.relay"),
        ("fast", "aiohttp", "import kalshi_overlay as k; k.create_public_client(async_transport='aiohttp')"),
        ("sandbox", "yaml", "from kalshi_sandbox import Sandbox"),
        ("sandbox", "yaml", "import kalshi_sandbox.faults"),
        ("sandbox", "jsonschema", "import kalshi_sandbox.stream_faults"),
        ("sandbox", "yaml", "import kalshi_sandbox.plugin as plugin; next(plugin.kalshi_sandbox.__wrapped__(None))"),
        ("sandbox", "yaml", "import runpy; runpy.run_module('kalshi_sandbox', run_name='__main__')"),
        ("sandbox", "starlette", "import runpy; runpy.run_module('kalshi_sandbox', run_name='__main__')"),
        ("stream", "websockets", "import runpy; runpy.run_module('kalshi_probe', run_name='__main__')"),
        ("mcp", "mcp", "import runpy; runpy.run_module('kalshi_mcp', run_name='__main__')"),
    ],
)
def test_a_missing_extra_is_named_with_its_remedy(extra: str, module: str, use: str) -> None:
    code = WITHOUT.format(module=module, use=use)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert (
        f'{module} is not installed: install kalshi-gen with its extra "{extra}": kalshi-gen[{extra}]' in result.stderr
    )


@pytest.mark.parametrize(("program", "module"), [("kalshi_sandbox", "uvicorn"), ("kalshi_probe", "websockets")])
def test_a_command_line_says_so_in_one_line(program: str, module: str) -> None:
    code = WITHOUT.format(module=module, use=f"import runpy; runpy.run_module({program!r}, run_name='__main__')")
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_extra_is_an_error_of_this_package_and_of_the_import() -> None:
    with pytest.raises(MissingExtraError) as raised:
        require_extra("stream", "a_module_that_nobody_has")
    assert isinstance(raised.value, KalshiError)
    assert isinstance(raised.value, ModuleNotFoundError)
    assert raised.value.name == "a_module_that_nobody_has"
