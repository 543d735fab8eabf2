"""The contracts keep their word, and what is written about them is true."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from common.contracts.compatibility import breaks
from common.contracts.event import EVENTS, Classification
from common.messaging.asyncapi import document
from common.messaging.subscription import Subscription
from common.messaging.topology import check_names
from tests.contracts.five import subscribed
from tests.contracts.write import ASYNCAPI, SNAPSHOTS, as_text, asyncapi_text, own_events, snapshot

# Contact data and free text of consumers: who may listen, by decision 6 of the architecture.
CONTACTS = {
    "intake.consumer_identified.v1": {"notifications", "agent-analytics"},
    "intake.identity_shared.v1": {"company-portal"},
    "intake.draft_link_requested.v1": {"notifications"},
    "intake.email_code_requested.v1": {"notifications"},
    "company_portal.account_changed.v1": {"notifications"},
    "company_portal.activation_link_requested.v1": {"notifications"},
    "company_portal.activation_code_issued.v1": {"notifications"},
    "company_portal.authority_informed.v1": {"agent-analytics"},
}
ERASED = "intake.report_erased.v1"


@pytest.fixture(scope="module")
def tables() -> dict[str, tuple[Subscription[Any], ...]]:
    return subscribed()


def listeners(tables: dict[str, tuple[Subscription[Any], ...]], topic: str) -> set[str]:
    return {
        service for service, table in tables.items() for item in table if item.event.topic == topic
    }


def test_every_contract_still_suits_its_snapshot(
    tables: dict[str, tuple[Subscription[Any], ...]],
) -> None:
    for topic in own_events():
        kept = json.loads((SNAPSHOTS / f"{topic}.json").read_text())
        assert breaks(kept, snapshot(topic)) == []


def test_every_snapshot_is_fresh(tables: dict[str, tuple[Subscription[Any], ...]]) -> None:
    for topic in own_events():
        file = SNAPSHOTS / f"{topic}.json"
        assert file.read_text() == as_text(snapshot(topic)), f"{topic}: run `make contracts`"


def test_no_contract_disappears(tables: dict[str, tuple[Subscription[Any], ...]]) -> None:
    assert {file.stem for file in SNAPSHOTS.glob("*.json")} == set(own_events())


def test_the_document_is_fresh() -> None:
    assert ASYNCAPI.read_text() == asyncapi_text(), "run `make contracts`"


def test_somebody_listens_to_every_event(
    tables: dict[str, tuple[Subscription[Any], ...]],
) -> None:
    """An event that nobody is bound to cannot be confirmed, and waits in its outbox for ever."""
    assert [topic for topic in own_events() if not listeners(tables, topic)] == []


def test_queues_are_named_for_their_service(
    tables: dict[str, tuple[Subscription[Any], ...]],
) -> None:
    for service, table in tables.items():
        check_names(service, (item.queue for item in table))


@pytest.mark.parametrize("topic", sorted(CONTACTS))
def test_contact_data_reaches_only_those_who_need_it(
    tables: dict[str, tuple[Subscription[Any], ...]], topic: str
) -> None:
    assert listeners(tables, topic) <= CONTACTS[topic]
    assert EVENTS[topic].classification is Classification.PERSONAL


def test_every_service_that_may_hold_a_report_hears_of_its_erasure(
    tables: dict[str, tuple[Subscription[Any], ...]],
) -> None:
    assert listeners(tables, ERASED) >= {
        "routing",
        "company-portal",
        "notifications",
        "agent-analytics",
    }


def test_every_reference_of_the_document_leads_somewhere() -> None:
    made = document(EVENTS, subscribed())
    for reference in _references(made):
        place: Any = made
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for below in value.values():
            yield from _references(below)
    elif isinstance(value, list):
        for below in value:
            yield from _references(below)
