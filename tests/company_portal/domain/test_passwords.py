"""Which passwords stand."""

import pytest

from company_portal.domain.passwords import Weakness, WeakPassword, check_password

ABOUT = ("dominique.martin@bonpain.fr", "Dominique", "Martin", "Au bon pain")


@pytest.mark.parametrize(
    "password",
    [
        "cheval pile agrafe batterie",
        "ぼくのひみつのことばはながい",
        "Xk9#pLm2$vQz",
        "martin mange des groseilles",
    ],
)
def test_a_long_password_of_any_letters_stands(password: str) -> None:
    check_password(password, about=ABOUT)


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("court", Weakness.TOO_SHORT),
        ("é" * 129, Weakness.TOO_LONG),
        ("motdepasse2026", Weakness.COMMON),
        ("M0tD3P@sse!!!", Weakness.COMMON),
        ("azertyuiop123", Weakness.COMMON),
        ("aaaaaaaaaaaaaa", Weakness.COMMON),
        ("abcdefghijklmn", Weakness.COMMON),
        ("987654321098765", Weakness.COMMON),
        ("tralalatralalatralala", Weakness.COMMON),
        ("Signalement2026!", Weakness.COMMON),
        ("dominiquemartin1", Weakness.ABOUT_YOU),
        ("bonpain-martin", Weakness.ABOUT_YOU),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(password: str, weakness: Weakness) -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_password(password, about=ABOUT)

    assert refusal.value.weakness is weakness
