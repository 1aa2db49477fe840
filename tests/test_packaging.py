"""The wheel: what it holds, what it says of itself, and that it works without this repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import kalshi_overlay
from kalshi_overlay import extras
from kalshi_sandbox.spec import APIS, ApiName, spec_path
from tests.conftest import ROOT

NAME = "kalshi-gen"
# Another project's name. Written so that this file doesn't match itself.
TAKEN = b"kalshi-" + b"client"
PACKAGES = ("kalshi_cli", "kalshi_gen", "kalshi_mcp", "kalshi_overlay", "kalshi_probe", "kalshi_sandbox")
RUNTIME = {"httpx", "attrs", "python-dateutil", "cryptography", "msgspec"}
PINNED = re.compile(r"(?P<name>[a-z0-9]+(?:[-._][a-z0-9]+)*)==(?P<version>[a-z0-9.!+]+)(?: ; (?P<marker>[^;#@]+))?")


def project() -> dict[str, Any]:
    """The table `project` of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def tracked(*folders: str) -> list[str]:
    """The tracked files below some folders that are there."""
    command = ["git", "ls-files", "-z", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [name for name in listed if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def unzipped(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def metadata(unzipped: Path) -> Message:
    (file,) = unzipped.glob("*.dist-info/METADATA")
    return Parser().parsestr(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name",
    [
        "kalshi_cli/py.typed",
        "kalshi_gen/py.typed",
        "kalshi_gen/api/market/get_markets.py",
        "kalshi_mcp/py.typed",
        "kalshi_overlay/py.typed",
        "kalshi_probe/py.typed",
        "kalshi_sandbox/py.typed",
    ],
)
def test_the_wheel_holds(name: str, unzipped: Path) -> None:
    assert (unzipped / name).is_file()


def test_the_wheel_holds_every_tracked_file_of_the_packages(unzipped: Path) -> None:
    assert [name for name in tracked(*PACKAGES) if not (unzipped / name).is_file()] == []


def test_the_wheel_holds_the_license_and_nothing_but_the_packages(unzipped: Path) -> None:
    (license_file,) = unzipped.glob("*.dist-info/licenses/LICENSE")
    assert license_file.read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    top = {path.name for path in unzipped.iterdir() if not path.name.endswith(".dist-info")}
    assert top == set(PACKAGES)
    assert [path for path in unzipped.rglob("*") if path.name in ("tests", "scripts", "__pycache__")] == []


@pytest.mark.parametrize("api", APIS)
def test_the_sandbox_has_the_vendored_spec(api: ApiName, unzipped: Path) -> None:
    vendored = spec_path(api)
    assert (unzipped / "kalshi_sandbox" / vendored.name).read_bytes() == vendored.read_bytes()


def test_its_metadata_names_the_python_the_licence_and_the_version(metadata: Message) -> None:
    assert metadata["Name"] == NAME
    assert metadata["Version"] == kalshi_overlay.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"


def test_it_requires_the_five_runtime_packages(metadata: Message) -> None:
    required = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    assert {requirement.name for requirement in required if requirement.marker is None} == RUNTIME
    assert set(metadata.get_all("Provides-Extra", [])) == {
        "stream",
        "sandbox",
        "redis",
        "fast",
        "frames",
        "recording",
        "history",
        "cli",
        "mcp",
        "dev",
    }


def test_its_links_lead_to_one_repository(metadata: Message) -> None:
    links = dict(line.split(", ", 1) for line in metadata.get_all("Project-URL", []))
    assert links == project()["urls"]
    assert set(links) == {"Homepage", "Documentation", "Changelog", "Issues"}
    assert all(f"{url}/".startswith(f"{links['Homepage']}/") for url in links.values())


def test_the_distribution_has_one_name_everywhere() -> None:
    assert project()["name"] == extras.DISTRIBUTION == NAME
    said = [name for name in tracked("kalshi_overlay") if NAME in (ROOT / name).read_text(encoding="utf-8")]
    assert said == ["kalshi_overlay/extras.py"]
    own = [each for extra in project()["optional-dependencies"].values() for each in extra if each.startswith("kalshi")]
    assert [canonicalize_name(Requirement(each).name) for each in own] == [NAME] * len(own)


def test_no_tracked_file_says_another_projects_name() -> None:
    assert [name for name in tracked() if TAKEN in (ROOT / name).read_bytes()] == []


def test_what_the_build_asks_for_is_in_the_dev_extra() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    assert build["requires"] == ["hatchling>=1.27"]
    assert "hatchling>=1.27" in project()["optional-dependencies"]["dev"]


def pins() -> Iterator[re.Match[str]]:
    """The lines of constraints.txt that name a version."""
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            pin = PINNED.fullmatch(line)
            assert pin, f"not a name with a version and perhaps a marker: {line}"
            yield pin


def test_the_locked_versions_are_names_with_a_version_and_nothing_else() -> None:
    found = list(pins())
    assert found
    # A package that has dropped an older Python is there once for each.
    assert len({(pin["name"], pin["marker"]) for pin in found}) == len(found)
    for pin in found:
        Version(pin["version"])
        if pin["marker"]:
            Marker(pin["marker"])
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_every_requirement_is_locked_to_a_version_that_it_allows() -> None:
    locked = {pin["name"]: pin["version"] for pin in pins()}
    asked = [
        *project()["dependencies"],
        *(each for extra in project()["optional-dependencies"].values() for each in extra),
    ]
    requirements = [Requirement(each) for each in asked if Requirement(each).name != NAME]
    assert len(requirements) > 20
    wrong = [
        f"{each}: {locked.get(canonicalize_name(each.name), 'nothing')}"
        for each in requirements
        if canonicalize_name(each.name) not in locked or locked[canonicalize_name(each.name)] not in each.specifier
    ]
    assert wrong == []


def test_the_sandbox_starts_from_the_wheel_alone(unzipped: Path, tmp_path: Path) -> None:
    code = (
        "import kalshi_gen, kalshi_overlay; from kalshi_gen.api.portfolio import get_balance; "
        "client = kalshi_overlay.create_client(); "
        "print(kalshi_gen.__file__, kalshi_overlay.__file__, get_balance.sync(client=client).balance, sep='\\n')"
    )
    command = [sys.executable, "-m", "kalshi_sandbox", "--", sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(unzipped)}
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    generated, overlay, balance = ran.stdout.split()
    assert generated == str(unzipped / "kalshi_gen" / "__init__.py")
    assert overlay == str(unzipped / "kalshi_overlay" / "__init__.py")
    assert int(balance) > 0
