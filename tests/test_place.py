"""Addresses of servers: read, shown without their password, never weaker than a verified certificate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.place import ServerAddress, read_file, read_place


def test_a_path_stays_a_path() -> None:
    assert read_place("khảo sát/2024.sipas") == Path("khảo sát/2024.sipas")


def test_an_address_is_read_and_shown_without_its_password() -> None:
    place = read_place(" postgresql://lan:b%C3%AD%40m%E1%BA%ADt@may-chu.so:5433/khảo%20sát?sslrootcert=/etc/ca.crt ")
    assert place == ServerAddress("may-chu.so", 5433, "khảo sát", "lan", (("sslrootcert", "/etc/ca.crt"),))
    assert isinstance(place, ServerAddress) and place.password == "bí@mật"
    shown = f"{place} {place!r}"
    assert "bí" not in shown and "b%C3%AD" not in shown
    assert read_place(str(place)) == place


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://u@h/d",
        "postgres://h:1/d",
        "postgresql:///d",
        "postgresql://u@/d?host=/var/run/postgresql",
        "postgresql://[::1]:5432/d",
        "postgresql://u@h/d?sslmode=verify-full",
    ],
)
def test_what_is_shown_is_the_same_address(text: str) -> None:
    assert read_place(str(read_place(text))) == read_place(text)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("postgresql://localhost/d", True),
        ("postgresql://127.0.0.1/d", True),
        ("postgresql://[::1]/d", True),
        ("postgresql:///d", True),
        ("postgresql:///d?host=/run", True),
        ("postgresql://192.168.1.4/d", False),
        ("postgresql://localhost.so.vn/d", False),
    ],
)
def test_only_on_this_machine_a_certificate_is_not_asked_for(text: str, local: bool) -> None:
    place = read_place(text)
    assert isinstance(place, ServerAddress)
    assert (place.connecting.get("sslmode") == "verify-full") is not local


@pytest.mark.parametrize("name", ["PGHOST", "PGHOSTADDR"])
def test_no_variable_leads_to_another_machine(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "192.0.2.1")
    place = read_place("postgresql://u@localhost/d")
    assert isinstance(place, ServerAddress)
    for local in (place, replace(place, host="")):
        with pytest.raises(psycopg.OperationalError) as caught:
            psycopg.connect(**local.connecting, port=1, connect_timeout=2).close()  # type: ignore[arg-type]
        assert "192.0.2.1" not in str(caught.value)
        assert any(here in str(caught.value) for here in ('"127.0.0.1"', '"::1"', ".s.PGSQL.1"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("postgresql:", "server.address"),
        ("postgresql://", "server.address"),
        ("postgresql://h", "server.address"),
        ("postgresql:/h/d", "server.address"),
        ("postgresql://h:x/d", "server.address"),
        ("postgresql://h,i/d", "server.address"),
        ("postgresql://h/d/e", "server.address"),
        ("postgresql://h/d?x", "server.address"),
        ("postgresql://h/d?options=-csearch_path", "server.option"),
        ("postgresql://h/d?sslmode=disable", "server.sslmode"),
    ],
)
def test_what_is_no_address_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_place(text)
    assert caught.value.code == code


def test_what_needs_a_file_says_so() -> None:
    assert read_file("a.sipas") == Path("a.sipas")
    with pytest.raises(Refusal) as caught:
        read_file("postgresql://h/d")
    assert caught.value.code == "server.file_only"
