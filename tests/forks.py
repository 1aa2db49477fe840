"""Processes that start quickly, since they are forks of one that has imported everything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Protocol

from attrs import asdict


class Program(Protocol):
    """What a process does; an attrs class whose fields are JSON."""

    __attrs_attrs__: Any

    def run(self) -> None:
        """Do it until killed."""


class Spawner:
    """Starts processes.

    Args:
        module: A module of the tests that has a function `spawn`, which calls `spawn` of this one with its programs.
    """

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-c", f"from {module} import spawn; spawn()"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, program: Program) -> int:
        """Start a process; answers its id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(program)) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the process that starts them."""
        self._process.kill()
        self._process.communicate()


def spawn(program: Callable[..., Program]) -> None:
    """Fork a process for each program that is read as a line of JSON, and print its id."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            program(**json.loads(line)).run()
        print(child, flush=True)
