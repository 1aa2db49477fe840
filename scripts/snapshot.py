"""Remember files and folders as they are, so that what fails half-way can be undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen


@frozen
class Snapshot:
    """Files and folders, byte for byte, as they were.

    Attributes:
        places: The files and folders that are remembered.
        files: The content of each file that was there.
    """

    places: tuple[Path, ...]
    files: dict[Path, bytes]

    @classmethod
    def of(cls, *places: Path) -> Snapshot:
        """Remember these places; one that isn't there is remembered as absent."""
        return cls(places, {path: path.read_bytes() for path in _files(places)})

    def restore(self) -> None:
        """Bring every file back to what it was, and remove the files and folders that have come since."""
        for path in _files(self.places):
            if path not in self.files:
                path.unlink()
        for path, content in self.files.items():
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        kept = {parent for path in self.files for parent in path.parents}
        for folder in [folder for place in self.places for folder in _folders(place)]:
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)  # what is left in it is a cache


def _files(places: tuple[Path, ...]) -> list[Path]:
    found = [path for place in places for path in (place, *place.rglob("*")) if path.is_file()]
    return [path for path in found if "__pycache__" not in path.parts]


def _folders(place: Path) -> Iterator[Path]:
    yield from (path for path in (place, *place.rglob("*")) if path.is_dir() and path.name != "__pycache__")
