"""Object storage from a wheel: SeaweedFS, all of it in one process."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from onebox.failure import CannotStart
from onebox.ports import HOST, free_ports, is_taken

START_LIMIT = timedelta(seconds=60)
SIDE_PORTS = (
    "master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port",
    "filer.port.grpc", "s3.port.grpc", "admin.port", "admin.port.grpc", "metricsPort",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credentials:
    access_key: str
    secret_key: str


@asynccontextmanager
async def seaweedfs(folder: Path, *, port: int, credentials: Credentials) -> AsyncIterator[str]:
    """Run it on the folder's data and give its S3 address; killed with the block.

    Killed, not asked: it takes 25 s to leave by itself, and its journal makes both the same.
    """
    data, logs = folder / "data", folder / "logs"
    for each in (data, logs):
        each.mkdir(parents=True, exist_ok=True)
    identities = folder / "identities.json"
    identities.touch(mode=0o600)
    identities.write_text(json.dumps(_identities(credentials)))
    process = _start(_command(data, logs, identities, port=port), logs / "weed.log")
    try:
        await _wait_until_listening(process, port, logs)
        yield f"http://{HOST}:{port}"
    finally:
        process.kill()
        process.wait()


def _start(command: list[str], log_file: Path) -> subprocess.Popen[bytes]:
    """Start it in a session of its own: Ctrl-C in the terminal is for us, not for it."""
    with log_file.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own arguments
            command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )


def _command(data: Path, logs: Path, identities: Path, *, port: int) -> list[str]:
    options = {
        "dir": str(data),
        "ip": HOST,
        "ip.bind": HOST,
        "s3.port": str(port),
        "s3.config": str(identities),
        "s3.port.iceberg": "0",
        "s3.port.lance": "0",
        "webdav": "false",
        "admin.ui": "false",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": "256",
        **{
            name: str(free)
            for name, free in zip(SIDE_PORTS, free_ports(len(SIDE_PORTS)), strict=True)
        },
    }
    weed = Path(sys.executable).with_name("weed")
    return [str(weed), f"-logdir={logs}", "mini", *(f"-{k}={v}" for k, v in options.items())]


def _identities(credentials: Credentials) -> dict[str, object]:
    keys = {"accessKey": credentials.access_key, "secretKey": credentials.secret_key}
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    return {"identities": [{"name": "vigie", "credentials": [keys], "actions": actions}]}


async def _wait_until_listening(process: subprocess.Popen[bytes], port: int, logs: Path) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + START_LIMIT.total_seconds()
    while loop.time() < until:
        if process.poll() is not None:
            break
        if is_taken(port):
            return
        await asyncio.sleep(0.1)
    raise CannotStart(f"the object storage did not start; its log is in {logs}")
