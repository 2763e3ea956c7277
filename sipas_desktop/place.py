"""Where a survey is: a file, or a database on a PostgreSQL server, named ``postgresql://user@host:port/database``.

The address is the one that PostgreSQL's own programs take. What it is shown, logged and remembered as never holds a
password.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from sipas_desktop.errors import Refusal

SCHEMES: Final = ("postgresql", "postgres")
# What an address may say beside the names. Nothing of it weakens the look at the server's certificate.
OPTIONS: Final = ("host", "sslrootcert", "sslcert", "sslkey", "sslmode", "passfile")
VERIFY: Final = "verify-full"


@dataclass(frozen=True)
class ServerAddress:
    """A database on a PostgreSQL server. One database holds one survey."""

    host: str  # a name, an address, a folder with a socket; empty: the socket of this machine
    port: int | None
    database: str
    user: str
    options: tuple[tuple[str, str], ...] = ()
    password: str | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        user = quote(self.user, safe="") + "@" if self.user else ""
        host, options = self.host, dict(self.options)
        if host.startswith("/"):
            options, host = {"host": host} | options, ""
        elif ":" in host:
            host = f"[{host}]"
        port = f":{self.port}" if self.port is not None else ""
        query = "?" + urlencode(options, safe="/") if options else ""
        return f"postgresql://{user}{host}{port}/{quote(self.database, safe='')}{query}"

    @property
    def name(self) -> str:
        """The database's name, for where a file's name would stand."""
        return self.database

    @property
    def is_local(self) -> bool:
        """Whether what is said to the server stays on this machine: a socket, or a loopback address."""
        if not self.host or self.host.startswith("/") or self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def connecting(self) -> dict[str, str | int]:
        """The address in libpq's words. Everywhere but on this machine the server's certificate is verified.

        PGHOST and PGHOSTADDR, which might lead to another machine, say nothing.
        """
        said: dict[str, str | int] = {"dbname": self.database, "host": "", "hostaddr": "", **dict(self.options)}
        if not self.is_local:
            said["sslmode"] = VERIFY
        named = {"host": self.host, "port": self.port, "user": self.user, "password": self.password}
        return said | {word: value for word, value in named.items() if value}


Place = Path | ServerAddress


def is_address(text: str) -> bool:
    """Whether ``text`` means a server."""
    return text.strip().lower().startswith(tuple(f"{scheme}:" for scheme in SCHEMES))


def read_place(text: str) -> Place:
    """The place that somebody typed. Raises ``Refusal`` server.address for an address that is none."""
    return read_address(text.strip()) if is_address(text) else Path(text)


def read_file(text: str) -> Path:
    """The survey's file that somebody typed, for what works with nothing else. Raises ``Refusal`` server.file_only."""
    if is_address(text):
        raise Refusal("server.file_only")
    return Path(text)


def read_address(text: str) -> ServerAddress:
    """The address of a server. Raises ``Refusal`` server.address, server.option, server.sslmode."""
    try:
        parts = urlsplit(text)
        port, host = parts.port, unquote(parts.hostname or "")
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise Refusal("server.address") from None
    database = unquote(parts.path.removeprefix("/"))
    if not parts.netloc and not parts.path.startswith("/"):
        raise Refusal("server.address")
    if not database or "/" in database or "," in parts.netloc or parts.fragment or "\x00" in unquote(text):
        raise Refusal("server.address")
    for option, value in options.items():
        if option not in OPTIONS:
            raise Refusal("server.option", found=option, expected=" ".join(OPTIONS))
        if option == "sslmode" and value != VERIFY:
            raise Refusal("server.sslmode", found=value)
    folder = options.pop("host", "")
    user, password = unquote(parts.username or ""), parts.password
    return ServerAddress(
        host or folder,
        port,
        database,
        user,
        tuple(sorted(options.items())),
        None if password is None else unquote(password),
    )
