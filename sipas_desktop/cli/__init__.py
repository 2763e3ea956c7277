"""``sipas``: the command line. A public interface: what ``docs/command-line.md`` says stays stable."""

from sipas_desktop.interrupt import INTERRUPTED, ignore_from_now_on, leave_at_once, listen_again

_LEAVES = leave_at_once()

from sipas_desktop.cli.main import main  # noqa: E402 - the longest of all imports

if _LEAVES:
    listen_again()


def program() -> int:
    """``sipas`` as a process of its own: Ctrl-C ends it quietly from the first import to the last word."""
    try:
        code = main()
    except KeyboardInterrupt:  # while the words about another one were said
        code = INTERRUPTED
    ignore_from_now_on()
    return code


__all__ = ["main", "program"]
