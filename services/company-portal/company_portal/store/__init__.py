"""The portal's unit of work: its collections, in one transaction with outbox and audit."""

from functools import cached_property

from common.unit_of_work import UnitOfWork
from company_portal.store.accounts import Accounts
from company_portal.store.activations import Activations
from company_portal.store.cases import Cases
from company_portal.store.consumer_facts import ConsumerFacts
from company_portal.store.establishments import Establishments
from company_portal.store.reports import Reports
from company_portal.store.schedule import Schedule
from company_portal.store.sessions import Sessions
from company_portal.store.thread import Thread


class Store(UnitOfWork):
    @cached_property
    def reports(self) -> Reports:
        return Reports(self)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self)

    @cached_property
    def consumer_facts(self) -> ConsumerFacts:
        return ConsumerFacts(self)

    @cached_property
    def establishments(self) -> Establishments:
        return Establishments(self)

    @cached_property
    def schedule(self) -> Schedule:
        return Schedule(self)

    @cached_property
    def activations(self) -> Activations:
        return Activations(self)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self)

    @cached_property
    def thread(self) -> Thread:
        return Thread(self)
