"""`POST /v1/texts/check`."""

import httpx
import pytest

from common.testing.outbox import outbox
from intake.parts import IntakeParts


async def test_personal_data_is_told_with_its_place_and_its_mask(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    text = "Rappelez-moi au 06 12 34 56 78 🙂 ou a@b.fr"
    answer = await client.post("/v1/texts/check", json={"text": text})
    assert answer.status_code == 200
    body = answer.json()
    assert [(found["kind"], text[found["start"] : found["end"]]) for found in body["findings"]] == [
        ("phone", "06 12 34 56 78"),
        ("email", "a@b.fr"),
    ]
    assert body["masked"] == "Rappelez-moi au •• •• •• •• •• 🙂 ou •@•.••"
    assert await outbox(parts.ground) == []


@pytest.mark.parametrize("body", [{}, {"text": 3}, {"text": "a" * 5001}, {"text": "a", "b": 1}, []])
async def test_what_is_no_text_is_refused(client: httpx.AsyncClient, body: object) -> None:
    answer = await client.post("/v1/texts/check", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
