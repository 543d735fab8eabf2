"""A report being written."""

from dataclasses import replace
from uuid import UUID

from intake.domain.draft import STEPS, Draft, Step

DRAFT = Draft(id=UUID(int=1)).on_path(("shops", "refund"), 1)


def test_the_next_step_is_the_first_that_is_left() -> None:
    assert DRAFT.next_step is Step.COMPANY
    assert DRAFT.after(Step.COMPANY).next_step is Step.DETAILS
    done = DRAFT
    for step in STEPS[:-1]:
        done = done.after(step)
    assert done.next_step is Step.RECAP
    assert done.undone(Step.FILES).next_step is Step.FILES


def test_another_problem_keeps_the_person_and_the_story_but_not_the_company() -> None:
    draft = replace(
        DRAFT.after(Step.COMPANY, target={"kind": "siret"}, company_label="Paul")
        .after(Step.DETAILS, replies={"amount": "1"}, description="Une histoire")
        .after(Step.IDENTITY, first_name="Anne")
    )
    changed = draft.on_path(("shops", "payment", "card_fee"), 1)
    assert (changed.target, changed.company_label, changed.replies) == ({}, "", {})
    assert (changed.description, changed.first_name) == ("Une histoire", "Anne")
    assert changed.done == ("identity", "problem")
    assert draft.on_path(draft.path, 1).target == {"kind": "siret"}


def test_the_same_problem_in_a_newer_tree_keeps_all_and_asks_the_details_again() -> None:
    draft = DRAFT.after(Step.COMPANY, target={"kind": "siret"}).after(
        Step.DETAILS, replies={"amount": "1"}
    )
    newer = draft.on_path(draft.path, 2)
    assert (newer.tree_version, newer.target, newer.replies) == (2, draft.target, draft.replies)
    assert newer.next_step is Step.DETAILS


def test_a_draft_survives_its_storage_and_fields_it_no_longer_knows() -> None:
    draft = DRAFT.after(Step.COMPANY, company_label="Paul")
    stored = draft.content() | {"a_field_of_before": 1, "path": list(draft.path)}
    assert Draft.of(draft.id, stored) == draft
