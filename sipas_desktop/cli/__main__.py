"""``python -m sipas_desktop.cli`` is ``sipas``."""

import sys

from sipas_desktop.cli.main import main

sys.exit(main())
