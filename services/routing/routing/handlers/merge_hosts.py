"""Two addresses are one website: what waits for the one waits for the other from now on."""

from dataclasses import dataclass

from common.agent_tokens import Agent
from routing.domain.host import Host
from routing.domain.lead import Lead, LeadKind
from routing.store import Store


class SameWebsite(Exception):
    """The two addresses already mean one website."""


@dataclass(frozen=True, slots=True)
class MergeHosts:
    alias: Host
    into: Host
    agent: Agent


async def merge_hosts(command: MergeHosts, store: Store) -> int:
    """Remember that the first is the second; returns how many waiting reports moved.

    What is known of the second holds for the first; the worker looks again at what waits.
    Raises `SameWebsite`.
    """
    alias = Lead(LeadKind.WEBSITE, command.alias)
    into = await store.leads.canonical(Lead(LeadKind.WEBSITE, command.into))
    if into in {alias, await store.leads.canonical(alias)} or command.alias == command.into:
        raise SameWebsite
    moved = await store.leads.merge(alias, into)
    store.audit(
        "hosts_merged",
        actor=f"agent/{command.agent.id}",
        object_kind="lead",
        object_id=f"website:{command.alias}",
        into=into.key,
        moved=moved,
    )
    return moved
