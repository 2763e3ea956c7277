"""A report file is whole or not there; what stood in its place before stays until then."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.paper.whole_file import pinned_zip, publish


def test_the_file_and_nothing_else_is_left(tmp_path: Path) -> None:
    out = tmp_path / "báo cáo tổng hợp.pdf"
    out.write_bytes(b"old")
    assert publish(b"new", out) == hashlib.sha256(b"new").hexdigest()
    assert out.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    out = tmp_path / "r.pdf"
    out.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise PermissionError(13, "open in another program")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(Refusal) as refused:
        publish(b"new", out)
    assert refused.value.code == "file.cannot_write"
    assert "r.pdf" in refused.value.words("vi")
    assert str(tmp_path) not in refused.value.words("en")
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        publish(b"new", tmp_path / "không có" / "r.pdf")


def test_an_office_file_loses_its_clock(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.xml", "one")
        made.writestr("b.xml", "two")
    data = pinned_zip(buffer.getvalue(), datetime.date(1979, 3, 4), {"b.xml": b"three"})
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.namelist() == ["a.xml", "b.xml"]
        assert read.read("a.xml") == b"one"
        assert read.read("b.xml") == b"three"
        assert read.getinfo("a.xml").date_time == (1980, 3, 4, 0, 0, 0)  # the oldest year that the format knows
        assert read.testzip() is None
