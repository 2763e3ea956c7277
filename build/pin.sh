#!/usr/bin/env bash
# Pins every dependency with its hashes, for Python 3.11 and later on Linux and Windows at once:
# requirements.txt (what the program runs on), requirements-dev.txt (what its tests need on top),
# requirements-sav.txt (the program with records as SPSS files) and build/requirements.txt (what installs the checkout).
# Needs uv, which resolves for all systems together; pip-compile would pin only what the system it runs on needs.
# UPGRADE=--upgrade takes newer releases.
set -euo pipefail
cd "$(dirname "$0")/.."
pin() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
        --no-emit-index-url --no-emit-find-links ${UPGRADE:-} "$@"
}
headed() {  # headed FILE WHAT: puts the comment on top of the pinned file
    { printf '# %s\n# Written by build/pin.sh: do not edit.\n' "$2"; cat "$1"; } >"$1.new"
    mv "$1.new" "$1"
}
pin pyproject.toml -o requirements.txt
headed requirements.txt "What the program runs on."
pin pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
headed requirements-dev.txt "What the program, its tests and its benchmark need."
pin pyproject.toml --extra sav -c requirements-dev.txt -o requirements-sav.txt
headed requirements-sav.txt "What the program runs on, with records as SPSS files."
pin build/requirements.in -c requirements-dev.txt -o build/requirements.txt
headed build/requirements.txt "What installing the checkout needs."
