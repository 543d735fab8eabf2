"""What is known of a report, from facts in any order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.domain.counting import cell_of, moves
from agent_analytics.domain.history import Case, Company, Counted, History, Routing, Submission
from agent_analytics.domain.status import Outcome, Status

AT = datetime(2026, 5, 4, 8, tzinfo=UTC)
EMPTY = History(UUID(int=1))
COUNTED = Counted(date(2026, 5, 4), "shops", "69")
SUBMISSION = Submission(
    reference="V7K2-9QXD",
    subcategories=(),
    category_labels=("Commerces",),
    tags=(),
    replies=(),
    description="Le grille-pain a pris feu.",
    observed_on=date(2026, 5, 2),
    target={"kind": "company", "name": "Grille Tout", "postal_code": "69001"},
    share_identity=False,
    wish="report",
    lang="fr",
    publish_consent=False,
    attachment_count=0,
    submitted_at=AT,
)
COMPANY = Company("73282932000074", "732829320", "Grille Tout SAS")
CASE = Case(1, AT, Status.WAITING, holder_siret="35600000000048", holder_name="La Poste")


def test_the_recipients_departement_wins_over_the_targets() -> None:
    history = EMPTY.submitted(COUNTED, SUBMISSION)

    assert history.department == "69"
    assert history.routed(Routing(1, Outcome.ROUTED, "75", COMPANY)).department == "75"


def test_a_decision_without_recipient_leaves_the_targets_departement() -> None:
    history = EMPTY.submitted(COUNTED, SUBMISSION).routed(Routing(1, Outcome.TRIAGE))

    assert history.department == "69"


def test_an_older_decision_changes_nothing() -> None:
    newer = EMPTY.routed(Routing(2, Outcome.ROUTED, "75", COMPANY))

    assert newer.routed(Routing(1, Outcome.TRIAGE)) == newer


def test_of_two_states_of_one_version_the_later_instant_stays() -> None:
    later = replace(CASE, changed_at=AT + timedelta(hours=1), status=Status.READ)

    assert EMPTY.moved(CASE).moved(later) == EMPTY.moved(later).moved(CASE)


def test_the_company_is_the_holder_then_the_recipient_then_what_was_told() -> None:
    told = EMPTY.submitted(COUNTED, SUBMISSION)
    routed = told.routed(Routing(1, Outcome.ROUTED, "75", COMPANY))
    held = routed.moved(CASE)

    assert (told.company_name, told.siret) == ("Grille Tout", None)
    assert (routed.company_name, routed.siret) == ("Grille Tout SAS", "73282932000074")
    assert (held.company_name, held.siret) == ("La Poste", "35600000000048")


def test_an_unknown_company_has_no_name() -> None:
    assert EMPTY.company_name is None
    assert EMPTY.department is None


def test_nothing_of_a_person_is_left_once_erased() -> None:
    full = EMPTY.submitted(COUNTED, SUBMISSION).routed(Routing(1, Outcome.ROUTED, "75", COMPANY))

    settled = full.moved(CASE).erased(AT).settled()

    assert settled.submission is None
    assert settled.company_name is None
    assert settled.siret is None
    assert settled.department == "75"
    assert settled.status is Status.ERASED


def test_a_report_that_is_not_erased_is_kept_whole() -> None:
    history = EMPTY.submitted(COUNTED, SUBMISSION)

    assert history.settled() is history


@given(st.permutations(range(4)))
def test_forgetting_at_any_moment_ends_the_same(order: list[int]) -> None:
    facts = [
        lambda history: history.submitted(COUNTED, SUBMISSION),
        lambda history: history.routed(Routing(3, Outcome.ROUTED, "75", COMPANY)),
        lambda history: history.moved(CASE).with_file().withdrawn(AT),
        lambda history: history.erased(AT),
    ]
    history = EMPTY
    for index in order:
        history = facts[index](history).settled()

    assert history == History(
        EMPTY.report_id,
        counted=COUNTED,
        routing=Routing(3, Outcome.ROUTED, "75"),
        erased_at=AT,
    )


def test_a_report_counts_from_its_submission_on() -> None:
    assert cell_of(EMPTY.routed(Routing(1, Outcome.TRIAGE))) is None


def test_a_change_of_status_moves_one_count() -> None:
    before = EMPTY.submitted(COUNTED, SUBMISSION)
    after = before.routed(Routing(1, Outcome.TRIAGE))

    changes = {cell.status: change for cell, change in moves(before, after)}

    assert changes == {Status.SUBMITTED: -1, Status.TRIAGE: 1}
    assert moves(after, after) == []
