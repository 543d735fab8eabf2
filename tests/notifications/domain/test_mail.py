from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest

from notifications.domain.addresses import NotOneAddress
from notifications.domain.mail import Mail, Sender, Text, UnsafeHeader, header, to_mime
from tests.notifications.world import MOMENT

SENDER = Sender("Vigie", "vigie@vigie.test", "vigie.test", reply_to="aide@vigie.test")
HOSTILE = "=?utf-8?q?a=0ABcc:_evil@x.fr?="


def a_mail(
    subject: str = "Été : « bonjour »", recipient: str = "ana@c.fr", url: str | None = None
) -> Mail:
    return Mail(UUID(int=5), recipient, Text(subject, "Texte", "<p>Texte</p>"), "fr", url)


def test_headers_keep_robots_quiet_and_name_the_mail() -> None:
    mime = message_from_bytes(
        to_mime(a_mail(), sender=SENDER, now=MOMENT).as_bytes(), policy=default
    )
    assert mime["Message-ID"] == f"<{UUID(int=5)}@vigie.test>"
    assert mime["Subject"] == "Été : « bonjour »"
    assert mime["From"] == "Vigie <vigie@vigie.test>"
    assert mime["To"] == "ana@c.fr"
    assert mime["Reply-To"] == "aide@vigie.test"
    assert mime["Date"] == "Mon, 04 May 2026 09:00:00 +0000"
    assert mime["Auto-Submitted"] == "auto-generated"
    assert mime["Content-Language"] == "fr"
    assert mime["List-Unsubscribe"] is None
    assert mime.get_content_type() == "multipart/alternative"


def test_a_notice_can_be_stopped_with_one_click() -> None:
    mime = to_mime(a_mail(url="https://n.test/unsubscribe?token=t"), sender=SENDER, now=MOMENT)
    assert mime["List-Unsubscribe"] == "<https://n.test/unsubscribe?token=t>"
    assert mime["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_controls_become_blanks() -> None:
    assert header("a\r\nBcc: x\x00\x85 b\u2028c") == "a Bcc: x b c"


@pytest.mark.parametrize("subject", [HOSTILE, "x" * 201, "", "\r\n"])
def test_a_header_that_could_be_more_than_text_is_refused(subject: str) -> None:
    with pytest.raises(UnsafeHeader):
        to_mime(a_mail(subject), sender=SENDER, now=MOMENT)


def test_a_subject_with_line_feeds_adds_no_header() -> None:
    raw = to_mime(a_mail("Sujet\r\nBcc: evil@x.fr"), sender=SENDER, now=MOMENT).as_bytes()
    assert message_from_bytes(raw, policy=default)["Bcc"] is None


def test_two_recipients_are_none() -> None:
    with pytest.raises(NotOneAddress):
        to_mime(a_mail(recipient="a@b.fr, evil@x.fr"), sender=SENDER, now=MOMENT)
