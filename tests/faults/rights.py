"""Lets the rights of files hold for root too, as CI runs as root and root may write everything."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VERSION = 0x20080522  # of the system call
_OVERRIDES = (1 << 1) | (1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


class _Head(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Set(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def rights_hold() -> Iterator[None]:
    """This thread, and what it starts, may do what the files' modes say and no more. Linux; elsewhere as it is."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head, held = _Head(_VERSION, 0), (_Set * 2)()
    if libc.capget(ctypes.byref(head), held) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    before = held[0].effective
    held[0].effective = before & ~_OVERRIDES
    if libc.capset(ctypes.byref(head), held) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    try:
        yield
    finally:
        held[0].effective = before
        libc.capset(ctypes.byref(head), held)


@contextmanager
def read_only(*paths: Path) -> Iterator[None]:
    """Nobody may write ``paths``, files or folders."""
    modes = [(path, path.stat().st_mode) for path in paths]
    for path, mode in modes:
        path.chmod(mode & ~0o222)
    try:
        with rights_hold():
            yield
    finally:
        for path, mode in modes:
            path.chmod(mode)
