"""Show a report as everyone will see it, before it is sent; nothing is written."""

from datetime import datetime
from uuid import UUID

from common.clock import paris_date
from intake.domain.category_tree import CategoryTree
from intake.handlers.submit_report import SubmitReport, checked_report
from intake.handlers.tell_report import Told, told_of

NOT_YET = UUID(int=0)


def preview_report(
    command: SubmitReport, *, tree: CategoryTree, now: datetime, attachment_count: int
) -> Told:
    """What the events would say if it were sent now, but for its id and its reference.

    Raises a refusal of the domain when it would be refused for what it says.
    """
    report = checked_report(command, tree, today=paris_date(now), report_id=NOT_YET, reference="")
    return told_of(report, command.consumer, attachment_count=attachment_count, at=now)
