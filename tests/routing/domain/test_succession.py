"""Who carries on after an establishment that closed."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from common.values import Siret
from routing.domain.succession import SuccessionLink, open_successor

SHUT, NEXT, LAST, OTHER = (
    Siret(text) for text in ("34063738800034", "05980665300016", "32682083400033", "33148363600022")
)
SPRING, AUTUMN = date(2024, 4, 1), date(2025, 10, 1)


def link(
    predecessor: Siret,
    successor: Siret,
    on: date = SPRING,
    *,
    is_continuous: bool = True,
    moves_head_office: bool = False,
) -> SuccessionLink:
    return SuccessionLink(
        predecessor,
        successor,
        on,
        moves_head_office=moves_head_office,
        is_continuous=is_continuous,
    )


def test_the_open_establishment_that_followed_carries_on() -> None:
    assert open_successor(SHUT, [link(SHUT, NEXT)], {NEXT: True}) == NEXT


def test_a_successor_that_closed_too_leads_to_its_own() -> None:
    chain = [link(NEXT, LAST), link(SHUT, NEXT)]
    assert open_successor(SHUT, chain, {NEXT: False, LAST: True}) == LAST


def test_the_first_open_one_ends_the_chain() -> None:
    chain = [link(SHUT, NEXT), link(NEXT, LAST)]
    assert open_successor(SHUT, chain, {NEXT: True, LAST: True}) == NEXT


def test_who_only_took_over_the_premises_answers_for_nothing() -> None:
    taken_over = link(SHUT, NEXT, is_continuous=False)
    assert open_successor(SHUT, [taken_over], {NEXT: True}) is None


def test_a_head_office_that_moved_is_the_same_company() -> None:
    moved = Siret(SHUT[:9] + "00042")
    links = [link(SHUT, moved, is_continuous=False, moves_head_office=True)]
    assert open_successor(SHUT, links, {moved: True}) == moved
    elsewhere = [link(SHUT, NEXT, is_continuous=False, moves_head_office=True)]
    assert open_successor(SHUT, elsewhere, {NEXT: True}) is None


def test_the_latest_link_counts() -> None:
    links = [link(SHUT, NEXT, SPRING), link(SHUT, LAST, AUTUMN)]
    assert open_successor(SHUT, links, {NEXT: True, LAST: True}) == LAST


def test_a_business_shared_between_two_is_in_doubt() -> None:
    links = [link(SHUT, NEXT), link(SHUT, LAST)]
    assert open_successor(SHUT, links, {NEXT: True, LAST: True}) is None


def test_a_chain_that_comes_back_ends() -> None:
    links = [link(SHUT, NEXT), link(NEXT, SHUT)]
    assert open_successor(SHUT, links, {NEXT: False, SHUT: False}) is None


def test_a_successor_that_the_registry_lacks_is_none() -> None:
    assert open_successor(SHUT, [link(SHUT, NEXT)], {}) is None


sirets = st.sampled_from((SHUT, NEXT, LAST, OTHER))


@given(
    st.lists(
        st.builds(
            link,
            sirets,
            sirets,
            st.sampled_from((SPRING, AUTUMN)),
            is_continuous=st.booleans(),
            moves_head_office=st.booleans(),
        ),
        max_size=8,
    ),
    st.dictionaries(sirets, st.booleans()),
)
def test_whatever_the_links_the_search_ends_at_an_open_one_or_nowhere(
    links: list[SuccessionLink], is_open: dict[Siret, bool]
) -> None:
    found = open_successor(SHUT, links, is_open)
    assert found is None or is_open[found]
    assert found != SHUT
    assert open_successor(SHUT, list(reversed(links)), is_open) == found
