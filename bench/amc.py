"""The peer of paper surveys in free software: auto-multiple-choice lays out a like questionnaire. Debian has it.

The bench installs nothing: where ``auto-multiple-choice`` is not on PATH there is no such peer.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from sipas_desktop import paths
from sipas_desktop.domain.form import Form, Heading

COPIES: Final = 200
COMMAND: Final = "auto-multiple-choice"
_HEAD: Final = r"""\documentclass[a4paper,11pt]{article}
\usepackage{fontspec}
\setmainfont[Path=FONTS/,BoldFont=LiberationSerif-Bold.ttf,ItalicFont=LiberationSerif-Italic.ttf]{LiberationSerif-Regular.ttf}
\usepackage[box]{automultiplechoice}
\begin{document}
\onecopy{COPIES}{
"""
_FOOT: Final = "}\n\\end{document}\n"
_SPECIAL: Final = str.maketrans({char: f"\\{char}" for char in "&%$#_{}"})


def is_there() -> bool:
    """Whether the program can be called here."""
    return shutil.which(COMMAND) is not None


def copies_a_second(form: Form) -> float:
    """How many copies of ``form`` a second it lays out, each with its number and codes, in one run of ``COPIES``.

    Its command lays out two pages more, with the answers that are right; nothing of it can be left out.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "data").mkdir()
        (folder / "form.tex").write_text(_source(form), encoding="utf-8")
        command = [COMMAND, "prepare", "--mode", "s", "--with", "xelatex", "--n-copies", str(COPIES)]
        command += ["--prefix", f"{folder}/", "--data", str(folder / "data"), "form.tex"]
        start = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - start
        pdf = folder / "sujet.pdf"
        if "ERR" in done.stdout or not pdf.is_file():
            raise RuntimeError(f"{COMMAND} printed nothing: {done.stdout[-500:]}{done.stderr[-500:]}")
    return COPIES / seconds


def _source(form: Form) -> str:
    lines = [_HEAD.replace("FONTS", str(paths.resources() / "fonts")).replace("COPIES", str(COPIES))]
    lines += [rf"\begin{{center}}\bfseries {' '.join(form.title).translate(_SPECIAL)}\end{{center}}"]
    lines += [rf"{line.partition('{')[0].translate(_SPECIAL)}\dotfill\par" for line in form.opening]
    for row in form.body:
        text = row.text.translate(_SPECIAL)
        if isinstance(row, Heading) or not row.choices:
            lines += [rf"\par {text}\par"]
            continue
        *others, last = (each.label.translate(_SPECIAL) for each in row.choices)
        choices = [*(rf"\wrongchoice{{{each}}}" for each in others), rf"\correctchoice{{{last}}}"]  # it wants one
        lines += [
            rf"\begin{{question}}{{{row.code}}}",
            text,
            r"\begin{choiceshoriz}[o]",
            *choices,
            r"\end{choiceshoriz}",
        ]
        lines += [r"\end{question}"]
    return "\n".join([*lines, _FOOT])
