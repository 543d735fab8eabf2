"""Which reports no company ever gets."""

from routing.domain.mode import Mode
from routing.domain.transmission import withheld_because


def test_an_ordinary_report_is_transmitted() -> None:
    assert withheld_because(("food",), is_foreign=False, wants_advice=False) is None


def test_a_hidden_tag_is_the_gravest_reason() -> None:
    tags = ("food", "hidden_from_company")
    assert withheld_because(tags, is_foreign=True, wants_advice=True) is Mode.HIDDEN_TAG


def test_a_foreign_company_gets_nothing() -> None:
    assert withheld_because((), is_foreign=True, wants_advice=True) is Mode.FOREIGN_COMPANY


def test_a_wish_for_advice_is_not_the_company_s_business() -> None:
    assert withheld_because((), is_foreign=False, wants_advice=True) is Mode.ADVICE_WISHED
