"""The desk with the in-process broker: parked messages are rows."""

import pytest
from sqlalchemy import text

from common.contracts.intake import ReportWithdrawn
from common.messaging.subscription import Never
from common.unit_of_work import UnitOfWork
from tests.common.desk.office import Office
from tests.common.messaging.sample import QUEUE, note


async def refuse(event: ReportWithdrawn, store: UnitOfWork) -> None:
    raise Never("the case is closed")


async def test_parked_messages_are_listed_without_their_contents(office: Office) -> None:
    (event_id,) = await office.announce()
    await office.send_all(refuse)
    answer = await office.desk("parked", "list", "--json")
    (row,) = answer.json
    assert answer.status == 0
    assert row["queue"] == QUEUE
    assert row["event_id"] == str(event_id)
    assert row["topic"] == ReportWithdrawn.topic
    assert row["reason"] == "the case is closed"
    assert "report_id" not in answer.out


async def test_a_body_is_shown_only_when_asked_and_the_register_tells(office: Office) -> None:
    (event_id,) = await office.announce()
    await office.send_all(refuse)
    hidden = await office.desk("parked", "show", str(event_id))
    assert "report_id" not in hidden.out
    assert await office.register_of("parked_message_revealed") == []
    shown = await office.desk("parked", "show", str(event_id), "--reveal", "--as", "operator:ada")
    assert "report_id" in shown.out
    (entry,) = await office.register_of("parked_message_revealed")
    assert entry["actor"] == "operator:ada"
    assert entry["object_id"] == str(event_id)


async def test_a_replayed_message_has_its_effect_and_leaves_the_shelf(office: Office) -> None:
    await office.announce(3)
    await office.send_all(refuse)
    answer = await office.desk("parked", "replay", "--queue", QUEUE)
    assert answer.status == 0
    assert await office.parked() == 0
    await office.send_all(note)
    assert await office.consumer.effects() == 3
    assert len(await office.register_of("parked_message_replayed")) == 3


async def test_a_replay_of_what_was_done_changes_nothing(office: Office) -> None:
    await office.announce(5)
    await office.send_all(note)
    await _park_all_again(office)
    await office.desk("parked", "replay", "--all")
    await office.send_all(note)
    assert await office.consumer.effects() == 5
    assert await office.parked() == 0


async def _park_all_again(office: Office) -> None:
    query = "SELECT event_id, body FROM outbox"
    async with office.producer.ground.engine.connect() as source:
        rows = (await source.execute(text(query))).all()
    async with office.consumer.ground.engine.begin() as target:
        for row in rows:
            await target.execute(
                text(
                    "INSERT INTO parked (queue, event_id, body, headers, reason)"
                    " VALUES (:queue, :event_id, :body, '{}', 'by hand')"
                ),
                {"queue": QUEUE, "event_id": row.event_id, "body": row.body},
            )


async def test_a_discarded_message_leaves_its_reason_in_the_register(office: Office) -> None:
    (event_id,) = await office.announce()
    await office.send_all(refuse)
    answer = await office.desk(
        "parked", "discard", "--event-id", str(event_id), "--because", "a test by mistake"
    )
    assert answer.status == 0
    assert await office.parked() == 0
    (entry,) = await office.register_of("parked_message_discarded")
    assert entry["detail"]["because"] == "a test by mistake"
    assert entry["detail"]["queue"] == QUEUE
    assert len(entry["detail"]["sha256"]) == 64


@pytest.mark.parametrize("command", ["replay", "discard"])
async def test_nothing_happens_to_all_without_saying_all(office: Office, command: str) -> None:
    await office.announce()
    await office.send_all(refuse)
    more = ["--because", "no reason"] if command == "discard" else []
    assert (await office.desk("parked", command, *more)).status == 2
    assert await office.parked() == 1


async def test_a_dry_run_only_says_which(office: Office) -> None:
    (event_id,) = await office.announce()
    await office.send_all(refuse)
    answer = await office.desk("parked", "replay", "--all", "--dry-run")
    assert str(event_id) in answer.out
    assert await office.parked() == 1


async def test_the_books_balance_when_all_is_done_or_parked(office: Office) -> None:
    await office.announce(4)
    await office.send_all(note)
    await office.announce(2)
    await office.send_all(refuse)
    answer = await office.desk("balance", "--json")
    (line,) = answer.json
    assert answer.status == 0
    assert (line["published"], line["done"], line["parked"], line["lost"]) == (6, 4, 2, 0)


async def test_a_vanished_message_is_a_loss(office: Office) -> None:
    await office.announce(3)
    await office.send_all(note)
    async with office.consumer.ground.engine.begin() as connection:
        await connection.execute(
            text("DELETE FROM inbox WHERE event_id = (SELECT event_id FROM inbox LIMIT 1)")
        )
    answer = await office.desk("balance", "--json", "--patience", "0")
    assert answer.status == 1
    assert answer.json[0]["lost"] == 1


async def test_the_outbox_tells_what_waits_and_since_when(office: Office) -> None:
    await office.announce(3)
    answer = await office.desk("outbox", "--json")
    by_service = {row["service"]: row for row in answer.json}
    assert by_service["intake"]["unsent"] == 3
    assert by_service["intake"]["oldest_seconds"] > 0
    assert by_service["sample"]["unsent"] == 0


async def test_the_desk_without_settings_says_what_is_missing(office: Office) -> None:
    answer = await office.desk("outbox", environment={})
    assert answer.status == 2
    assert "DATABASES" in answer.err
