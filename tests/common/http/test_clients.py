"""Tries are counted by network: one subscriber cannot pass for many."""

import httpx
import pytest
from starlette.requests import Request

from common.http.clients import network_of


def request_from(host: str | None) -> Request:
    client = None if host is None else (host, 1234)
    return Request({"type": "http", "client": client, "headers": []})


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/56"),
        ("2001:db8:1:ff:3::1", "2001:db8:1::/56"),
        ("testclient", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_caller_is_known_by_its_network(host: str | None, network: str) -> None:
    assert network_of(request_from(host)) == network


async def test_a_header_does_not_make_another_caller(client: httpx.AsyncClient) -> None:
    answers = [
        await client.post("/v1/tries", headers={"X-Forwarded-For": f"203.0.113.{n}"})
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [423, 423, 429]
