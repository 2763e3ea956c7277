"""Sets a checkout up: Qt's system libraries, ``.venv``, the pinned dependencies, the program itself.

    python3 build/setup.py [run|dev]

``run`` is what the program needs, ``dev`` (the default) also what its tests need. Standard library only, since
nothing else is there yet. Done already, it only looks for the libraries and compares a stamp, which takes a tenth of a
second.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PINNED = {
    "run": ("requirements.txt", "build/requirements.txt"),
    "dev": ("requirements-dev.txt", "build/requirements.txt"),
}
INPUTS = ("pyproject.toml", "requirements.txt", "requirements-dev.txt", "build/requirements.txt", "build/setup.py")

# What Qt and the other wheels load from the system and a minimal Debian lacks: library → Debian package.
# Looked up as libraries, not as packages: package names differ between releases (libglib2.0-0, libglib2.0-0t64).
SYSTEM_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlidec.so.1": "libbrotli1",
}
# What the tests call: program → Debian package. They read printed ballots as other people's programs do, and start a
# PostgreSQL of their own.
TEST_PROGRAMS = {"pdftotext": "poppler-utils", "postgres": "postgresql"}
TRIES = 3  # a download may come damaged: its hash tells


def say(words: str) -> None:
    """One line of what happens, to standard error."""
    print(f"setup: {words}", file=sys.stderr, flush=True)


def fingerprint(kind: str) -> str:
    """SHA-256 over all that ``.venv`` is made from; another value means set up again."""
    digest = hashlib.sha256(f"{kind} {sys.version} {ROOT}".encode())
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(kind: str) -> bool:
    """Whether ``.venv`` was made from today's files (one made for dev serves run too)."""
    if not PYTHON.exists():
        return False
    for made in {kind, "dev"}:
        stamp = VENV / f".ready-{made}"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint(made):
            return True
    return False


def loads(library: str) -> bool:
    """Whether the system's loader finds ``library``."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_there(program: str) -> bool:
    """Whether ``program`` is installed. Debian puts PostgreSQL's own where no path leads."""
    return shutil.which(program) is not None or any(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))


def missing_packages(kind: str) -> list[str]:
    """The Debian packages that this Linux system lacks for ``kind``."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [package for library, package in SYSTEM_LIBRARIES.items() if not loads(library)]
    if kind == "dev":
        packages += [package for program, package in TEST_PROGRAMS.items() if not is_there(program)]
    # Debian splits venv and pip out of Python; a Python from elsewhere has both.
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        packages.append("python3-venv")
    return packages


def install_system_packages(kind: str) -> None:
    """Installs what the system lacks where that is allowed, else prints the line that does.

    Exits when no virtual environment can be made; without Qt's libraries or the tests' programs the rest still
    goes on, since the command line works without a window.
    """
    packages = missing_packages(kind)
    if not packages:
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        say("installing " + " ".join(packages))
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        quiet = {"stdout": subprocess.DEVNULL, "env": environment}
        subprocess.run([apt, "-qq", "update"], check=False, **quiet)
        done = subprocess.run([apt, "-qq", "install", "-y", "--no-install-recommends", *packages], check=False, **quiet)
        if done.returncode == 0:
            return
    say("the system lacks something that the window or the tests need. Install it with:")
    say("  sudo apt-get install -y --no-install-recommends " + " ".join(packages))
    if "python3-venv" in packages:
        raise SystemExit("setup: no virtual environment without python3-venv: run the line above, then make again")


def make_environment(kind: str) -> None:
    """Makes ``.venv`` if it is not there or its Python has gone, and installs the pinned dependencies into it."""
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", "import pip"], check=False).returncode != 0:
        say("making .venv")
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    say("installing the pinned dependencies")
    files = [argument for name in PINNED[kind] for argument in ("-r", ROOT / name)]
    for left in reversed(range(TRIES)):
        if subprocess.run([*pip, "--require-hashes", *files], check=False).returncode == 0:
            break
        if not left:
            raise SystemExit("setup: the pinned dependencies could not be installed; pip says why above")
        say("that failed, perhaps by a damaged download: once more")
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], check=True)


def main() -> None:
    """Sets up what is not set up yet."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if kind not in PINNED:
        raise SystemExit(__doc__)
    install_system_packages(kind)
    if is_ready(kind):
        return
    make_environment(kind)
    (VENV / f".ready-{kind}").write_text(fingerprint(kind), encoding="utf-8")
    say("ready")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 — this script is what tells the others
        raise SystemExit(
            f"setup: Python 3.11 or newer is needed, this is {sys.version.split()[0]}: make PYTHON=python3.12"
        )
    main()
