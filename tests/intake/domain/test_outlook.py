"""What is announced after the sending."""

import pytest

from intake.domain.category_tree import CategoryTree
from intake.domain.outlook import SMALLEST_CROWD, Outlook, outlook, told_crowd
from intake.domain.targets import TargetKind
from tests.intake.world import LEAF


@pytest.mark.parametrize(
    ("kind", "ahead"),
    [
        (TargetKind.SIRET, Outlook.TRANSMITTED),
        (TargetKind.FOREIGN, Outlook.FOREIGN),
        (TargetKind.UNKNOWN, Outlook.TO_BE_ROUTED),
        (TargetKind.WEBSITE, Outlook.TO_BE_FOUND),
        (TargetKind.PLACE, Outlook.TO_BE_FOUND),
    ],
)
def test_the_target_tells_what_comes(tree: CategoryTree, kind: TargetKind, ahead: Outlook) -> None:
    assert outlook(tree.leaf(LEAF), kind, wishes_advice=False) is ahead
    assert outlook(tree.leaf(LEAF), kind, wishes_advice=True) is Outlook.ADVICE


def test_a_hidden_problem_goes_to_no_company(tree: CategoryTree) -> None:
    hidden = next(trail for trail in tree.trails() if trail.is_hidden and not trail.end.children)
    assert outlook(hidden, TargetKind.SIRET, wishes_advice=False) is Outlook.HIDDEN


def test_a_crowd_too_small_to_hide_in_is_not_told() -> None:
    assert told_crowd(SMALLEST_CROWD - 1) is None
    assert told_crowd(SMALLEST_CROWD) == SMALLEST_CROWD
