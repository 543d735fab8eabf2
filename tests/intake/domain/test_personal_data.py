"""Personal data pointed out in free text, and little else."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.check_digits import IBAN_LENGTH, is_card, is_iban, is_social_number
from intake.domain.personal_data import MASK, PersonalKind, masked, personal_data


def told(text: str) -> list[tuple[PersonalKind, str]]:
    return [(found.kind, text[found.start : found.end]) for found in personal_data(text)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PersonalKind.EMAIL, "camille.martin+shop@example.org"),
        (PersonalKind.EMAIL, "zoé@exemple.fr"),
        (PersonalKind.PHONE, "06 12 34 56 78"),
        (PersonalKind.PHONE, "0612345678"),
        (PersonalKind.PHONE, "06.39.98.12.34"),
        (PersonalKind.PHONE, "+33 (0)1 99 00 12 34"),
        (PersonalKind.PHONE, "+44 20 7946 0958"),
        (PersonalKind.IBAN, "FR76 3000 6000 0112 3456 7890 189"),
        (PersonalKind.IBAN, "fr7630006000011234567890189"),
        (PersonalKind.IBAN, "DE89370400440532013000"),
        (PersonalKind.CARD, "4111 1111 1111 1111"),
        (PersonalKind.CARD, "5555555555554444"),
        (PersonalKind.CARD, "3782-822463-10005"),
        (PersonalKind.SOCIAL_NUMBER, "2 55 08 14 168 025 38"),
        (PersonalKind.SOCIAL_NUMBER, "185057800608491"),
        (PersonalKind.PLATE, "AB-123-CD"),
    ],
)
def test_personal_data_is_found_wherever_it_stands(kind: PersonalKind, words: str) -> None:
    for text in (words, f"Voici : {words}, merci.", f"le 12 {words} et voilà", f"({words})"):
        assert told(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Acheté le 03/05/2026 à 12:30, soit 2026-05-03T12:30.",
        "De 10.02.2026 à 12 h 30, puis le 01 02 2026 10 15.",
        "Prix affiché 1 234 567,89 €, payé 12,50 puis 1.250,00 euros.",
        "SIRET 443 061 841 00047, 35600000000048, SIREN 552 100 554, TVA FR40303265045",
        "Commande n° 0612345678, facture 0145678901, dossier client n°4111111111111111",
        "Code-barres 3017620422003 et 4006381333931, colis 6A12345678901",
        "Service client au 0 800 123 456, au 08 92 12 34 56, au 36 39 ou au 3939",
        "75001 Paris, 12 rue de la Paix, 3e étage, lot 12-345-67",
        "référence AB123CD, modèle XR-500-GT, réf. : AB-123-CD",
        "@compte sur un réseau, prix@ et 5 @ 3 euros",
        "de 10 20 30 40 50 à 60 70 80",
        "4111 1111 1111 1112 et FR76 3000 6000 0112 3456 7890 188 sont faux, 185057800608492 aussi",
    ],
)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert told(text) == []
    assert masked(text) == text


def test_a_plate_without_dashes_counts_beside_a_vehicle() -> None:
    assert told("la voiture AB123CD et le code XY456ZT")[0] == (PersonalKind.PLATE, "AB123CD")
    assert told("le véhicule 1234 AB 75") == [(PersonalKind.PLATE, "1234 AB 75")]
    assert told("le modèle AB123CD") == []


def test_two_things_side_by_side_are_two() -> None:
    assert told("06 12 34 56 78 06 98 76 54 32") == [
        (PersonalKind.PHONE, "06 12 34 56 78"),
        (PersonalKind.PHONE, "06 98 76 54 32"),
    ]


def test_what_overlaps_is_one_thing() -> None:
    assert told("0612345678@example.org") == [(PersonalKind.EMAIL, "0612345678@example.org")]


def test_a_mask_keeps_the_shape_and_the_rest() -> None:
    text = "Écrivez à camille@example.org ou au 06 12 34 56 78."
    assert masked(text) == "Écrivez à •••••••@•••••••.••• ou au •• •• •• •• ••."


def test_numbers_of_the_wrong_shape_have_no_check_digits() -> None:
    assert not is_iban("FR7630006000011234567890")
    assert not is_iban("ZZ7630006000011234567890189")
    assert not is_card("4" * 16)
    assert not is_card("0000000000000000")
    assert not is_social_number("185137800608491")
    assert not is_social_number("1A5057800608491")
    assert is_social_number("185052A00608414") == (97 - 1850519006084 % 97 == 14)


PIECES = st.sampled_from(
    [
        "06 12 34 56 78",
        "camille@example.org",
        "FR7630006000011234567890189",
        "4111 1111 1111 1111",
        "AB-123-CD",
        "185057800608491",
        "commande",
        "12",
        " ",
        ", ",
        "le ",
        "-",
        "+",
        "x",
        "voiture ",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
def test_nothing_is_found_in_a_masked_text_and_it_is_as_long(text: str) -> None:
    hidden = masked(text)
    assert personal_data(hidden) == ()
    assert len(hidden) == len(text)
    assert all(now in (before, MASK) for before, now in zip(text, hidden, strict=True))


@given(TEXTS)
def test_findings_stand_apart_in_the_order_of_the_text(text: str) -> None:
    found = personal_data(text)
    assert all(one.end <= after.start for one, after in itertools.pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@given(
    st.sampled_from(sorted(IBAN_LENGTH)),
    st.text("0123456789", min_size=30, max_size=30),
    st.sampled_from(["", " "]),
)
def test_every_account_with_its_check_digits_is_found(
    country: str, digits: str, between: str
) -> None:
    account = digits[: IBAN_LENGTH[country] - 4]
    as_number = "".join(str(int(character, 36)) for character in f"{account}{country}00")
    number = f"{country}{98 - int(as_number) % 97:02}{account}"
    written = between.join(number[at : at + 4] for at in range(0, len(number), 4))
    assert (PersonalKind.IBAN, written) in told(f"Mon compte {written} chez vous")


@given(st.text("0123456789", min_size=14, max_size=14))
def test_every_card_with_its_check_digit_is_found(digits: str) -> None:
    beginning = f"4{digits}"
    (number,) = [f"{beginning}{last}" for last in range(10) if is_card(f"{beginning}{last}")]
    assert told(f"carte {number}")[0][1] == number
