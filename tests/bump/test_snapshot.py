from __future__ import annotations

from pathlib import Path

from scripts.snapshot import Snapshot


def test_what_was_changed_removed_or_added_is_as_it_was(tmp_path: Path) -> None:
    package, file, absent = tmp_path / "package", tmp_path / "file", tmp_path / "absent"
    (package / "api" / "old").mkdir(parents=True)
    (package / "api" / "old" / "module.py").write_bytes(b"old\r\n")
    (package / "kept.py").write_bytes(b"")
    file.write_bytes(b"\xff\x00")
    snapshot = Snapshot.of(package, file, absent)
    (package / "api" / "old" / "module.py").unlink()
    (package / "api" / "old").rmdir()
    (package / "kept.py").write_bytes(b"changed")
    (package / "api" / "new" / "__pycache__").mkdir(parents=True)
    (package / "api" / "new" / "__pycache__" / "module.pyc").write_bytes(b"cache")
    (package / "api" / "new" / "module.py").write_bytes(b"new")
    file.unlink()
    absent.write_bytes(b"here")
    snapshot.restore()
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "file",
        "package",
        "package/api",
        "package/api/old",
        "package/api/old/module.py",
        "package/kept.py",
    ]
    assert (package / "api" / "old" / "module.py").read_bytes() == b"old\r\n"
    assert (package / "kept.py").read_bytes() == b""
    assert file.read_bytes() == b"\xff\x00"


def test_a_file_that_nothing_changed_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"same")
    snapshot = Snapshot.of(file)
    file.chmod(0o444)
    before = file.stat()
    snapshot.restore()
    assert file.stat() == before
