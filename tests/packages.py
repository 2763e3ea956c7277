"""Packages as offices would have made them, without the surveys behind them."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sipas_desktop import paths, signature
from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.package import UnitCounts
from sipas_desktop.domain.package_zip import Package
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.records import Record, records_sha256
from sipas_desktop.exchange.package import PackageContent, load_package, write_package
from sipas_desktop.store.database import OpenSurvey

PLAN, FORMS = load_plan(paths.forms() / "son-tay-2017")
FORM = FORMS["phieu"]
GROUP = "to-chuc-ca-nhan"
RATED = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall")


def record(level: str, unit: str, number: int = 0, source: str = "", keyed: int = 2) -> Record:
    """A ballot with one level everywhere."""
    values = {"procedure": "+", "unit": unit, **dict.fromkeys(RATED, level), "comment": "."}
    return Record(f"48213{number:06d}0", FORM.sha256, unit, GROUP, "", "hom-phieu", values, keyed, source)


@dataclass
class Office:
    """An office with a survey of its own, that makes packages as it goes on."""

    folder: Path
    unit: str
    private: str = field(default_factory=signature.new_key)
    survey_id: str = ""
    facts: int = 100

    @property
    def public(self) -> str:
        """Its public key."""
        return signature.public_of(self.private)

    @property
    def source(self) -> str:
        """The id of its survey."""
        return self.survey_id or hashlib.sha256(f"{self.unit} {self.public}".encode()).hexdigest()[:32]

    def content(self, levels: str, held: tuple[Package, ...] = (), brought: tuple[Record, ...] = ()) -> PackageContent:
        """A package with one ballot for each of ``levels``, and what it holds of others."""
        own = tuple(record(level, self.unit, number) for number, level in enumerate(levels))
        records = own + brought
        self.facts += 10
        counts = (UnitCounts(self.unit, GROUP, "", len(own) + 3, len(own) + 2, len(own) + 1, {"blank": 1}, len(own),
                             len(own), 0, 0),)  # fmt: skip
        return PackageContent(
            program="0.1.0",
            survey_id=self.source,
            title=f"Khảo sát {self.unit}",
            created=datetime.date(2017, 11, 2),
            plan=PLAN,
            forms=(FORM,),
            records=records,
            records_sha256=records_sha256(each.values for each in records),
            catalogues={"unit": {self.unit: f"Phường {self.unit}"}, "procedure": {}},
            index={"definition": "overall"},
            units=(),
            counts={"printed": len(own) + 3},
            head="ab" * 32,
            heads={hashlib.md5(self.unit.encode()).hexdigest(): (self.facts, "cd" * 32)},
            public_key=self.public,
            unit_counts=counts if own else (),
            required={self.unit: 30} if own else {},
            held=held,
        )

    def write(self, content: PackageContent, name: str = "") -> Path:
        """The package, signed."""
        path = self.folder / (name or f"{self.unit}-{self.facts}.zip")
        write_package(path, content, partial(signature.sign, self.private))
        return path

    def package(self, levels: str) -> Path:
        """A package with one ballot for each of ``levels``."""
        return self.write(self.content(levels))

    def holding(self, levels: str, packages: list[Path]) -> Path:
        """A package of a town, with packages of its communes."""
        held = tuple(load_package(path) for path in packages)
        brought = []
        for each in held:
            source = each.manifest.survey_id
            data = each.files["records.csv"].decode("utf-8-sig").splitlines()[1:]
            brought += [record(line.split(",")[11], each.manifest.units[0].unit, 0, source) for line in data]
        return self.write(self.content(levels, held, tuple(brought)))


def of_survey(
    office: Office, survey: OpenSurvey, levels: str, held: tuple[Package, ...] = (), brought: tuple[Record, ...] = ()
) -> PackageContent:
    """What an office that surveys by the plan and form of ``survey`` sends: a ballot for each of ``levels``."""
    group = survey.plan.groups[0].code
    form = survey.form_of_group(group)
    own = tuple(
        Record(
            "", form.sha256, office.unit, group, "", "",
            {each.code: level if each.kind is Kind.RATED else "." for each in form.questions},
        )
        for level in levels
    )  # fmt: skip
    number = len(own)
    counts = UnitCounts(office.unit, group, "", number + 2, number + 1, number, {}, number, number, 0, 0)
    return replace(
        office.content("", held),
        plan=survey.plan,
        forms=(form,),
        records=own + brought,
        records_sha256=records_sha256(each.values for each in own + brought),
        unit_counts=(counts,),
        required={office.unit: 30},
    )
