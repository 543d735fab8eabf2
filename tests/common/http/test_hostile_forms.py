"""Forms that no page of ours would send."""

import httpx
import pytest

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


def part(name: bytes, value: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (URLENCODED, b"name=a%00b", 400),
        (URLENCODED, b"na%00me=a", 400),
        (URLENCODED, b"name=%1b[31m", 400),
        (URLENCODED, b"&".join(b"f%d=1" % n for n in range(1000)), 400),
        (URLENCODED, b"a" * (1024 * 1024 + 1), 413),
        (MULTIPART, part(b"name", b"a\x00b") + b"--x--", 400),
        (MULTIPART, b"".join(part(b"f", b"1") for _ in range(300)) + b"--x--", 400),
        (MULTIPART, b"no boundary here", 400),
        ({"Content-Type": "multipart/form-data"}, b"--x--", 400),
        ({"Content-Type": "application/json"}, b"{}", 415),
        ({"Content-Type": "text/plain"}, b"name=a", 415),
        ({}, b"name=a", 415),
    ],
)
async def test_a_hostile_form_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str], body: bytes, status: int
) -> None:
    answer = await client.post("/form", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_values_are_kept_in_one_form(client: httpx.AsyncClient) -> None:
    answer = await client.post("/form", data={"name": " Zoe\u0301 ", "story": "a\r\nb"})
    assert answer.text == repr({"name": "Zoé", "story": "a\nb"})


async def test_bytes_that_are_no_text_are_not_an_accident(client: httpx.AsyncClient) -> None:
    answer = await client.post("/form", content=b"name=%ff%fe", headers=URLENCODED)
    assert answer.status_code < 500
