"""Which fields each table of a form in editing has: the form, a question, a heading, a factor, a scale, a block."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain import form_edit as edit
from sipas_desktop.domain import form_edit_codes as codes
from sipas_desktop.domain import form_edit_parts as parts
from sipas_desktop.domain.form import BOX_KINDS, CATALOGUE_KINDS, NUMBER_KINDS, TEXT_KINDS, Kind, Marking, Question
from sipas_desktop.domain.form_edit import OPENING, OPTION_KINDS, Draft
from sipas_desktop.domain.form_edit_skips import can_skip
from sipas_desktop.domain.form_text import Values
from sipas_desktop.gui import plan_words
from sipas_desktop.gui.form_panel import BoxRow, FieldPanel
from sipas_desktop.gui.form_skips import SkipFields
from sipas_desktop.gui.form_tree import row_words

NEW = "+"  # the choice that makes a factor or a scale


class FormFields(FieldPanel):
    """The panel beside the tree."""

    skips: SkipFields | None = None  # those of the question that is shown

    def _show_table(self) -> None:
        place = self.place
        self.skips = None
        if not place:
            self._show_form()
        elif place[0] == "factors":
            self._show_factor()
        elif place[0] == "scales":
            self._show_scale()
        elif place[0] == "blocks" and len(place) == 2:
            self._show_block()
        elif not isinstance(place[-1], int):
            self.say(self.tr("Choose a question in this part."))
        elif "heading" in self.row:
            self.line("number", self.tr("Number"))
            self.lines("heading", self.tr("Words of the heading"))
        elif "block" in self.row:
            self.say(self.tr("The repeated part stands here; its questions are below."))
        else:
            self._show_question()

    # -- the form and its parts ---------------------------------------------------------------------------------

    def _show_form(self) -> None:
        self._list("title", self.tr("Title (one line each)"))
        self.lines("subtitle", self.tr("Line below the title"))
        self._list("opening", self.tr("Lines before the table ({code}: dotted line)").replace("{code}", "{…}"))
        self.lines("instruction", self.tr("How to mark"))
        self.lines("notice", self.tr("Notice on personal data"))
        self.lines("consent", self.tr("Asked before a telephone number is noted"))
        heads = self.tr("Heads of the table's three columns (one line each)")
        self.list_lines(
            "columns",
            heads,
            parts.columns_of(self.draft),
            lambda text: parts.set_columns(self.draft, [line.strip() for line in text.split("\n")]),
        )
        marks = [(words, "" if value == Marking.BOX else value) for words, value in _markings()]
        self.choice("marking", self.tr("Marking"), marks, self.setting("marking"), _unless_box(self.row))
        self.lines("composed", self.tr("From what it was put together, where the plan prints no ballot"))

    def _show_factor(self) -> None:
        self.line("title", self.tr("Title of the factor"))
        factors = self.draft.values.get("factors", ())
        own = self.row.get("code")
        holds_others = any(each.get("within") == own for each in factors)
        around = [
            (str(each.get("title")), str(each.get("code")))
            for each in factors
            if each.get("code") != own and not each.get("within") and not holds_others
        ]  # groups are two deep
        self.choice("within", self.tr("Part of the factor"), [("–", ""), *around], self.setting("within"))
        self.line(
            "code",
            self.tr("Code, for files"),
            change=lambda code: codes.set_factor_code(self.draft, self.place, code.strip()),
        )

    def _show_scale(self) -> None:
        levels = [
            (str(each.get("code")), str(each.get("label", "")), bool(each.get("satisfied")))
            for each in self.row.get("levels", ())
        ]
        new = QCoreApplication.translate("FormFields", "New level")
        self.boxes(
            "levels",
            self.tr("Levels, from the lowest up"),
            levels,
            (self.tr("Code"), self.tr("Level"), self.tr("Satisfied")),
            self._with_levels,
            lambda _: ("", new, False),
            fixed_codes=True,
        )
        self.tick(
            "descending",
            self.tr("Printed from the highest level down"),
            lambda draft, place, on: edit.put(draft, place, descending=on or None),
        )
        self.tick(
            "columns",
            self.tr("Printed as a matrix, one column a level"),
            lambda draft, place, on: edit.put(draft, place, columns=on or None),
        )
        self.line("no_opinion", self.tr("Words of a “no opinion” box, if there is one"))
        self._marking()
        self.line(
            "code", self.tr("Code"), change=lambda code: codes.set_scale_code(self.draft, self.place, code.strip())
        )

    def _show_block(self) -> None:
        self.line("times", self.tr("How many times it is repeated"), number)
        rows = [row for row in self.draft.values.get("body", ()) if row.get("block") != self.row.get("code")]
        behind = self.tr("behind: {row}")
        where = [(self.tr("nowhere"), ""), (self.tr("at the head"), "0")]
        where += [(behind.format(row=row_words(row)), str(at)) for at, row in enumerate(rows, start=1)]
        at = parts.block_position(self.draft, self.place)
        self.choice(
            "where",
            self.tr("Where it stands among the questions"),
            where,
            lambda value: parts.place_block(self.draft, self.place, int(value) if value else None),
            "" if at is None else str(at),
        )
        code = self.line(
            "code",
            self.tr("Code, the beginning of its questions' codes"),
            change=lambda code: codes.set_block_code(self.draft, self.place, code.strip()),
        )
        code.setReadOnly(any(str(row.get("code", "")) in self.fixed for row in self.row.get("rows", ())))
        self.say(self.tr("In its questions, {n} stands for 1, 2, 3 …"))

    # -- a question ------------------------------------------------------------------------------------------------

    def _show_question(self) -> None:
        row, opening = self.row, self.place[0] == OPENING
        if not opening:
            self.line("number", self.tr("Number"))
        self.lines("text", self.tr("Words of the question"))
        self.line("label", self.tr("Short name, for lists and the report"))
        kinds = [kind for kind in Kind if kind not in self._no_kinds()]
        self.choice(
            "kind",
            self.tr("Kind"),
            [(plan_words.kind(Question("", kind, "", "")), kind.value) for kind in kinds],
            lambda value: edit.set_kind(self.draft, self.place, Kind(value)),
        )
        kind = row.get("kind")
        if kind == Kind.RATED:
            self._scale_of_question()
        if not opening:
            self._factor_of_question()
        if kind == Kind.RATED and self.place[0] == "body":
            self.tick("overall", self.tr("The overall question"), edit.set_overall)
        if kind in OPTION_KINDS:
            self.boxes(
                "options",
                self.tr("Options"),
                edit.options_of(row),
                (self.tr("Code"), self.tr("Option"), self.tr("Asks for words")),
                lambda rows: edit.set_options(self.draft, self.place, rows),
                edit.free_option,
                fixed_codes=False,
            )
        if kind == Kind.CHOICES or kind in NUMBER_KINDS:
            self.line("maximum", self.tr("At most"), number)
        if kind in NUMBER_KINDS:
            self.line("minimum", self.tr("At least"), number)
        if kind in TEXT_KINDS:
            self.line("lines", self.tr("Dotted lines"), number)
        if can_skip(self.draft, self.place):
            self.skips = SkipFields(self)
        if kind in OPTION_KINDS:
            self._marking()
        code = self.line(
            "code",
            self.tr("Code, for files"),
            change=lambda code: codes.set_code(self.draft, self.place, code.strip()),
        )
        code.setReadOnly(str(row.get("code")) in self.fixed)

    def _no_kinds(self) -> frozenset[Kind]:
        if self.place[0] == OPENING:  # written by hand on a dotted line
            return BOX_KINDS
        return CATALOGUE_KINDS | {Kind.RATED} if self.place[0] == "interviewer" else frozenset()

    def _scale_of_question(self) -> None:
        choices = [(scale_words(scale), str(scale.get("code"))) for scale in self.draft.values.get("scales", ())]
        choices.append((self.tr("New scale"), NEW))

        def change(value: str) -> Draft:
            draft = self.draft
            if value == NEW:
                draft, value = edit.add_scale(draft)
            return edit.put(draft, self.place, scale=value)

        self.choice("scale", self.tr("Scale"), choices, change)

    def _factor_of_question(self) -> None:
        factors = self.draft.values.get("factors", ())
        choices = [("–", ""), *((str(each.get("title")), str(each.get("code"))) for each in factors)]
        choices.append((self.tr("New factor"), NEW))

        def change(value: str) -> Draft:
            draft = self.draft
            if value == NEW:
                draft, value = edit.add_factor(draft)
            return edit.put(draft, self.place, factor=value)

        self.choice("factor", self.tr("Factor"), choices, change)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _marking(self) -> None:
        choices = [(self.tr("as the whole form"), ""), *_markings()]
        self.choice("marking", self.tr("Marking"), choices, self.setting("marking"))

    def _list(self, name: str, caption: str) -> None:
        change = self.setting(name, lambda text: text.rstrip("\n").split("\n") if text else [])
        self.list_lines(name, caption, self.row.get(name, ()), change)

    def _with_levels(self, rows: Sequence[BoxRow]) -> Draft:
        return edit.set_levels(self.draft, self.place, [(label, satisfied) for _, label, satisfied in rows])

    def _boxes_settled(self) -> None:
        super()._boxes_settled()
        if self.skips is not None:
            self.skips.refresh()


def number(text: str) -> int | str | None:
    """A number; what is none is left to the linter."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 15 else text or None


def scale_words(scale: Values) -> str:
    """A scale by its code and its ends: "satisfaction (Rất không hài lòng … Rất hài lòng)"."""
    labels = [str(level.get("label", "")) for level in scale.get("levels", ())]
    return f"{scale.get('code')} ({labels[0]} … {labels[-1]})" if labels else str(scale.get("code"))


def _markings() -> list[tuple[str, str]]:
    translate = QCoreApplication.translate
    return [
        (translate("FormFields", "an X in a box"), Marking.BOX.value),
        (translate("FormFields", "a ring around the code"), Marking.CIRCLE.value),
    ]


def _unless_box(row: Values) -> str:
    marking = str(row.get("marking", ""))
    return "" if marking == Marking.BOX else marking
