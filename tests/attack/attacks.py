"""The attack files: what each is, with which commands it is given to the program, which messages may refuse it.

``FILE`` is the attack file, ``SURVEY`` a survey, ``OUT`` a file that must not come to be.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.attack import books, forge, keys_and_pictures
from tests.attack.forge import (
    MB,
    Make,
    again,
    lying,
    raw_bomb,
    sheet,
    sparse,
    streamed,
    swollen,
    text,
    workbook,
    zipped,
)

Words = tuple[str, ...]


@dataclass(frozen=True)
class Attack:
    """``codes``: the messages that may refuse it; one that ends with a dot, a
    whole subject. ``exits``: 3 as well where it is a survey or its backup."""

    name: str
    suffix: str
    make: Make
    commands: tuple[Words, ...]
    codes: tuple[str, ...]
    exits: tuple[int, ...] = (2,)
    recovery: str = ""  # the code of a recovery sheet
    done: str = ""  # what the command says that it did: of each line of a file, nothing


TABLES: Final[dict[str, Words]] = {
    "sample list": ("sample", "SURVEY", "import", "FILE", "--list", "official"),
    "units": ("units", "SURVEY", "import", "FILE"),
    "procedures": ("procedures", "SURVEY", "import", "FILE"),
    "transactions": ("transactions", "SURVEY", "import", "FILE", "--year", "2023"),
    "keyed answers": ("key", "SURVEY", "--pass", "1", "--from", "FILE", "--operator", "Lan"),
    "decisions": ("adjudicate", "SURVEY", "--from", "FILE", "--operator", "Hòa"),
    "recheck answers": ("recheck", "SURVEY", "import", "FILE"),
    "online answers": ("online", "SURVEY", "import", "FILE"),
    "online mapping": ("online", "SURVEY", "mapping", "FILE", "--out", "OUT"),
    "interviewers": ("interviewers", "SURVEY", "import", "FILE"),
    "serials": ("receive", "SURVEY", "--from", "FILE"),
}
_HEAD: Final = b'<?xml version="1.0"?>'
_LAUGHS: Final = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"ha" * 50
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 40) for n in range(8))
    + b"]>"
)
_OUTSIDE: Final = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@again
def _rows(rows: int, columns: int) -> Iterator[bytes]:
    """A full rectangle of small numbers."""
    line = b"<c><v>1</v></c>" * columns
    for start in range(0, rows, 1000):
        yield (b"<row>" + line + b"</row>") * min(1000, rows - start)


_BOMBS: Final[dict[str, tuple[Make, tuple[str, ...]]]] = {
    "a sheet that unpacks to gigabytes": (
        raw_bomb(
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData>",
            b"</sheetData></worksheet>",
            3000,
            workbook(sheet=None),
        ),
        ("workbook.unpacked_too_big",),
    ),
    "shared texts that unpack to gigabytes": (
        raw_bomb("xl/sharedStrings.xml", b"<sst>", b"</sst>", 3000, workbook(shared=None)),
        ("workbook.unpacked_too_big",),
    ),
    "a part that is larger than it says": (
        lying(workbook(shared=None), "xl/sharedStrings.xml", b"<sst>" + b" " * (600 * MB) + b"</sst>", 11),
        ("workbook.damaged",),
    ),
    "7,000,000 shared texts": (
        zipped(workbook(shared=swollen(b"<sst>", b"<si><t>a</t></si>", 120 * MB, b"</sst>"))),
        ("workbook.too_many_cells",),
    ),
    "a sheet full of small cells": (
        zipped(workbook(sheet=sheet(_rows(200_000, 40)))),
        ("workbook.too_many_cells",),
    ),
    "a cell of 40 MB": (
        zipped(
            workbook(
                sheet=sheet(
                    swollen(b'<row r="2"><c r="A2" t="inlineStr"><is><t>', b"a", 40 * MB, b"</t></is></c></row>")
                )
            )
        ),
        ("workbook.cell_too_long",),
    ),
    "a shared text of 40 MB, shown in every row": (
        zipped(
            workbook(
                sheet=sheet(
                    b"".join(b'<row r="%d"><c r="C%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(2, 5000))
                ),
                shared=swollen(b"<sst><si><t>", b"a", 40 * MB, b"</t></si></sst>"),
            )
        ),
        ("workbook.too_much_text",),
    ),
}
_BOOKS: Final[dict[str, tuple[Make, tuple[str, ...]]]] = {
    "entities in the sheet": (
        zipped(workbook(sheet=sheet(b'<row><c t="str"><v>&i;</v></c></row>', head=_LAUGHS))),
        ("workbook.damaged",),
    ),
    "entities in the shared texts": (
        zipped(workbook(shared=_HEAD + _LAUGHS + b"<sst><si><t>&i;</t></si></sst>")),
        ("workbook.damaged",),
    ),
    "entities in the list of sheets": (
        zipped(workbook(book=_HEAD + _LAUGHS + b"<workbook><sheets><sheet name='&i;'/></sheets></workbook>")),
        ("workbook.damaged",),
    ),
    "an entity from outside": (
        zipped(workbook(sheet=sheet(b'<row><c t="str"><v>&e;</v></c></row>', head=_OUTSIDE))),
        ("workbook.damaged",),
    ),
    "a document type from outside, in UTF-16": (
        zipped(workbook(shared='<!DOCTYPE sst SYSTEM "http://127.0.0.1:9/x.dtd"><sst/>'.encode("utf-16"))),
        ("workbook.damaged",),
    ),
    "elements within each other without end": (
        zipped(workbook(book=b"<workbook>" + b"<a>" * 400_000)),
        ("workbook.damaged",),
    ),
    "no relations": (zipped(workbook(relations=None)), ("workbook.damaged",)),
    "no sheet": (zipped(workbook(sheet=None)), ("workbook.damaged",)),
    "no workbook": (zipped(workbook(book=None)), ("workbook.unknown",)),
    "a sheet that stands twice": (
        forge.twice("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("workbook.damaged",),
    ),
    "names that differ in case": (forge.twice("xl/workbook.xml", "xl/Workbook.xml"), ("workbook.damaged",)),
    "encrypted parts": (forge.changed(zipped(workbook()), forge.flagged), ("workbook.encrypted",)),
    "a wrong sum": (
        forge.lying(workbook(sheet=None), "xl/worksheets/sheet1.xml", b"<worksheet/>", 12),
        ("workbook.damaged",),
    ),
    "6,000 parts": (
        zipped([("xl/workbook.xml", b""), *((str(n), b"") for n in range(6_000))], zipfile.ZIP_STORED),
        ("workbook.damaged",),
    ),
    "macros alone": (zipped({"xl/vbaProject.bin": b"x", "[Content_Types].xml": b"<Types/>"}), ("workbook.unknown",)),
    "a zip in a zip": (zipped({"a.zip": b"PK" + b"x" * 1000}), ("workbook.unknown",)),
    "a zip cut in the middle": (
        forge.changed(zipped(workbook()), lambda data: data.__delitem__(slice(len(data) // 2, None))),
        ("workbook.damaged",),
    ),
}
_TEXTS: Final[dict[str, tuple[Make, tuple[str, ...]]]] = {
    "500 MB of nothing": (sparse(500 * MB, b"STT,"), ("workbook.too_big",)),
    "one line of 150 MB": (streamed(swollen(b"STT,Ten\n1,", b"a", 150 * MB, b"\n")), ("workbook.too_big",)),
    "one cell of 90 MB": (streamed(swollen(b"STT,Ten\n1,", b"a", 90 * MB, b"\n")), ("workbook.quote_open",)),
    "one line of 12,000,000 cells": (
        streamed(swollen(b"STT,Ten\n", b"1,", 24 * MB, b"\n")),
        ("workbook.too_many_cells",),
    ),
    "3,000,000 lines": (streamed(swollen(b"STT,Ten\n", b"1\n", 6 * MB, b"\n")), ("workbook.too_many_rows",)),
    "bytes of nothing within": (text(b"STT,Ten\n1,a\0b\n" * 40), ("workbook.unknown",)),
    "no encoding": (text("STT,Tên\n1,Nguyễn\n".encode("utf-16")[:-1]), ("workbook.encoding",)),
    "a quotation mark that is never closed": (text('STT,Ten\n1,"a\n' + "2,b\n" * 50_000), ("workbook.quote_open",)),
    "a page of 9,000,000 cells": (
        streamed(swollen(b"<table><tr>", b"<td colspan=100>x", 2 * MB, b"</table>")),
        ("workbook.too_many_cells", "workbook.too_many_rows"),
    ),
    "a PDF": (text(b"%PDF-1.7\n" + b"x" * 100), ("workbook.unknown",)),
}

_CODES: Final = b"serial,question,value,reason,id,phone,text,time\n"
_STRICT: Final[dict[str, tuple[Make, tuple[str, ...]]]] = {
    "150 MB": (streamed(swollen(_CODES, b"a", 150 * MB, b"\n")), ("workbook.too_big",)),
    "one cell of 90 MB": (streamed(swollen(_CODES, b"a", 90 * MB, b"\n")), ("keyed.csv_syntax",)),
    "one line of 12,000,000 cells": (streamed(swollen(_CODES, b"1,", 24 * MB, b"\n")), ("workbook.too_many_cells",)),
    "5,000,000 lines": (streamed(swollen(_CODES, b"\n", 4_200_000, b"\n")), ("workbook.too_many_cells",)),
    "UTF-16": (text("serial,Q1\n1,4\n".encode("utf-16")), ("keyed.utf16",)),
    "no encoding": (text(_CODES + b"\xff\xc3\x28,1\n"), ("keyed.not_utf8",)),
    "bytes of nothing": (sparse(MB), ("workbook.empty",)),
    "a mark that is never closed": (text(_CODES + b'1,"a\n' * 50_000), ("keyed.csv_syntax",)),
}


def _tables() -> Iterator[Attack]:
    """Each hostile table by two of the commands that read one, in turn; bombs by the sample list's and another one."""
    ways = list(TABLES.values())
    for number, (name, (make, codes)) in enumerate((_BOMBS | _BOOKS).items()):
        yield Attack(name, ".xlsx", make, (ways[number % len(ways)], ways[(number + 4) % len(ways)]), codes)
    loose = [TABLES[each] for each in ("sample list", "units", "transactions", "online answers", "interviewers")]
    for number, (name, (make, codes)) in enumerate(_TEXTS.items()):
        yield Attack(name, ".csv", make, (loose[number % len(loose)], loose[(number + 2) % len(loose)]), codes)
    strict = [TABLES[each] for each in ("keyed answers", "decisions", "recheck answers", "serials")]
    for number, (name, (make, codes)) in enumerate(_STRICT.items()):
        yield Attack(f"{name}, of codes", ".csv", make, (strict[number % 4], strict[(number + 1) % 4]), codes)


_FORMS: Final = (("form", "check", "FILE"), ("form", "replace", "SURVEY", "FILE"))
_MAPPINGS: Final = (("online", "SURVEY", "import", "LIST", "--mapping", "FILE"),)
_TOML: Final[dict[str, tuple[Make, tuple[str, ...]]]] = {
    "lists within each other without end": (text("format = 1\na = " + "[" * 400_000), ("toml.syntax",)),
    "tables within each other without end": (
        text("format = 1\n[" + "a." * 200_000 + "a]\n"),
        ("toml.too_deep",),
    ),
    "a number of a million digits": (text("format = " + "9" * 1_000_000), ("toml.syntax",)),
    "a day that is none": (text("format = 1\nday = 2024-02-31\n"), ("toml.syntax",)),
    "a text of 1,000,000 words and dots": (text('format = 1\na = """' + "a" * 900_000 + '"""\n[b\n'), ("toml.syntax",)),
    "one key of 10 MB": (text("format = 1\n" + "a" * (10 * MB) + " = 1\n"), ("toml.too_large",)),
    "500 MB of nothing": (sparse(500 * MB, b"format = 1\n"), ("toml.too_large",)),
    "a key that stands twice": (text("format = 1\nformat = 1\n"), ("toml.syntax",)),
    "no encoding": (text(b'format = 1\ntitle = "\xff\xfe"\n'), ("plan.not_utf8", "online.not_utf8")),
    "a byte of nothing": (text(b'format = 1\ntitle = "\0"\n'), ("toml.syntax",)),
}


def _toml() -> Iterator[Attack]:
    for name, (make, codes) in _TOML.items():
        yield Attack(f"TOML: {name}", ".toml", make, _FORMS, codes)
        yield Attack(f"mapping: {name}", ".toml", make, _MAPPINGS, (*codes, "workbook.too_big"))


_MERGE: Final = (("merge", "SURVEY", "FILE"), ("offices", "SURVEY", "register", "Huyện", "FILE"))
_FOREIGN: Final = (
    *("package.foreign", "package.not_a_zip", "package.bad_name", "package.packed", "package.name_twice"),
    *(
        "package.too_large",
        "signing.not_a_key",
        "package.changed",
        "package.missing_file",
        "handout.damaged",
        "signing.missing_name",
    ),
)
_NAMES: Final = ("manifest.json", "manifest.sig")
_PACKAGES: Final[dict[str, Make]] = {
    "names that lead upwards": forge.twice(*_NAMES, "../x"),
    "names from the root": forge.twice(*_NAMES, "/etc/x"),
    "names on a drive": forge.twice(*_NAMES, "C:\\x"),
    "a link": forge.linked("manifest.json", "/etc/passwd"),
    "a name that stands twice": forge.twice(*_NAMES, "records.csv", "records.csv"),
    "names that differ in case": forge.twice(*_NAMES, "records.csv", "Records.csv"),
    "encrypted entries": forge.changed(forge.twice(*_NAMES), forge.flagged),
    "a bomb": raw_bomb("manifest.json", b"{", b"}", 3000, {"manifest.sig": b"x"}),
    "a wrong sum": forge.changed(forge.twice(*_NAMES), lambda data: data.__setitem__(43, 0)),
    "20,000 entries": zipped([(f"f{n}", b"") for n in range(20_000)], zipfile.ZIP_STORED),
    "zips within each other": zipped({"manifest.json": b"{}", "packages/a.zip": b"PK\x03\x04"}, zipfile.ZIP_STORED),
    "data after the end": forge.changed(
        zipped({"manifest.json": b"{}"}, zipfile.ZIP_STORED), lambda data: data.extend(b"x" * 100_000)
    ),
    "a manifest of deep lists": zipped({"manifest.json": b"[" * 200_000}, zipfile.ZIP_STORED),
    "a manifest of one number": zipped({"manifest.json": b"9" * 2_000_000}, zipfile.ZIP_STORED),
    "500 MB of nothing": sparse(600 * MB, b"PK\x03\x04"),
}

_VERIFY: Final = (("report", "SURVEY", "--verify", "FILE"),)
_CATALOGUE: Final = b"<< /Type /Catalog /Pages 2 0 R >>"
_REPORTS: Final[dict[str, tuple[str, Make]]] = {
    "a stream that unpacks to gigabytes": (
        ".pdf",
        text(
            forge.pdf(
                _CATALOGUE,
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
                forge.stream(bytes(200 * MB)),
            )
        ),
    ),
    "pages that hold each other": (
        ".pdf",
        text(forge.pdf(_CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>")),
    ),
    "a table that leads back to itself": (
        ".pdf",
        text(forge.pdf(_CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>", trailer=b"/Prev 9")),
    ),
    "2,000,000 objects that are not there": (
        ".pdf",
        text(b"%PDF-1.7\nxref\n0 2000000000\ntrailer\n<< /Root 1 0 R /Size 2000000000 >>\nstartxref\n9\n%%EOF\n"),
    ),
    "an array within arrays without end": (".pdf", text(forge.pdf(b"[" * 500_000, root=1))),
    "500 MB of nothing": (".pdf", sparse(500 * MB, b"%PDF-1.7\n")),
    "a document that unpacks to gigabytes": (
        ".docx",
        raw_bomb("word/document.xml", b"<a>", b"</a>", 3000, {"_rels/.rels": b"<a/>"}),
    ),
    "entities in the properties": (
        ".docx",
        zipped({"_rels/.rels": _LAUGHS + b"<Relationships><a>&i;</a></Relationships>"}),
    ),
    "elements without end": (".xlsx", zipped({"_rels/.rels": b"<a>" * 3_000_000})),
    "a foreign workbook": (".xlsx", zipped(workbook())),
}


def _archives() -> Iterator[Attack]:
    for name, make in _PACKAGES.items():
        yield Attack(f"package: {name}", ".zip", make, _MERGE, _FOREIGN)
    for name, (suffix, make) in _REPORTS.items():
        yield Attack(f"report: {name}", suffix, make, _VERIFY, ("verify.foreign", "verify.office"))


_SQLITE: Final = b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20" + bytes(4076)
_SURVEYS: Final[dict[str, Make]] = {
    "nothing": text(b""),
    "another program's database": text(_SQLITE),
    "bytes of nothing": sparse(500 * MB),
    "no survey": text(b"x" * 4096 * 3),
}
_FILL: Final = (("fill", "SURVEY", "FILE", "MAPPING", "OUT"),)
_TEMPLATES: Final = ("a sheet that unpacks to gigabytes", "a sheet full of small cells", "7,000,000 shared texts")


def _files() -> Iterator[Attack]:
    for name, make in _SURVEYS.items():
        yield Attack(f"backup: {name}", ".zip", make, (("restore", "FILE", "NEW"),), ("backup.damaged",), (2, 3))
        yield Attack(
            f"survey: {name}",
            ".sipas",
            make,
            (("check", "FILE"),),
            ("file.foreign", "keys.missing", "keys.damaged"),
            (2, 3),
        )
    for name, make in _PACKAGES.items():
        yield Attack(f"backup: {name}", ".zip", make, (("restore", "FILE", "NEW"),), ("backup.damaged",), (2, 3))
    for name in _TEMPLATES:
        yield Attack(f"template: {name}", ".xlsx", _BOMBS[name][0], _FILL, ("template.", "workbook."))
    for name, (make, _) in _BOOKS.items():
        yield Attack(f"template: {name}", ".xlsx", make, _FILL, ("template.", "workbook."))


_KEYS: Final = ("keys.damaged", "keys.wrong_password", "keys.tampered", "file.foreign", "file.newer")
_LOGO: Final = ("paper.logo_no_png", "paper.logo_too_large")
_NEW: Final = (("new", "NEW", "--plan", "PLAN", "--operator", "Lan"),)


def _more() -> Iterator[Attack]:
    ways = list(TABLES.values())
    for kinds, suffix in ((books.BOOKS, ".xlsx"), (books.TABLES, ".ods"), (books.OLD, ".xls")):
        for number, (name, (make, codes)) in enumerate(kinds.items()):
            yield Attack(f"{suffix}: {name}", suffix, make, (ways[(number * 3) % len(ways)],), codes)
    for name, make in keys_and_pictures.KEYS.items():
        yield Attack(f"key file: {name}", ".sipas", make, (("check", "FILE"),), _KEYS, (2, 3))
    for name, code in keys_and_pictures.CODES.items():
        words = ("recovery", "SURVEY", "restore", "--operator", "Lan")
        yield Attack(f"recovery sheet: {name}", ".txt", text(""), (words,), ("recovery.",), recovery=code)
    for name, make in keys_and_pictures.LOGOS.items():
        yield Attack(f"logo: {name}", ".png", make, _NEW, _LOGO)
    for name, make in keys_and_pictures.REMARKS.items():
        words = ("report", "SURVEY", "remarks", "set", "results", "--from", "FILE")
        yield Attack(f"remark: {name}", ".txt", make, (words,), ("remarks.",))
    for name, make in keys_and_pictures.SCANNED.items():
        done = "" if name.endswith("digits") else "decided 0, already 0, refused 1"
        yield Attack(f"scanned: {name}", ".txt", make, (TABLES["decisions"],), ("keyed.", "serial."), done=done)


ATTACKS: Final = (*_tables(), *_toml(), *_archives(), *_files(), *_more())
