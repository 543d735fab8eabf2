"""The store of intake: one unit of work over its collections."""

from functools import cached_property

from common.unit_of_work import UnitOfWork
from intake.store.attachments import Attachments
from intake.store.drafts import Drafts
from intake.store.email_proofs import EmailProofs
from intake.store.erasures import Erasures
from intake.store.facts import Facts
from intake.store.objects import DoomedObjects
from intake.store.open311 import Open311
from intake.store.purges import Purges
from intake.store.reports import Reports
from intake.store.tracking_sessions import TrackingSessions


class Store(UnitOfWork):
    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self)

    @cached_property
    def email_proofs(self) -> EmailProofs:
        return EmailProofs(self)

    @cached_property
    def erasures(self) -> Erasures:
        return Erasures(self)

    @cached_property
    def facts(self) -> Facts:
        return Facts(self)

    @cached_property
    def doomed_objects(self) -> DoomedObjects:
        return DoomedObjects(self)

    @cached_property
    def open311(self) -> Open311:
        return Open311(self)

    @cached_property
    def purges(self) -> Purges:
        return Purges(self)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self)

    @cached_property
    def tracking_sessions(self) -> TrackingSessions:
        return TrackingSessions(self)
