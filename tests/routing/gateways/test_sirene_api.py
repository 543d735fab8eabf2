"""INSEE's API, played by a server that misbehaves in every way that servers do."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from common.clock import PARIS
from common.testing.clock import SeededChance
from routing.gateways.sirene_api import Patience, SireneApi
from routing.handlers.update_registry import NoStartingPoint, update_from_sirene
from routing.parts import RoutingParts
from routing.ports import StockKind, Update, UpdatesUnavailable, UpdatesUnreadable
from tests.routing.sirene import a_page, an_establishment
from tests.routing.town import BAKERY, GLACIER, MAIRIE

SINCE = datetime(2026, 5, 1, 6, tzinfo=PARIS)
IMPATIENT = Patience(connect=0.5, whole=0.3, tries=4, failures=6, rest=60)
NOTHING: dict[str, Any] = {"header": {"statut": 404, "message": "Aucun élément trouvé"}}
Answer = bytes | None


def answer(body: Any, status: int = 200, **headers: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(content)}\r\n{told}Connection: close\r\n"
    return f"{head}\r\n".encode() + content


class Insee:
    """Answers each collection from its own script, the last answer again and again.

    None is silence: the connection stays open and nothing comes.
    """

    def __init__(self, **scripts: Sequence[Answer]) -> None:
        self._scripts = {name: list(script) for name, script in scripts.items()}
        self.asked: list[dict[str, list[str]]] = []
        self.headers: list[str] = []
        self.pauses: list[float] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        address = urlsplit(head.split()[1])
        collection = address.path.rsplit("/", 1)[-1]
        self.asked.append({"collection": [collection], **parse_qs(address.query)})
        self.headers.append(head.lower())
        script = self._scripts.get(collection) or [answer(NOTHING, 404)]
        given = script.pop(0) if len(script) > 1 else script[0]
        if given is None:
            await reader.read()
        else:
            writer.write(given)
        writer.close()

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def count(self, collection: str) -> int:
        return sum(one["collection"] == [collection] for one in self.asked)


@asynccontextmanager
async def asking(insee: Insee, patience: Patience = IMPATIENT) -> AsyncIterator[SireneApi]:
    server = await asyncio.start_server(insee.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield SireneApi(
            f"http://127.0.0.1:{port}/api-sirene/3.11/",
            "the key",
            chance=SeededChance(7),
            patience=patience,
            sleep=insee.pause,
        )


async def all_of(api: SireneApi) -> list[Update]:
    return [update async for update in api.since(SINCE)]


def accepted(updates: Sequence[Update]) -> int:
    kind = StockKind.ESTABLISHMENTS
    return sum(update[kind].accepted for update in updates if kind in update)


def page(*firms: Any, cursor: str = "*", following: str | None = None) -> bytes:
    shops = [an_establishment(firm) for firm in firms]
    return answer(a_page(*shops, cursor=cursor, following=following))


async def test_pages_are_followed_to_the_last() -> None:
    insee = Insee(
        siret=[
            page(GLACIER, following="second"),
            page(MAIRIE, cursor="second", following="third"),
            page(BAKERY, cursor="third"),
        ]
    )
    async with asking(insee) as api:
        assert accepted(await all_of(api)) == 3
    asked = [one for one in insee.asked if one["collection"] == ["siret"]]
    assert [one["curseur"] for one in asked] == [["*"], ["second"], ["third"]]
    assert asked[0]["q"] == ["dateDernierTraitementEtablissement:[2026-05-01T06:00:00 TO *]"]
    assert all("x-insee-api-key-integration: the key" in head for head in insee.headers)
    assert {one["collection"][0] for one in insee.asked} == {"siren", "siret", "liensSuccession"}


@pytest.mark.parametrize(
    "bad",
    [
        answer(b"busy", 500),
        answer(b"", 503),
        None,
        b"",
        b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"etablis',
        answer(b'{"etablissements": ['),
        answer(b"<html>maintenance</html>"),
        b"\x00\x01\x02 not http at all\r\n\r\n",
    ],
    ids=["500", "503", "silence", "hung up", "cut", "half a json", "html", "noise"],
)
async def test_a_bad_answer_is_asked_for_again(bad: Answer) -> None:
    insee = Insee(siret=[bad, bad, page(GLACIER)])
    async with asking(insee) as api:
        assert accepted(await all_of(api)) == 1
    assert insee.count("siret") == 3
    first, second = insee.pauses
    assert 0.5 <= first <= 1.5 <= 2 * 0.5 + 0.5
    assert 1.0 <= second <= 3.0


async def test_as_long_as_insee_asks_to_wait_is_waited() -> None:
    insee = Insee(
        siret=[
            answer(b"", 429, Retry_After="17"),
            answer(b"", 429, Retry_After="86400"),
            page(GLACIER),
        ]
    )
    async with asking(insee) as api:
        assert accepted(await all_of(api)) == 1
    assert insee.pauses == [17.0, IMPATIENT.longest_pause]


async def test_patience_ends() -> None:
    insee = Insee(siren=[answer(b"", 500)])
    async with asking(insee) as api:
        with pytest.raises(UpdatesUnavailable, match="status 500"):
            await all_of(api)
    assert len(insee.asked) == IMPATIENT.tries


async def test_after_too_many_failures_insee_is_left_in_peace() -> None:
    insee = Insee(siren=[answer(b"", 500)])
    async with asking(insee) as api:
        for _ in range(5):
            with pytest.raises(UpdatesUnavailable):
                await all_of(api)
    assert len(insee.asked) == IMPATIENT.failures


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_refusal_is_not_argued_with(status: int) -> None:
    insee = Insee(siren=[answer(b"no", status)])
    async with asking(insee) as api:
        with pytest.raises(UpdatesUnavailable, match=f"status {status}"):
            await all_of(api)
    assert (len(insee.asked), insee.pauses) == (1, [])


async def test_an_answer_of_another_kind_is_told() -> None:
    insee = Insee(siren=[answer({"something": "else"})])
    async with asking(insee) as api:
        with pytest.raises(UpdatesUnreadable):
            await all_of(api)


async def test_nobody_there_is_unavailable() -> None:
    insee = Insee()
    async with asking(insee) as api:
        pass
    with pytest.raises(UpdatesUnavailable):
        await all_of(api)


async def test_the_registry_asks_from_its_own_last_treatment(town: RoutingParts) -> None:
    newer = an_establishment(GLACIER, period={"enseigne1Etablissement": "LE GRAND GLACIER"})
    insee = Insee(siret=[answer(a_page(newer))])

    async def update() -> Any:
        async with asking(insee) as api:
            return await update_from_sirene(
                None, town.open_store, sirene=api, stock=town.stock, progress=lambda _: None
            )

    first = await update()
    assert first.version == 2
    # The sample was last treated on 5 January at eight; a day is asked twice.
    assert insee.asked[0]["q"] == ["dateDernierTraitementUniteLegale:[2026-01-04T08:00:00 TO *]"]
    insee.asked.clear()
    assert (await update()).version is None
    assert insee.asked[0]["q"] == ["dateDernierTraitementUniteLegale:[2026-04-30T06:15:00 TO *]"]


async def test_pages_that_came_before_a_failure_stand_and_the_next_run_begins_again(
    town: RoutingParts,
) -> None:
    insee = Insee(siret=[page(GLACIER, following="second"), answer(b"", 500)])
    async with asking(insee) as api:
        with pytest.raises(UpdatesUnavailable):
            await update_from_sirene(
                None, town.open_store, sirene=api, stock=town.stock, progress=lambda _: None
            )
    async with town.open_store() as store:
        version = await store.registry.version()
    assert version
    assert version.version == 2
    assert version.through == datetime(2026, 1, 5, 8, tzinfo=PARIS)


async def test_without_a_date_there_is_nothing_to_ask(parts: RoutingParts) -> None:
    async with asking(Insee()) as api:
        with pytest.raises(NoStartingPoint):
            await update_from_sirene(
                None, parts.open_store, sirene=api, stock=parts.stock, progress=lambda _: None
            )
