"""The matrix: who may do what, where."""

from uuid import UUID

import pytest

from company_portal.domain.rights import (
    GRANTS,
    Access,
    Action,
    Actor,
    Level,
    Role,
    Verdict,
    allow,
    first_access,
    level_at,
)
from tests.company_portal.builders import BAKERY, BRANCH, GARAGE


def someone(*accesses: Access) -> Actor:
    return Actor(UUID(int=1), accesses)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize(
    ("access", "place", "verdict"),
    [
        (Access(BAKERY, Role.MEMBER), BAKERY, Verdict.ALLOWED),
        (Access(BAKERY, Role.ADMIN), BAKERY, Verdict.ALLOWED),
        (Access(BAKERY, Role.ADMIN, covers_siren=True), BRANCH, Verdict.ALLOWED),
        (Access(BAKERY, Role.ADMIN), BRANCH, Verdict.HIDDEN),
        (Access(BAKERY, Role.MEMBER), BRANCH, Verdict.HIDDEN),
        (Access(BAKERY, Role.MEMBER, covers_siren=True), BRANCH, Verdict.HIDDEN),
        (Access(BAKERY, Role.ADMIN, covers_siren=True), GARAGE, Verdict.HIDDEN),
    ],
)
def test_rights_reach_as_far_as_the_matrix_says(
    access: Access, place: str, verdict: Verdict, action: Action
) -> None:
    assert allow(someone(access), action, place) is verdict


@pytest.mark.parametrize("action", list(Action))
def test_nobody_without_access_may_do_anything(action: Action) -> None:
    assert allow(someone(), action, BAKERY) is Verdict.HIDDEN


def test_what_the_matrix_does_not_grant_is_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, Level.MEMBER, frozenset())

    verdict = allow(someone(Access(BAKERY, Role.MEMBER)), Action.ANSWER_REPORT, BAKERY)

    assert verdict is Verdict.FORBIDDEN


def test_the_highest_level_counts() -> None:
    both = (Access(BRANCH, Role.MEMBER), Access(BAKERY, Role.ADMIN, covers_siren=True))

    assert level_at(both, BRANCH) is Level.HEAD_OFFICE_ADMIN
    assert level_at(both[:1], BRANCH) is Level.MEMBER


def test_the_first_account_is_admin_and_the_head_office_s_covers_the_company() -> None:
    first = first_access(BAKERY, is_head_office=False, has_admin=False)
    head = first_access(BAKERY, is_head_office=True, has_admin=False)
    second = first_access(BAKERY, is_head_office=True, has_admin=True)

    assert first == Access(BAKERY, Role.ADMIN)
    assert head == Access(BAKERY, Role.ADMIN, covers_siren=True)
    assert second == Access(BAKERY, Role.MEMBER)
