"""The tables of a survey file.

``fact`` is the truth. ``document``, ``personal``, ``sample_member``, ``link``, ``unlinked``, ``package_file`` hold what
facts only commit to by hash; ``signing_secret`` the office's keys. All others are projections, which check compares.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from sipas_desktop.store import models_package, models_post, models_remark, models_sample, models_topic
from sipas_desktop.store.models_base import RowNumber as RowNumber
from sipas_desktop.store.models_base import metadata as metadata
from sipas_desktop.store.models_batch import batch_claim as batch_claim
from sipas_desktop.store.models_batch import batch_count as batch_count
from sipas_desktop.store.models_batch import batch_stray as batch_stray
from sipas_desktop.store.models_fieldwork import assignment as assignment
from sipas_desktop.store.models_fieldwork import field_step as field_step
from sipas_desktop.store.models_fieldwork import interviewer as interviewer
from sipas_desktop.store.models_handout import away as away
from sipas_desktop.store.models_handout import handout as handout
from sipas_desktop.store.models_keying import judged_ballot as judged_ballot
from sipas_desktop.store.models_keying import judged_keyer as judged_keyer
from sipas_desktop.store.models_keying import keying_seed as keying_seed
from sipas_desktop.store.models_keying import second_demanded as second_demanded
from sipas_desktop.store.models_online import officer as officer
from sipas_desktop.store.models_online import online_answer as online_answer
from sipas_desktop.store.models_online import online_import as online_import
from sipas_desktop.store.models_online import online_run as online_run
from sipas_desktop.store.models_online import online_total as online_total
from sipas_desktop.store.models_printing import given_up as given_up
from sipas_desktop.store.models_printing import print_order as print_order
from sipas_desktop.store.models_printing import print_run as print_run
from sipas_desktop.store.models_printing import print_style as print_style
from sipas_desktop.store.models_printing import reprint as reprint
from sipas_desktop.store.models_printing import unreleased as unreleased
from sipas_desktop.store.models_recheck import consent as consent
from sipas_desktop.store.models_recheck import recheck as recheck
from sipas_desktop.store.models_recheck import recheck_draw as recheck_draw
from sipas_desktop.store.models_rekeying import rekeying as rekeying
from sipas_desktop.store.models_rekeying import settling_by_third as settling_by_third
from sipas_desktop.store.models_sample import draw as draw
from sipas_desktop.store.models_sample import drawn as drawn
from sipas_desktop.store.models_sample import erased as erased
from sipas_desktop.store.models_sample import link as link
from sipas_desktop.store.models_sample import replacement as replacement
from sipas_desktop.store.models_sample import sample_import as sample_import
from sipas_desktop.store.models_sample import sample_member as sample_member
from sipas_desktop.store.models_sample import unlinked as unlinked
from sipas_desktop.store.models_sample import unlinking as unlinking

# -- the facts ---------------------------------------------------------------------------------------------------------

session = Table(
    "session",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),  # short number of the session in this file only
    Column("id", Text, nullable=False, unique=True),
)

fact = Table(
    "fact",
    metadata,
    Column("seq", RowNumber, primary_key=True),  # order of arrival in this file; other files may hold another
    Column("session_no", ForeignKey("session.no"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("session_no", "n"),
)

# -- what facts commit to by hash --------------------------------------------------------------------------------------

document = Table(
    "document",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # plan | form
    Column("code", Text, nullable=False),
    Column("source", Text, nullable=False),
)

personal = Table(
    "personal",
    metadata,
    Column("id", Text, primary_key=True),  # 128 random bits; the fact names it
    Column("salt", Text),  # salt and value are emptied when a person is erased
    Column("value", Text),
)

# -- projections -------------------------------------------------------------------------------------------------------

survey = Table(
    "survey",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("plan", ForeignKey("document.sha256"), nullable=False),
    Column("handout", Text),  # in a station's file: the hand-out that it came from
)

form = Table(  # every version
    "form",
    metadata,
    Column("sha256", ForeignKey("document.sha256"), primary_key=True),
    Column("code", Text, nullable=False),
    Column("fact", RowNumber, nullable=False),  # the fact that brought it, the last time
    Column("superseded", RowNumber),  # the fact that brought a newer one
)

opening = Table(  # what a session's first fact says
    "opening",
    metadata,
    Column("session_no", ForeignKey("session.no"), primary_key=True),
    Column("operator", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("handout", Text),  # the hand-out at whose station the session was; empty in the office
)

seen_head = Table(  # the heads that a session's first fact saw
    "seen_head",
    metadata,
    Column("session_no", ForeignKey("session.no"), primary_key=True),
    Column("seen", ForeignKey("session.no"), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

operator = Table(
    "operator",
    metadata,
    Column("name", Text, primary_key=True),
    Column("roles", Text, nullable=False),  # joined by spaces; empty where her account was taken away
    Column("fact", RowNumber, nullable=False),  # the fact that said so last
)

catalogue = Table(
    "catalogue",
    metadata,
    Column("kind", Text, primary_key=True),  # unit | procedure
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sector", Text),  # code of one of the plan's sectors
    Column("fact", RowNumber, nullable=False),  # the fact that named it last
)

unit = Table(  # the registry: who a unit was from when to when; what is keyed stands in the catalogue
    "unit",
    metadata,
    Column("code", Text, primary_key=True),
    Column("valid_from", Text, primary_key=True),  # day, empty: from before anybody asks
    Column("name", Text, nullable=False),
    Column("valid_until", Text, nullable=False),  # last day, empty: none known
    Column("kind", Text, nullable=False),
    Column("parent", Text, nullable=False),  # code of the unit above
    Column("fact", RowNumber, nullable=False),  # the fact that said so last
)

predecessor = Table(  # which units a unit came from: several make one, one becomes several
    "predecessor",
    metadata,
    Column("code", Text, primary_key=True),
    Column("valid_from", Text, primary_key=True),
    Column("earlier_code", Text, primary_key=True),
    Column("earlier_from", Text, primary_key=True),
    sqlite_with_rowid=False,
)

transactions_import = Table(
    "transactions_import",
    metadata,
    Column("id", Text, primary_key=True),  # where one fact says all, its ref
    Column("begun", RowNumber, nullable=False),  # its first fact
    Column("published", RowNumber),  # the fact that made its transactions count; empty while it runs
)

transactions = Table(  # how many there were in a year: what a plan's least numbers are counted from
    "transactions",
    metadata,
    Column("unit", Text, primary_key=True),  # empty: the survey has no units
    Column("procedure", Text, primary_key=True),  # empty: of the unit as a whole
    Column("year", Integer, primary_key=True),
    Column("fact", RowNumber, primary_key=True),  # of several that are published the newest one counts
    Column("count", Integer, nullable=False),
    Column("import", ForeignKey("transactions_import.id"), nullable=False),
    sqlite_with_rowid=False,
)

milestone = Table(  # those of the plan that somebody ticked off; what the survey itself sees is not among them
    "milestone",
    metadata,
    Column("code", Text, primary_key=True),
    Column("day", Text, nullable=False),  # on which it was done
    Column("note", ForeignKey("personal.id")),  # free text may name somebody
    Column("fact", RowNumber, nullable=False),  # the fact that said so last
)

batch = Table(
    "batch",
    metadata,
    Column("code", Text, primary_key=True),
    Column("unit", Text),
    Column("closed", Boolean, nullable=False),
    Column("fact", RowNumber, nullable=False),  # the fact that opened or closed it last
)

_DIFFERING: Final = text("state = 'differing'")  # few at a time, and looked for in the order of the bundles

ballot = Table(
    "ballot",
    metadata,
    Column("serial", Text, primary_key=True),
    Column("run", ForeignKey("print_run.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("unit", Text),
    Column("settled_unit", Text),  # the unit that the settled answers name
    Column("channel", Text),
    Column("batch", ForeignKey("batch.code")),
    Column("position", Integer),  # place in the batch, from 1
    Column("reason", Text),  # why it is invalid or void
    Column("photocopy", Boolean, nullable=False),
    Column("received", RowNumber),  # the fact that received it
    Column("judged", RowNumber),  # the fact that said last whether it is valid
    Column("received_on", Text),  # day of receipt in Vietnam
    Index(None, "state", "run", "reason"),  # ballots are counted from this one alone
    Index(None, "batch", "state", "position"),  # batches are counted from this one alone
    Index(None, "state", "batch", "position", "serial", sqlite_where=_DIFFERING, postgresql_where=_DIFFERING),
)

rival_receipt = Table(  # what another station says of a receipt, while nobody has said which of them counts
    "rival_receipt",
    metadata,
    Column("judged", RowNumber, primary_key=True, autoincrement=False),
    Column("serial", ForeignKey("ballot.serial"), nullable=False, index=True),
    Column("channel", Text),
    Column("batch", ForeignKey("batch.code")),
    Column("position", Integer),
    Column("reason", Text),
    Column("photocopy", Boolean, nullable=False),
    Column("received", RowNumber, nullable=False),
    Column("received_on", Text),
)

keying = Table(
    "keying",
    metadata,
    Column("started", RowNumber, primary_key=True, autoincrement=False),  # the fact that started it
    Column("serial", ForeignKey("ballot.serial"), nullable=False),
    Column("pass", Integer, nullable=False),  # 1 | 2
    Column("operator", Text, nullable=False),
    Column("completed", RowNumber),  # the fact that completed it last; empty while it is open
    Column("aside", RowNumber),  # the fact that set it aside; empty while it counts
    Index(None, "serial", "pass"),
    Index(None, "operator", "completed"),
)

claim = Table(  # which session keys on an open keying now: two windows of one operator never key on one ballot
    "claim",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("pass", Integer, primary_key=True),
    Column("operator", Text, nullable=False),
    Column("session_no", ForeignKey("session.no"), nullable=False),
)

answer = Table(
    "answer",
    metadata,
    Column("keying", ForeignKey("keying.started"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("personal", ForeignKey("personal.id")),
    Column("fact", RowNumber, nullable=False),
    sqlite_with_rowid=False,
)

adjudication = Table(
    "adjudication",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
    Column("serial", ForeignKey("ballot.serial"), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("a", RowNumber, nullable=False),  # the two answers that it decided between
    Column("b", RowNumber, nullable=False),
    Column("value", Text, nullable=False),
    Column("personal", ForeignKey("personal.id")),
    Column("operator", Text, nullable=False),
    Column("reason", ForeignKey("personal.id")),  # free text may name somebody
    Column("superseded", RowNumber),  # the later decision, or the fact that set it aside
)

_SPOKEN: Final = text("personal IS NOT NULL")  # words are few, and found by themselves

settled = Table(
    "settled",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("personal", ForeignKey("personal.id")),
    Index(None, "personal", sqlite_where=_SPOKEN, postgresql_where=_SPOKEN),
    sqlite_with_rowid=False,
)

settled_count = Table(  # of ``settled``: how often each value; the index of a whole survey is read, not counted
    "settled_count",
    metadata,
    Column("run", ForeignKey("print_run.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("count", Integer, nullable=False),  # ballots, at least 1
    sqlite_with_rowid=False,
)

settling = Table(
    "settling",
    metadata,
    Column("serial", ForeignKey("ballot.serial"), primary_key=True),
    Column("fact", RowNumber, nullable=False),
    Column("discrepancies", Integer, nullable=False),  # fields that the two keyings answered differently
)

printed_head = Table(
    "printed_head",
    metadata,
    Column("fact", RowNumber, primary_key=True, autoincrement=False),
    Column("head", Text, nullable=False, index=True),
    Column("on", Text, nullable=False),  # ballots | report | package
)

PROJECTIONS: Final = (
    survey,
    form,
    opening,
    seen_head,
    operator,
    catalogue,
    unit,
    predecessor,
    transactions_import,
    transactions,
    milestone,
    *models_sample.PROJECTIONS,
    batch,
    print_run,
    print_style,
    print_order,
    unreleased,
    given_up,
    reprint,
    ballot,
    rival_receipt,
    handout,
    away,
    keying,
    claim,
    answer,
    adjudication,
    rekeying,
    settling,
    settling_by_third,
    settled,
    settled_count,
    keying_seed,
    judged_ballot,
    judged_keyer,
    second_demanded,
    online_import,
    online_run,
    online_answer,
    online_total,
    officer,
    printed_head,
    batch_claim,
    batch_count,
    batch_stray,
    interviewer,
    assignment,
    field_step,
    consent,
    recheck_draw,
    recheck,
    models_remark.remark,
    *models_post.TABLES,
    *models_package.TABLES,
    *models_topic.TABLES,
)
