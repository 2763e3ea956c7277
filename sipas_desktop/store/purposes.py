"""What runs of ballots are for. Some are of ballots that nobody printed here: their answers are settled at once."""

from __future__ import annotations

from typing import Final

LABELS: Final = "labels"  # to be stuck on photocopies
ONLINE: Final = "online"  # answers of online channels
PACKAGE: Final = "package"  # records that another office's package brought
PACKAGE_ONLINE: Final = "package_online"  # those among them that were answered online there
OF_PACKAGES: Final = (PACKAGE, PACKAGE_ONLINE)
NOT_PRINTED: Final = (ONLINE, *OF_PACKAGES)
