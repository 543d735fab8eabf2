"""How long a session lasts."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from agent_analytics.domain.session import Session

OPENED = datetime(2026, 5, 4, 8, tzinfo=UTC)


def _session(seen: timedelta) -> Session:
    return Session(UUID(int=1), OPENED, OPENED + seen)


def test_half_an_hour_without_use_ends_it() -> None:
    session = _session(timedelta(hours=1))

    assert session.is_alive(OPENED + timedelta(minutes=89))
    assert not session.is_alive(OPENED + timedelta(minutes=90))


def test_twelve_hours_end_it_in_any_case() -> None:
    session = _session(timedelta(hours=11, minutes=50))

    assert session.expires_at == OPENED + timedelta(hours=12)
