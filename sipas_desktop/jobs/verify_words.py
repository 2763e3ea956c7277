"""What came of checking a report, in lines for people: the same in a terminal and in the window."""

from __future__ import annotations

from sipas_desktop import __version__
from sipas_desktop.errors import words
from sipas_desktop.jobs.verified import Differs, Verified


def told(found: Verified, lang: str) -> list[str]:
    """First whether it is right, then what the comparison rests on, then every difference."""
    if not found.ok:
        lines = [words("verify.is_wrong", lang, count=len(found.differs))]
    elif found.figures is not None:
        lines = [words("verify.figures_right", lang)]
    elif found.not_checked:
        lines = [words("verify.is_right_so_far", lang)]
    else:
        lines = [words("verify.is_right", lang)]
    if found.figures is not None:
        compared, due = found.figures
        lines.append(words("verify.figures", lang, compared=compared, due=due))
    if found.since:
        lines.append(words("verify.since", lang, count=found.since))
    if found.program != __version__:
        lines.append(words("verify.older", lang, program=found.program))
    if found.ok and not found.same_bytes and not found.not_checked and found.figures is None:
        lines.append(words("verify.saved_anew", lang))
    lines += [_line(each, lang) for each in found.differs]
    lines += [words("verify.not_checked", lang, what=each) for each in found.not_checked]
    lines += [words("verify.own", lang, what=each) for each in found.own]
    return lines


def _line(each: Differs, lang: str) -> str:
    match each.kind:
        case "page_missing":
            return words("verify.page_missing", lang, page=each.page)
        case "page_added":
            return words("verify.page_added", lang, page=each.page)
        case "page_moved":
            return words("verify.page_moved", lang, printed=each.printed, expected=each.expected)
        case "drawn":
            return words("verify.drawn", lang, page=each.page)
        case "head":
            return words("verify.head", lang, printed=each.printed)
        case "day":
            return words("verify.day", lang, printed=each.printed, expected=each.expected)
        case "formula":
            return words("verify.formula", lang, place=each.where, printed=each.printed, expected=each.expected)
        case "format":
            return words("verify.format", lang, place=each.where, printed=each.printed, expected=each.expected)
    if not each.page:
        code = "said_more" if not each.expected else "said_less" if not each.printed else "said"
        return words(f"verify.{code}", lang, place=each.where, printed=each.printed, expected=each.expected)
    if not each.expected:
        return words("verify.printed_more", lang, page=each.page, place=each.where, printed=each.printed)
    if not each.printed:
        return words("verify.printed_less", lang, page=each.page, place=each.where, expected=each.expected)
    return words(
        "verify.printed",
        lang,
        page=each.page,
        place=each.where,
        printed=each.printed,
        expected=each.expected,
    )
