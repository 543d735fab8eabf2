"""Routing's unit of work and its collections."""

from functools import cached_property

from common.unit_of_work import UnitOfWork
from routing.store.agents import Agents
from routing.store.decisions import Decisions
from routing.store.desk import Desk
from routing.store.establishments import Establishments
from routing.store.facts import ReportFacts
from routing.store.followed import FollowedEstablishments
from routing.store.indexes import Indexes
from routing.store.leads import Leads
from routing.store.loads import Loads
from routing.store.local import Local
from routing.store.registry import Registry
from routing.store.reports import Reports
from routing.store.rule_sets import RuleSets
from routing.store.simulations import Simulations
from routing.store.staging import Staging
from routing.store.successions import Successions
from routing.store.updates import Updates

__all__ = ["Store"]


class Store(UnitOfWork):
    """One transaction over everything that routing keeps."""

    @cached_property
    def establishments(self) -> Establishments:
        return Establishments(self)

    @cached_property
    def successions(self) -> Successions:
        return Successions(self)

    @cached_property
    def registry(self) -> Registry:
        return Registry(self)

    @cached_property
    def staging(self) -> Staging:
        return Staging(self)

    @cached_property
    def updates(self) -> Updates:
        return Updates(self)

    @cached_property
    def loads(self) -> Loads:
        return Loads(self)

    @cached_property
    def followed(self) -> FollowedEstablishments:
        return FollowedEstablishments(self)

    @cached_property
    def indexes(self) -> Indexes:
        return Indexes(self)

    @cached_property
    def leads(self) -> Leads:
        return Leads(self)

    @cached_property
    def local(self) -> Local:
        return Local(self)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self)

    @cached_property
    def decisions(self) -> Decisions:
        return Decisions(self)

    @cached_property
    def agents(self) -> Agents:
        return Agents(self)

    @cached_property
    def rules(self) -> RuleSets:
        return RuleSets(self)

    @cached_property
    def facts(self) -> ReportFacts:
        return ReportFacts(self)

    @cached_property
    def simulations(self) -> Simulations:
        return Simulations(self)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self)
