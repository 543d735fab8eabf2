"""The people of the demo who sign in: a company's admin, an agent, a supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from agent_analytics.domain.territory import Role as AgentRole
from agent_analytics.handlers.create_agent import CreateAgent, create_agent
from common.values import department_of, parse_siret
from company_portal.domain.one_time_code import SECRET_BYTES, typed_secret
from company_portal.domain.rights import Access, Actor, Role
from company_portal.handlers.create_account import OpenAccount, open_account
from onebox.access import Account
from onebox.five import Household
from onebox.seed.plan import Shop

# Known to everybody who reads this: they open the data of a demo, on one's own machine.
PASSWORD = "phare-cerise-tambour-42"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Company:
    """Who answers for the active establishments, and the account that the demo hands out."""

    actors: dict[str, Actor]
    admin: Account


async def open_company_accounts(household: Household, shops: Sequence[Shop]) -> Company:
    """The first active establishment is the admin's; each other one has a person of its own."""
    active = [shop for shop in shops if shop.is_active]
    actors: dict[str, Actor] = {}
    admin = Account(email="direction@entreprise.example", password=PASSWORD, totp_secret="")
    for number, shop in enumerate(active):
        email = admin.email if number == 0 else f"gerant{number}@entreprise.example"
        access = Access(parse_siret(shop.siret), Role.ADMIN, covers_siren=number == 0)
        account_id, secret = await _open(household, email, access)
        actors[shop.siret] = Actor(account_id, (access,))
        if number == 0:
            admin = Account(email, PASSWORD, secret, siret=shop.siret, company=shop.name)
    return Company(actors, admin)


async def _open(household: Household, email: str, access: Access) -> tuple[UUID, str]:
    portal = household.company_portal
    secret = portal.ground.chance.token_bytes(SECRET_BYTES)
    command = OpenAccount(email, PASSWORD, "Dominique", "Lambert", access)
    async with portal.open_store() as store:
        opened = await open_account(command.sealed(portal.safe.seal(secret)), store)
    return opened.account_id, typed_secret(secret)


async def open_agent_accounts(
    household: Household, shops: Sequence[Shop]
) -> tuple[Account, Account]:
    """An agent of the départements where the sample's establishments are, and a supervisor."""
    found = sorted({code for shop in shops if (code := department_of(shop.postal_code))})
    territory = frozenset(found[: max(1, len(found) // 2)])
    agent = await _open_agent(household, "agent@vigie.example", AgentRole.AGENT, territory)
    supervisor = await _open_agent(
        household, "superviseur@vigie.example", AgentRole.SUPERVISOR, frozenset()
    )
    return agent, supervisor


async def _open_agent(
    household: Household, email: str, role: AgentRole, departments: frozenset[str]
) -> Account:
    analytics = household.agent_analytics
    command = CreateAgent(
        email=email,
        password=PASSWORD,
        role=role,
        departments=departments,
        first_name="Claude",
        last_name="Mercier",
    )
    async with analytics.open_store() as store:
        created = await create_agent(command, store, safe=analytics.safe)
    return Account(email, PASSWORD, created.totp_secret, departments=tuple(sorted(departments)))
