"""Reads ``[post]`` and ``[letters]`` of a plan, and letters that stand in files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sipas_desktop.domain.post import PLACEHOLDERS, Letter, LetterKind, Post, Postage, named_in
from sipas_desktop.domain.toml_reader import BadFile, Table, parse

MOST_LINES: Final = 6  # of a return address: an envelope has no room for more
LONGEST: Final = 400  # letters of a line of it, or of the mark
MOST_DAYS: Final = 366  # before a reminder


def read_post(table: Table) -> Post:
    """Take ``[post]`` out of a plan's ``table``; what is wrong is noted there."""
    own = table.take_table("post")
    post = Post(
        return_address=own.take_texts("return_address", ()),
        postage=own.take_one_of("postage", Postage, Postage.NONE),
        paid_mark=own.take_text("paid_mark", ""),
        phone=own.take_text("phone", ""),
        remind_after=own.take_optional_int("remind_after"),
    )
    own.nothing_left()
    if (post.postage is Postage.PAID) != bool(post.paid_mark.strip()):
        own.problem("P040", "plan.paid_mark")
    if len(post.return_address) > MOST_LINES or not all(map(str.strip, post.return_address)):
        own.problem("P041", "plan.return_address", found=len(post.return_address), most=MOST_LINES)
    if any(len(text) > LONGEST for text in (*post.return_address, post.paid_mark, post.phone)):
        own.problem("P042", "plan.post_too_long", most=LONGEST)
    if post.remind_after is not None and not 1 <= post.remind_after <= MOST_DAYS:
        own.problem("P043", "plan.remind_after", found=post.remind_after, most=MOST_DAYS)
    return post


def read_letters(table: Table) -> Mapping[LetterKind, Letter]:
    """Take ``[letters]`` out of a plan's ``table``: the letters that the plan words itself."""
    own = table.take_table("letters")
    found = {kind: _letter(own.take_table(kind)) for kind in LetterKind if own.has(kind)}
    own.nothing_left()
    return found


def read_letter(source: str, file: str) -> Letter:
    """The letter in ``source``, a file of its own. Raises ``BadFile`` with every mistake."""
    table = parse(source, file)
    letter = _letter(table)
    if table.problems:
        raise BadFile(file, table.problems)
    return letter


def _letter(table: Table) -> Letter:
    letter = Letter(
        subject=table.take_text("subject"),
        to=table.take_text("to"),
        paragraphs=table.take_texts("paragraphs"),
        privacy=table.take_text("privacy"),
    )
    table.nothing_left()
    if not letter.paragraphs and not table.problems:
        table.problem("P011", "plan.none_given", key="paragraphs")
    for text in (letter.subject, letter.to, *letter.paragraphs, letter.privacy):
        _check(text, table)
    return letter


def _check(text: str, table: Table) -> None:
    try:
        names = named_in(text)
    except ValueError:
        table.problem("T002", "plan.letter_braces", found=text[:60])
        return
    for name in names:
        if name not in PLACEHOLDERS:
            expected = " ".join(f"{{{each}}}" for each in PLACEHOLDERS)
            table.problem("T001", "plan.unknown_placeholder", found=name, expected=expected)
