"""Historic links are imported with the stock, and lead reports to who carries on."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from common.contracts.routing import ReportRouted, ReportTriaged
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.handlers.build_index import build_index
from routing.handlers.import_registry import ImportRegistry, ImportReport, import_registry
from routing.handlers.write_sample import write_sample
from routing.parts import RoutingParts
from routing.ports import Fault, StockKind
from routing.store import Store
from tests.routing.builders import about, at, submitted
from tests.routing.town import BAKERY, CLOSED, GLACIER, MAIRIE, TOWN, in_silence, siret, write_links

Listening = Sequence[Subscription[Store]]


async def load(parts: RoutingParts, folder: Path, *links: tuple[str, str, str]) -> ImportReport:
    establishments, legal_units = write_sample(TOWN, folder)
    successions = write_links(folder / "links.csv", links) if links else None
    command = ImportRegistry(establishments, legal_units, successions=successions)
    return await import_registry(command, parts.open_store, stock=parts.stock, progress=in_silence)


async def successor(parts: RoutingParts, of: str) -> str | None:
    async with parts.open_store() as store:
        found = await store.successions.successor_of(Siret(of))
    return found.siret if found else None


async def test_a_report_about_a_closed_place_goes_to_its_successor(
    parts: RoutingParts, listening: Listening, tmp_path: Path
) -> None:
    await load(parts, tmp_path, (siret(CLOSED), siret(GLACIER), "true"))
    await deliver(listening, parts, submitted(at(siret(CLOSED))))
    (envelope,) = await outbox(parts.ground)
    event = envelope.event
    assert isinstance(event, ReportRouted)
    assert (event.recipient.siret, event.decision.mode) == (siret(GLACIER), "successor")
    assert siret(GLACIER) in event.decision.explanation_fr


@pytest.mark.parametrize(("goes_on", "kind"), [("true", ReportRouted), ("false", ReportTriaged)])
async def test_a_closed_place_that_was_named_leads_to_its_successor_too(
    parts: RoutingParts,
    listening: Listening,
    tmp_path: Path,
    goes_on: str,
    kind: type[ReportRouted | ReportTriaged],
) -> None:
    await load(parts, tmp_path, (siret(CLOSED), siret(GLACIER), goes_on))
    async with parts.open_store() as store:
        await build_index(store, search=parts.search, progress=lambda _: None)
    await deliver(listening, parts, submitted(about("Café disparu", postal_code="13260")))
    (envelope,) = await outbox(parts.ground)
    event = envelope.event
    assert isinstance(event, kind)
    if isinstance(event, ReportRouted):
        assert (event.recipient.siret, event.decision.mode) == (siret(GLACIER), "successor")


async def test_without_continuity_an_agent_chooses(
    parts: RoutingParts, listening: Listening, tmp_path: Path
) -> None:
    await load(parts, tmp_path, (siret(CLOSED), siret(GLACIER), "false"))
    await deliver(listening, parts, submitted(at(siret(CLOSED))))
    (envelope,) = await outbox(parts.ground)
    assert isinstance(envelope.event, ReportTriaged)


async def test_a_chain_of_links_is_followed_to_the_open_end(
    parts: RoutingParts, tmp_path: Path
) -> None:
    shut = siret(BAKERY, 2)
    links = ((siret(CLOSED), shut, "true"), (shut, siret(MAIRIE), "true"))
    await load(parts, tmp_path, *links)
    assert await successor(parts, siret(CLOSED)) == siret(MAIRIE)
    assert await successor(parts, siret(GLACIER)) is None


async def test_an_import_without_links_keeps_those_in_service(
    parts: RoutingParts, tmp_path: Path
) -> None:
    await load(parts, tmp_path, (siret(CLOSED), siret(GLACIER), "true"))
    await load(parts, tmp_path)
    assert await successor(parts, siret(CLOSED)) == siret(GLACIER)


async def test_bad_links_are_left_out_and_told(parts: RoutingParts, tmp_path: Path) -> None:
    good = (siret(CLOSED), siret(GLACIER), "true")
    report = await load(
        parts,
        tmp_path,
        good,
        ("05980665300017", siret(GLACIER), "true"),
        (siret(CLOSED), "1234", "true"),
        good,
    )
    links = report.files[StockKind.SUCCESSIONS]
    assert links.accepted == 1
    assert [one.fault for one in links.told] == [
        Fault.CHECKSUM,
        Fault.SUCCESSOR,
        Fault.DUPLICATE,
    ]
