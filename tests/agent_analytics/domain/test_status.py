"""Which status a report shows."""

import pytest

from agent_analytics.domain.status import OPEN, Outcome, Status, shown_status
from common.contracts.report import OPEN_STATUSES, ReportStatus


def test_the_statuses_are_those_of_the_contracts() -> None:
    assert {status.value for status in Status} == {status.value for status in ReportStatus}
    assert {status.value for status in OPEN} == {status.value for status in OPEN_STATUSES}


def test_erasure_wins_over_everything() -> None:
    shown = shown_status(erased=True, withdrawn=True, case=Status.PROMISED, outcome=Outcome.ROUTED)

    assert shown is Status.ERASED


def test_the_consumer_wins_over_the_portal() -> None:
    shown = shown_status(erased=False, withdrawn=True, case=Status.READ, outcome=Outcome.ROUTED)

    assert shown is Status.WITHDRAWN


def test_the_portal_wins_over_routing() -> None:
    shown = shown_status(erased=False, withdrawn=False, case=Status.READ, outcome=Outcome.TRIAGE)

    assert shown is Status.READ


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (None, Status.SUBMITTED),
        (Outcome.ROUTED, Status.SUBMITTED),
        (Outcome.TRIAGE, Status.TRIAGE),
        (Outcome.NOT_TRANSMITTED, Status.NOT_TRANSMITTED),
    ],
)
def test_before_the_portal_opens_the_case_routing_says(
    outcome: Outcome | None, status: Status
) -> None:
    assert shown_status(erased=False, withdrawn=False, case=None, outcome=outcome) is status
