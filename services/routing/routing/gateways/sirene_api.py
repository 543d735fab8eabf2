"""INSEE's Sirene API over HTTP: paged by cursor, patient, and never asked in vain for long."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from common.clock import PARIS
from common.ids import Chance
from routing.gateways.breaker import Breaker, CircuitOpen
from routing.ports import Update, UpdatesUnavailable

# What changed is asked of three collections; each dates its lines under its own name.
_COLLECTIONS = (
    ("siren", "dateDernierTraitementUniteLegale"),
    ("siret", "dateDernierTraitementEtablissement"),
    ("siret/liensSuccession", "dateDernierTraitementLienSuccession"),
)
_KEY_HEADER = "X-INSEE-Api-Key-Integration"
_FIRST_CURSOR = "*"


class _Failure(Exception):
    """One try that failed; `pause` is how long the server asked to wait, in seconds."""

    def __init__(self, why: str, *, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds and counts. `whole`: how long one answer may take in all, however it trickles."""

    connect: float = 5.0
    whole: float = 60.0
    tries: int = 6
    first_pause: float = 1.0
    longest_pause: float = 120.0
    failures: int = 12
    rest: float = 300.0
    page: int = 1_000


class SireneApi:
    """Built with `sleep` and `now` so that tests need not wait."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        chance: Chance,
        patience: Patience = Patience(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._chance = chance
        self._patience = patience
        self._sleep = sleep
        loop_time = lambda: asyncio.get_running_loop().time()  # noqa: E731 - no loop runs yet
        self._breaker = Breaker(patience.failures, patience.rest, loop_time)

    async def since(self, instant: datetime) -> AsyncIterator[Update]:
        # Arrow weighs 50 MB: only the process that updates carries it.
        from routing.gateways.sirene_json import parts_of  # noqa: PLC0415

        moment = instant.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M:%S")
        timeout = httpx.Timeout(self._patience.whole, connect=self._patience.connect)
        headers = {_KEY_HEADER: self._key, "Accept": "application/json"}
        async with httpx.AsyncClient(timeout=timeout, headers=headers) as client:
            for collection, dated in _COLLECTIONS:
                async for document in self._pages(client, collection, f"{dated}:[{moment} TO *]"):
                    yield parts_of(document)

    async def _pages(
        self, client: httpx.AsyncClient, collection: str, query: str
    ) -> AsyncIterator[Any]:
        """Each page names the next; the last one names itself."""
        cursor = _FIRST_CURSOR
        while True:
            document = await self._asked(client, collection, query, cursor)
            if document is None:
                return
            yield document
            following = (document.get("header") or {}).get("curseurSuivant")
            if not isinstance(following, str) or following == cursor:
                return
            cursor = following

    async def _asked(
        self, client: httpx.AsyncClient, collection: str, query: str, cursor: str
    ) -> Any:
        """One page, tried again while it is worth it; None when there is nothing to tell."""
        asked = {"q": query, "curseur": cursor, "nombre": str(self._patience.page)}
        pause = self._patience.first_pause
        for rest in reversed(range(self._patience.tries)):
            try:
                self._breaker.before()
                document = await self._once(client, f"{self._url}/{collection}", asked)
            except CircuitOpen as error:
                raise UpdatesUnavailable("INSEE failed too often: left in peace") from error
            except _Failure as failure:
                self._breaker.failed()
                if not rest:
                    raise UpdatesUnavailable(f"INSEE does not answer: {failure}") from failure
                await self._sleep(self._wait(pause, failure.pause))
                pause *= 2
            else:
                self._breaker.succeeded()
                return document
        return None

    async def _once(self, client: httpx.AsyncClient, url: str, asked: dict[str, str]) -> Any:
        try:
            async with asyncio.timeout(self._patience.whole):
                answer = await client.get(url, params=asked)
        except (httpx.HTTPError, TimeoutError) as error:
            raise _Failure(type(error).__name__) from error
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            raise _Failure(f"status {answer.status_code}", pause=_asked_pause(answer))
        document = _document(answer)
        if answer.status_code == httpx.codes.NOT_FOUND and document and "header" in document:
            # So it says that nothing answers the question.
            return None
        if answer.status_code != httpx.codes.OK:
            raise UpdatesUnavailable(f"INSEE refuses: status {answer.status_code}")
        if document is None:
            raise _Failure("an answer that is no JSON object")
        return document

    def _wait(self, pause: float, asked: float | None) -> float:
        """As long as the server asks, else a pause that doubles, never the same for everybody."""
        if asked is not None:
            return min(asked, self._patience.longest_pause)
        share = self._chance.below(1_000) / 1_000
        return min(pause * (0.5 + share), self._patience.longest_pause)


def _document(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        document = json.loads(answer.content)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _asked_pause(answer: httpx.Response) -> float | None:
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() else None
