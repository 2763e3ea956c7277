"""What a new survey begins with: its plan and forms, and the two facts that everything else rests on."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sqlalchemy import insert

from sipas_desktop.domain import roles as r
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.store import models as m
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.print_styles import logo_said


def write_first_facts(
    tx: Transaction, plan: Plan, forms: Mapping[str, Form], survey_id: str, title: str, logo: bytes | None
) -> None:
    """Write them; the one who creates it is its first administrator."""
    documents = [{"sha256": plan.sha256, "kind": "plan", "code": plan.id, "source": plan.source}]
    documents += [
        {"sha256": form.sha256, "kind": "form", "code": form.code, "source": form.source} for form in forms.values()
    ]
    tx.conn.execute(insert(m.document), documents)
    tx.append(
        FactKind.SURVEY_CREATED,
        id=survey_id,
        number=str(10_000 + secrets.randbelow(90_000)),
        title=title,
        plan=plan.sha256,
        forms={form.code: form.sha256 for form in forms.values()},
        **({"logo": tx.personal(logo_said(logo))} if logo is not None else {}),
    )
    tx.append(FactKind.OPERATOR_SET, name=tx.operator, roles=[r.Role.ADMINISTRATOR.value], supersedes=None)
