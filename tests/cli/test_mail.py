"""Mail by ``sipas`` alone: Bến Tre's stamped envelopes and its agencies, Huế's members reminded by name."""

from __future__ import annotations

import pytest

from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, workflow
from sipas_desktop.store.workflow import MemberData
from tests.cli.calls import CLERKS, PASSWORD, Sipas
from tests.paper.geometry import pages_of
from tests.surveys import CHEAP


def made(sipas: Sipas, plan: str) -> Sipas:
    with new_survey(sipas.survey, find_preset(plan), "admin", PASSWORD) as admin:
        for name, roles in CLERKS.items():
            workflow.add_operator(admin, name, roles, PASSWORD)
        if plan == "hue-2024":
            people = [MemberData("official", f"Người {n}", f"{n} Lê Lợi", unit="Sở Xây dựng") for n in range(4)]
            workflow.import_sample(admin, people, "0" * 64)
    return sipas


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


def test_stamped_envelopes_go_out_and_come_back(sipas: Sipas) -> None:
    made(sipas, "ben-tre-2021")
    path = sipas.survey
    sipas.done("ballots", path, "print", sipas.folder / "p.pdf", "--count", 5, "--group", "nhom-2")
    sipas.done("paper", path, "return-envelopes", sipas.folder / "phong bì.pdf", "--count", 5)
    serials = [each["serial"] for each in sipas.done("ballots", path, "list")["ballots"]]
    send = ("mail", path, "send", "--channel", "buu-dien", "--day", "2021-11-03")
    assert sipas.done(*send, *serials, by="Lan")["sent"] == 5
    assert sipas.done(*send, *serials, by="Lan")["already"] == 5
    sipas.done("outcome", path, "undelivered", serials[0], "--day", "2021-11-09")
    sipas.done("receive", path, serials[1], "--channel", "buu-dien")
    listed = sipas.done("mail", path, "list")
    assert listed["due"] == 0  # the plan states no rule
    by_serial = {each["serial"]: each for each in listed["ballots"]}
    assert by_serial[serials[0]] == {
        "serial": serials[0], "channel": "buu-dien", "sent": "2021-11-03", "state": "undelivered",
        "outcome": "undelivered", "outcome_on": "2021-11-09", "due": False, "reminded": None,
        "returned": None, "returned_by": "",
    }  # fmt: skip
    assert (by_serial[serials[1]]["returned_by"], by_serial[serials[1]]["returned"] is None) == ("buu-dien", False)
    assert sipas.done("mail", path, "list", "--after", 10)["due"] == 3
    out = sipas.folder / "nhắc.pdf"
    assert "remind_after" in sipas("mail", path, "reminders", out).line
    done = sipas.done("mail", path, "reminders", out, "--after", 10, "--deadline", "2021-11-25")
    assert (done["reminders"], done["personal"], len(pages_of(out))) == (3, False, done["pages"])
    assert sipas("mail", path, "reminders", out, "--after", 10).code == 2
    assert sipas.done("mail", path, "list", "--after", 10)["due"] == 0
    for words in (("send", serials[0], "--channel", "x"), ("reminders", out, "--after", 1, "--deadline", "mai")):
        assert sipas("mail", path, *words).code == 2
    assert sipas.done("check", path)["ok"]


def test_one_file_for_each_agency_and_its_reply(sipas: Sipas) -> None:
    made(sipas, "ben-tre-2021")
    path, folder = sipas.survey, sipas.folder / "cơ quan"
    done = sipas.done("mail", path, "agencies", folder, "--group", "nhom-1")
    assert (done["printed"], done["already"], len(done["agencies"])) == (26, 0, 26)
    assert sipas.done("mail", path, "agencies", folder, "--group", "nhom-1")["already"] == 26
    first = done["agencies"][0]
    assert len(pages_of(folder / first["file"])) >= 1
    assert sipas.done("mail", path, "send", first["serial"], "--channel", "i-office")["sent"] == 1
    labels = sipas.done("ballots", path, "labels", sipas.folder / "nhãn.pdf", "--count", 2, "--group", "nhom-1")
    assert sipas.done("receive", path, first["serial"], "--channel", "i-office")["received"] == 1
    assert sipas.done("receive", path, labels["first_serial"], "--channel", "thu-dien-tu")["received"] == 1
    assert sipas("mail", path, "agencies", folder, "--group", "nhom-2").code == 2


def test_members_are_reminded_by_name(sipas: Sipas) -> None:
    made(sipas, "hue-2024")
    path, out = sipas.survey, sipas.folder / "nhắc.pdf"
    sipas.done("ballots", path, "print", sipas.folder / "p.pdf")
    channel = find_preset("hue-2024").plan.channels[0].code
    done = sipas.done("mail", path, "send", "--members", 1, 2, "--channel", channel, "--day", "2024-09-05")
    assert done["sent"] == 2
    reminded = sipas("mail", path, "reminders", out, "--after", 7)
    assert reminded.json["reminders"] == 2 and reminded.json["personal"] and "dữ liệu cá nhân" in reminded.err
    text = " ".join(page.words for page in pages_of(out))
    assert sum(f"Người {n}" in text for n in range(4)) == 2
