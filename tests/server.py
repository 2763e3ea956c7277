"""A private PostgreSQL for tests: Debian's, started on free places of this machine, gone at the end.

Each process that asks has a server of its own; each survey an empty database of its own. ``kill`` is what a power cut
does to it, ``start`` what its administrator does then.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sipas_desktop.place import ServerAddress, read_address

USER, PASSWORD = "sipas", "mật khẩu của máy chủ"
LONGEST = 60.0  # seconds that a server takes to start


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """One of its own, for who kills it."""
    one = Server()
    one.start()
    try:
        yield one
    finally:
        one.stop()


@cache
def programs() -> Path | None:
    """The folder of PostgreSQL's programs: Debian does not put them on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    known = shutil.which("postgres")
    return Path(known).resolve().parent if known else None


class Server:
    """One PostgreSQL with a data folder of its own."""

    def __init__(self, *, durable: bool = False) -> None:
        found, self._durable = programs(), durable
        if found is None:
            raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")
        self._programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="sipas-postgresql-"))
        self._data = self.folder / "data"
        self._running: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.root_certificate = self.folder / "root.crt"
        self._make()

    def _as_user(self) -> dict[str, Any]:
        """PostgreSQL refuses root: then it runs as nobody in particular."""
        if os.geteuid() != 0:
            return {}
        import pwd

        who = pwd.getpwnam("nobody")
        return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}

    def _make(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        self._own()
        initdb = [self._programs / "initdb", "-D", self._data, "-U", USER, "--pwfile", secret, "--no-sync"]
        how = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"]
        done = subprocess.run([*initdb, *how], capture_output=True, check=False, cwd=self.folder, **self._as_user())
        assert done.returncode == 0, done.stderr.decode()
        secret.unlink()
        make_certificates(self.root_certificate, self._data / "server.crt", self._data / "server.key")
        self._own()
        (self._data / "server.key").chmod(0o600)
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(
                f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n"
                # A killed process loses nothing that the system holds: only a power cut would tell the difference.
                f"fsync = {'on' if self._durable else 'off'}\n"
                "ssl = on\nmax_connections = 100\nshared_buffers = 32MB\nlogging_collector = off\n"
                "log_min_messages = fatal\nautovacuum_naptime = 600\n"
            )

    def _own(self) -> None:
        if os.geteuid() == 0:
            import pwd

            who = pwd.getpwnam("nobody")
            for each in (self.folder, *self.folder.rglob("*")):
                os.chown(each, who.pw_uid, who.pw_gid)

    def start(self) -> None:
        """Start it, again after ``kill``; returns when it answers."""
        self._running = subprocess.Popen(
            [self._programs / "postgres", "-D", self._data],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            **self._as_user(),
        )
        import psycopg

        deadline = time.monotonic() + LONGEST
        while True:
            try:
                psycopg.connect(**self.address("postgres").connecting).close()  # type: ignore[arg-type]
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._running.poll() is not None:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        assert self._running is not None
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self._running.pid)], capture_output=True, check=False
        )
        self._running.send_signal(signal.SIGKILL)
        for child in children.stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self._running.wait()
        self._running = None

    def stop(self) -> None:
        """End it and remove its folder."""
        if self._running is not None:
            self._running.send_signal(signal.SIGQUIT)
            self._running.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str, host: str = "", **options: str) -> ServerAddress:
        """The address of ``database``, by the socket unless ``host`` says otherwise."""
        named = ServerAddress(
            host or str(self.folder), self.port, database, USER, tuple(sorted(options.items())), PASSWORD
        )
        assert read_address(str(named)) == named
        return named

    def new_database(self) -> ServerAddress:
        """An empty database."""
        name = f"khảo sát {secrets.token_hex(4)}"
        self.run(f'CREATE DATABASE "{name}"')
        return self.address(name)

    def run(self, statement: str, database: str = "postgres") -> list[Any]:
        """Run one statement as the server's administrator; its rows."""
        import psycopg

        with psycopg.connect(**self.address(database).connecting, autocommit=True) as conn:  # type: ignore[arg-type]
            found = conn.execute(statement.encode())
            return found.fetchall() if found.description else []


_ONE: list[Server] = []


def server() -> Server:
    """The server of this process; started when somebody first asks."""
    if not _ONE:
        _ONE.append(Server())
        _ONE[0].start()
    return _ONE[0]


def stop_server() -> None:
    """At the end of the tests."""
    while _ONE:
        _ONE.pop().stop()


def why_no_server() -> str:
    """Why tests on a server are skipped here; empty: they are not, and fail where PostgreSQL is missing."""
    return "" if sys.platform.startswith("linux") else "the tests start Debian's PostgreSQL"


def make_certificates(root: Path, certificate: Path, key: Path, name: str = "localhost") -> None:
    """A certificate authority of one's own, and a server's certificate by it for ``name``."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    def named(common: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    now = datetime.datetime.now(datetime.UTC)
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM

    def signed(builder: x509.CertificateBuilder) -> bytes:
        whole = (
            builder.issuer_name(named("SIPAS tests"))
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
        )
        return whole.sign(authority, hashes.SHA256()).public_bytes(pem)

    of_root = x509.CertificateBuilder().subject_name(named("SIPAS tests")).public_key(authority.public_key())
    root.write_bytes(signed(of_root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)))
    of_server = x509.CertificateBuilder().subject_name(named(name)).public_key(own.public_key())
    certificate.write_bytes(signed(of_server.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)))
    key.write_bytes(own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
