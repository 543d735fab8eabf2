"""The registry is replaced under its readers: none fails, none sees half of it."""

import asyncio
from pathlib import Path

from sqlalchemy import text

from common.values import Siren, Siret
from routing.parts import RoutingParts
from tests.routing.town import BAKERY, GLACIER, TOWN, settle, siret

WITHOUT_BAKERY = tuple(firm for firm in TOWN if firm != BAKERY)


async def test_readers_never_fail_while_it_is_replaced(town: RoutingParts, tmp_path: Path) -> None:
    """Two registries in turn: with the bakery's three places, or with none of them."""
    seen: set[tuple[bool, int]] = set()
    is_over = False

    async def read() -> int:
        times = 0
        while not is_over:
            async with town.open_store() as store:
                glacier = await store.establishments.get(Siret(siret(GLACIER)))
                bakery = await store.establishments.of_company(
                    Siren(BAKERY.siren), after=None, limit=9
                )
            seen.add((glacier is not None, len(bakery)))
            times += 1
        return times

    readers = [asyncio.create_task(read()) for _ in range(2)]
    for turn in range(4):
        firms = WITHOUT_BAKERY if turn % 2 == 0 else TOWN
        await settle(town, tmp_path / str(turn), firms)
    is_over = True
    assert all(times > 10 for times in await asyncio.gather(*readers))
    assert seen == {(True, 0), (True, 3)}


async def test_a_long_reader_is_waited_for_and_others_read_meanwhile(
    town: RoutingParts, tmp_path: Path
) -> None:
    async with town.open_store() as long_reader:
        connection = await long_reader.connection()
        await connection.execute(text("SELECT count(*) FROM establishments"))
        swap = asyncio.create_task(settle(town, tmp_path / "next", WITHOUT_BAKERY))
        for _ in range(8):
            await asyncio.sleep(0.3)
            async with town.open_store() as store:
                assert await store.establishments.get(Siret(siret(BAKERY)))
        assert not swap.done()
    await swap
    async with town.open_store() as store:
        assert await store.establishments.get(Siret(siret(BAKERY))) is None
