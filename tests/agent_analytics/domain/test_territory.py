"""Who may see which reports."""

import pytest

from agent_analytics.domain.territory import NoReportsForRole, Role, scope_of


def test_an_agent_sees_the_own_departements_only() -> None:
    scope = scope_of(Role.AGENT, ["75", "2A"])

    assert scope.holds("2A")
    assert not scope.holds("69")


def test_reports_that_nobody_placed_are_for_supervisors() -> None:
    assert not scope_of(Role.AGENT, ["75"]).holds(None)
    assert scope_of(Role.SUPERVISOR, []).holds(None)


def test_a_supervisor_sees_the_country() -> None:
    assert scope_of(Role.SUPERVISOR, ["75"]).holds("974")


def test_an_operator_sees_no_report() -> None:
    with pytest.raises(NoReportsForRole):
        scope_of(Role.OPERATOR, ["75"])
