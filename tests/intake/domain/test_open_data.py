"""Where reports of another tree would go in ours."""

from collections import Counter

from intake.domain.category_tree import CategoryTree
from intake.domain.open_data import Coverage, PathMap, Rule, covered, told
from intake.gateways.open_data import read_path_map

ORDER = ("online", "order", "other_order")
REFUND = ("shops", "refund")
MAP = PathMap(
    {
        "cafe": (Rule(REFUND, ("prix", "remise")), Rule(ORDER, ("eau",)), Rule(REFUND, ("eau",))),
        "tout": (Rule(("shops",), ()),),
    }
)


def test_the_first_rule_whose_words_stand_in_order_wins() -> None:
    assert MAP.home(("Café", "Le prix affiché", "Une remise refusée")) == REFUND
    assert MAP.home(("Café", "Une remise", "Le prix")) is None
    assert MAP.home(("Café", "L’eau")) == ORDER


def test_a_word_is_found_at_the_beginning_of_words_only() -> None:
    assert MAP.home(("Café", "Le réseau")) is None


def test_a_category_that_has_no_rules_has_no_home() -> None:
    assert MAP.home(("Autre", "L’eau")) is None


def test_coverage_counts_homes_below_the_top_and_tells_vague_ones(tree: CategoryTree) -> None:
    counts = {("Café", "eau"): 6, ("Tout", "x"): 3, ("Café", "prix", "remise"): 1}
    coverage = covered(counts, MAP, tree)
    assert coverage == Coverage(
        reports=10,
        paths=3,
        housed=7,
        vague=6,
        leaves=Counter({ORDER: 6, REFUND: 1}),
        gaps=((("Tout", "x"), 3),),
    )
    lines = list(told(coverage, most=5))
    assert lines[0].startswith("70.00% of 10 reports (3 paths)")
    assert lines[-1].split() == ["3", "Tout", ">", "x"]


def test_nothing_to_count_is_no_share(tree: CategoryTree) -> None:
    assert covered({}, MAP, tree).share == 0.0


def test_rules_that_lead_nowhere_are_told(tree: CategoryTree) -> None:
    lost = PathMap(
        {
            "a": (
                Rule(("shops", "gone"), ()),
                Rule(("shops", "prices"), ()),
                Rule(("shops", "private_seller"), ()),
                Rule(REFUND, ()),
            )
        }
    )
    assert list(lost.faults(tree)) == [
        "shops/gone is not there",
        "shops/prices takes no report",
        "shops/private_seller takes no report",
    ]


def test_the_shipped_map_leads_to_leaves_of_the_tree(tree: CategoryTree) -> None:
    assert list(read_path_map().faults(tree)) == []
