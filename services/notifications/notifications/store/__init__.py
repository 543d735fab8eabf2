"""The unit of work of notifications and its collections."""

from functools import cached_property

from common.unit_of_work import UnitOfWork
from notifications.store.accounts import Accounts
from notifications.store.batches import Batches
from notifications.store.bounces import Bounces
from notifications.store.deliveries import Deliveries
from notifications.store.letters import Letters
from notifications.store.mailbag import Mailbag
from notifications.store.reports import Reports
from notifications.store.sessions import Sessions


class Store(UnitOfWork):
    @cached_property
    def reports(self) -> Reports:
        return Reports(self)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self)

    @cached_property
    def mailbag(self) -> Mailbag:
        return Mailbag(self)

    @cached_property
    def letters(self) -> Letters:
        return Letters(self)

    @cached_property
    def batches(self) -> Batches:
        return Batches(self)

    @cached_property
    def bounces(self) -> Bounces:
        return Bounces(self)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self)
