#!/usr/bin/env bash
# make run: opens the window on a demonstration survey; where there is no display, does the same job in demo/.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/sipas-desktop --demo
fi

echo "No display here: doing the same job on the command line, in demo/."
if [ -e demo ]; then
    if [ ! -e demo/.made-by-make-run ]; then
        echo "demo/ is there and was not made by make run: move it away, then run this again." >&2
        exit 2
    fi
    rm -r demo
fi
mkdir demo
touch demo/.made-by-make-run
export SIPAS_PASSWORD=${SIPAS_PASSWORD:-demo-2017}
.venv/bin/sipas demo demo/
echo
echo "What it made (password of every operator: $SIPAS_PASSWORD):"
find demo -type f -not -name '.*' -printf '%10s  %p\n' | sort -k2
