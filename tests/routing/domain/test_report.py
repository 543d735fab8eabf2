"""A report as routing follows it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from common.values import Siret
from routing.domain.mode import FOUND, WITHHELD, Mode
from routing.domain.report import (
    AlreadyResolved,
    HolderExcluded,
    Report,
    Stage,
    closed,
    decided,
    declined,
    erased,
    resolved,
    stage_after,
    withdrawn,
)

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
A, B = Siret("05980665300016"), Siret("32682083400033")
NEW = Report(UUID(int=1), Stage.TRIAGE)
ROUTED = decided(NEW, Mode.SIRET, holder=A, department="13", at=NOON)
WAITING = decided(NEW, Mode.UNKNOWN, holder=None, department="13", at=NOON)


@pytest.mark.parametrize("mode", Mode)
def test_each_mode_leads_to_one_stage(mode: Mode) -> None:
    expected = (
        Stage.ROUTED
        if mode in FOUND
        else Stage.NOT_TRANSMITTED
        if mode in WITHHELD
        else Stage.TRIAGE
    )
    assert stage_after(mode) is expected


def test_a_report_in_triage_remembers_since_when() -> None:
    assert WAITING.queued_at == NOON
    assert ROUTED.queued_at is None


def test_an_agent_names_the_holder_of_a_waiting_report() -> None:
    after = resolved(WAITING, B, department=None, at=NOON)
    assert (after.stage, after.holder, after.version) == (Stage.ROUTED, B, 2)
    assert after.department == "13"


def test_a_report_is_resolved_once() -> None:
    with pytest.raises(AlreadyResolved):
        resolved(ROUTED, B, department=None, at=NOON)


def test_who_declined_cannot_be_named_again() -> None:
    waiting = replace(WAITING, excluded=frozenset({B}))
    with pytest.raises(HolderExcluded):
        resolved(waiting, B, department=None, at=NOON)


def test_a_refusal_puts_the_report_back_in_triage_without_its_holder() -> None:
    after = declined(ROUTED, A, portal_version=2, at=NOON)
    assert after is not None
    assert (after.stage, after.holder, after.excluded) == (Stage.TRIAGE, None, frozenset({A}))
    assert after.version == 2


def test_the_same_refusal_heard_again_changes_nothing() -> None:
    after = declined(ROUTED, A, portal_version=2, at=NOON)
    assert after is not None
    assert declined(after, A, portal_version=2, at=NOON) is None


def test_a_former_holder_s_late_refusal_does_not_take_the_report_from_the_present_one() -> None:
    held_by_b = replace(ROUTED, holder=B, portal_version=5)
    after = declined(held_by_b, A, portal_version=2, at=NOON)
    assert after is not None
    assert (after.stage, after.holder, after.excluded) == (Stage.ROUTED, B, frozenset({A}))


def test_a_closed_case_leaves_the_queue() -> None:
    after = closed(WAITING, portal_version=4)
    assert after is not None
    assert (after.stage, after.queued_at) == (Stage.CLOSED, None)
    assert closed(after, portal_version=4) is None


def test_a_withdrawn_report_stays_withdrawn() -> None:
    after = withdrawn(WAITING)
    assert after is not None
    assert after.stage is Stage.WITHDRAWN
    assert withdrawn(after) is None
    late = closed(after, portal_version=9)
    assert late is not None
    assert late.stage is Stage.WITHDRAWN


def test_nothing_revives_an_erased_report() -> None:
    tombstone = erased(NEW.report_id)
    assert declined(tombstone, A, portal_version=9, at=NOON) is None
    assert closed(tombstone, portal_version=9) is None
    assert withdrawn(tombstone) is None
