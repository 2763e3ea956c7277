"""Accounts in any order of coming, going, passwords and badges: just the right ones open, and the history is whole."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import open_by_badge, open_survey
from tests.surveys import CHEAP, CLERKS, PASSWORD, station

NAMES = st.sampled_from([*CLERKS, "Người mới"])
PIN = "2468"


class Accounts(RuleBasedStateMachine):
    """What opens the survey, as a model: name → password, name → badge; and what opened it once."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(pytest.MonkeyPatch.context()).setattr(keys, "COST", CHEAP)
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("sipas_desktop.store.patience.LONGEST", 0.0)
        patch.setattr("sipas_desktop.store.patience.PINS", 10**9)
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.desk = self.stack.enter_context(station(folder))
        self.admin = self.desk.admin
        self.passwords = dict.fromkeys(CLERKS, PASSWORD)
        self.badges: dict[str, str] = {}
        self.past: set[tuple[str, str]] = set()  # (name, password) that must open nothing more
        self.gone: set[str] = set()  # badges that must open nothing more
        self.made = 0

    def teardown(self) -> None:
        assert queries.check_survey(self.admin).ok
        self.stack.close()

    def fresh(self) -> str:
        self.made += 1
        return f"mật khẩu số {self.made}"

    def now(self, name: str, password: str | None) -> None:
        if name in self.passwords:
            self.past.add((name, self.passwords.pop(name)))
        if password is not None:
            self.passwords[name] = password
            self.past.discard((name, password))

    @rule(name=NAMES)
    def add(self, name: str) -> None:
        password = self.fresh()
        if name in self.passwords:
            with pytest.raises(Refusal):
                workflow.add_operator(self.admin, name, ["keyer"], password)
        else:
            workflow.add_operator(self.admin, name, ["keyer"], password)
            self.now(name, password)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        if name not in self.passwords:
            with pytest.raises(Refusal):
                workflow.remove_operator(self.admin, name)
            return
        workflow.remove_operator(self.admin, name)
        self.now(name, None)
        if name in self.badges:
            self.gone.add(self.badges.pop(name))

    @rule(name=NAMES)
    def reset(self, name: str) -> None:
        password = self.fresh()
        if name in self.passwords:
            workflow.reset_password(self.admin, name, password)
            self.now(name, password)
        else:
            with pytest.raises(Refusal):
                workflow.reset_password(self.admin, name, password)

    @precondition(lambda self: self.passwords)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.passwords)))
        password = self.fresh()
        with open_survey(self.desk.path, name, self.passwords[name]) as survey:
            workflow.change_password(survey, self.passwords[name], password)
        self.now(name, password)

    @rule(name=NAMES)
    def badge(self, name: str) -> None:
        if name not in self.passwords:
            with pytest.raises(Refusal):
                workflow.issue_badge(self.admin, name, PIN)
            return
        if name in self.badges:
            self.gone.add(self.badges[name])
        self.badges[name] = workflow.issue_badge(self.admin, name, PIN)

    @rule(name=NAMES)
    def lose(self, name: str) -> None:
        if name in self.badges:
            workflow.take_badge(self.admin, name)
            self.gone.add(self.badges.pop(name))
        else:
            with pytest.raises(Refusal):
                workflow.take_badge(self.admin, name)

    @rule(whole=st.booleans())
    def restore(self, whole: bool) -> None:
        """The recovery sheet: with the key file whole only the administrator's password is new."""
        code = "".join(workflow.take_recovery_code(self.admin))
        if not whole:
            keys.path_of(self.desk.path).unlink()
        workflow.restore_keys(self.desk.path, code, "admin", self.fresh()).close()
        if not whole:
            self.gone |= set(self.badges.values())
            self.badges.clear()
            for name in sorted(self.passwords):  # nobody has a slot: the administrator gives each a password
                password = self.fresh()
                workflow.reset_password(self.admin, name, password)
                self.now(name, password)

    @invariant()
    def just_the_right_ones_open(self) -> None:
        assert {each.name for each in queries.operators(self.admin)} == {"admin", *self.passwords}
        assert queries.badge_holders(self.admin) == set(self.badges)
        for name, password in self.passwords.items():
            open_survey(self.desk.path, name, password).close()
        for name, code in self.badges.items():
            with open_by_badge(self.desk.path, code, PIN) as survey:
                assert survey.operator.name == name
        for name, password in sorted(self.past)[-4:]:
            with pytest.raises(Refusal):
                open_survey(self.desk.path, name, password)
        for code in sorted(self.gone)[-4:]:
            with pytest.raises(Refusal):
                open_by_badge(self.desk.path, code, PIN)


TestAccounts = Accounts.TestCase
TestAccounts.settings = settings(max_examples=8, stateful_step_count=12)
