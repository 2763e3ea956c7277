"""How a report was asked for, as its file tells it, and back again."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.report_origin import Origin
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter


def origin_of(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition, wanted: Mapping[str, Any]) -> Origin:
    """What the file of a report tells; ``wanted`` is its form as far as it is not the usual one."""
    dimensions = {name: str(value) for name, value in dataclasses.asdict(chosen).items() if value is not None}
    return Origin(
        survey.about.id, definition.value, dimensions, {name: value for name, value in wanted.items() if value}
    )


def asked_by(origin: Origin) -> tuple[Filter, IndexDefinition, Mapping[str, Any]]:
    """The ballots, the definition and the form that the file tells of. Raises ``Refusal`` for what nobody can ask."""
    known = {field.name for field in dataclasses.fields(Filter)}
    dimensions: dict[str, Any] = dict(origin.chosen)
    if not dimensions.keys() <= known:
        raise Refusal("verify.origin")
    try:
        if "until" in dimensions:
            dimensions["until"] = datetime.date.fromisoformat(dimensions["until"])
        definition = IndexDefinition(origin.definition)
    except ValueError:
        raise Refusal("verify.origin") from None
    forms = {"section": bool, "notice": bool, "title": str}
    if not all(isinstance(value, forms.get(name, ())) for name, value in origin.wanted.items()):
        raise Refusal("verify.origin")
    return Filter(**dimensions), definition, origin.wanted
