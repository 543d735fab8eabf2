"""Who files a report."""

import pytest

from intake.domain.contact import (
    Consumer,
    ContactFault,
    ContactRefused,
    email_digest,
    parse_consumer,
)


def test_a_person_is_kept_as_they_name_themselves() -> None:
    consumer = parse_consumer(
        " Anne-Zoé ", "O’Brien  d'Été", email=" Anne@EXAMPLE.org ", phone="06 12 34 56 78"
    )
    assert consumer == Consumer(
        "Anne-Zoé", "O’Brien d'Été", email="Anne@example.org", phone="+33612345678"
    )


def test_a_phone_may_be_left_out() -> None:
    assert parse_consumer("A", "B", email="a@b.fr", phone=" ").phone is None
    assert parse_consumer("A", "B", email="a@b.fr", phone=None).phone is None


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("first_name", " ", ContactFault.MISSING),
        ("first_name", "x" * 81, ContactFault.TOO_LONG),
        ("last_name", "R2D2", ContactFault.NOT_A_NAME),
        ("last_name", "😀", ContactFault.NOT_A_NAME),
        ("last_name", "--", ContactFault.NOT_A_NAME),
        ("last_name", "=cmd|' /C calc'!A0", ContactFault.NOT_A_NAME),
        ("email", "", ContactFault.MISSING),
        ("email", "nobody", ContactFault.NOT_AN_EMAIL),
        ("email", "a@b.fr\nBcc: c@d.fr", ContactFault.NOT_AN_EMAIL),
        ("email", "=?utf-8?q?a?=@b.fr, c@d.fr", ContactFault.NOT_AN_EMAIL),
        ("email", "a@[127.0.0.1]", ContactFault.NOT_AN_EMAIL),
        ("email", "a@" + "b" * 300 + ".fr", ContactFault.NOT_AN_EMAIL),
        ("phone", "0", ContactFault.NOT_A_PHONE),
    ],
)
def test_a_wrong_field_is_named(field: str, value: str, fault: ContactFault) -> None:
    given = {"first_name": "A", "last_name": "B", "email": "a@b.fr", "phone": ""} | {field: value}
    with pytest.raises(ContactRefused) as refusal:
        parse_consumer(
            given["first_name"], given["last_name"], email=given["email"], phone=given["phone"]
        )
    assert (refusal.value.field, refusal.value.fault) == (field, fault)


def test_capitals_make_no_other_person() -> None:
    assert email_digest("Anne@example.org") == email_digest("anne@EXAMPLE.org")
