import hashlib

from notifications.domain.access import AccessKeys, Role

OPERATOR = hashlib.sha256(b"o").digest()
PRINTER = hashlib.sha256(b"p").digest()


def test_a_key_opens_what_it_was_made_for() -> None:
    keys = AccessKeys(OPERATOR, PRINTER)
    assert keys.role("o") is Role.OPERATOR
    assert keys.role("p") is Role.PRINTER
    assert keys.role("x") is None
    assert keys.role("") is None


def test_without_a_printing_key_nobody_is_a_printer() -> None:
    assert AccessKeys(OPERATOR).role("p") is None
    assert AccessKeys(OPERATOR).role("") is None
