"""SQL for a server, in which what is empty comes where it comes in a file: before all else.

SQLite takes NULL for less than any value, PostgreSQL for more. The words that turn it round keep the server from using
an index for the order, so they are not added where a column is never empty.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Join, Select
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGDialect_psycopg
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import UnaryExpression


class OrderAsInFile(PGCompiler_psycopg):
    """Adds NULLS FIRST, or LAST where the order is turned round."""

    def order_by_clause(self, select: Any, **how: Any) -> str:
        """The ORDER BY of ``select``, with a space before it."""
        joined = _may_miss_rows(select)
        clauses = [self._in_order(clause, joined, how) for clause in select._order_by_clauses]
        return " ORDER BY " + ", ".join(clauses) if clauses else ""

    def _in_order(self, clause: Any, joined: bool, how: dict[str, Any]) -> str:
        words = str(self.process(clause, **how))
        turned = isinstance(clause, UnaryExpression) and clause.modifier is operators.desc_op
        element = clause.element if isinstance(clause, UnaryExpression) else clause
        if isinstance(element, Column) and not element.nullable and not joined:
            return words
        return f"{words} NULLS {'LAST' if turned else 'FIRST'}"


def _may_miss_rows(select: Any) -> bool:
    """Whether a column that is never empty may be so in ``select``: a table is joined that need not have a row."""
    froms = select.get_final_froms() if isinstance(select, Select) else []
    return any(isinstance(part, Join) and part.isouter for each in froms for part in visitors.iterate(each))


class ServerDialect(PGDialect_psycopg):
    """PostgreSQL by psycopg, ordered as a file."""

    statement_compiler = OrderAsInFile
    supports_statement_cache = True
