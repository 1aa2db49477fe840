"""A Python that has already imported what our scripts need: `python -m` without the second of imports.

`python()` gives the path of a command. With `-m MODULE` or `-P -m MODULE` it runs the module as an interpreter does:
in a process of its own, in its caller's folder and environment, on its caller's standard streams, with our scripts
imported again from where Python finds them. That process is a fork of one that has imported the dependencies. With
anything else the command is the interpreter itself.

What is proved of a command line this way holds for a new interpreter too, but for what the scripts forget to import
of the dependencies: `scripts.bump`, which imports them nearly all, has tests in an interpreter of its own as well.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import marshal
import os
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import Any

import openapi_spec_validator

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ("scripts.bump", "scripts.check", "scripts.spec_issue")
COMMAND = """\
#!{python} -IS
import _socket, array, marshal, os, sys  # what `socket` imports takes as long as all the rest
safe = sys.argv[1:2] == ["-P"]
module = sys.argv[1 + safe :]
if module[:1] != ["-m"]:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
server = _socket.socket(_socket.AF_UNIX)
server.connect({address!r})
server.sendmsg([b"."], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
server.sendall(marshal.dumps((safe, module[1:], os.getcwd(), dict(os.environ))))
server.shutdown(_socket.SHUT_WR)
sys.exit(int(server.recv(9) or 99))
"""


@cache
def python() -> str:
    """The path of the command; what answers it ends with this process."""
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    command = folder / "python"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
        listener.listen(16)
        command.write_text(COMMAND.format(python=sys.executable, address=listener.getsockname()), encoding="utf-8")
        command.chmod(0o700)
        server = subprocess.Popen(
            [sys.executable, "-P", __file__, str(listener.fileno()), str(command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
        )
    atexit.register(server.communicate)
    return str(command)


def serve(listener: socket.socket, command: Path) -> None:
    """Run what is asked for, each in a fork, until standard input ends."""
    _import_dependencies()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, _reap)
    gc.collect()
    gc.freeze()
    # The forks end before there is much to collect.
    gc.set_threshold(10_000, 20, 20)
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        connection, _ = listener.accept()
        with connection:
            if not os.fork():
                listener.close()
                _answer(connection, str(command))
    shutil.rmtree(command.parent)


def _reap(*_: object) -> None:
    """Wait for the forks that have ended, so that their time counts as that of the tests."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _import_dependencies() -> None:
    """Import what the scripts and pytest import, and forget the scripts themselves."""
    before = list(sys.path)
    sys.path.insert(0, str(ROOT))
    for name in (*SCRIPTS, "pytest"):
        __import__(name)
    # What this library reads when it is first used counts as well.
    openapi_spec_validator.validate({"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {}})
    sys.path[:] = before
    for name in [name for name in sys.modules if name.partition(".")[0] == "scripts"]:
        del sys.modules[name]
    sys.path_importer_cache.clear()


def _answer(connection: socket.socket, command: str) -> None:
    """In the fork: run a module, say its status and end."""
    status = 1
    try:
        _, streams, _, _ = socket.recv_fds(connection, 1, 3)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        asked = b"".join(iter(lambda: connection.recv(65536), b""))
        status = _status(command, *marshal.loads(asked))
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            connection.sendall(str(status).encode())
        os._exit(status)


def _status(command: str, safe: bool, arguments: list[str], folder: str, environment: dict[str, str]) -> int:
    """Run a module as `python -m` does; the status with which the interpreter would end."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    given = environment.get("PYTHONPATH")
    sys.path[:0] = [*([] if safe else [folder]), *(given.split(os.pathsep) if given else [])]
    sys.argv = arguments
    sys.executable = command
    try:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code: Any = ended.code
        if code is None or isinstance(code, int):
            return code or 0
        print(code, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]))
