from datetime import timedelta

import pytest

from notifications.domain.webhook import NotSigned, Stamp, secret_bytes, verify
from tests.notifications.signing import sign
from tests.notifications.world import MOMENT

OLD, NEW = b"old", b"new"
BODY = b'{"kind":"hard"}'
NOW = int(MOMENT.timestamp())


def a_stamp(secret: bytes = OLD, timestamp: int = NOW, id_: str = "b1") -> Stamp:
    mark = sign(BODY, id_=id_, timestamp=timestamp, secret=secret)
    return Stamp(id_, str(timestamp), mark)


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_either_secret_signs_while_one_replaces_the_other(secret: bytes) -> None:
    verify(BODY, a_stamp(secret), secrets=(OLD, NEW), now=MOMENT)


def test_one_good_signature_among_several_is_enough() -> None:
    stamp = a_stamp()
    several = Stamp(stamp.id, stamp.timestamp, f"v1a,abcd v1,AAAA {stamp.signature}")
    verify(BODY, several, secrets=(OLD,), now=MOMENT)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_report_from_another_time_is_refused(minutes: int) -> None:
    with pytest.raises(NotSigned):
        verify(BODY, a_stamp(), secrets=(OLD,), now=MOMENT + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "stamp",
    [
        Stamp("", "", ""),
        Stamp("b1", "soon", "v1,AAAA"),
        Stamp("b1", "٣", "v1,AAAA"),
        Stamp("b1", "9" * 400, "v1,AAAA"),
        Stamp("b1", str(NOW), "v1,not base64!"),
        Stamp("b1", str(NOW), ""),
        Stamp("b2", str(NOW), a_stamp().signature),
        Stamp("b1", str(NOW + 1), a_stamp().signature),
        a_stamp(b"stranger"),
        a_stamp(id_="x" * 201),
    ],
)
def test_any_other_report_is_refused(stamp: Stamp) -> None:
    with pytest.raises(NotSigned):
        verify(BODY, stamp, secrets=(OLD, NEW), now=MOMENT)


def test_without_a_secret_nothing_is_believed() -> None:
    with pytest.raises(NotSigned):
        verify(BODY, a_stamp(b""), secrets=(), now=MOMENT)


def test_a_secret_may_be_written_as_the_standard_writes_it() -> None:
    assert secret_bytes("whsec_b2xk") == OLD
    assert secret_bytes("old") == OLD
