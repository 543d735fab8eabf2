"""What becomes of former recipients is told once, and of nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from common.contracts.event import Event
from common.contracts.routing import (
    EstablishmentChange,
    EstablishmentChanged,
    EstablishmentClosed,
)
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.domain.sample.stock import Firm
from routing.handlers.announce_changes import AT_ONCE, announce_changes
from routing.handlers.update_registry import update_from_files
from routing.jobs import loops
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import at, submitted
from tests.routing.sirene import a_page, an_establishment, links, write
from tests.routing.town import BAKERY, CLOSED, GLACIER, MAIRIE, TOWN, settle, siret

Listening = Sequence[Subscription[Store]]
CLOSING = {"etatAdministratifEtablissement": "F", "dateDebut": "2026-04-30"}


@pytest.fixture
async def followed(town: RoutingParts, listening: Listening) -> RoutingParts:
    """The glacier was given a report."""
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    return town


async def compare(parts: RoutingParts) -> int:
    compared = 0
    while True:
        async with parts.open_store() as store:
            found = await announce_changes(store)
        if not found:
            return compared
        compared += found


async def told(parts: RoutingParts) -> list[Event]:
    """What was told of establishments, after all was compared."""
    await compare(parts)
    events = [envelope.event for envelope in await outbox(parts.ground)]
    return [one for one in events if isinstance(one, EstablishmentChanged | EstablishmentClosed)]


async def update(parts: RoutingParts, path: Path, *documents: Any) -> None:
    await update_from_files(
        [write(path / "update.json", *documents)],
        parts.open_store,
        files=parts.documents,
        stock=parts.stock,
        progress=lambda _: None,
    )


def renamed(sign: str, *, treated: str = "2026-05-01T06:00:00") -> dict[str, Any]:
    return a_page(
        an_establishment(GLACIER, treated=treated, period={"enseigne1Etablissement": sign})
    )


async def test_a_new_name_is_told_of_a_former_recipient(
    followed: RoutingParts, tmp_path: Path
) -> None:
    assert await told(followed) == []
    await update(followed, tmp_path, renamed("LE GRAND GLACIER"))
    (event,) = await told(followed)
    assert isinstance(event, EstablishmentChanged)
    assert event.changes == (EstablishmentChange.RENAMED,)
    assert (event.siret, event.version) == (siret(GLACIER), 1)
    assert event.recipient.trade_name == "LE GRAND GLACIER"


async def test_nothing_is_told_of_those_who_never_got_a_report(
    followed: RoutingParts, tmp_path: Path
) -> None:
    shut = an_establishment(MAIRIE, period=CLOSING)
    await update(followed, tmp_path, a_page(shut))
    assert await told(followed) == []
    async with followed.open_store() as store:
        found = await store.establishments.get(Siret(siret(MAIRIE)))
    assert found
    assert not found.is_open


async def test_a_closing_is_told_with_its_day_and_the_successor(
    followed: RoutingParts, tmp_path: Path
) -> None:
    shut = a_page(an_establishment(GLACIER, period=CLOSING))
    await update(followed, tmp_path, shut, links((siret(GLACIER), siret(BAKERY, 1))))
    (event,) = await told(followed)
    assert isinstance(event, EstablishmentClosed)
    assert event.closed_on == date(2026, 4, 30)
    assert not event.recipient.is_open
    assert event.successor
    assert event.successor.siret == siret(BAKERY, 1)


async def test_a_successor_that_becomes_known_later_is_told_too(
    followed: RoutingParts, tmp_path: Path
) -> None:
    await update(followed, tmp_path, a_page(an_establishment(GLACIER, period=CLOSING)))
    assert [type(one) for one in await told(followed)] == [EstablishmentClosed]
    await update(followed, tmp_path, links((siret(GLACIER), siret(BAKERY, 1))))
    events = await told(followed)
    assert [getattr(one, "version", 0) for one in events] == [1, 2]
    last = events[-1]
    assert isinstance(last, EstablishmentClosed)
    assert last.successor


async def test_news_of_a_closed_establishment_repeat_that_it_is_closed(
    followed: RoutingParts, tmp_path: Path
) -> None:
    await update(followed, tmp_path, a_page(an_establishment(GLACIER, period=CLOSING)))
    await told(followed)
    period = CLOSING | {"enseigne1Etablissement": "ANCIEN GLACIER"}
    later = an_establishment(GLACIER, treated="2026-05-02T06:00:00", period=period)
    await update(followed, tmp_path, a_page(later))
    last = (await told(followed))[-1]
    assert isinstance(last, EstablishmentClosed)
    assert (last.version, last.closed_on) == (2, date(2026, 4, 30))
    assert last.recipient.trade_name == "ANCIEN GLACIER"


async def test_a_move_and_a_reopening_are_told(followed: RoutingParts, tmp_path: Path) -> None:
    await update(followed, tmp_path, a_page(an_establishment(GLACIER, period=CLOSING)))
    await told(followed)
    again = an_establishment(
        GLACIER, treated="2026-05-02T06:00:00", address={"libelleVoieEtablissement": "NEUVE"}
    )
    await update(followed, tmp_path, a_page(again))
    last = (await told(followed))[-1]
    assert isinstance(last, EstablishmentChanged)
    assert set(last.changes) == {EstablishmentChange.MOVED, EstablishmentChange.REOPENED}
    assert last.version == 2


async def test_who_becomes_discreet_is_told_without_name_or_address(
    followed: RoutingParts, tmp_path: Path
) -> None:
    page = a_page(
        an_establishment(
            GLACIER,
            statutDiffusionEtablissement="P",
            unit={"statutDiffusionUniteLegale": "P"},
        )
    )
    await update(followed, tmp_path, page)
    (event,) = await told(followed)
    assert isinstance(event, EstablishmentChanged)
    assert event.changes == (EstablishmentChange.UNDISCLOSED,)
    assert "GLACIER" not in event.model_dump_json()
    assert "DE LA MER" not in event.model_dump_json()


async def test_comparing_again_tells_nothing_twice(
    followed: RoutingParts, listening: Listening, tmp_path: Path
) -> None:
    await update(followed, tmp_path, renamed("LE GRAND GLACIER"))
    once = await told(followed)
    assert await told(followed) == once
    await settle(followed, tmp_path / "again", with_sign("LE GRAND GLACIER"))
    assert await told(followed) == once


async def test_a_new_stock_is_compared_too(followed: RoutingParts, tmp_path: Path) -> None:
    await told(followed)
    await settle(followed, tmp_path / "stock2", with_sign("GLACES DU PORT"))
    (event,) = await told(followed)
    assert isinstance(event, EstablishmentChanged)
    assert event.recipient.trade_name == "GLACES DU PORT"


async def test_one_that_insee_no_longer_publishes_is_left_alone(
    followed: RoutingParts, tmp_path: Path
) -> None:
    await settle(followed, tmp_path / "stock2", tuple(one for one in TOWN if one != GLACIER))
    assert await told(followed) == []


async def test_recipients_chosen_before_are_followed_without_being_told_anew(
    town: RoutingParts, tmp_path: Path
) -> None:
    """As the migration leaves them: what was told of them is not known."""
    async with town.open_store() as store:
        connection = await store.connection()
        for number in (siret(GLACIER), siret(CLOSED)):
            await connection.execute(
                text("INSERT INTO followed_establishments VALUES (:siret, 0, '{}', NULL, 0)"),
                {"siret": number},
            )
    (event,) = await told(town)
    assert isinstance(event, EstablishmentClosed)
    assert event.siret == siret(CLOSED)
    await update(town, tmp_path, renamed("LE GRAND GLACIER"))
    assert [type(one) for one in await told(town)] == [EstablishmentClosed, EstablishmentChanged]


async def test_the_worker_compares_a_batch_at_a_time(town: RoutingParts) -> None:
    async with town.open_store() as store:
        connection = await store.connection()
        await connection.execute(
            text(
                "INSERT INTO followed_establishments (siret, version, told, compared_with) "
                "SELECT lpad(n::text, 14, '0'), 0, '{}', 0 FROM generate_series(1, :count) AS n"
            ),
            {"count": AT_ONCE + 1},
        )
    loop = next(one for one in loops(town) if one.name == "announce-establishments")
    assert [await loop.do() for _ in range(3)] == [AT_ONCE, 1, 0]


async def test_before_the_first_registry_there_is_nothing_to_compare(parts: RoutingParts) -> None:
    assert await compare(parts) == 0


def with_sign(sign: str) -> tuple[Firm, ...]:
    (shop,) = GLACIER.shops
    other = replace(GLACIER, shops=(replace(shop, sign=sign),))
    return tuple(other if firm == GLACIER else firm for firm in TOWN)
