"""``sipas``: the command line. A public interface: what ``docs/command-line.md`` says stays stable."""

from sipas_desktop.interrupt import INTERRUPTED, ignore_from_now_on, leaving_at_once

with leaving_at_once():
    from sipas_desktop.cli.main import main


def program() -> int:
    """``sipas`` as a process of its own: Ctrl-C ends it quietly from the first import to the last word."""
    try:
        code = main()
    except KeyboardInterrupt:  # while the words about another one were said
        code = INTERRUPTED
    ignore_from_now_on()
    return code


__all__ = ["main", "program"]
