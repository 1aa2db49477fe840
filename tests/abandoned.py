"""Marks for tests that leave connections and files open on purpose.

An exception right after a socket or a file was opened leaves it to the garbage collector, and a connection that was cut
off may still be closing when its server stops. What is left must not fail a later test, where it would be collected.
"""

from __future__ import annotations

import pytest

LEAVES_CONNECTIONS_OPEN = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    # Of tests/conftest.py.
    pytest.mark.usefixtures("nothing_is_left_to_a_later_test"),
]
