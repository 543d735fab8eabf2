"""Waking the relay: a notice that follows the commit instead of being a part of it."""

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

OUTBOX_CHANNEL = "outbox"
MOST_TURNS = 5
_FAILURES = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class Bell:
    """Rings once for all the units of work that committed while it was ringing.

    A transaction that notifies holds one lock of the whole PostgreSQL server until its commit is
    on disk, so that no other notifying one commits beside it: on a busy machine, a tenth of the
    commits a second (`python -m bench notice`). A notice by itself writes nothing and holds the
    lock for microseconds. One that is lost costs a second: the relay looks by itself.
    """

    def __init__(self) -> None:
        self._is_wanted = False
        self._is_ringing = False

    async def ring(self, connection: AsyncConnection) -> None:
        """Wake the relay, on a connection whose transaction has ended.

        Whoever comes while another rings leaves it to them, who ring once more. A failure is no
        failure of what was committed.
        """
        self._is_wanted = True
        if self._is_ringing:
            return
        self._is_ringing = True
        try:
            raw = (await connection.get_raw_connection()).driver_connection
            for _ in range(MOST_TURNS):
                if not self._is_wanted or raw is None:
                    return
                self._is_wanted = False
                await raw.execute(f"NOTIFY {OUTBOX_CHANNEL}")
        except _FAILURES:
            return
        finally:
            self._is_ringing = False
