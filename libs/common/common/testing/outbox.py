"""What a service has announced so far."""

from sqlalchemy import select

from common.contracts.envelope import Envelope, from_bytes
from common.db.plumbing import OutboxRow
from common.unit_of_work import Ground


async def outbox(ground: Ground) -> list[Envelope]:
    """Every event in the outbox, oldest first, sent or not."""
    async with ground.engine.connect() as connection:
        bodies = await connection.scalars(select(OutboxRow.body).order_by(OutboxRow.id))
        return [from_bytes(body) for body in bodies]
