"""Two printed reports beside each other: what one of them prints otherwise, by table, row, column or sentence.

``due`` is the report as it must be, made anew; ``found`` the one that is checked. First whole pages are matched, so
that a page that was cut out or moved is one difference; then the words of the others, in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from sipas_desktop.paper import report_runs
from sipas_desktop.paper.report_places import NEXT, Place, Placed, in_chart
from sipas_desktop.paper.report_words import Pages, Word, Words, same_picture

AROUND: Final = 5  # words before and after, by which running words are named
MOST: Final = 90  # letters of them
BEFORE, AFTER = "(“", ".,;:)”"  # marks around a figure or a word
GONE: Final = 0.4  # a page with fewer of its words on the other side is not there: every page has some by chance
IN_CHART: Final = -2  # and lower: what is written in the chart whose caption is the thing with this number
SHORT: Final = 40  # words of a page that is too short to say so
ABOVE: Final = 795.0  # points: where only the number of a page stands


class Kind(StrEnum):
    """What a difference is."""

    PRINTED = "printed"  # other words
    PAGE_MISSING = "page_missing"
    PAGE_ADDED = "page_added"
    PAGE_MOVED = "page_moved"  # ``printed`` and ``expected`` are the numbers of pages
    DRAWN = "drawn"  # the same words, another picture
    FORMULA = "formula"  # of a workbook: the same value, another formula beside it
    FORMAT = "format"  # of a workbook: the number is shown as something else


@dataclass(frozen=True)
class Difference:
    """``page`` is counted from 1, of the found report; of the due one where a page is missing."""

    kind: Kind
    page: int
    where: str = ""
    printed: str = ""
    expected: str = ""
    table: str = ""  # the key of the table


Asked = Callable[[Place | None], bool]  # whether what stands at a place is compared


def everything(place: Place | None) -> bool:
    """Compares all that is printed."""
    return True


def only_at(places: Collection[Place]) -> Asked:
    """Compares these places, but no titles: other parts of the report may stand before them."""

    def asked(place: Place | None) -> bool:
        return place is not None and not place.title and place in places

    return asked


def differences(due: Pages, placed: Sequence[Placed], found: Pages, asked: Asked = everything) -> list[Difference]:
    """What ``found`` prints otherwise than ``due``, page by page."""
    ours = [due.words(number) for number in range(due.count)]
    theirs = [found.words(number) for number in range(found.count)]
    named = _Named(ours, placed)
    differs: list[Difference] = []
    left_due: list[int] = []
    left_found: list[int] = []
    matcher = SequenceMatcher(None, [_texts(page) for page in ours], [_texts(page) for page in theirs], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            left_due += range(i1, i2)
            left_found += range(j1, j2)
        elif asked is everything:
            for ours_at, theirs_at in zip(range(i1, i2), range(j1, j2), strict=True):
                if not same_picture(due.picture(ours_at), found.picture(theirs_at)):
                    differs.append(Difference(Kind.DRAWN, theirs_at + 1))
    if asked is everything:
        differs += _moved(ours, theirs, left_due, left_found)
    differs += _Words(named, ours, theirs, left_due, left_found, asked).found()
    return sorted(differs, key=lambda each: each.page)


def _texts(page: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in page)


def _moved(
    ours: Sequence[Words], theirs: Sequence[Words], left_due: list[int], left_found: list[int]
) -> Iterator[Difference]:
    """Pages that stand at another place; they are taken off both lists."""
    for at in list(left_found):
        for due in left_due:
            if _texts(ours[due]) == _texts(theirs[at]):
                left_due.remove(due)
                left_found.remove(at)
                yield Difference(Kind.PAGE_MOVED, at + 1, printed=str(at + 1), expected=str(due + 1))
                break


@dataclass(frozen=True)
class _Name:
    """What a due word belongs to: words of one name are one figure or one sentence."""

    where: str
    place: Place | None
    about: int  # which placed thing it is, -1 for none


class _Named:
    """Names the due words, a page at a time and only where it is asked."""

    def __init__(self, pages: Sequence[Words], placed: Sequence[Placed]) -> None:
        self._pages, self._placed = pages, placed
        self._names: dict[int, list[_Name]] = {}
        heads: dict[tuple[int, str], list[str]] = {}
        for each in placed:
            if each.place.title and each.place.table:
                heads.setdefault((each.page, each.place.names[0]), []).append(each.place.said)
        self.heads = {" ".join(" ".join(said).split()) for said in heads.values()}  # of each table, over its columns

    def holding(self, page: int, word: Word) -> int:
        """The thing in whose box the word stands; -1 for none."""
        for at, each in enumerate(self._placed):
            if each.page == page and each.holds(word.x, word.y):
                return at
        return -1

    def columns(self, things: Collection[int]) -> set[tuple[str, ...]]:
        """The columns in which these cells stand."""
        return {self._placed[thing].place.names[2:] for thing in things}

    def of(self, page: int, number: int) -> _Name:
        """The name of a word of a page."""
        if page not in self._names:
            self._names[page] = list(self._name(page))
        return self._names[page][number]

    def _name(self, page: int) -> Iterator[_Name]:
        words = self._pages[page]
        things = [self.holding(page, word) for word in words]
        seen: dict[int, int] = {}
        for number, thing in enumerate(things):
            if thing < 0:
                yield self._unplaced(words, things, number)
                continue
            place = self._placed[thing].place
            where = place.where(seen.get(thing, 0)) if place.names else self._around(words, things, number)
            seen[thing] = seen.get(thing, 0) + 1
            yield _Name(where, place, thing)

    def _around(self, words: Words, things: Sequence[int], number: int) -> str:
        near = range(max(0, number - AROUND), min(len(words), number + AROUND + 1))
        return f"“{_shown([words[at].text for at in near if things[at] == things[number]])}”"

    def _unplaced(self, words: Words, things: Sequence[int], number: int) -> _Name:
        """By the words on its line; in a chart, whose caption is drawn after it, by that first."""
        line = [each.text for each in words if abs(each.y - words[number].y) < 2]
        told = _shown(line)
        following = next((thing for thing in things[number:] if thing >= 0), -1)
        if following >= 0 and self._placed[following].place.chart:
            caption = self._placed[following].place
            place = in_chart(caption) if words[number].y <= ABOVE else None
            return _Name(NEXT.join((*caption.names, told)), place, IN_CHART - following)
        return _Name(told, None, -1)


def _shown(words: Sequence[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= MOST else text[:MOST].rstrip() + "…"


@dataclass(frozen=True)
class _At:
    """A word of a document: its page and its number there."""

    page: int
    number: int


class _Words:
    """The words of the pages that are left on both sides."""

    def __init__(
        self,
        named: _Named,
        ours: Sequence[Words],
        theirs: Sequence[Words],
        left_due: Sequence[int],
        left_found: Sequence[int],
        asked: Asked,
    ) -> None:
        self._named, self._ours, self._theirs, self._asked = named, ours, theirs, asked
        self._whole = asked is everything
        self._left_due, self._left_found = left_due, left_found

    def found(self) -> Iterator[Difference]:
        """All differences."""
        due, found = self._left_due, self._left_found
        if len(due) == len(found) and self._whole:
            pairs = list(zip(due, found, strict=True))
            if all(report_runs.alike(_texts(self._ours[a]), _texts(self._theirs[b])) for a, b in pairs):
                for a, b in pairs:
                    yield from self._between([a], [b])
                return
        yield from self._between(due, found)

    def _between(self, due: Sequence[int], found: Sequence[int]) -> Iterator[Difference]:
        ours, theirs = _running(self._ours, due), _running(self._theirs, found)
        if self._whole:
            yield from self._compared(ours, theirs, due, found)
            return
        # What is not compared must not draw what is to its other side, such as a head over a row.
        ours = [at for at in ours if self._asked(self._named.of(at.page, at.number).place)]
        theirs = [at for at in theirs if self._theirs[at.page][at.number].y <= ABOVE]
        differs, lost = self._apart(list(self._runs(ours)), theirs)
        if lost:  # its words may all stand somewhere, so that nothing is named
            differs = list(self._compared(ours, theirs, due, found)) or list(self._replaced(lost, []))
        yield from differs

    def _runs(self, ours: Sequence[_At]) -> Iterator[list[_At]]:
        """What stands together in any report: the cells of a row, the words of a paragraph on a page."""
        run: list[_At] = []
        seen: set[int] = set()  # things of this run
        for at in ours:
            name = self._named.of(at.page, at.number)
            before = self._named.of(run[-1].page, run[-1].number) if run else None
            if before is not None and (at.page != run[-1].page or not _together(before, name, seen, self._named)):
                yield run
                run, seen = [], set()
            run.append(at)
            seen.add(name.about)
        if run:
            yield run

    def _apart(self, runs: Sequence[Sequence[_At]], theirs: Sequence[_At]) -> tuple[list[Difference], Sequence[_At]]:
        """What differs in each run by itself, up to the first that is too much changed to be found; that one."""
        other, start = self._said(self._theirs, theirs), 0
        differs: list[Difference] = []
        for run in runs:
            mine = self._said(self._ours, run)
            at = report_runs.place_of(mine, other, start)
            if at is None:
                return differs, run
            window = theirs[at : at + len(run)]
            for i1, i2, j1, j2 in report_runs.one_by_one(mine, other[at : at + len(run)], 0, 0):
                differs += self._replaced(run[i1:i2], window[j1:j2])
            start = at + len(run)
        return differs, ()

    def _said(self, pages: Sequence[Words], words: Sequence[_At]) -> list[str]:
        return [pages[at.page][at.number].text for at in words]

    def _compared(
        self, ours: Sequence[_At], theirs: Sequence[_At], due: Sequence[int], found: Sequence[int]
    ) -> Iterator[Difference]:
        """Every word beside every other."""
        mine, other = self._said(self._ours, ours), self._said(self._theirs, theirs)
        spans = list(report_runs.spans(mine, other))
        missing, added = self._pages_gone(spans, ours, theirs, due, found) if self._whole else (set(), set())
        yield from (Difference(Kind.PAGE_MISSING, page + 1) for page in missing)
        yield from (Difference(Kind.PAGE_ADDED, page + 1) for page in added)
        for i1, i2, j1, j2 in spans:
            lost = [at for at in ours[i1:i2] if at.page not in missing]
            new = [at for at in theirs[j1:j2] if at.page not in added]
            if self._is_head(self._ours, lost, new) or self._is_head(self._theirs, new, lost):
                continue  # the text above moved the table, whose head stands on the next page once more, or no longer
            if lost:
                yield from self._replaced(lost, new)
            elif new and i1 == i2 and self._whole:
                yield from self._inserted(ours, i1, new)

    def _is_head(self, pages: Sequence[Words], one: Sequence[_At], other: Sequence[_At]) -> bool:
        return not other and " ".join(pages[at.page][at.number].text for at in one) in self._named.heads

    def _pages_gone(
        self,
        spans: Sequence[tuple[int, int, int, int]],
        ours: Sequence[_At],
        theirs: Sequence[_At],
        due: Sequence[int],
        found: Sequence[int],
    ) -> tuple[set[int], set[int]]:
        """Pages of which next to no word stands on the other side."""
        lost = [at.page for i1, i2, _, _ in spans for at in ours[i1:i2]]
        new = [at.page for _, _, j1, j2 in spans for at in theirs[j1:j2]]

        def gone(pages: Sequence[int], words: Sequence[Words], differing: Sequence[int]) -> set[int]:
            return {
                page
                for page in pages
                if len(words[page]) >= SHORT and differing.count(page) > (1 - GONE) * len(words[page])
            }

        return gone(due, self._ours, lost), gone(found, self._theirs, new)

    def _replaced(self, lost: Sequence[_At], new: Sequence[_At]) -> Iterator[Difference]:
        """Due words that are not there, and what stands instead: a difference for each figure or sentence."""
        groups: list[tuple[_Name, list[_At]]] = []
        for at in lost:
            name = self._named.of(at.page, at.number)
            if groups and _same(groups[-1][0], name):
                groups[-1][1].append(at)
            else:
                groups.append((name, [at]))
        shares: list[list[_At]] = [[] for _ in groups]
        if len(new) == len(lost):
            rest = iter(new)
            for share, (_, words) in zip(shares, groups, strict=True):
                share += [next(rest) for _ in words]
        else:
            for at in new:
                thing = self._named.holding(at.page, self._theirs[at.page][at.number])
                fits = [place for place, (name, _) in enumerate(groups) if thing >= 0 and name.about == thing]
                shares[fits[0] if fits else -1].append(at)
        for (name, words), share in zip(groups, shares, strict=True):
            yield from self._one(name, words, share)

    def _inserted(self, ours: Sequence[_At], before: int, new: Sequence[_At]) -> Iterator[Difference]:
        """Words that are too many: they are named after the due word before them."""
        near = ours[max(0, before - 1)] if ours else None
        name = _Name("", None, -1) if near is None else self._named.of(near.page, near.number)
        yield from self._one(name, [], new)

    def _one(self, name: _Name, words: Sequence[_At], share: Sequence[_At]) -> Iterator[Difference]:
        page = (share or words)[0].page + 1
        expected = " ".join(self._ours[at.page][at.number].text for at in words)
        told = [self._theirs[at.page][at.number].text for at in share]
        if not self._whole and len(told) > len(words):  # what is not compared may stand between
            told = _nearest(told, expected, len(words))
        printed = " ".join(told)
        printed, expected = _without_marks(printed, expected)
        table = name.place.table if name.place else ""
        yield Difference(Kind.PRINTED, page, name.where, printed, expected, table)


def _together(one: _Name, other: _Name, seen: Collection[int], named: _Named) -> bool:
    """Whether two words that follow each other are of one paragraph, or of one row of a table."""
    if one.about == other.about:
        return True
    if one.place is None or other.place is None or not other.place.table:
        return False
    same_row = one.place.names[:2] == other.place.names[:2]
    return same_row and other.place.names[2:] not in named.columns(seen)


def _nearest(words: Sequence[str], expected: str, count: int) -> list[str]:
    """The ``count`` words in a row that are most like ``expected``."""
    windows = [words[at : at + count] for at in range(len(words) - count + 1)]
    return list(max(windows, key=lambda window: SequenceMatcher(None, " ".join(window), expected).ratio()))


def _running(pages: Sequence[Words], numbers: Sequence[int]) -> list[_At]:
    """The words of these pages. Of several, without the pages' numbers: what moved to another page has no other number
    in its midst.
    """
    several = len(numbers) > 1
    return [
        _At(page, number)
        for page in numbers
        for number, word in enumerate(pages[page])
        if not (several and word.y > ABOVE and word.text.isdecimal())
    ]


def _without_marks(one: str, other: str) -> tuple[str, str]:
    """Both without the marks around them that are the same."""
    while one and other and one[-1] == other[-1] and one[-1] in AFTER:
        one, other = one[:-1], other[:-1]
    while one and other and one[0] == other[0] and one[0] in BEFORE:
        one, other = one[1:], other[1:]
    return one, other


def _same(one: _Name, other: _Name) -> bool:
    """Whether neighbouring words are one figure or one sentence."""
    if one.place is not None and one.place.names:
        return (one.about, one.where) == (other.about, other.where)
    return one.about == other.about >= 0
