"""Chance that is the same on every system and in every version of Python: SHA-256 of a seed and a name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """Draws by name: ``chance.share("ballot", 7, "Q1")`` is always the same for one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def share(self, *name: object) -> float:
        """A number from 0 (inclusive) to 1 (exclusive)."""
        said = "\x1f".join(str(part) for part in (self._seed, *name))
        return int.from_bytes(hashlib.sha256(said.encode()).digest()[:6], "big") / 2**48

    def one_of(self, items: Sequence[Item], *name: object) -> Item:
        """One of ``items``, each as likely as the others."""
        return items[int(self.share(*name) * len(items))]

    def weighted(self, items: Sequence[Item], weights: Sequence[float], *name: object) -> Item:
        """One of ``items``, in proportion to ``weights``."""
        left = self.share(*name) * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]
