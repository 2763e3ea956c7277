"""Whether a form could be changed as a fact says, and which version could be printed then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_versions import due_version, other_meanings
from sipas_desktop.store.form_rows import current_sha, is_printed, of_code
from sipas_desktop.store.queries.legality_of_merges import unless

Said = Mapping[str, Any]


def changed(conn: Connection, forms: Mapping[str, Form], said: Said) -> str | None:
    """It follows the newest version; a printed one gets the next number, and its codes go on to mean what they did."""
    form, before = forms.get(said["form"]), forms.get(said["supersedes"])
    if form is None or before is None or current_sha(conn, said["code"]) != said["supersedes"]:
        return unless(False)
    named = form.code == said["code"] and form.version == said["version"] and said["form"] != said["supersedes"]
    due = due_version(before.version, is_printed(conn, said["supersedes"]))
    # A print run that was begun and never published leaves no fact, but the form was taken for printed.
    follows = form.version == due or form.version == before.version + 1
    printed = [forms[sha] for sha in of_code(conn, form.code) if is_printed(conn, sha)]
    return unless(named and follows and not other_meanings(form, printed))


def may_be_printed(conn: Connection, forms: Mapping[str, Form], sha256: str) -> bool:
    """Not a form whose place another one of the same version took: nobody could tell the two apart on paper."""
    form = forms.get(sha256)
    known = of_code(conn, form.code) if form is not None else {}
    if form is None or sha256 not in known:
        return False
    return all(forms[sha].version != form.version or fact <= known[sha256] for sha, fact in known.items())
