from uuid import UUID

import pytest

from notifications.domain.links import BadToken, Links
from tests.notifications.world import ACCOUNT, SIRET

LINKS = Links("https://portal.test", "https://own.test", b"key")


def token_of(url: str) -> str:
    return url.partition("token=")[2]


def test_a_link_of_ours_says_whose_notices_to_stop() -> None:
    token = token_of(LINKS.unsubscribe(ACCOUNT, SIRET))
    assert LINKS.unsubscribing(token) == (ACCOUNT, SIRET)


@pytest.mark.parametrize(
    "token",
    ["", "x", "..", "é", f"{ACCOUNT}.{SIRET}.AAAA", "a" * 500],
)
def test_any_other_link_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        LINKS.unsubscribing(token)


def test_another_key_or_another_establishment_makes_another_link() -> None:
    token = token_of(LINKS.unsubscribe(ACCOUNT, SIRET))
    with pytest.raises(BadToken):
        Links("p", "o", b"other").unsubscribing(token)
    with pytest.raises(BadToken):
        LINKS.unsubscribing(token.replace(SIRET, "55208131766522"))


def test_a_signed_token_that_names_no_establishment_is_refused() -> None:
    token = token_of(LINKS.unsubscribe(ACCOUNT, "12345678901234"))
    with pytest.raises(BadToken):
        LINKS.unsubscribing(token)


def test_links_lead_to_the_portal() -> None:
    assert LINKS.report(UUID(int=1)) == f"https://portal.test/reports/{UUID(int=1)}"
    assert LINKS.activation(SIRET, "V7K2-9QXD-WM") == (
        f"https://portal.test/activation?siret={SIRET}&code=V7K2-9QXD-WM"
    )
