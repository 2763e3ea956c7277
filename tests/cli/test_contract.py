"""What holds for every command: exit codes, one JSON object, one clear line, languages, passwords, names of options."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sipas_desktop.cli import plans
from sipas_desktop.cli.usage import usage_refusal
from sipas_desktop.store import queries
from tests.cli.calls import PASSWORD, Done, Sipas, row, write_csv

Run = Callable[..., Done]


@pytest.mark.parametrize(
    "words",
    [
        ["plans", "--bogus"],
        ["plans", "--jso"],  # no abbreviations: a new option must not break a script
        ["nonsense"],
        [],
        ["key", "x.sipas", "--pass", "4", "--from", "a.csv"],
        ["operators", "x.sipas", "add", "Lan", "--role", "boss"],
        ["quota", "--plan", "son-tay-2017", "--transactions", "many"],
    ],
)
def test_a_wrong_call_is_refused_in_one_line(run: Run, words: list[str]) -> None:
    done = run(*words, "--lang", "en")
    assert done.code == 2
    assert done.out == ""
    assert done.line.startswith("sipas")
    assert "--help" in done.line


def test_messages_are_vietnamese_unless_asked_otherwise(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    call = ("quota", "--plan", "không có", "--transactions", 5)
    vi, en = "không có kế hoạch", "there is no plan"
    assert vi in run(*call).line
    assert en in run(*call, "--lang", "en").line
    assert en in run("--lang", "en", *call).line
    assert en in run("--lang=en", *call).line
    monkeypatch.setenv("SIPAS_LANG", "en")
    assert en in run(*call).line
    assert vi in run(*call, "--lang", "vi").line
    assert "không có tham số" in run("plans", "--bogus", "--lang", "vi").line
    monkeypatch.setenv("SIPAS_LANG", "fr")
    assert vi in run(*call).line


def test_without_a_terminal_the_password_comes_from_the_environment_or_not_at_all(
    sipas: Sipas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SIPAS_PASSWORD")
    done = sipas("new", sipas.survey, "--plan", "son-tay-2017")
    assert done.code == 2
    assert done.out == ""
    assert "SIPAS_PASSWORD" in done.line
    assert not sipas.survey.exists()
    assert list(sipas.folder.iterdir()) == []


def test_the_password_of_a_new_operator_has_a_variable_of_its_own(
    survey: Sipas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SIPAS_NEW_PASSWORD")
    before = survey.facts()
    done = survey("operators", survey.survey, "add", "Nga", "--role", "keyer")
    assert done.code == 2
    assert "SIPAS_NEW_PASSWORD" in done.line
    assert survey.facts() == before
    monkeypatch.setenv("SIPAS_NEW_PASSWORD", "khác hẳn")
    survey.done("operators", survey.survey, "add", "Nga", "--role", "keyer")
    assert survey("status", survey.survey, by="Nga").code == 2
    monkeypatch.setenv("SIPAS_PASSWORD", "khác hẳn")
    assert survey("status", survey.survey, by="Nga").code == 0


def test_no_option_takes_a_password(run: Run, survey: Sipas) -> None:
    assert survey("status", survey.survey, "--password", PASSWORD).code == 2


def test_the_operator_comes_from_option_variable_or_is_admin(
    run: Run, survey: Sipas, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = ("index", survey.survey, "--json")
    assert run(*call).code == 0
    monkeypatch.setenv("SIPAS_OPERATOR", "Lan")
    assert "Lan" in run(*call).line
    assert run(*call, "--operator", "admin").code == 0
    assert run(*call, "--operator", "Không Ai").code == 2


@pytest.mark.parametrize("code", ["wrong password", "absent file", "no survey"])
def test_a_survey_that_cannot_be_opened_is_refused(survey: Sipas, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    path = survey.survey
    if code == "wrong password":
        monkeypatch.setenv("SIPAS_PASSWORD", "sai")
    else:
        path = survey.folder if code == "no survey" else survey.folder / "không có.sipas"
    for call in (("status", path), ("check", path), ("index", path)):
        done = survey(*call)
        assert done.code == 2
        assert done.out == ""
        assert done.line


def test_a_server_that_does_not_answer_is_refused_in_one_line(sipas: Sipas) -> None:
    done = sipas("new", "postgresql://127.0.0.1:1/khao-sat", "--plan", "son-tay-2017")
    assert done.code == 2
    assert "127.0.0.1" in done.line and done.out == ""


def test_a_bug_is_told_from_a_refusal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("Lê Thị Hoa")

    monkeypatch.setattr(plans, "presets", broken)
    done = run("plans", "--json")
    assert done.code == 1
    assert done.out == ""
    assert "ZeroDivisionError" in done.err and "test_contract.py:" in done.err
    assert "Hoa" not in done.err, "what a bug says may name people, and is kept in logs"
    assert "lỗi của chương trình" in done.err.splitlines()[-1]


def test_stopping_a_command_is_no_bug(survey: Sipas, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(queries, "ledger", stop)
    done = survey("status", survey.survey)
    assert done.code == 130
    assert done.line


def test_options_may_stand_before_and_behind_the_command(run: Run, survey: Sipas) -> None:
    for call in (
        ("--json", "--operator", "Hà", "ballots", survey.survey, "list"),
        ("ballots", "--json", "--operator", "Hà", survey.survey, "list"),
        ("ballots", survey.survey, "--json", "list", "--operator", "Hà"),
        ("ballots", survey.survey, "list", "--operator", "Hà", "--json"),
    ):
        assert run(*call).json == {"ballots": []}


def test_help_and_version_are_printed(run: Run) -> None:
    assert run("--help").code == 0
    assert "SIPAS_PASSWORD" in run("--help").out
    assert "--batch" in run("receive", "--help").out
    assert run("--version").out.startswith("sipas ")


def _process(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SIPAS_")}
    # An old code page as on Windows: what is printed must not depend on it.
    environment |= {"SIPAS_PASSWORD": PASSWORD, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path.cwd())}
    program = "import sys; from sipas_desktop.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_real_process_works_in_a_folder_with_spaces_and_marks(sipas: Sipas) -> None:
    made = _process(sipas.folder, "new", "phiếu hỏi.sipas", "--plan", "son-tay-2017", "--json")
    assert made.returncode == 0, made.stderr
    assert made.stdout == '{"survey": "phiếu hỏi.sipas", "plan": "son-tay-2017", "forms": ["phieu"]}\n'
    refused = _process(sipas.folder, "new", "phiếu hỏi.sipas", "--plan", "son-tay-2017", "--json")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "phiếu hỏi.sipas đã có; chọn tên khác\n"
    printed = _process(sipas.folder, "ballots", "phiếu hỏi.sipas", "print", "in phiếu.pdf", "--count", 2)
    assert printed.returncode == 0, printed.stderr
    assert (sipas.folder / "in phiếu.pdf").read_bytes().startswith(b"%PDF")


def test_output_that_nobody_reads_to_its_end_is_no_bug(sipas: Sipas) -> None:
    program = (
        "import sys; from sipas_desktop.cli.terminal import Result; from sipas_desktop.cli import plans, main\n"
        "plans._plans = lambda args: Result({}, ['x' * 100] * 10000); sys.exit(main(['plans']))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    with process:
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_closed_streams_are_no_bug(sipas: Sipas) -> None:
    program = (
        "import sys; from sipas_desktop import cli\n"
        "sys.stdout = sys.stderr = None; sys.exit(10 * cli.main(['plans']) + cli.main(['form', 'check', 'x.toml']))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=sipas.folder, check=False).returncode == 2


def test_running_the_same_file_again_changes_nothing(survey: Sipas) -> None:
    serials = survey.received(2)
    file = write_csv(survey.folder / "lần 1.csv", [row(serial) for serial in serials])
    assert survey.key("Lan", 1, file).json["keyed"] == 2
    before = survey.facts()
    again = survey.key("Lan", 1, file)
    assert (again.code, again.json) == (0, {"keyed": 0, "already": 2, "refused": []})
    assert survey.facts() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "sipas: chưa có tên lệnh"),
        (["operators", "x.sipas"], "sipas operators: chưa có tên lệnh"),
        (["operators", "x.sipas", "frob"], "không có lệnh “frob”; các lệnh: add, list, roles"),
        (["nghĩ ra"], "không có lệnh “nghĩ ra”; các lệnh: plans, form, quota"),
        (["quota", "--plan", "p"], "còn thiếu --transactions"),
        (["quota", "--plan", "p", "--transactions", "nhiều"], "--transactions cần một số nguyên, tìm thấy “nhiều”"),
        (["demo", "d", "--error-rate", "1%"], "--error-rate cần một số (dấu chấm thập phân), tìm thấy “1%”"),
        (["key", "x.sipas", "--pass", "4", "--from", "a.csv"], "--pass không nhận “4”; chọn một trong: 1, 2, 3"),
        (["operators", "x.sipas", "add", "Nga", "--role", "sếp"], "--role không nhận “sếp”; chọn một trong: keyer, "),
        (["quota", "--plan"], "sau --plan chưa có giá trị"),
        (["ballots", "x.sipas", "reprint", "a.pdf"], "còn thiếu SERIAL, --reason"),
        (["operators", "x.sipas", "badge", "Nga"], "cần một trong các tham số OUT.pdf --remove"),
        (["operators", "x.sipas", "badge", "Nga", "a.pdf", "--remove"], "--remove không đi cùng OUT.pdf"),
        (["plans", "--json=1"], "--json không nhận giá trị, tìm thấy “1”"),
        (["plans", "--jsn", "thừa"], "không có tham số --jsn thừa"),
    ],
)
def test_a_wrong_call_is_explained_in_vietnamese(run: Run, words: list[str], said: str) -> None:
    line = run(*words).line
    assert said in line
    for english in ("argument", "expected", "invalid", "required", "choose", "recognized"):
        assert english not in line


def test_what_argparse_may_say_one_day_is_passed_on() -> None:
    assert "argument X: odd" in usage_refusal("sipas", "argument X: odd").words("vi")
