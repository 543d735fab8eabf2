"""The unit of work of agent-analytics and its collections."""

from functools import cached_property

from agent_analytics.store.agents import Agents
from agent_analytics.store.categories import Categories
from agent_analytics.store.counts import Counts
from agent_analytics.store.enclosures import Enclosures
from agent_analytics.store.histories import Histories
from agent_analytics.store.keys import Keys
from agent_analytics.store.sessions import Sessions
from agent_analytics.store.timeline import Timeline
from common.unit_of_work import UnitOfWork


class Store(UnitOfWork):
    @cached_property
    def histories(self) -> Histories:
        return Histories(self)

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self)

    @cached_property
    def enclosures(self) -> Enclosures:
        return Enclosures(self)

    @cached_property
    def counts(self) -> Counts:
        return Counts(self)

    @cached_property
    def categories(self) -> Categories:
        return Categories(self)

    @cached_property
    def agents(self) -> Agents:
        return Agents(self)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self)

    @cached_property
    def keys(self) -> Keys:
        return Keys(self)
