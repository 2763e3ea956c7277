"""``python -m sipas_desktop.cli`` is ``sipas``."""

import sys

from sipas_desktop.cli import program

sys.exit(program())
