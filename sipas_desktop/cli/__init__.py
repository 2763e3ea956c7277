"""``sipas``: the command line. A public interface: what ``docs/command-line.md`` says stays stable."""

from sipas_desktop.cli.main import main

__all__ = ["main"]
