"""Facts of the vendored files, read as lines: independent of the code that they check."""

from __future__ import annotations

import re

from tests.conftest import ROOT

_OPERATION = re.compile(r"^    (?:get|put|post|delete|patch):\n((?:^      .*\n|^    - .*\n)+)", re.MULTILINE)
_COMPONENT = re.compile(r"^    (\w+):\n((?:^      .*\n)+)", re.MULTILINE)


def operation_ids(name: str = "openapi.yaml") -> set[str]:
    """The id of every operation of a spec, by its file."""
    return {re.findall(r"^      operationId: (\S+)$", block, re.MULTILINE)[0] for block in _blocks(name)}


def paged_operation_ids(name: str = "openapi.yaml") -> set[str]:
    """The ids of the operations with a parameter named `cursor`, of their own or a shared one."""
    shared = {
        part for part, block in _COMPONENT.findall(_text(name)) if re.search(r"^      name: cursor$", block, re.M)
    }
    return {
        re.findall(r"^      operationId: (\S+)$", block, re.MULTILINE)[0]
        for block in _blocks(name)
        if re.search(r"^      - name: cursor$", block, re.MULTILINE)
        or shared & set(re.findall(r"^      - \$ref: '#/components/parameters/(\w+)'$", block, re.MULTILINE))
    }


def _blocks(name: str) -> list[str]:
    return _OPERATION.findall(_text(name).split("\ncomponents:\n")[0])


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
