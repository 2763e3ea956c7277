"""Made-up people: respondents with their answers, operators, members of a sample list. No name is of a real person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sipas_desktop.demo.chance import Chance
from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.skips import skipped

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
MIDDLE = ("Thị", "Văn", "Thu", "Minh", "Ngọc", "Đức", "Thanh", "Hữu")
GIVEN = (
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hòa",
    "Khánh",
    "Lan",
    "Mai",
    "Nga",
    "Oanh",
    "Phúc",
    "Quyên",
    "Sơn",
)
STREETS = ("Đường số 1", "Đường số 2", "Ngõ 5", "Thôn Đông", "Thôn Đoài", "Xóm Chùa", "Tổ dân phố 3")
COMMENTS = (
    "Thời gian chờ còn lâu, đề nghị bố trí thêm người tiếp nhận.",
    "Hướng dẫn chưa rõ, phải đi lại hai lần.",
    "Chỗ ngồi chờ chật, mùa hè nóng.",
    "Cán bộ nhiệt tình, không có ý kiến gì thêm.",
    "Đề nghị niêm yết phí, lệ phí dễ nhìn hơn.",
)
OTHER_PROCEDURES = ("Xin xác nhận hộ nghèo", "Đổi sổ hộ khẩu cũ", "Hỏi về đền bù giải phóng mặt bằng")
OTHER_UNITS = ("một cửa ở trên phố", "trụ sở cũ")


@dataclass(frozen=True)
class DemoOperator:
    """A simulated clerk."""

    name: str
    roles: tuple[str, ...]


OPERATORS = (
    DemoOperator("Trần Thị Lan", ("keyer",)),
    DemoOperator("Lê Thu Mai", ("keyer",)),
    DemoOperator("Phạm Văn Hòa", ("adjudicator",)),
    DemoOperator("Vũ Ngọc Hà", ("office",)),
)


EVERYBODY = (DemoOperator("admin", ("administrator",)), *OPERATORS)  # who may sign in
PASSWORD = "sipas-demo"  # of made-up people on made-up data


def name_of(chance: Chance, number: int) -> str:
    """A person's name."""
    parts = (FAMILY, MIDDLE, GIVEN)
    return " ".join(chance.one_of(words, "name", number, place) for place, words in enumerate(parts))


def respondent(form: Form, chance: Chance, number: int, catalogues: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """What respondent ``number`` marked on her ballot: question → answer. Most are satisfied, some leave gaps."""
    mood = chance.share("mood", number)
    return with_skips(
        form, {question.code: _marked(question, chance, number, mood, catalogues) for question in form.questions}
    )


def with_skips(form: Form, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """``answers`` as the ballot has them: skipped where others lead past a question, blank where they do not."""
    due = skipped(form, {code: answer.value for code, answer in answers.items()})
    return {
        code: Answer(a.SKIPPED) if code in due else Answer(a.BLANK) if answer.value == a.SKIPPED else answer
        for code, answer in answers.items()
    }


def _marked(
    question: Question, chance: Chance, number: int, mood: float, catalogues: Mapping[str, Sequence[str]]
) -> Answer:
    name = (number, question.code)
    odd = chance.share("odd", *name)
    if question.kind in (Kind.LONG_TEXT, Kind.SHORT_TEXT):
        return Answer(a.WRITTEN, chance.one_of(COMMENTS, "words", *name)) if odd < 0.15 else Answer(a.BLANK)
    if odd < 0.012:
        return Answer(a.BLANK)
    if odd < 0.017:
        return Answer(a.OVERMARKED)
    if odd < 0.019:
        return Answer(a.ILLEGIBLE)
    if question.kind in (Kind.UNIT, Kind.PROCEDURE):
        codes = catalogues.get(question.kind, ())
        others = OTHER_UNITS if question.kind is Kind.UNIT else OTHER_PROCEDURES
        if odd < 0.04 or not codes:
            return Answer(a.WRITTEN, chance.one_of(others, "other", *name))
        return Answer(chance.one_of(codes, "code", *name))
    if question.scale is not None:
        if question.no_opinion and odd > 0.97:
            return Answer(a.NO_OPINION)
        levels = [level.code for level in question.scale.levels]
        return Answer(chance.weighted(levels, _weights(len(levels), mood), "level", *name))
    if question.options:
        picked = chance.one_of(question.options, "option", *name)
        return Answer(picked.code, chance.one_of(COMMENTS, "words", *name) if picked.words else None)
    if question.kind is Kind.DATE:
        return Answer(f"2024-09-{1 + int(chance.share('day', *name) * 28):02d}")
    if question.kind is Kind.DOSSIER:
        return Answer(a.WRITTEN, f"000.00.04.G22-240905-{int(chance.share('dossier', *name) * 9999):04d}")
    low = question.minimum or 0
    high = min(question.maximum if question.maximum is not None else low + 5, low + 5)
    return Answer(str(low + int(chance.share("number", *name) * (high - low + 1))))


def _weights(levels: int, mood: float) -> list[float]:
    """How likely each level is: a respondent's answers lean the same way."""
    centre = 1.5 + (levels - 1.5) * min(1.0, 0.35 + 0.75 * mood)
    return [1.0 / (0.15 + (level - centre) ** 2) for level in range(1, levels + 1)]


def slip(question: Question, right: Answer, chance: Chance, *name: object) -> Answer:
    """What a clerk keys by mistake in place of ``right``: another legal answer, most often a neighbouring key."""
    if question.choices:
        codes = [option.code for option in question.choices if not option.words] + [a.BLANK]
        wrong = [code for code in codes if code != right.value]
        near = [
            code
            for code in wrong
            if code.isdigit() and right.value.isdigit() and abs(int(code) - int(right.value)) == 1
        ]
        return Answer(chance.one_of(near if near and chance.share("near", *name) < 0.7 else wrong, "wrong", *name))
    if right.text is not None and len(right.text) > 1:
        place = int(chance.share("letter", *name) * len(right.text))
        text = (right.text[:place] + right.text[place + 1 :]).strip()
        return Answer(right.value, text if text and text != right.text else right.text + ".")
    return Answer(a.ILLEGIBLE if right.value != a.ILLEGIBLE else a.BLANK)
