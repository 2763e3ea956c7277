"""What is wrong with a call, in the program's own words: argparse says it in English only."""

from __future__ import annotations

import re
from typing import Final

from sipas_desktop.errors import Refusal

_COMMAND = r"(?:COMMAND|verb)"
_FOUND = r"['\"](?P<found>.*)['\"]"
# What ``argparse.ArgumentParser.error`` is given (the texts of Python 3.11 to 3.14) → the message that says it.
_SAID: Final = (
    (rf"the following arguments are required: {_COMMAND}", "cli.usage_no_command"),
    (r"the following arguments are required: (?P<name>.+)", "cli.usage_missing"),
    (r"one of the arguments (?P<name>.+) is required", "cli.usage_one_of"),
    (
        rf"argument {_COMMAND}: invalid choice: {_FOUND}(?:, maybe you meant .*\?)? \(choose from (?P<expected>.+)\)",
        "cli.usage_unknown_command",
    ),
    (
        r"argument (?P<name>.+?): invalid choice: ['\"]?(?P<found>.*?)['\"]?(?:, maybe you meant .*\?)? "
        r"\(choose from (?P<expected>.+)\)",
        "cli.usage_choice",
    ),
    (rf"argument (?P<name>.+?): invalid int value: {_FOUND}", "cli.usage_whole_number"),
    (rf"argument (?P<name>.+?): invalid float value: {_FOUND}", "cli.usage_number"),
    (r"argument (?P<name>.+?): expected (?:one|at least one) argument", "cli.usage_no_value"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "cli.usage_not_both"),
    (rf"argument (?P<name>.+?): ignored explicit argument {_FOUND}", "cli.usage_value"),
    (r"unrecognized arguments: (?P<found>.+)", "cli.usage_unknown"),
)


def usage_refusal(command: str, said: str) -> Refusal:
    """The refusal for what argparse ``said`` of a call of ``command`` ("sipas quota").

    What argparse words otherwise is passed on as it is: better English than nothing.
    """
    for pattern, code in _SAID:
        if match := re.fullmatch(pattern, said, re.DOTALL):
            found = match.groupdict()
            if "expected" in found:
                found["expected"] = found["expected"].replace("'", "")
            return Refusal(code, command=command, **found)
    return Refusal("cli.usage", command=command, detail=said)
