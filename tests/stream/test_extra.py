"""The stream without its extra."""

from __future__ import annotations

import subprocess
import sys

WITHOUT = """
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "websockets" else find(name, package)
import kalshi_overlay.stream
"""


def test_a_missing_extra_is_named_with_its_remedy() -> None:
    result = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True)
    assert result.returncode == 1
    assert 'pip install "kalshi-client[stream]"' in result.stderr
