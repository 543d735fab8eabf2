"""Fill a new demo: registry, accounts, and three months of reports."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random

from common.clock import PARIS, SystemClock, paris_date
from common.messaging.retry import RetryPolicy
from onebox.access import Accounts
from onebox.environment import Environment
from onebox.five import Past, build
from onebox.inbox.box import Box
from onebox.one_process import at_work, until_settled
from onebox.progress import step
from onebox.seed.accounts import open_agent_accounts, open_company_accounts
from onebox.seed.moving_clock import MovingClock
from onebox.seed.plan import DAYS, Planner
from onebox.seed.play import Play
from onebox.seed.post import SamplePost
from onebox.seed.shops import choose_shops
from onebox.seed.texts import read_texts

REPORTS = 240
SEED = 20260501
RECENT = timedelta(days=2)
# What one service waits for comes from another within the second: nothing else is going on.
IMPATIENT = RetryPolicy(delays=tuple(timedelta(milliseconds=ms) for ms in (20, 100, 400)))


async def live_through_sample(
    environments: Mapping[str, Environment], box: Box, *, count: int = REPORTS
) -> Accounts:
    """Live through the sample's past and give the accounts to sign in with."""
    now = SystemClock().now()
    first_day = paris_date(now) - timedelta(days=DAYS + 1)
    clock = MovingClock(datetime.combine(first_day, time(9), PARIS))
    post = SamplePost(box, clock=clock, since=now - RECENT)
    household = build(environments, past=Past(clock, post))
    try:
        async with at_work(household, policy=IMPATIENT, has_loops=False) as broker:
            with step("accounts"):
                async with household.routing.open_store() as store:
                    shops = await choose_shops(store.establishments.stream())
                company = await open_company_accounts(household, shops)
                agent, supervisor = await open_agent_accounts(household, shops)
                await until_settled(household, broker)
            planner = Planner(
                today=paris_date(now),
                shops=shops,
                leaves=household.intake.trees.lasting(),
                texts=read_texts(),
                dice=Random(SEED),  # noqa: S311 - chooses samples, hides nothing
            )
            play = Play(household, broker, clock, company.actors)
            await play.run(planner.filings(count), until=now)
            await until_settled(household, broker)
    finally:
        await household.close()
    return Accounts(company.admin, agent, supervisor)
