"""What agent-analytics is made of, constructed once by `app.build`."""

from dataclasses import dataclass

from agent_analytics.ports import ChartRenderer
from agent_analytics.store import Store
from common.secrets import Safe
from common.settings import HttpSettings
from common.storage import ObjectStorage
from common.unit_of_work import Cause, Ground


@dataclass(frozen=True, slots=True)
class AnalyticsParts:
    """`routing_url` has no slash at its end; `clean_bucket` holds the files that may be shown."""

    ground: Ground
    http: HttpSettings
    charts: ChartRenderer
    safe: Safe
    storage: ObjectStorage
    clean_bucket: str
    routing_url: str

    def open_store(self, *, cause: Cause | None = None) -> Store:
        return Store(self.ground, cause=cause)

    async def close(self) -> None:
        await self.charts.close()
        await self.storage.close()
        await self.ground.engine.dispose()
