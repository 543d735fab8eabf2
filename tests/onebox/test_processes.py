"""The fleet: processes started with nothing but their environment, watched, stopped, killed."""

import json
import signal
import textwrap
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from onebox.failure import CannotStart
from onebox.ports import free_ports
from onebox.processes import Fleet, Member, Role

# A service of a few lines: it tells its environment, and may refuse to leave.
TINY = """
    import http.server, json, os, signal, sys
    from pathlib import Path

    word = sys.argv[1]
    if word == "prepare":
        sys.exit(0)
    if word == "fail":
        sys.exit("the reason")
    if word == "job":
        print(json.dumps({"said": sys.stdin.read(), **os.environ}))
        sys.exit(0)
    if os.environ.get("BROKEN"):
        sys.exit("broken on purpose")
    if os.environ.get("STUBBORN"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            print("asked", flush=True)

    port = os.environ["WORKER__PORT" if word == "worker" else "HTTP__PORT"]
    http.server.HTTPServer(("127.0.0.1", int(port)), Answer).serve_forever()
"""
API, WORKER = Member("tiny-service", Role.API), Member("tiny-service", Role.WORKER)


def environment_of(folder: Path, **more: str) -> dict[str, str]:
    package = folder / "tiny_service"
    package.mkdir(exist_ok=True)
    (package / "__main__.py").write_text(textwrap.dedent(TINY))
    api_port, worker_port = free_ports(2)
    return {
        "PYTHONPATH": str(folder),
        "HTTP__PORT": str(api_port),
        "WORKER__PORT": str(worker_port),
        **more,
    }


@pytest_asyncio.fixture
async def fleet(tmp_path: Path) -> AsyncIterator[Fleet]:
    made = Fleet({"tiny-service": environment_of(tmp_path)}, logs=tmp_path / "logs")
    yield made
    await made.stop(patience=timedelta(seconds=1))


async def test_both_processes_of_a_service_start_and_answer(fleet: Fleet) -> None:
    fleet.start_all()
    await fleet.wait_until_ready()

    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{fleet.url('tiny-service')}/livez")).status_code == 200
    assert fleet.is_running(API)
    assert fleet.is_running(WORKER)
    assert fleet.pid(API) != fleet.pid(WORKER)


async def test_a_killed_process_is_gone_and_can_be_started_again(fleet: Fleet) -> None:
    fleet.start(API)
    await fleet.wait_until_ready([API])
    first = fleet.pid(API)

    fleet.kill(API)
    assert not fleet.is_running(API)
    fleet.start(API)
    await fleet.wait_until_ready([API])

    assert fleet.pid(API) != first


async def test_a_process_that_runs_is_not_started_twice(fleet: Fleet) -> None:
    fleet.start(API)

    with pytest.raises(CannotStart, match="runs already"):
        fleet.start(API)


async def test_stopping_asks_and_nobody_is_killed(fleet: Fleet) -> None:
    fleet.start_all()
    await fleet.wait_until_ready()

    assert await fleet.stop() == []
    assert not fleet.is_running(API)


async def test_a_frozen_process_is_woken_to_leave(fleet: Fleet) -> None:
    fleet.start(API)
    await fleet.wait_until_ready([API])
    fleet.signal(API, signal.SIGSTOP)

    assert await fleet.stop() == []


async def test_a_process_that_will_not_leave_is_killed_and_named(tmp_path: Path) -> None:
    stubborn = Fleet(
        {"tiny-service": environment_of(tmp_path, STUBBORN="1")}, logs=tmp_path / "logs"
    )
    stubborn.start(API)
    await stubborn.wait_until_ready([API])

    assert await stubborn.stop(patience=timedelta(milliseconds=200)) == [API]


async def test_a_process_that_falls_tells_the_end_of_its_log(tmp_path: Path) -> None:
    wrong = Fleet({"tiny-service": environment_of(tmp_path, BROKEN="1")}, logs=tmp_path / "logs")
    wrong.start(API)

    with pytest.raises(CannotStart, match="broken on purpose"):
        await wrong.wait_until_ready([API])


async def test_a_command_is_given_its_input_and_nothing_of_our_own_environment(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOMETHING_OF_THIS_MACHINE", "1")

    told = json.loads(await fleet.run("tiny-service", "job", given="a password"))

    assert told["said"] == "a password"
    assert "SOMETHING_OF_THIS_MACHINE" not in told


async def test_a_command_that_fails_tells_why(fleet: Fleet) -> None:
    with pytest.raises(CannotStart, match="the reason"):
        await fleet.run("tiny-service", "fail")


async def test_preparing_runs_every_service(fleet: Fleet) -> None:
    await fleet.prepare()
