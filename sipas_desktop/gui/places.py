"""The places of the window in the order of the work: one table, read by the rail and by the tests."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain.roles import ALLOWED, Role, Verb, only_keys

if TYPE_CHECKING:
    from sipas_desktop.gui.page import Page


@dataclass(frozen=True)
class Place:
    """One entry of the rail. Its icon is ``resources/icons/<id>.svg``; its page is imported when first made."""

    id: str
    key: str
    page: str  # "module:Class" under sipas_desktop.gui
    verb: Verb | None  # who may use this verb sees the place; None: everybody

    @property
    def title(self) -> str:
        """The title in the language of the window."""
        return titles()[self.id]

    def is_for(self, roles: frozenset[Role]) -> bool:
        """Whether somebody with ``roles`` sees it."""
        return self.verb is None or bool(ALLOWED[self.verb] & roles)

    def load(self) -> type[Page]:
        """The page's class."""
        module, name = self.page.split(":")
        loaded: type[Page] = getattr(importlib.import_module(f"sipas_desktop.gui.{module}"), name)
        return loaded


PLACES: Final = (
    Place("overview", "Ctrl+1", "overview:OverviewPage", None),
    Place("plan", "Ctrl+2", "plan:PlanPage", Verb.SET_CATALOGUE),
    Place("sample", "Ctrl+3", "sample:SamplePage", Verb.IMPORT_SAMPLE),
    Place("print", "Ctrl+4", "printing:PrintPage", Verb.PRINT_BALLOTS),
    Place("fieldwork", "Ctrl+Shift+4", "fieldwork_page:FieldworkPage", Verb.ISSUE),
    Place("receive", "Ctrl+5", "receiving:ReceivePage", Verb.RECEIVE),
    Place("recheck", "Ctrl+6", "recheck:RecheckPage", Verb.SEE_SUSPICIONS),  # who may RECHECK may as well
    Place("keying", "Ctrl+7", "keying_batch:BatchKeyingPage", Verb.KEY),
    Place("differences", "Ctrl+8", "differences:DifferencesPage", Verb.ADJUDICATE),
    Place("operators", "Ctrl+Shift+3", "operators:OperatorsPage", Verb.SEE_OPERATORS),
    Place("results", "Ctrl+9", "results:ResultsPage", Verb.SEE_RESULTS),
    Place("transfer", "Ctrl+0", "transfer:TransferPage", Verb.EXPORT),
    Place("history", "Ctrl+Shift+2", "history:HistoryPage", Verb.SEE_HISTORY),
    Place("administration", "Ctrl+Shift+1", "administration:AdministrationPage", Verb.MANAGE_OPERATORS),
)

FIRST_PLACES: Final = frozenset({"overview", "keying"})  # loaded while somebody signs in: nobody waits for them then


def titles() -> dict[str, str]:
    """Place id → title in the language of the window."""
    return {
        "overview": QCoreApplication.translate("places", "Overview"),
        "plan": QCoreApplication.translate("places", "Plan and ballot forms"),
        "sample": QCoreApplication.translate("places", "Sample list"),
        "print": QCoreApplication.translate("places", "Print ballots"),
        "fieldwork": QCoreApplication.translate("places", "Fieldwork, hand-overs"),
        "receive": QCoreApplication.translate("places", "Receive ballots"),
        "recheck": QCoreApplication.translate("places", "Recheck, cleaning"),
        "keying": QCoreApplication.translate("places", "Key ballots"),
        "differences": QCoreApplication.translate("places", "Settle differences"),
        "operators": QCoreApplication.translate("places", "Keyers"),
        "results": QCoreApplication.translate("places", "Results"),
        "transfer": QCoreApplication.translate("places", "Send and merge data"),
        "history": QCoreApplication.translate("places", "History"),
        "administration": QCoreApplication.translate("places", "Administration"),
    }


def places_for(roles: frozenset[Role]) -> tuple[Place, ...]:
    """What somebody with ``roles`` sees, in the order of the work."""
    return tuple(place for place in PLACES if place.is_for(roles))


def first_place(roles: frozenset[Role]) -> str:
    """Where somebody with ``roles`` begins: at the overview; who only keys, at her ballots. "": nothing is for her."""
    known = [place.id for place in places_for(roles)]
    return "keying" if only_keys(roles) and "keying" in known else next(iter(known), "")
