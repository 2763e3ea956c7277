"""Plans from TOML: what plan 302/KH-UBND says, and every mistake found and named."""

import datetime
import re
import shutil
from pathlib import Path

import pytest

from sipas_desktop import paths
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.form_file import check_form
from sipas_desktop.domain.plan import Identity, IndexDefinition, Place, PlanRole, Third, Weighting, Work
from sipas_desktop.domain.plan_file import load_plan, plan_folders, read_catalogue_file, read_plan
from sipas_desktop.domain.quota_rule import Bracket, Per
from sipas_desktop.domain.recheck_rule import SAID, Bound, Consequence, RecheckChannel
from sipas_desktop.domain.sms import FIELDS
from sipas_desktop.domain.toml_reader import BadFile
from sipas_desktop.errors import Refusal

SON_TAY = paths.forms() / "son-tay-2017"
SOURCE = (SON_TAY / "plan.toml").read_text(encoding="utf-8")


def test_what_the_plan_of_son_tay_says() -> None:
    plan, forms = load_plan(SON_TAY)
    assert (plan.id, plan.year, plan.owner) == ("son-tay-2017", 2017, "UBND thị xã Sơn Tây")
    assert plan.title == (
        "Khảo sát, đo lường sự hài lòng của cá nhân, tổ chức đối với sự phục vụ của cơ quan, đơn vị hành chính "
        "nhà nước thuộc thị xã Sơn Tây năm 2017"
    )
    assert plan.identity is Identity.ANONYMOUS
    assert plan.index is IndexDefinition.OVERALL
    assert (plan.target, plan.decimals, plan.waves, plan.weights) == (80, 2, (), {})
    assert plan.fieldwork == (datetime.date(2017, 7, 1), datetime.date(2017, 10, 31))
    assert [(group.code, group.form) for group in plan.groups] == [("to-chuc-ca-nhan", "phieu")]
    assert [channel.paper for channel in plan.channels] == [True]
    (quota,) = plan.quotas
    assert quota.per == (Per.UNIT, Per.PROCEDURE) and quota.average
    assert quota.brackets == (Bracket(0, 99, percent=30), Bracket(100, None, percent=20))
    assert plan.document.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert plan.document.recipients[:3] == ("UBND thành phố Hà Nội", "Sở Nội vụ TP Hà Nội", "Viện NCPT KT-XH Hà Nội")
    assert set(forms) == {"phieu"}
    assert plan.group("to-chuc-ca-nhan") is plan.groups[0]
    assert plan.channel("hom-phieu") is plan.channels[0]
    assert plan.group("x") is plan.channel("x") is plan.reason("x") is None


def test_every_plan_that_ships_can_be_read() -> None:
    folders = plan_folders(paths.forms())
    assert SON_TAY in folders
    for folder in folders:
        plan, forms = load_plan(folder)
        assert {group.form for group in plan.groups} == set(forms)
        read_catalogue_file(folder)


WAVE = '[[waves]]\ncode = "q1"\ntitle = "Quý I"\nstart = 2017-01-01\nend = 2017-03-31\n'
ONLINE = '[[channels]]\ncode = "cong"\ntitle = "Cổng"\nonline = true\n'
SECTOR = '[[sectors]]\ncode = "1"\ntitle = "Đất đai"\n'
MILESTONE = '[[milestones]]\ncode = "m"\ntitle = "Mốc"\nowner = "Văn phòng"\n'
REPORT = '[[reports]]\ncode = "r"\ntitle = "Báo cáo"\n'
FORM_OF_GROUP = 'form = "phieu"\n'
RECHECK = '[recheck]\nchannel = "sms"\n'
REPLIES = '[recheck.replies]\nconfirmed = ["1", "đúng"]\nfailed = ["2"]\n'
VOID = '[[recheck.rules]]\nthen = "void"\n'
ALL = '[[recheck.rules]]\nthen = "recheck_all"\nbound = "lower"\n'
RECHECK_REASON = '[[reasons]]\ncode = "recheck"\ntitle = "Phúc tra không xác nhận"\n'
MISTAKES = [
    ("F000", lambda s: s + "x ="),
    ("F001", lambda s: s.replace("start = 2017-07-01\n", "")),
    ("F001", lambda s: s.replace('issuer = "ỦY BAN NHÂN DÂN\\nTHỊ XÃ SƠN TÂY"\n', "")),
    ("F001", lambda s: s[: s.index("[document]")]),
    ("F002", lambda s: s.replace("start = 2017-07-01", 'start = "01/7/2017"')),
    ("F002", lambda s: s.replace("start = 2017-07-01", "start = 2017-07-01T08:00:00")),
    ("F002", lambda s: s.replace("target = 80", "target = nan")),
    ("F002", lambda s: s.replace("target = 80", f"target = 0x{'f' * 300}")),
    ("F002", lambda s: s.replace("percent = 30", "percent = inf")),
    ("F002", lambda s: s.replace("decimals = 2", "decimals = 2.5")),
    ("F003", lambda s: s.replace('owner = "UBND thị xã Sơn Tây"', 'owner = ""')),
    ("F004", lambda s: s.replace("target = 80", "tagret = 80")),
    ("F004", lambda s: s.replace("percent = 30", "percent = 30\nminimum = 1")),
    ("F005", lambda s: s.replace("format = 1", "format = 9")),
    ("P001", lambda s: s.replace('identity = "anonymous"', 'identity = "secret"')),
    ("P001", lambda s: s.replace('definition = "overall"', 'definition = "@toml.a_text"')),
    ("P002", lambda s: s.replace("percent = 30\n", "")),
    ("P003", lambda s: s.replace("percent = 30", "percent = 101")),
    ("P003", lambda s: s.replace("target = 80", "target = 800")),
    ("P004", lambda s: s.replace("from = 0", "from = 100")),
    ("P005", lambda s: s.replace("from = 100", "from = 99")),
    ("P005", lambda s: s.replace("to = 99\n", "")),
    ("P006", lambda s: s.replace("decimals = 2", "decimals = 5")),
    ("P006", lambda s: s.replace("decimals = 2", "decimals = -1")),
    ("P007", lambda s: s.replace('definition = "overall"', 'definition = "weighted_factors"')),
    ("P008", lambda s: s.replace("end = 2017-10-31", "end = 2017-06-30")),
    ("P008", lambda s: s + WAVE.replace("2017-03-31", "2016-12-31")),
    ("P009", lambda s: s.replace('code = "torn"', 'code = "blank"')),
    ("P009", lambda s: s + WAVE + WAVE),
    ("P034", lambda s: s.replace('definition = "overall"', 'definition = "overall"\nsmall_cell = 2')),
    ("P001", lambda s: s.replace('definition = "overall"', 'definition = "overall"\nweighting = "heavy"')),
    ("P010", lambda s: s.replace("from = 0", "from = -1")),
    ("P010", lambda s: s.replace("percent = 30", "count = -5")),
    ("P010", lambda s: s.replace('definition = "overall"', 'definition = "overall"\nweights = { F1 = 2, F2 = -1 }')),
    ("P011", lambda s: "reasons = []\n" + s[: s.index("[[reasons]]")] + s[s.index("[document]") :]),
    ("P011", lambda s: s[: s.index("[[quota.brackets]]")] + "brackets = []\n" + s[s.index("[[reasons]]") :]),
    ("P003", lambda s: s.replace("percent = 30", "error = 500")),
    ("P016", lambda s: s.replace("average = true", "count = 60")),
    ("P017", lambda s: s[: s.index("[[quota.brackets]]")] + "table = { a = 1 }\n" + s[s.index("[[reasons]]") :]),
    ("P001", lambda s: s.replace('per = ["unit", "procedure"]', 'per = ["unit", "unit"]')),
    ("P011", lambda s: s.replace('per = ["unit", "procedure"]', 'per = ["wave"]')),
    ("P011", lambda s: s.replace('per = ["unit", "procedure"]', 'per = ["sector"]')),
    ("P018", lambda s: s.replace("average = true", 'groups = ["khac"]')),
    ("P018", lambda s: s.replace("average = true", 'waves = ["q1"]') + WAVE.replace("q1", "q2")),
    ("P028", lambda s: s.replace("average = true", "totals = true").replace('per = ["unit", "procedure"]', "per = []")),
    ("P028", lambda s: s.replace("average = true", "totals = true") + ONLINE),
    ("P009", lambda s: s + SECTOR + SECTOR),
    ("P012", lambda s: s.replace('code = "to-chuc-ca-nhan"', 'code = "tổ chức"')),
    ("P012", lambda s: s.replace('form = "phieu"', 'form = "../phieu"')),
    ("F001", lambda s: s + MILESTONE + "working_days = 5\n"),
    ("F002", lambda s: s + MILESTONE + 'before = "05/10/2017"\n'),
    ("F004", lambda s: s + MILESTONE + "after = 2017-10-31\n"),
    ("P001", lambda s: s.replace('adjudicated_by = "office"', 'adjudicated_by = "bank"')),
    ("P001", lambda s: s.replace("[keying]\n", '[keying]\nthird = "wins"\n')),
    ("P001", lambda s: s.replace('role = "observer"', 'role = "spy"')),
    ("P001", lambda s: s + MILESTONE + 'work = "rest"\n'),
    ("P001", lambda s: s + '[recheck]\nchannel = "letter"\n'),
    ("P003", lambda s: s + '[recheck]\nchannel = "sms"\npercent = 101\n'),
    ("P003", lambda s: s + '[recheck]\nchannel = "sms"\nhonest_failed = 100\n'),
    ("P003", lambda s: s + '[recheck]\nchannel = "sms"\nhonest_failed = -1\n'),
    ("P060", lambda s: s + RECHECK + "minimum = 1001\n"),
    ("P061", lambda s: s + RECHECK + f'text = "{"a" * 601}"\n' + REPLIES),
    ("P062", lambda s: s + RECHECK + 'text = "{serial}?"\n' + REPLIES),
    ("T002", lambda s: s + RECHECK + 'text = "{name?"\n' + REPLIES),
    ("F001", lambda s: s + RECHECK + REPLIES),
    ("P011", lambda s: s + RECHECK + 'text = "{name}?"\n'),
    ("P063", lambda s: s + RECHECK + 'text = "{name}?"\n' + REPLIES.replace('"2"', '"2", "ĐÚNG"')),
    ("P063", lambda s: s + RECHECK + 'text = "{name}?"\nignored = ["dung"]\n' + REPLIES),
    ("P063", lambda s: s + RECHECK + 'text = "{name}?"\n' + REPLIES.replace('"2"', '"!"')),
    ("P001", lambda s: s + RECHECK + '[[recheck.rules]]\nthen = "fine"\n'),
    ("P064", lambda s: s + RECHECK + VOID + VOID + RECHECK_REASON),
    ("P065", lambda s: s + RECHECK + '[[recheck.rules]]\nthen = "recheck_all"\nbound = "lower"\n'),
    ("P065", lambda s: s + RECHECK + VOID + "failed_above = 5\n" + RECHECK_REASON),
    ("P003", lambda s: s + RECHECK + ALL + "failed_above = 100\n"),
    ("P066", lambda s: s + RECHECK + VOID.replace("void", "replace")),
    ("P067", lambda s: s + RECHECK + VOID),
    ("P008", lambda s: s + MILESTONE + "start = 2017-10-05\nbefore = 2017-10-05\n"),
    ("P008", lambda s: s + MILESTONE + "start = 2017-10-05\nby = 2017-10-04\n"),
    ("P009", lambda s: s + MILESTONE + MILESTONE),
    ("P012", lambda s: s + REPORT.replace('"r"', '"báo cáo"')),
    ("P020", lambda s: s.replace(FORM_OF_GROUP, FORM_OF_GROUP + 'channels = ["hom-phieu", "thu"]\n')),
    ("P021", lambda s: s + MILESTONE + 'working_days = 5\nafter = "quy-1"\n'),
    ("P021", lambda s: s + REPORT + 'wave = "quy-1"\n'),
    ("P022", lambda s: s + MILESTONE + 'working_days = 0\nafter = "fieldwork"\n'),
    ("P022", lambda s: s + MILESTONE + "working_days = 1001\nafter = 2017-10-31\n"),
    ("P023", lambda s: s + MILESTONE + "before = 2017-11-01\nby = 2017-11-01\n"),
    ("P024", lambda s: s + REPORT + 'group = "khac"\n'),
    ("P025", lambda s: s.replace("target = 80", "")),
    ("P026", lambda s: s.replace("twice = 100", "twice = 50")),
    ("P026", lambda s: s.replace("twice = 100", 'twice = 100\nmode = "sampled"\none_in = 5')),
    ("P001", lambda s: s.replace("twice = 100", 'mode = "none"')),
    ("P001", lambda s: s.replace("twice = 100", '[keying.forms]\nphieu = "none"')),
    ("P029", lambda s: s.replace("twice = 100", 'mode = "sampled"')),
    ("P029", lambda s: s.replace("twice = 100", 'mode = "sampled"\none_in = 1')),
    ("P029", lambda s: s.replace("twice = 100", 'one_in = 1001\n[keying.forms]\nphieu = "sampled"')),
    ("P030", lambda s: s.replace("twice = 100", 'mode = "sampled"\none_in = 5\nlearn = 0')),
    ("P030", lambda s: s.replace("twice = 100", 'mode = "sampled"\none_in = 5\nlimit = 0')),
    ("P030", lambda s: s.replace("twice = 100", 'mode = "sampled"\none_in = 5\nlimit = 1000.0')),
    ("P031", lambda s: s.replace("twice = 100", '[keying.forms]\nmau_02 = "full"')),
    ("P032", lambda s: s.replace("twice = 100", "twice = 100\nbatch = 0")),
    ("P032", lambda s: s.replace("twice = 100", "twice = 100\nbatch = 501")),
    *(("P033", lambda s, line=line: s.replace("twice = 100", f"[keying.checks]\n{line}"))
      for line in ("alike = 1", "alike = 1001", "overall = 0.4", "overall = 10.5", "days = -1", "days = 367",
                   "speed = 0", "speed = 10001")),
    ("P001", lambda s: s.replace("twice = 100", '[keying.checks]\noff = ["W105"]')),
    ("F004", lambda s: s.replace("twice = 100", "[keying.checks]\nfast = 5")),
    ("F002", lambda s: s.replace("twice = 100", '[keying.checks]\nspeed = "quick"')),
    ("F002", lambda s: s.replace("twice = 100", 'twice = 100\nbatch = "fifty"')),
    ("P012", lambda s: s.replace('id = "son-tay-2017"', 'id = "=1+1"')),
    ("P070", lambda s: s.replace("[fieldwork]", "[fieldwork]\nvisits = 0")),
    ("P070", lambda s: s.replace("[fieldwork]", "[fieldwork]\nvisits = 21")),
    ("P071", lambda s: s.replace("[fieldwork]", '[fieldwork]\nreplaced_after = ["gone"]')),
    ("P071", lambda s: s.replace("[fieldwork]", '[fieldwork]\nreplaced_after = ["not_met"]')),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), MISTAKES, ids=[f"{n}-{code}" for n, (code, _) in enumerate(MISTAKES)])
def test_every_mistake_is_found_and_worded(code: str, change) -> None:  # type: ignore[no-untyped-def]
    source = change(SOURCE)
    assert source != SOURCE
    with pytest.raises(BadFile) as caught:
        read_plan(source, "plan.toml")
    assert code in [problem.code for problem in caught.value.problems]
    for lang in ("vi", "en"):
        assert caught.value.words(lang).startswith("plan.toml: ")
        assert re.search(rf"\b{code}\b", caught.value.words(lang))


# ------------------------------------------------------------------------------------------------ plan and forms


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the plan, as an office makes one for the next year."""
    return Path(shutil.copytree(SON_TAY, tmp_path / "son-tay-2018"))


def rewrite(path: Path, old: str, new: str) -> None:
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(BadFile) as caught:
        load_plan(folder)
    for lang in ("vi", "en"):
        assert caught.value.words(lang)
    return [problem.code for problem in caught.value.problems]


def refusal(folder: Path) -> str:
    with pytest.raises(Refusal) as caught:
        load_plan(folder)
    assert caught.value.words("vi")
    return caught.value.code


def test_next_year_s_plan_is_a_copied_folder_with_another_id(folder: Path) -> None:
    assert refusal(folder) == "plan.folder_name"
    rewrite(folder / "plan.toml", 'id = "son-tay-2017"', 'id = "son-tay-2018"')
    assert load_plan(folder)[0].id == "son-tay-2018"


def test_plan_and_forms_must_fit(folder: Path) -> None:
    plan, form = folder / "plan.toml", folder / "phieu.toml"
    rewrite(plan, 'id = "son-tay-2017"', 'id = "son-tay-2018"')
    rewrite(form, 'code = "phieu"', 'code = "mau"')
    assert problems(folder) == ["P013"]
    rewrite(form, 'code = "mau"', 'code = "phieu"')
    rewrite(form, "overall = true\n", "")
    assert problems(folder) == ["P014"]
    rewrite(plan, 'definition = "overall"', 'definition = "weighted_factors"\nweights = { F1 = 0.5, F9 = 0.5 }')
    assert problems(folder) == ["P015"]
    rewrite(plan, "F9 = 0.5", "F2 = 0.5")
    assert load_plan(folder)[0].weights == {"F1": 0.5, "F2": 0.5}
    rewrite(plan, "decimals = 2", 'decimals = 2\nsector_question = "linh_vuc"')
    plan.write_text(plan.read_text(encoding="utf-8") + SECTOR, encoding="utf-8")
    assert problems(folder) == ["P019"]
    row = '[[body]]\ncode = "linh_vuc"\nkind = "choice"\ntext = "Lĩnh vực"\n'
    row += 'options = [{ code = "1", label = "Đất đai" }, { code = "2", label = "Khác" }]\n'
    form.write_text(form.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert load_plan(folder)[0].sector_question == "linh_vuc"


def test_no_code_of_a_mistake_is_untested() -> None:
    files = ("plan_file.py", "plan_work.py", "quota_file.py", "recheck_file.py")
    source = "".join((DOMAIN / file).read_text(encoding="utf-8") for file in files)
    known = {f"P{n:03d}" for n in range(100) if f'"P{n:03d}"' in source}
    assert known == {code for code, _ in MISTAKES if code.startswith("P")} | {"P013", "P014", "P015", "P019"}


def test_files_that_are_missing_or_not_utf8(folder: Path) -> None:
    rewrite(folder / "plan.toml", 'id = "son-tay-2017"', 'id = "son-tay-2018"')
    (folder / "phieu.toml").write_bytes("title = 'Ðô'".encode("cp1252"))
    assert refusal(folder) == "plan.not_utf8"
    (folder / "phieu.toml").unlink()
    assert refusal(folder) == "plan.file_missing"
    assert refusal(folder / "none") == "plan.file_missing"


def test_windows_line_ends_do_not_change_a_plan(folder: Path) -> None:
    rewrite(folder / "plan.toml", 'id = "son-tay-2017"', 'id = "son-tay-2018"')
    before = load_plan(folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_plan(folder) == before


def test_the_catalogue_that_a_preset_starts_with(folder: Path) -> None:
    (folder / "catalogue.toml").write_text('format = 1\n[unit]\n07 = "Xã A"\n1 = "Xã B"\n', encoding="utf-8")
    assert read_catalogue_file(folder) == {"unit": {"07": "Xã A", "1": "Xã B"}}
    (folder / "catalogue.toml").write_text("format = 1\n[units]\n[unit]\n1 = 2\n", encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read_catalogue_file(folder)
    assert [problem.code for problem in caught.value.problems] == ["F002", "F004"]
    (folder / "catalogue.toml").unlink()
    assert read_catalogue_file(folder) == {}


# ------------------------------------------------------------------------------------------------------ the manual

DOMAIN = Path(paths.__file__).parent / "domain"


@pytest.fixture
def manual() -> str:
    path = Path(__file__).parents[2] / "docs" / "forms.md"
    return path.read_text(encoding="utf-8")


def test_the_manual_names_every_key_and_every_mistake(manual: str) -> None:
    for file, least in (
        ("form_file.py", 15), ("plan_file.py", 15), ("quota_file.py", 10), ("plan_work.py", 15), ("holidays.py", 4),
        ("recheck_file.py", 8),
    ):  # fmt: skip
        source = (DOMAIN / file).read_text(encoding="utf-8")
        keys = re.findall(r'take_\w+\("(\w+)"|_one_of\(\w+, "(\w+)"', source)
        assert len(keys) > least
        assert [key for pair in keys for key in pair if key and not re.search(rf"`[^`]*\b{key}\b[^`]*`", manual)] == []
        for code in set(re.findall(r'"([FPW]\d\d\d)"', source)):
            assert code in manual
    for value in (*Kind, *IndexDefinition, *Identity, *Per, *Place, *PlanRole, *Work, *Third):
        assert f"`{value}`" in manual
    for word in (*RecheckChannel, *Consequence, *Bound, *SAID, *(f"{{{name}}}" for name in FIELDS)):
        assert f"`{word}`" in manual


def test_the_manual_s_example_is_a_form_without_mistakes(manual: str) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    checked = check_form(example, "phieu.toml")
    assert (checked.errors, checked.warnings) == ((), ())


def test_a_plan_may_sample_the_second_keying_of_one_form_or_of_all() -> None:
    usual = read_plan(SOURCE, "plan.toml").keying
    assert not usual.samples and not usual.is_sampled("phieu")
    said = 'mode = "sampled"\none_in = 10\nlearn = 20\nlimit = 2.5\n'
    all_forms = read_plan(SOURCE.replace("twice = 100", said), "plan.toml").keying
    assert (all_forms.one_in, all_forms.learn, all_forms.limit) == (10, 20, 2.5)
    assert all_forms.samples and all_forms.is_sampled("phieu")
    without = said + '[keying.forms]\nphieu = "full"\n'
    but_one = read_plan(SOURCE.replace("twice = 100", without), "plan.toml").keying
    assert but_one.samples and not but_one.is_sampled("phieu") and but_one.is_sampled("mau_02")
    only_one = read_plan(SOURCE.replace("twice = 100", 'one_in = 10\n[keying.forms]\nphieu = "sampled"'), "p").keying
    assert only_one.samples and only_one.is_sampled("phieu") and not only_one.is_sampled("mau_02")
    assert (only_one.learn, only_one.limit) == (50, 5.0)


def test_a_plan_says_what_is_too_few_to_publish_and_what_a_ballot_weighs() -> None:
    plan = read_plan(SOURCE, "plan.toml")
    assert (plan.small_cell, plan.weighting) == (5, Weighting.NONE)
    source = SOURCE.replace('definition = "overall"', 'definition = "overall"\nsmall_cell = 10\nweighting = "design"')
    changed = read_plan(source, "plan.toml")
    assert (changed.small_cell, changed.weighting) == (10, Weighting.DESIGN)
