"""A right is there, or the deed is refused."""

from uuid import UUID

import pytest

from company_portal.domain.rights import GRANTS, Access, Action, Actor, Level, Role
from company_portal.handlers.demand_right import (
    ForbiddenDeed,
    UnknownEstablishment,
    demand_right,
)
from tests.company_portal.builders import BAKERY, GARAGE

MEMBER = Actor(UUID(int=1), (Access(BAKERY, Role.MEMBER),))


def test_what_is_granted_may_be_done() -> None:
    demand_right(MEMBER, Action.READ_REPORT, BAKERY)


def test_another_establishment_is_not_said_to_exist() -> None:
    with pytest.raises(UnknownEstablishment):
        demand_right(MEMBER, Action.READ_REPORT, GARAGE)


def test_what_is_not_granted_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, Level.MEMBER, frozenset())

    with pytest.raises(ForbiddenDeed):
        demand_right(MEMBER, Action.READ_REPORT, BAKERY)
