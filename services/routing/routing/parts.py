"""What `build` makes once and everything else receives."""

from dataclasses import dataclass

from common.secrets import Signer
from common.settings import HttpSettings
from common.storage import ObjectStorage
from common.unit_of_work import Cause, Ground
from routing.ports import SearchIndex, SireneUpdates, StockReader, UpdateFiles, Web
from routing.store import Store

AGENT_COOKIE = "routing-agent"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the pages of other services are; None leaves the link out."""

    intake: str | None
    agent_analytics: str | None


@dataclass(frozen=True, slots=True)
class RoutingParts:
    """`sirene` is None when this installation does not ask INSEE."""

    ground: Ground
    http: HttpSettings
    search: SearchIndex
    stock: StockReader
    picker: Signer
    links: Links
    storage: ObjectStorage | None
    documents: UpdateFiles
    sirene: SireneUpdates | None
    web: Web

    def open_store(self, *, cause: Cause | None = None) -> Store:
        return Store(self.ground, cause=cause)

    async def close(self) -> None:
        if self.storage is not None:
            await self.storage.close()
        await self.ground.engine.dispose()
