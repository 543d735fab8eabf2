import pytest

from notifications.domain.addresses import NotOneAddress, fingerprint, masked, one_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@consumer.test", "ana@consumer.test"),
        (" ana.b+tag@Consumer.Test ", "ana.b+tag@consumer.test"),
        ("ana@été.fr", "ana@xn--t-9fab.fr"),
        ("o'neil@a-b.example", "o'neil@a-b.example"),
    ],
)
def test_one_plain_address_is_kept(text: str, address: str) -> None:
    assert one_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "@consumer.test",
        "ana@",
        "ana@localhost",
        "a@b.fr, evil@x.fr",
        "a@b.fr evil@x.fr",
        "a@b.fr\nBcc: evil@x.fr",
        "a@b.fr\r\nRCPT TO:<evil@x.fr>",
        '"a b"@c.fr',
        "Ana <ana@c.fr>",
        "=?utf-8?q?a=0ABcc?=@c.fr",
        "é@c.fr",
        ".a@c.fr",
        "a..b@c.fr",
        "a@-c.fr",
        "a@c..fr",
        "a@" + "x" * 70 + ".fr",
        "a" * 65 + "@c.fr",
        "a@" + "abcdefgh." * 28 + "fr",
    ],
)
def test_anything_else_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(NotOneAddress) as refusal:
        one_address(text)
    assert str(refusal.value) == "not exactly one e-mail address"


def test_a_masked_address_shows_a_domain_and_no_person() -> None:
    assert masked("ana.martin@consumer.test") == "a…@c….test"


def test_case_does_not_make_two_recipients() -> None:
    assert fingerprint(" Ana@Consumer.test") == fingerprint("ana@consumer.test")
