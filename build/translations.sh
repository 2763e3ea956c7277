#!/usr/bin/env bash
# Reads the window's texts (self.tr("…")) into resources/translations/*.ts and compiles them to *.qm.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob
sources=(sipas_desktop/gui/*.py sipas_desktop/gui/*/*.py)
catalogues=(resources/translations/*.ts)
if [ ${#catalogues[@]} -eq 0 ]; then
    echo "no catalogue in resources/translations/" >&2
    exit 1
fi
.venv/bin/pyside6-lupdate -silent -locations none -no-obsolete "${sources[@]}" -ts "${catalogues[@]}"
for catalogue in "${catalogues[@]}"; do
    .venv/bin/pyside6-lrelease "$catalogue" -qm "${catalogue%.ts}.qm"
done
