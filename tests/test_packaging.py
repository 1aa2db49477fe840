"""The wheel: what it holds, what it says of itself, and that it works without this repository."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import kalshi_overlay
from tests.conftest import ROOT

RUNTIME = {"httpx", "attrs", "python-dateutil", "cryptography", "msgspec"}


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
        "kalshi_gen/py.typed",
        "kalshi_gen/api/market/get_markets.py",
        "kalshi_overlay/py.typed",
        "kalshi_overlay/sandbox/openapi.yaml",
    ],
)
def test_the_wheel_holds(name: str, unzipped: Path) -> None:
    assert (unzipped / name).is_file()


def test_the_wheel_holds_every_tracked_file_of_the_two_packages(unzipped: Path) -> None:
    command = ["git", "ls-files", "kalshi_gen", "kalshi_overlay"]
    tracked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in tracked if (ROOT / name).is_file() and not (unzipped / name).is_file()] == []


def test_the_wheel_holds_the_license_and_nothing_but_the_two_packages(unzipped: Path) -> None:
    (license_file,) = unzipped.glob("*.dist-info/licenses/LICENSE")
    assert license_file.read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    top = {path.name for path in unzipped.iterdir() if not path.name.endswith(".dist-info")}
    assert top == {"kalshi_gen", "kalshi_overlay"}
    assert [path for path in unzipped.rglob("*") if path.name in ("tests", "scripts", "__pycache__")] == []


def test_its_contract_is_the_vendored_one(unzipped: Path) -> None:
    packaged = unzipped / "kalshi_overlay" / "sandbox" / "openapi.yaml"
    assert packaged.read_bytes() == (ROOT / "openapi.yaml").read_bytes()


def test_its_metadata_names_the_python_the_licence_and_the_version(metadata: Message) -> None:
    assert metadata["Name"] == "kalshi-client"
    assert metadata["Version"] == kalshi_overlay.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"


def test_it_requires_the_five_runtime_packages(metadata: Message) -> None:
    required = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    assert {requirement.name for requirement in required if requirement.marker is None} == RUNTIME
    assert set(metadata.get_all("Provides-Extra", [])) == {"stream", "sandbox", "redis", "dev"}


def test_what_the_build_asks_for_is_in_the_dev_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["build-system"]["requires"] == ["hatchling>=1.26"]
    assert "hatchling>=1.26" in project["project"]["optional-dependencies"]["dev"]


def test_the_sandbox_starts_from_the_wheel_alone(unzipped: Path, tmp_path: Path) -> None:
    code = (
        "import kalshi_gen, kalshi_overlay; from kalshi_gen.api.portfolio import get_balance; "
        "client = kalshi_overlay.create_client(); "
        "print(kalshi_gen.__file__, kalshi_overlay.__file__, get_balance.sync(client=client).balance, sep='\\n')"
    )
    command = [sys.executable, "-m", "kalshi_overlay.sandbox", "--", sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(unzipped)}
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    generated, overlay, balance = ran.stdout.split()
    assert generated == str(unzipped / "kalshi_gen" / "__init__.py")
    assert overlay == str(unzipped / "kalshi_overlay" / "__init__.py")
    assert int(balance) > 0
