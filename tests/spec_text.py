"""Facts of the vendored file, read as lines: independent of the code that they check."""

from __future__ import annotations

import re

from tests.conftest import ROOT

_OPERATION = re.compile(r"^    (?:get|put|post|delete|patch):\n((?:^      .*\n|^    - .*\n)+)", re.MULTILINE)
_COMPONENT = re.compile(r"^    (\w+):\n((?:^      .*\n)+)", re.MULTILINE)


def operation_ids() -> set[str]:
    """The id of every operation."""
    return {re.findall(r"^      operationId: (\S+)$", block, re.MULTILINE)[0] for block in _blocks()}


def paged_operation_ids() -> set[str]:
    """The ids of the operations with a parameter named `cursor`, of their own or a shared one."""
    shared = {name for name, block in _COMPONENT.findall(_text()) if re.search(r"^      name: cursor$", block, re.M)}
    return {
        re.findall(r"^      operationId: (\S+)$", block, re.MULTILINE)[0]
        for block in _blocks()
        if re.search(r"^      - name: cursor$", block, re.MULTILINE)
        or shared & set(re.findall(r"^      - \$ref: '#/components/parameters/(\w+)'$", block, re.MULTILINE))
    }


def _blocks() -> list[str]:
    return _OPERATION.findall(_text().split("\ncomponents:\n")[0])


def _text() -> str:
    return (ROOT / "openapi.yaml").read_text(encoding="utf-8")
