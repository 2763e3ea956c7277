"""Results: the index and what it rests on, divided, ranked, compared, charts, comments, and the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QGraphicsOpacityEffect, QStackedWidget, QWidget

from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.gui import results_work as views
from sipas_desktop.gui.chart_view import ChartView
from sipas_desktop.gui.latest import Latest
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.results_charts import scrolled, show_charts
from sipas_desktop.gui.results_check import ReportCheck
from sipas_desktop.gui.results_comments import CommentsView
from sipas_desktop.gui.results_compare import CompareView
from sipas_desktop.gui.results_divided import DividedView
from sipas_desktop.gui.results_drill import Drill
from sipas_desktop.gui.results_filter import FilterBar
from sipas_desktop.gui.results_index import IndexView
from sipas_desktop.gui.results_ranking import RankingView
from sipas_desktop.gui.results_report import ReportView, filter_of, preview_pdf
from sipas_desktop.gui.results_table_file import copy_figures, save_table
from sipas_desktop.gui.results_tables import LevelsTable, MissingTable, OfficersTable, UnitsTable
from sipas_desktop.gui.results_words import keys_of_tabs
from sipas_desktop.gui.room import Room, Rooms
from sipas_desktop.gui.table import Table
from sipas_desktop.store import queries

AT_ONCE: Final = 3_000  # settled ballots whose figures are there before anybody sees them missing
FACTS_AT_ONCE: Final = 25_000  # of a survey with so many settled ballots, or with many that are not
DIMMED: Final = 0.45


class ResultsPage(Page):
    """Tabs over the ballots that the filter lets through. What takes long is worked out when its tab is opened."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme, plan = desk.theme, desk.survey.plan
        self.reports = is_allowed(Verb.REPORT, desk.roles)
        self.figures: IndexFigures | None = None
        self._stale: set[QWidget] = set()  # tabs whose content belongs to another filter
        self._many = False  # figures are worked out beside the window
        self._settled_many = False  # and so they stay, whatever is filtered
        self.counting, self.dividing = Latest(self), Latest(self)
        for latest in (self.counting, self.dividing):
            latest.refused.connect(self.refuse)
            latest.broken.connect(self.report_bug)
            latest.busy.connect(self._dim)
        self.add_action(self.tr("Save table …"), "Ctrl+E", self.save_table)
        if self.reports:
            self.add_action(self.tr("Notice"), "F11", self.show_notice)
            self.add_action(self.tr("Save XLSX …"), "F4", self.save_xlsx)
            self.add_action(self.tr("Save DOCX …"), "F3", self.save_docx)
            self.add_action(self.tr("Save report (PDF) …"), "F2", self.save_pdf, primary=True)
        else:
            self.add_action(self.tr("Copy the figures"), "F2", self.copy, primary=True)
        self.filter = FilterBar(plan, theme, self)
        self.filter.changed.connect(self.recompute)
        self.filter.misread.connect(self._no_day)
        self.form = desk.survey.form_of_group(plan.groups[0].code)
        self.tabs = Rooms(self.body)
        self.tabs.entered.connect(self._entered)
        self.content.addWidget(self.filter)
        self.content.addWidget(self.tabs, 1)
        self.tabs.setAccessibleName(self.tr("Views of the results"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setDrawBase(False)
        around = self.tabs.findChild(QStackedWidget)  # to move views there once they are filled takes long
        assert around is not None
        self.index = IndexView(plan, theme, around)
        self.levels = LevelsTable(self.form, theme, around)
        self.missing = MissingTable(self.form, theme, around)
        self.levels_chart, self.factors_chart = ChartView(theme), ChartView(theme)
        self.charts = scrolled(self.tr("Charts"), theme, around, self.levels_chart, self.factors_chart)
        self.units = UnitsTable(theme, around)
        self.divided = DividedView(plan, self.form, self.reports, theme, around)
        self.ranking = RankingView(theme, around)
        self.compare = CompareView(desk, around)
        self.drill = Drill(self)
        self.officers: OfficersTable | None = None  # where online answers name any
        self._comments: Room[CommentsView] | None = None
        self._report: Room[ReportView] | None = None
        for words, view in (
            (self.tr("Index"), self.index), (self.tr("Questions"), self.levels),
            (self.tr("Missing answers"), self.missing), (self.tr("Charts"), self.charts),
            (self.tr("Units"), self.units), (self.tr("Divided"), self.divided),
            (self.tr("Ranking"), self.ranking), (self.tr("Comparison"), self.compare),
        ):  # fmt: skip
            self.tabs.addTab(view, words)
        if self.reports:
            self._comments = self.tabs.add_room(self._make_comments, self.tr("Comments"))
            self._report = self.tabs.add_room(self._make_report, self.tr("Report"))
        self.tabs.currentChanged.connect(self.load_tab)

    @property
    def comments(self) -> CommentsView | None:
        """What respondents wrote; for whoever may make a report."""
        return None if self._comments is None else self._comments.view

    @property
    def report(self) -> ReportView | None:
        """The report as it will be printed; for whoever may make one."""
        return None if self._report is None else self._report.view

    def _make_comments(self, room: QWidget) -> CommentsView:
        view = CommentsView(self.desk, room)
        view.refused.connect(self.refuse)
        view.told.connect(self.notify)
        view.wanted.connect(self.start)
        view.counted.connect(self._topics_changed)
        return view

    def _make_report(self, room: QWidget) -> ReportView:
        view = ReportView(self, room)
        view.changed.connect(self._report_changed)
        view.planned.connect(self._report_planned)
        self.check = ReportCheck(self, view)
        view.add_below(self.check)
        return view

    def _entered(self, view: QWidget) -> None:
        """A view was made, or another filter is in force: what it shows is still to be read."""
        self._stale.add(view)
        if isinstance(view, ReportView):
            view.offer_definition(not self.filter.of_plan)
            view.fit(self.filter.chosen)

    def _made_report(self) -> ReportView | None:
        return None if self._report is None else self._report.made

    def keys(self) -> list[tuple[str, str]]:
        """The keys of all tabs: each means one thing, on whichever tab it works."""
        return keys_of_tabs(self.reports)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Backspace: back to where one looked closer from."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace) and self.drill.back():
            return
        super().keyPressEvent(event)

    def stop(self) -> None:
        """Ends what is worked out."""
        super().stop()
        self.counting.wait()
        self.dividing.wait()

    def focus_first(self) -> None:
        """On the tabs: arrows go through them."""
        self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Lets go of the report's pages; they are laid out again when somebody comes back to them."""
        if (report := self._made_report()) is not None:
            report.let_go()
            self._stale.add(report)

    def refresh(self) -> None:
        """Reads the survey again."""
        self._many = self._many or queries.has_more_facts(self.desk.survey, FACTS_AT_ONCE)
        self.filter.offer_units(queries.catalogue(self.desk.survey, "unit"))
        if self.officers is None and queries.officers(self.desk.survey):
            self.officers = OfficersTable(self.desk.theme, self)
            self.tabs.insertTab(self.tabs.indexOf(self.units) + 1, self.officers, self.tr("Officers"))
        self.recompute()

    def _no_day(self, text: str) -> None:
        words = self.tr("“{text}” is no day: write it as 31/10/2017. The figures are not limited by it.")
        self.notify("error", words.format(text=text))

    # -- figures --------------------------------------------------------------------------------------------

    def recompute(self) -> None:
        """The figures of the filter in force; where counting takes long the old ones stay, dimmed, until then."""
        survey, many = self.desk.survey, self._settled_many
        chosen, definition = self.filter.chosen, self.filter.definition

        def work() -> tuple[IndexFigures, int]:
            figures = queries.figures(survey, chosen, definition)
            ledger = None if many else queries.ledger(survey)
            return figures, AT_ONCE + 1 if ledger is None else ledger.settled + ledger.online

        self.counting.ask(work, self._counted, beside=self._many)

    def _counted(self, found: tuple[IndexFigures, int]) -> None:
        """The open tab is filled, the others when they are opened."""
        figures, settled = found
        if self.notice.kind == "error":
            self.notice.clear()
        self._use_form()
        self.figures = figures
        self._settled_many = settled > AT_ONCE
        self._many = self._many or self._settled_many
        self.set_status(self.tr("Figures of %n settled ballot(s).", "", figures.ballots.settled))
        if not settled:
            self.show_empty(
                self.tr(
                    "No ballot is settled yet. Figures appear as soon as ballots were keyed twice and what differed "
                    "was settled."
                )
            )
            return
        self.show_content()
        self._stale.clear()
        for view in self.tabs.views():
            self._entered(view)
        self.load_tab()

    def _dim(self) -> None:
        """Old figures are seen to be old."""
        busy = self.figures is not None and (self.counting.running or self.dividing.running)
        effect = QGraphicsOpacityEffect(self.tabs) if busy else None
        if effect is not None:
            effect.setOpacity(DIMMED)
        self.tabs.setGraphicsEffect(effect)  # type: ignore[arg-type]

    @property
    def counts_beside(self) -> bool:
        """Whether there are so many ballots that figures are worked out beside the window."""
        return self._many

    def renew(self, view: QWidget) -> None:
        """Something else is wanted of ``view``."""
        self._stale.add(view)
        self.load_tab()

    def load_tab(self) -> None:
        """Fills the open tab where it shows another filter's figures or none."""
        view = self.tabs.currentWidget()
        if self.figures is None or view not in self._stale:
            return
        decimals = self.desk.survey.plan.decimals
        if isinstance(view, ReportView) and self.task_line.running:
            QTimer.singleShot(200, self.load_tab)  # its turn comes
            return
        self._stale.discard(view)
        if view is self.index:
            self.index.fill(self.figures)
            self.dividing.ask(*views.definitions(self), beside=self._many)
        elif view is self.levels:
            self.levels.fill(self.figures, decimals)
        elif view is self.missing:
            self.missing.fill(self.figures)
        elif view is self.charts:
            show_charts(self.levels_chart, self.factors_chart, self.figures, self.form, self.desk.survey.plan)
        elif isinstance(view, CommentsView):
            view.set_form(self.form)
            view.load()
        elif view is self.divided:
            self.dividing.ask(*views.divided(self), beside=self._many)
        elif view is self.ranking:
            self.dividing.ask(*views.ranked(self), beside=self._many)
        elif view is self.compare:
            self.dividing.ask(*views.compared(self), beside=self._many or self.compare.of_file)
        elif view is self.units:
            self.dividing.ask(*views.units(self), beside=self._many)
        elif view is self.officers:
            self.dividing.ask(*views.officers(self), beside=self._many)
        elif isinstance(view, ReportView):
            view.let_go()
            view.remarks.load(self.filter.chosen)
            self.start(self.tr("Laying out the report"), self._preview_work(view), view.show_pages)

    def copy(self) -> None:
        """The index, what it rests on, and the open tab's table, to the clipboard."""
        copy_figures(self, self._table())

    def save_table(self) -> None:
        """The open tab's table as a file; comments as the list of them, with their topics, whatever is searched."""
        if isinstance(view := self.tabs.currentWidget(), CommentsView):
            view.choose_file()
        else:
            save_table(self, self._table())

    def _table(self) -> Table | None:
        """The table that is worked in: of two on a tab, the one with the cursor."""
        view = self.tabs.currentWidget()
        if view is self.index:
            of_definitions = self.index.definitions.isAncestorOf(self.focusWidget() or self)
            return (self.index.definitions if of_definitions else self.index.factors).table
        table = getattr(view, "table", None)
        return table if isinstance(table, Table) else None

    # -- report ---------------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """The report as PDF."""
        self._save(".pdf", self.tr("PDF files (*.pdf)"))

    def save_docx(self) -> None:
        """The report as DOCX."""
        self._save(".docx", self.tr("Word documents (*.docx)"))

    def save_xlsx(self) -> None:
        """The report as XLSX."""
        self._save(".xlsx", self.tr("Excel workbooks (*.xlsx)"))

    def show_notice(self) -> None:
        """The notice that publishes the results, to be looked at and saved."""
        if self.report is not None:
            self.report.choose_notice()
            self.tabs.setCurrentWidget(self.report)

    def _save(self, suffix: str, kinds: str) -> None:
        survey = self.desk.survey
        report = self._made_report()
        notice = report is not None and report.is_notice
        name = self.tr("notice-{plan}") if notice else self.tr("report-{plan}")
        proposed = survey.beside(name.format(plan=survey.plan.id) + suffix)
        picked, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), str(proposed), kinds)
        if picked:
            out = Path(picked)
            self.save_to(out if out.suffix.lower() == suffix else out.with_name(out.name + suffix))

    def save_to(self, out: Path) -> None:
        """Makes the report and writes it to ``out``, whose ending names the kind."""
        if self.report is None:
            return
        survey, chosen, definition = self.desk.survey, self.filter.chosen, self._printed_definition()
        wanted = self.report.wanted()

        def work(progress: Callable[[int, int], None]) -> Path:
            from sipas_desktop.jobs.report import make_report

            progress(0, 1)
            make_report(survey, out, chosen, definition=definition, wanted=wanted)
            return out

        self.start(self.tr("Making the report"), work, self._saved)

    def _saved(self, out: Path) -> None:
        self.notify("ok", self.tr("The report is saved: {file}").format(file=out))
        self.survey_changed.emit()
        if self.report is not None and out.suffix.lower() == ".pdf":
            self._stale.discard(self.report)
            self.report.show_saved(out)
            self.tabs.setCurrentWidget(self.report)

    # -- inside ---------------------------------------------------------------------------------------------

    def _printed_definition(self) -> IndexDefinition:
        report = self._made_report()
        own = report is not None and report.own_definition.isChecked()
        return self.filter.definition if own else self.desk.survey.plan.index

    def _preview_work(self, report: ReportView) -> Callable[[Callable[[int, int], None]], bytes]:
        survey, chosen, definition = self.desk.survey, self.filter.chosen, self._printed_definition()
        wanted = report.wanted()

        def work(progress: Callable[[int, int], None]) -> bytes:
            return preview_pdf(survey, chosen, definition, wanted, progress)

        return work

    def _topics_changed(self) -> None:
        if (report := self._made_report()) is not None:
            self._stale.add(report)

    def _report_changed(self) -> None:
        if (report := self._made_report()) is not None:
            self.renew(report)

    def _report_planned(self) -> None:
        """The filter becomes that of the plan's report, and with it all that the page shows."""
        if (report := self._made_report()) is not None and report.report is not None:
            self.filter.choose(filter_of(report.report))

    def _use_form(self) -> None:
        """Another group may have another form: its tables are made anew."""
        group = self.filter.chosen.group or self.desk.survey.plan.groups[0].code
        form = self.desk.survey.form_of_group(group)
        if form.sha256 == self.form.sha256:
            return
        self.form = form
        self.divided.set_form(form)
        levels, missing = LevelsTable(form, self.desk.theme, self), MissingTable(form, self.desk.theme, self)
        for old, new in ((self.levels, levels), (self.missing, missing)):
            at, words = self.tabs.indexOf(old), self.tabs.tabText(self.tabs.indexOf(old))
            current = self.tabs.currentIndex()
            self.tabs.blockSignals(True)
            self.tabs.removeTab(at)
            old.deleteLater()
            self.tabs.insertTab(at, new, words)
            self.tabs.setCurrentIndex(current)
            self.tabs.blockSignals(False)
        self.levels, self.missing = levels, missing
        self.drill.follow(levels)
