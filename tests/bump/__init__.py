"""The tests of `scripts.bump`, and the small project that they use."""

from __future__ import annotations

import atexit
import compileall
import copy
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from scripts import documents

from .. import stream_spec
from ..vendoring import spec
from ..warm import python

ROOT = Path(__file__).parents[2]
ACTIONS: list[dict[str, Any]] = [
    {"target": "$.info", "update": {"title": "Kalshi Trade API"}},
    {"target": "$.paths['/markets'].get", "update": {"summary": "List markets", "description": "Markets, by page."}},
    {
        "target": "$.paths['/markets'].get.parameters[?@.name=='limit']",
        "update": {"description": "At most so many (default 100)."},
    },
    {"target": "$.paths['/markets'].get.parameters[?@.name=='status']", "update": {"description": "Their status."}},
    {"target": "$.components.parameters.Cursor", "update": {"description": "Where the page begins."}},
    {"target": "$.components.schemas.Market", "update": {"description": "A market."}},
    {"target": "$.components.schemas.Market.properties.side", "update": {"description": "Its side."}},
    {"target": "$.components.schemas.Market.properties.price", "update": {"description": "Its price in US dollars."}},
    {"target": "$.components.schemas.Side", "update": {"description": "A side."}},
    {"target": "$.components.schemas.ErrorResponse", "update": {"description": "What went wrong."}},
    {"target": "$.components.schemas.Dollars", "update": {"description": "US dollars.", "format": "decimal"}},
]
CHANGELOG = "# Changelog\n\nNewest first.\n\n## 0.1.0 (spec 1.2.3)\n\n- The first form.\n"
PYPROJECT = "[tool.ruff]\nline-length = 120\n\n[tool.pytest.ini_options]\ntestpaths = ['tests']\n"
GREEN = """\
from functools import cache
from pathlib import Path

def test_the_client_is_that_of_the_spec() -> None:
    root = Path(__file__).parents[1]
    for name in ("get_markets", "get_trade"):
        module = root / "kalshi_gen" / "api" / "market" / f"{name}.py"
        assert module.exists() == (name.replace("_", "") in (root / "openapi.yaml").read_text().lower())
"""


def small() -> dict[str, Any]:
    """The spec of the tests of vendoring, unpaged and with the error that every generated client knows."""
    document = copy.deepcopy(spec())
    document["components"]["parameters"]["Cursor"]["name"] = "from"
    error = {"type": "object", "properties": {name: {"type": "string"} for name in ("code", "message", "details")}}
    document["components"]["schemas"]["ErrorResponse"] = error
    return document


def grown() -> dict[str, Any]:
    """The small spec with an operation, a parameter and a field more."""
    document = small()
    document["info"]["version"] = "1.3.0"
    market = document["paths"]["/markets"]["get"]
    market["parameters"].append({"name": "depth", "in": "query", "schema": {"type": "integer", "default": 10}})
    document["components"]["schemas"]["Market"]["properties"]["old_price"] = {
        "type": "string",
        "format": "decimal",
        "deprecated": True,
    }
    trade = {"type": "object", "required": ["side"], "properties": {"side": {"$ref": "#/components/schemas/Side"}}}
    document["components"]["schemas"]["Trade"] = trade
    answer = copy.deepcopy(market["responses"])
    answer["200"]["content"]["application/json"]["schema"]["$ref"] = "#/components/schemas/Trade"
    parameter = {"name": "its.own", "in": "query", "schema": {"type": "string"}}
    document["paths"]["/it's/trade"] = {
        "get": {"operationId": "GetTrade", "tags": ["market"], "parameters": [parameter], "responses": answer}
    }
    return document


@cache
def compiled_scripts() -> Path:
    """A copy of the scripts with their compiled files, which a setting may keep Python from writing beside ours."""
    folder = Path(tempfile.mkdtemp(prefix="scripts-"))
    atexit.register(shutil.rmtree, folder)
    # A compiled file that is just being written has a name of its own, and may be gone before it is copied.
    shutil.copytree(ROOT / "scripts", folder, ignore=shutil.ignore_patterns("*.pyc.*"), dirs_exist_ok=True)
    # What is compiled already is left as it is.
    assert compileall.compile_dir(folder, quiet=1)
    return folder


def copy_scripts(folder: Path) -> None:
    """Copy the scripts into a project that has a small API and a small stream, each with an overlay of its own.

    Compiled files come with them: to compile them takes as long as most of what they are then asked to do.
    """
    shutil.copytree(compiled_scripts(), folder / "scripts")
    register = folder / "scripts" / "specs.py"
    text, shared = re.subn(r"\(_SHARED\w*, (.*?)\)", r"(\1,)", register.read_text(encoding="utf-8"))
    text, others = re.subn(r"\(API, STREAM, .*\)", "(API, STREAM)", text)
    assert shared
    assert others
    register.write_text(text, encoding="utf-8")


class Project:
    """A project like this one in a temporary folder, with a spec to bump to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spec = folder / "openapi.yaml"
        self.overlay = folder / "specs" / "overlays" / "openapi.overlay.yaml"
        self.stream = folder / "specs" / "asyncapi.yaml"
        self.stream_overlay = folder / "specs" / "overlays" / "asyncapi.overlay.yaml"
        self.changelog = folder / "CHANGELOG.md"
        self.package = folder / "kalshi_gen"
        self.suite = folder / "tests" / "test_suite.py"
        self.published = folder / "published.yaml"

    def make(self) -> None:
        """Vendor and generate the old spec."""
        copy_scripts(self.folder)
        shutil.copy(ROOT / "generator-config.yml", self.folder)
        for path, text in (
            (self.folder / "pyproject.toml", PYPROJECT),
            (self.changelog, CHANGELOG),
            (self.suite, GREEN),
            (self.overlay, overlay_text(ACTIONS)),
            (self.stream_overlay, overlay_text(stream_spec.WORDS)),
            (self.folder / "stream.yaml", documents.dump(stream_spec.small())),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.publish(small())
        for command in (
            ("vendor", "--spec-name", "api", "published.yaml"),
            ("vendor", "--spec-name", "stream", "stream.yaml"),
            ("generate",),
        ):
            self.run(*command).check_returncode()
        self.publish(grown())

    def publish(self, document: dict[str, Any]) -> None:
        self.published.write_text(documents.dump(document), encoding="utf-8")

    def run(self, script: str, *arguments: str, interpreter: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run one of its scripts, by default in an interpreter that has imported the dependencies."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
        return subprocess.run(
            [interpreter or python(), "-m", f"scripts.{script}", *arguments],
            cwd=self.folder,
            env={**environment, "PYTHONPATH": str(self.folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    def bump(self, *options: str, interpreter: str | None = None) -> subprocess.CompletedProcess[str]:
        return self.run("bump", str(self.published), *options, interpreter=interpreter)

    def files(self) -> dict[str, bytes]:
        """Every file that a bump may change, and every folder of the package."""
        streams = [self.stream, self.stream_overlay]
        places = [*streams, self.spec, self.overlay, self.changelog, self.package, *self.package.rglob("*")]
        return {
            str(path): path.read_bytes() if path.is_file() else b"a folder"
            for path in places
            if "__pycache__" not in path.parts
        }


def overlay_text(actions: list[dict[str, Any]]) -> str:
    """An overlay file with these actions."""
    overlay = {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions}
    return "# Words of ours.\n" + documents.dump(overlay)
