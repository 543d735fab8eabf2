"""The OpenAPI document says the truth about refusals, and schemathesis finds no lie."""

import re

import httpx
import schemathesis
from openapi_spec_validator import validate

from common.unit_of_work import Ground
from tests.common.house.app import house


async def test_every_refusal_is_declared_as_a_problem(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    validate(document)
    for path, item in document["paths"].items():
        for operation in item.values():
            refusals = {s: r for s, r in operation["responses"].items() if s >= "4"}
            assert "default" in refusals, path
            assert all(
                list(r["content"]) == ["application/problem+json"] for r in refusals.values()
            )
    create = document["paths"]["/v1/things"]["post"]["responses"]
    assert create.keys() >= {"201", "400", "413", "415", "422"}
    assert "HTTPValidationError" not in str(document)


async def test_pages_and_probes_are_not_for_programs(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    assert all(path.startswith("/v1/") for path in paths)


async def test_a_body_is_described_once_by_name(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    body = document["paths"]["/v1/echo"]["post"]["requestBody"]["content"]
    assert body == {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}


def test_the_schema_can_be_read_by_schemathesis(ground: Ground) -> None:
    schema = schemathesis.openapi.from_dict(house(ground).openapi())
    assert len(list(schema.get_all_operations())) == 8


async def test_what_a_text_may_hold_is_said(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    fields = document["components"]["schemas"]["Thing"]["properties"]
    assert fields["name"].items() >= {"minLength": 1, "maxLength": 20}.items()
    pattern = fields["name"]["pattern"]
    assert [bool(re.search(pattern, text)) for text in ("Zoé", " a ", " ", "a\nb", "a\0")] == [
        *(True, True),
        *(False, False, False),
    ]
    assert fields["code"]["anyOf"][0]["pattern"] == "^[0-9]{4}$"


async def test_the_key_of_a_creation_is_asked_for(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    (key,) = document["paths"]["/v1/things"]["post"]["parameters"]
    assert (key["name"], key["in"], key["required"]) == ("Idempotency-Key", "header", True)
