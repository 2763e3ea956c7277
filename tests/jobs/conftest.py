"""A small survey for every test of the jobs."""

from tests.store.conftest import _cheap_passwords, desk

__all__ = ["_cheap_passwords", "desk"]
