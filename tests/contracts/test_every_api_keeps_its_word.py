"""Whatever is asked of an API, its answer is one that its OpenAPI document describes."""

from pathlib import Path

import pytest

from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.storage import MemoryStorage
from onebox.environment import SERVICES
from tests.contracts.asking import Caller, Heard, ask
from tests.contracts.callers import CALLERS
from tests.contracts.standing import standing

# What no caller of ours is served: only the mail provider may report a bounce.
NOT_FOR_THEM = {"notifications": {"POST /v1/bounces"}}


# Some twenty requests to each operation, for each caller: minutes on a busy machine.
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("service", SERVICES)
async def test_every_answer_is_as_documented(
    service: str,
    database: Database,
    clock: FrozenClock,
    chance: SeededChance,
    storage: MemoryStorage,
    tmp_path: Path,
) -> None:
    url = await database(service.replace("-", "_"))
    own = {"clock": clock, "chance": chance, "storage": storage}
    async with standing(service, url, tmp_path, own=own) as (parts, client):
        callers = await CALLERS[service](parts, client)
        heard = Heard()
        for caller in (Caller(), *callers):
            await ask(client, caller, heard)
    assert sorted(heard.faults) == [], "\n\n".join(heard.faults.values())
    assert heard.never_served == NOT_FOR_THEM.get(service, set())
