"""Puts the sums of a damaged file right, as who made it up would: so that what lies behind them is met."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Callable

from sipas_desktop import signature
from sipas_desktop.domain.package import MANIFEST, json_bytes
from sipas_desktop.domain.package_zip import SIGNATURE, zip_files
from sipas_desktop.store import keys

# What reading a damaged zip or JSON raises: then the file stays as it is.
_NONE = (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, NotImplementedError)


def key_file(content: bytes) -> bytes:
    """A key file whose sum is that of what it says now."""
    with contextlib.suppress(*_NONE, RuntimeError):
        said = json.loads(content)
        said["sum"] = keys._sum(said)
        return json.dumps(said).encode()
    return content


def package(private: str) -> Callable[[bytes], bytes]:
    """A package whose manifest lists its files as they are now, signed with ``private``."""

    def mend(content: bytes) -> bytes:
        with contextlib.suppress(*_NONE, RuntimeError):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
            manifest = json.loads(files.pop(MANIFEST))
            files.pop(SIGNATURE, None)
            for entry in manifest["files"]:
                data = files[entry["name"]]
                entry |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            manifest["plan_sha256"] = hashlib.sha256(files["plan.toml"]).hexdigest()
            for form in manifest["forms"]:
                form["sha256"] = hashlib.sha256(files[form["file"]]).hexdigest()
            signed = json_bytes(manifest)
            return zip_files({MANIFEST: signed, SIGNATURE: signature.sign(private, signed), **files})
        return content

    return mend
