"""Accounts that come, go and change: removal, passwords, badges, the recovery sheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.secret_digits import read_badge_code, recovery_code
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import badges, keys, queries, workflow
from sipas_desktop.store.database import open_by_badge, open_like, open_survey
from tests.store.test_keying import refused
from tests.surveys import ON_SERVER, PASSWORD, Station


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    monkeypatch.setattr("sipas_desktop.store.patience.LONGEST", 0.0)


def told(desk: Station) -> list[tuple[str, str]]:
    """(what, whose) of the facts about the key file."""
    with desk.admin.reading() as conn:
        rows = conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = 'keys_changed' ORDER BY seq").scalars().all()
    return [(said["what"], said["name"]) for said in map(json.loads, rows)]


def whole(desk: Station) -> bool:
    return queries.check_survey(desk.admin).ok


def test_a_removed_account_opens_nothing(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    lan = desk["Lan"]
    code = workflow.issue_badge(desk.admin, "Lan", "2468")
    workflow.remove_operator(desk.admin, "Lan")
    with refused("keys.wrong_password"):
        open_survey(desk.path, "Lan", PASSWORD)
    with refused("badge.unknown"):
        open_by_badge(desk.path, code, "2468")
    with refused("operators.not_listed"):
        workflow.open_batch(lan, "L9")  # she is still signed in somewhere
    assert "Lan" not in [each.name for each in queries.operators(desk.admin)]
    with refused("operators.not_listed"):
        workflow.set_roles(desk.admin, "Lan", ["keyer"])
    assert whole(desk)


def test_who_comes_back_is_the_same_person_and_nobody_else_gets_her_name(desk: Station) -> None:
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial)
    workflow.remove_operator(desk.admin, "Lan")
    with refused("operators.exists"):
        workflow.add_operator(desk.admin, "LAN", ["keyer"], PASSWORD)
    workflow.add_operator(desk.admin, "Lan", ["keyer"], "một câu mới")
    with open_survey(desk.path, "Lan", "một câu mới") as lan, refused("keying.own_first"):
        workflow.start_keying(lan, serial, 2)
    with refused("operators.exists"):
        workflow.add_operator(desk.admin, "Lan", ["keyer"], PASSWORD)
    assert whole(desk)


def test_one_administrator_stays(desk: Station) -> None:
    with refused("operators.last_administrator"):
        workflow.remove_operator(desk.admin, "admin")
    workflow.set_roles(desk.admin, "Hà", ["office", "administrator"])
    workflow.remove_operator(desk.admin, "admin")
    with refused("keys.wrong_password"):
        open_survey(desk.path, "admin", PASSWORD)
    assert queries.check_survey(desk["Hà"]).ok


@pytest.mark.skipif(ON_SERVER, reason="there is no key file")
def test_where_the_key_file_cannot_be_written_the_account_stays(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(json, "dump", full)
        for act in (
            lambda: workflow.remove_operator(desk.admin, "Lan"),
            lambda: workflow.reset_password(desk.admin, "Lan", "một câu mới"),
            lambda: workflow.add_operator(desk.admin, "Người mới", ["keyer"], PASSWORD),
            lambda: workflow.change_password(desk["Mai"], PASSWORD, "một câu mới"),
        ):
            with refused("file.disk_full"):
                act()
    assert told(desk) == []
    for name in ("Lan", "Mai"):
        open_survey(desk.path, name, PASSWORD).close()
    assert "Người mới" not in [each.name for each in queries.operators(desk.admin)]


def test_her_own_password_needs_the_old_one(desk: Station) -> None:
    with refused("keys.wrong_password"):
        workflow.change_password(desk["Lan"], "không phải", "một câu mới")
    with refused("keys.short_password"):
        workflow.change_password(desk["Lan"], PASSWORD, "abc")
    workflow.change_password(desk["Lan"], PASSWORD, "một câu mới")
    with refused("keys.wrong_password"):
        open_survey(desk.path, "Lan", PASSWORD)
    open_survey(desk.path, "Lan", "một câu mới").close()
    assert told(desk) == [("password_changed", "Lan")]
    assert whole(desk)


def test_an_administrator_sets_a_forgotten_password(desk: Station) -> None:
    workflow.reset_password(desk.admin, "Lan", "một câu mới")
    open_survey(desk.path, "Lan", "một câu mới").close()
    with refused("keys.wrong_password"):
        open_survey(desk.path, "Lan", PASSWORD)
    with refused("operators.not_listed"):
        workflow.reset_password(desk.admin, "Không ai", "một câu mới")
    assert told(desk) == [("password_reset", "Lan")]
    assert whole(desk)


def test_a_badge_and_its_pin_open_the_survey_as_its_owner(desk: Station) -> None:
    code = workflow.issue_badge(desk.admin, "Lan", "2468")
    with open_by_badge(desk.path, code, "2468") as survey:
        assert survey.operator.name == "Lan"
        with open_like(survey, desk.path) as again:
            assert again.operator.name == "Lan"
    with refused("badge.wrong_pin"):
        open_by_badge(desk.path, code, "2469")
    with refused("badge.unreadable"):
        open_by_badge(desk.path, "Lan", "2468")
    with refused("badge.short_pin"):
        workflow.issue_badge(desk.admin, "Lan", "246")
    newer = workflow.issue_badge(desk.admin, "Lan", "1357")
    with refused("badge.unknown"):
        open_by_badge(desk.path, code, "2468")
    workflow.take_badge(desk.admin, "Lan")
    with refused("badge.unknown"):
        open_by_badge(desk.path, newer, "1357")
    with refused("badge.none"):
        workflow.take_badge(desk.admin, "Lan")
    open_survey(desk.path, "Lan", PASSWORD).close()
    assert told(desk) == [("badge_issued", "Lan"), ("badge_issued", "Lan"), ("badge_taken", "Lan")]
    text = keys.path_of(desk.path).read_text(encoding="utf-8")
    assert "Lan" not in text and code not in text


def test_five_wrong_pins_end_a_badge_here_until_its_owner_signs_in(desk: Station) -> None:
    code = workflow.issue_badge(desk.admin, "Lan", "2468")
    others = workflow.issue_badge(desk.admin, "Mai", "2468")
    for _ in range(5):
        with refused("badge.wrong_pin"):
            open_by_badge(desk.path, code, "0000")
    with refused("badge.locked"):
        open_by_badge(desk.path, code, "2468")
    open_by_badge(desk.path, others, "2468").close()
    open_survey(desk.path, "Mai", PASSWORD).close()
    with refused("badge.locked"):
        open_by_badge(desk.path, code, "2468")
    open_survey(desk.path, "Lan", PASSWORD).close()
    open_by_badge(desk.path, code, "2468").close()


def test_a_badge_travels_with_its_owner(desk: Station, tmp_path: Path) -> None:
    code = workflow.issue_badge(desk.admin, "Lan", "2468")
    station = tmp_path / "trạm.sipas"
    key = desk.admin.share_keys(station, ["Lan"])
    secret = read_badge_code(code)
    assert secret is not None
    assert badges.sign_in(station, secret, "2468").key == key
    alone = tmp_path / "khác.sipas"
    desk.admin.share_keys(alone, ["Mai"])
    with refused("badge.unknown"):
        badges.sign_in(alone, secret, "2468")


@pytest.mark.parametrize("how", ["lost", "damaged", "forged"])
def test_a_key_file_that_is_gone_comes_back_from_the_recovery_sheet(desk: Station, how: str) -> None:
    code = " ".join(workflow.take_recovery_code(desk.admin))
    path = keys.path_of(desk.path)
    if how == "lost":
        path.unlink()
    elif how == "damaged":
        path.write_bytes(path.read_bytes()[:200])
    else:
        content = json.loads(path.read_text(encoding="utf-8"))
        content["slots"].popitem()
        content["sum"] = keys._sum(content)
        path.write_text(json.dumps(content), encoding="utf-8")
    with workflow.restore_keys(desk.path, code, "admin", "một câu mới") as survey:
        assert survey.operator.name == "admin"
        workflow.reset_password(survey, "Lan", "câu của Lan")
    open_survey(desk.path, "admin", "một câu mới").close()
    open_survey(desk.path, "Lan", "câu của Lan").close()
    with refused("keys.wrong_password"):
        open_survey(desk.path, "Mai", PASSWORD)
    assert told(desk) == [("recovery_printed", "admin"), ("recovered", "admin"), ("password_reset", "Lan")]
    assert whole(desk)


def test_a_whole_key_file_keeps_the_others(desk: Station) -> None:
    code = "".join(workflow.take_recovery_code(desk.admin))
    workflow.restore_keys(desk.path, code, "admin", "một câu mới").close()
    open_survey(desk.path, "Lan", PASSWORD).close()
    with refused("keys.wrong_password"):
        open_survey(desk.path, "admin", PASSWORD)


def test_the_sheet_makes_nobody_an_administrator(desk: Station, tmp_path: Path) -> None:
    groups = workflow.take_recovery_code(desk.admin)
    before = keys.path_of(desk.path).read_bytes()
    for name in ("Lan", "Không ai", ""):
        with refused("recovery.nobody"):
            workflow.restore_keys(desk.path, " ".join(groups), name, "một câu mới")
    with refused("keys.short_password"):
        workflow.restore_keys(desk.path, " ".join(groups), "admin", "abc")
    with refused("recovery.group"):
        workflow.restore_keys(desk.path, " ".join((groups[1], groups[0], *groups[2:])), "admin", "một câu mới")
    with refused("file.missing"):
        workflow.restore_keys(tmp_path / "không có.sipas", " ".join(groups), "admin", "một câu mới")
    with pytest.raises(Refusal) as caught:
        workflow.restore_keys(desk.path, " ".join(recovery_code(b"1" * 32)), "admin", "một câu mới")
    assert caught.value.code == "recovery.wrong_code" and not isinstance(caught.value, Damaged)
    assert keys.path_of(desk.path).read_bytes() == before


def test_sign_in_is_a_fact_before_anything_is_written(desk: Station) -> None:
    with open_survey(desk.path, "Lan", PASSWORD) as lan:
        lan.begin_session()
        lan.begin_session()
        with desk.admin.reading() as conn:
            opened = 'SELECT count(*) FROM fact WHERE kind = ? AND payload LIKE \'%"operator":"Lan"%\''
            assert conn.exec_driver_sql(opened, (str(FactKind.SESSION_OPENED),)).scalar_one() == 1
    assert whole(desk)
