"""PDFium draws one page at a time: it is not made for several threads, and a print run is proven beside the window."""

from __future__ import annotations

import threading
from typing import Final

ALONE: Final = threading.RLock()  # held by whoever calls PDFium, for one page at most
