"""What the portal is made of, constructed once by `app.build`."""

from dataclasses import dataclass

from common.http.sessions import SessionCookie
from common.secrets import Safe
from common.settings import HttpSettings
from common.storage import ObjectStorage
from common.unit_of_work import Cause, Ground
from company_portal.ports import WorkingDays
from company_portal.store import Store


@dataclass(frozen=True, slots=True)
class PortalParts:
    """`clean_bucket` holds the files that passed the checks."""

    ground: Ground
    http: HttpSettings
    cookie: SessionCookie
    calendar: WorkingDays
    safe: Safe
    storage: ObjectStorage
    clean_bucket: str

    def open_store(self, *, cause: Cause | None = None) -> Store:
        return Store(self.ground, cause=cause)

    async def close(self) -> None:
        await self.storage.close()
        await self.ground.engine.dispose()
