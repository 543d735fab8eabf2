"""Bodies that no honest client sends: refused by name, never an accident, never half believed."""

from typing import Any

import httpx
import pytest

from common.http.limits import MAX_JSON

JSON = {"Content-Type": "application/json"}
DEEP = b'{"name":' + b"[" * 5000 + b"]" * 5000 + b"}"

TEXTS: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 422),
    "not json": (b"name=x", 400),
    "half an object": (b'{"name": "x"', 400),
    "two objects": (b'{"name": "x"}{"name": "y"}', 400),
    "a name twice": (b'{"name": "x", "name": "y"}', 400),
    "a name twice, deeper": (b'{"name": "x", "a": {"b": 1, "b": 2}}', 400),
    "not a number": (b'{"name": "x", "weight": NaN}', 400),
    "infinity": (b'{"name": "x", "weight": -Infinity}', 400),
    "a float beyond": (b'{"name": "x", "weight": 1e999}', 400),
    "an integer beyond": (b'{"name": "x", "weight": 9007199254740993}', 400),
    "ten thousand digits": (b'{"name": "x", "weight": ' + b"9" * 10_000 + b"}", 400),
    "deep": (DEEP, 400),
    "deep, unbalanced": (b"[" * 60_000, 400),
    "latin-1": ('{"name": "é"}'.encode("latin-1"), 400),
    "utf-16": ('{"name": "x"}'.encode("utf-16"), 400),
    "byte order mark": (b'\xef\xbb\xbf{"name": "x"}', 400),
    "a lone surrogate": (rb'{"name": "\ud800"}', 400),
    "a lone surrogate in a name": (rb'{"name": "x", "\udfff": 1}', 400),
    "a raw control": (b'{"name": "a\x01b"}', 400),
    "nul": (rb'{"name": "a\u0000b"}', 422),
    "an array": (b"[]", 422),
    "null": (b"null", 422),
    "a string": (b'"name"', 422),
    "an unknown field": (b'{"name": "x", "is_admin": true}', 422),
    "a trailing newline": (rb'{"name": "x", "code": "1234\n"}', 422),
    "arabic digits": ('{"name": "x", "code": "١٢٣٤"}'.encode(), 422),
    "full-width digits": ('{"name": "x", "code": "１２３４"}'.encode(), 422),
    "a number in a text": (b'{"name": "x", "weight": "1_000"}', 422),
    "a boolean as a number": (b'{"name": "x", "weight": true}', 422),
    "a float as a number": (b'{"name": "x", "weight": 1.0}', 422),
    "on for true": (b'{"name": "x", "is_heavy": "on"}', 422),
    "one for true": (b'{"name": "x", "is_heavy": 1}', 422),
    "a number as a date": (b'{"name": "x", "made_on": 1767225600}', 422),
    "an impossible date": (b'{"name": "x", "made_on": "2026-02-30"}', 422),
    "blanks": (b'{"name": "   "}', 422),
    "two lines": (rb'{"name": "a\nb"}', 422),
    "reversed reading": (rb'{"name": "a\u202eb"}', 422),
    "too long": (b'{"name": "' + b"a" * 21 + b'"}', 422),
    "too big": (b'{"name": "' + b"a" * MAX_JSON + b'"}', 413),
}


@pytest.mark.parametrize("case", TEXTS)
async def test_a_hostile_text_is_refused(client: httpx.AsyncClient, case: str) -> None:
    text, status = TEXTS[case]
    answer = await client.post("/v1/echo", content=text, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-patch+json",
        "application/jsonx",
        "text/json",
        ";",
    ],
)
async def test_json_under_another_name_is_refused(
    client: httpx.AsyncClient, kind: str | None
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = await client.post("/v1/echo", content=b'{"name": "x"}', headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_under_its_own_name_is_read(client: httpx.AsyncClient, kind: str) -> None:
    answer = await client.post("/v1/echo", content=b'{"name": "x"}', headers={"Content-Type": kind})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"name": "  Zoé  "}, {"name": "Zoé"}),
        ({"name": "Zoe\u0301"}, {"name": "Zoé"}),
        ({"name": "x", "story": "a\r\nb\rc\td "}, {"story": "a\nb\nc\td"}),
        ({"name": "👩‍👩‍👧"}, {"name": "👩‍👩‍👧"}),
        ({"name": "x", "made_on": "2026-05-01"}, {"made_on": "2026-05-01"}),
        (
            {"name": "x", "owner": "0190A7C4-0000-7000-8000-000000000001"},
            {"owner": "0190a7c4-0000-7000-8000-000000000001"},
        ),
        ({"name": "x", "weight": -5, "is_heavy": True}, {"weight": -5, "is_heavy": True}),
    ],
)
async def test_an_honest_text_is_kept_in_one_form(
    client: httpx.AsyncClient, sent: dict[str, Any], kept: dict[str, Any]
) -> None:
    answer = await client.post("/v1/echo", json=sent)
    assert answer.status_code == 200
    assert kept.items() <= answer.json().items()
