"""Packages from office to office by the command line, up two levels."""

from __future__ import annotations

from tests.cli.calls import Sipas, row, write_csv
from tests.cli.reports import words_of


def another(sipas: Sipas, name: str) -> Sipas:
    """Another survey of the same plan, in a folder of its own."""
    folder = sipas.folder / name
    folder.mkdir()
    there = Sipas(sipas.run, folder)
    there.done("new", there.survey, "--plan", "son-tay-2017")
    for who, role in (("Lan", "keyer"), ("Mai", "keyer")):
        there.done("operators", there.survey, "add", who, "--role", role)
    return there


def settle(sipas: Sipas, count: int, **changed: str) -> None:
    """So many settled ballots more."""
    file = sipas.folder / "phiếu.csv"
    serials = sipas.received(count)
    for by, number in (("Lan", 1), ("Mai", 2)):
        write_csv(file, [row(serial, **changed) for serial in serials])
        assert sipas.key(by, number, file).code == 0


def test_from_commune_to_town_to_city(survey: Sipas) -> None:
    commune, other, town = (another(survey, name) for name in ("xã", "phường", "thị xã"))
    settle(commune, 2, unit="2")
    settle(other, 1, unit="3", overall="1")
    packages = []
    for office, code in ((commune, "2"), (other, "3")):
        package, pem = office.folder / "gói.zip", office.folder / "khóa.pem"
        assert office.done("export", office.survey, package)["ballots"] in (1, 2)
        shown = office.done("signing", office.survey, "export-public", pem)
        assert shown == office.done("signing", office.survey, "show")
        refused = town("merge", town.survey, package)
        assert (refused.code, shown["fingerprint"] in refused.line) == (2, True)
        told = town.done("offices", town.survey, "register", f"Đơn vị {code}", pem, "--unit", code)
        assert told["fingerprint"] == shown["fingerprint"]
        packages.append(package)
    done = town.done("merge", town.survey, *packages)
    assert (done["added"], done["already_there"], done["conflicts"]) == (3, 0, [])
    assert [each["came"] for each in done["packages"]] == ["added", "added"]
    again = town.done("merge", town.survey, *packages)
    assert (again["added"], again["already_there"]) == (0, 3)

    up = town.folder / "lên trên.zip"
    assert town.done("export", town.survey, up)["ballots"] == 3
    city = survey
    settle(city, 1, unit="5")
    done = city.done("merge", city.survey, up, packages[0], "--register")
    assert (done["added"], done["already_there"]) == (3, 2)
    assert city.done("index", city.survey)["ballots"]["settled"] == 4
    assert city.done("records", city.survey)["records"] == 4
    listed = city.done("offices", city.survey, "list")
    assert [each["records"] for each in listed["sources"]].count(0) == 1  # the town itself has no ballots
    rows = {each["code"]: each for each in city.done("status", city.survey, "--by", "unit")["rows"]}
    assert [rows[code]["settled"] for code in "235"] == [2, 1, 1]
    assert city.done("check", city.survey)["ok"]

    settle(commune, 1, unit="2")
    later = commune.folder / "gói sau.zip"
    commune.done("export", commune.survey, later)
    done = city.done("merge", city.survey, later)
    assert [each["came"] for each in done["packages"]] == ["replaced"]
    assert city.done("merge", city.survey, packages[0])["added"] == 0
    assert city.done("index", city.survey)["ballots"]["settled"] == 5


def test_a_changed_package_is_refused_with_the_file_named(survey: Sipas) -> None:
    commune = another(survey, "xã")
    settle(commune, 1)
    package = commune.folder / "gói.zip"
    commune.done("export", commune.survey, package)
    whole = package.read_bytes()
    place = whole.index(b"records.csv") + 40
    package.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    before = survey.facts()
    refused = survey("merge", survey.survey, package, "--register")
    assert (refused.code, survey.facts()) == (2, before)
    assert "gói.zip" in refused.line


def test_packages_and_returns_are_merged_apart(survey: Sipas) -> None:
    commune = another(survey, "xã")
    settle(commune, 1)
    package = commune.folder / "gói.zip"
    commune.done("export", commune.survey, package)
    assert survey("merge", survey.survey, package, commune.survey).code == 2


def test_the_key_goes_with_the_office(survey: Sipas) -> None:
    assert survey.done("signing", survey.survey, "show") == {"public_key": None, "fingerprint": None}
    made = survey.done("signing", survey.survey, "make")
    next_year = another(survey, "năm sau")
    assert next_year.done("signing", next_year.survey, "carry", survey.survey) == made
    pem = survey.folder / "khóa.pem"
    survey.done("signing", survey.survey, "export-public", pem)
    province = another(survey, "tỉnh")
    province.done("offices", province.survey, "register", "Thị xã", pem)
    assert province.done("offices", province.survey, "remove", made["fingerprint"])["name"] == "Thị xã"
    assert province("offices", province.survey, "remove", made["fingerprint"]).code == 2
    pem.write_bytes(b"abc")
    assert province("offices", province.survey, "register", "Thị xã", pem).code == 2
    assert survey("signing", survey.survey, "make", by="Lan").code == 2


def test_the_report_of_an_office_that_merged_packages_is_checked_against_its_survey_and_its_package(
    survey: Sipas,
) -> None:
    commune = another(survey, "xã")
    settle(commune, 2, unit="2")
    package, up, out = commune.folder / "gói.zip", survey.folder / "lên trên.zip", survey.folder / "báo cáo.pdf"
    commune.done("export", commune.survey, package)
    settle(survey, 3, unit="5", overall="2")
    survey.done("merge", survey.survey, package, "--register")
    survey.done("export", survey.survey, up)
    survey.done("report", survey.survey, out)
    assert survey.done("report", survey.survey, "--verify", out)["ok"]
    found = survey("report", up, "--verify", out)
    assert found.code == 0, found.err
    assert survey("report", package, "--verify", out).code == 2  # another survey's

    settle(commune, 1, unit="2")
    commune.done("export", commune.survey, package)
    survey.done("merge", survey.survey, package)
    later = survey.done("report", survey.survey, "--verify", out)
    assert later["ok"] and later["since"] > 0


def test_a_wrong_source_is_taken_out_and_the_report_says_so(survey: Sipas) -> None:
    town, commune = another(survey, "thị xã"), another(survey, "phường")
    settle(commune, 5)
    settle(town, 6)
    package = commune.folder / "gói.zip"
    commune.done("export", commune.survey, package)
    town.done("merge", town.survey, package, "--register")
    (source,) = town.done("offices", town.survey, "list")["sources"]
    told = town("offices", town.survey, "withdraw", source["source"][:8])
    assert told.code == 2
    done = town.done("offices", town.survey, "withdraw", source["source"][:8], "--reason", "Gộp nhầm tệp thử")
    assert done == {"source": source["source"], "title": source["title"]}
    listed = town.done("offices", town.survey, "list")
    assert listed["sources"] == []
    (out,) = listed["withdrawn"]
    assert (out["source"], out["records"], out["by"]) == (source["source"], 5, "admin")
    assert out["reason"] == "Gộp nhầm tệp thử"
    assert any("Gộp nhầm tệp thử" in line for line in town.run("offices", town.survey, "list").out.splitlines())
    again = town.done("merge", town.survey, package)
    assert [each["came"] for each in again["packages"]] == ["known"]
    assert town.done("index", town.survey)["ballots"]["settled"] == 6
    report = town.folder / "báo cáo.pdf"
    town.done("report", town.survey, report)
    assert "Đã rút khỏi số liệu 01 nguồn từng được gộp" in words_of(report)
    settle(town, 2)
    assert town.done("report", town.survey, "--verify", report)["ok"]
    up = town.folder / "lên.zip"
    town.done("export", town.survey, up)
    assert town.done("offices", town.survey, "readmit", source["source"], "--reason", "Đã hỏi lại")["source"]
    assert town.done("index", town.survey)["ballots"]["settled"] == 13
    assert town.done("check", town.survey)["ok"]
    told = town("offices", town.survey, "readmit", "zz", "--reason", "x")
    assert told.code == 2 and "zz" in told.line
