"""One convincing establishment, or an agent."""

from dataclasses import replace

from common.values import Siren, Siret
from routing.domain.choice import Candidate, choose_by_name, choose_by_number
from routing.domain.establishment import Diffusion, Establishment, Location
from routing.domain.mode import Mode

NOBODY: frozenset[Siret] = frozenset()


def an_establishment(
    siret: str, *, is_open: bool = True, is_head_office: bool = False
) -> Establishment:
    return Establishment(
        siret=Siret(siret),
        siren=Siren(siret[:9]),
        name="LE GLACIER",
        location=Location(department="13"),
        diffusion=Diffusion.OPEN,
        is_open=is_open,
        is_head_office=is_head_office,
    )


FIRST = Candidate(an_establishment("05980665300016"), 0.98)
SECOND = Candidate(an_establishment("32682083400033"), 0.97)
FAR = Candidate(an_establishment("33148363600022"), 0.7)
SHUT = Candidate(an_establishment("34063738800034", is_open=False), 0.99)


def test_the_only_convincing_candidate_is_the_recipient() -> None:
    choice = choose_by_name([FIRST, FAR], is_narrow=True, excluded=NOBODY)
    assert (choice.mode, choice.establishment) == (Mode.NAME_AND_PLACE, FIRST.establishment)
    assert choice.candidates == (FIRST, FAR)


def test_two_equally_good_candidates_are_no_match() -> None:
    choice = choose_by_name([FIRST, SECOND], is_narrow=True, excluded=NOBODY)
    assert (choice.mode, choice.establishment) == (Mode.SEVERAL_MATCHES, None)


def test_nobody_convincing_is_no_match() -> None:
    assert choose_by_name([FAR], is_narrow=True, excluded=NOBODY).mode is Mode.NO_MATCH
    assert choose_by_name([], is_narrow=True, excluded=NOBODY).mode is Mode.NO_MATCH


def test_one_slip_is_forgiven_in_a_town_but_not_in_a_departement() -> None:
    slipped = replace(FIRST, liberties=1)
    assert choose_by_name([slipped], is_narrow=True, excluded=NOBODY).establishment
    assert choose_by_name([slipped], is_narrow=False, excluded=NOBODY).establishment is None


def test_the_beginning_of_a_longer_name_never_convinces() -> None:
    loose = replace(FIRST, liberties=3)
    assert choose_by_name([loose], is_narrow=True, excluded=NOBODY).mode is Mode.NO_MATCH


def test_a_closed_establishment_as_good_as_the_open_one_casts_doubt() -> None:
    choice = choose_by_name([SHUT, FIRST], is_narrow=True, excluded=NOBODY)
    assert choice.mode is Mode.SEVERAL_MATCHES


def test_a_closed_establishment_alone_goes_to_an_agent() -> None:
    assert choose_by_name([SHUT], is_narrow=True, excluded=NOBODY).mode is Mode.CLOSED


def test_who_declined_is_no_candidate_any_more() -> None:
    choice = choose_by_name([FIRST, SECOND], is_narrow=True, excluded={FIRST.siret})
    assert choice.establishment == SECOND.establishment


def test_an_open_establishment_named_by_number_is_the_recipient() -> None:
    choice = choose_by_number(FIRST.establishment, head_office=None, excluded=NOBODY)
    assert (choice.mode, choice.establishment) == (Mode.SIRET, FIRST.establishment)


def test_a_number_that_the_registry_lacks_goes_to_an_agent() -> None:
    assert choose_by_number(None, head_office=None, excluded=NOBODY).mode is Mode.NO_SUCH_SIRET


def test_a_closed_establishment_sends_to_its_open_head_office() -> None:
    head_office = an_establishment("34063738800042", is_head_office=True)
    choice = choose_by_number(SHUT.establishment, head_office=head_office, excluded=NOBODY)
    assert (choice.mode, choice.establishment) == (Mode.HEAD_OFFICE, head_office)


def test_a_closed_head_office_cannot_stand_in() -> None:
    shut = an_establishment("34063738800042", is_open=False, is_head_office=True)
    assert (
        choose_by_number(SHUT.establishment, head_office=shut, excluded=NOBODY).mode is Mode.CLOSED
    )
    assert (
        choose_by_number(SHUT.establishment, head_office=SHUT.establishment, excluded=NOBODY).mode
        is Mode.CLOSED
    )


def test_a_head_office_that_declined_cannot_stand_in() -> None:
    head_office = an_establishment("34063738800042", is_head_office=True)
    excluded = {head_office.siret}
    choice = choose_by_number(SHUT.establishment, head_office=head_office, excluded=excluded)
    assert choice.mode is Mode.CLOSED


def test_the_successor_comes_before_the_head_office() -> None:
    head_office = an_establishment("34063738800042", is_head_office=True)
    choice = choose_by_number(
        SHUT.establishment,
        head_office=head_office,
        successor=FIRST.establishment,
        excluded=NOBODY,
    )
    assert (choice.mode, choice.establishment) == (Mode.SUCCESSOR, FIRST.establishment)
    assert [one.siret for one in choice.candidates] == [SHUT.siret, FIRST.siret, head_office.siret]


def test_a_successor_that_declined_leaves_the_head_office() -> None:
    head_office = an_establishment("34063738800042", is_head_office=True)
    choice = choose_by_number(
        SHUT.establishment,
        head_office=head_office,
        successor=FIRST.establishment,
        excluded={FIRST.siret},
    )
    assert (choice.mode, choice.establishment) == (Mode.HEAD_OFFICE, head_office)


def test_an_open_establishment_needs_no_successor() -> None:
    choice = choose_by_number(
        FIRST.establishment, head_office=None, successor=SECOND.establishment, excluded=NOBODY
    )
    assert choice.mode is Mode.SIRET
