"""Addresses: one mailbox, or none."""

import pytest

from company_portal.domain.mailbox import NotAMailbox, parse_mailbox


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nom@Exemple.FR ", "nom@exemple.fr"),
        ("first.last+tag@sub.example.co.uk", "first.last+tag@sub.example.co.uk"),
    ],
)
def test_an_address_is_kept_in_lower_case(typed: str, kept: str) -> None:
    assert parse_mailbox(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nom",
        "nom@",
        "@exemple.fr",
        "nom@exemple",
        "a@b.fr, evil@x.fr",
        "a@b.fr\nBcc: c@d.fr",
        '"a b"@c.fr',
        "a@[127.0.0.1]",
        "a@-b.fr",
        "a..b@c.fr",
        f"{'a' * 65}@b.fr",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.fr",
    ],
)
def test_anything_else_is_no_mailbox(typed: str) -> None:
    with pytest.raises(NotAMailbox):
        parse_mailbox(typed)
