"""A short storm: processes, broker and database killed under load, then the ledger is compared."""

import os

import pytest

from tests.chaos.servers import OwnBroker
from tests.chaos.storm import Plan, run

pytestmark = [
    pytest.mark.broker,
    pytest.mark.chaos,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("journeys"),
]


async def test_no_accepted_report_is_lost_and_no_effect_doubled() -> None:
    if not OwnBroker.is_installed():
        if os.environ.get("CI"):  # noqa: TID251 - tests have no settings
            pytest.fail("RabbitMQ is not installed: no broker to kill")
        pytest.skip("NO RABBITMQ INSTALLED: a broker that may be killed is needed")
    record = await run(Plan(kills=25, per_second=10, seed=7, servers=0.16), print)
    told = "\n".join(record.lines())
    print(told)  # noqa: T201 - the figures of the run
    assert record.kills.total() == 25, told
    assert len(record.ledger.accepted) > 50, told
    assert not record.ledger.refused, told
    assert record.verdict is not None, told
    assert record.verdict.is_clean, told
    assert record.books, told
    assert record.total("lost") == record.total("parked") == 0, told
