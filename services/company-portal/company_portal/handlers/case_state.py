"""A case in the words of the contracts."""

from common.contracts.company_portal import CaseState
from common.contracts.report import ReportStatus
from company_portal.domain.case import Case


def state_of(case: Case) -> CaseState:
    holder, deadline = case.holder, case.deadline
    return CaseState(
        status=ReportStatus(case.status),
        holder_siret=holder and holder.siret,
        holder_name=holder and holder.name,
        deadline_on=deadline and deadline.on,
        deadline_reason_fr=deadline and deadline.reason_fr,
        deadline_reason_en=deadline and deadline.reason_en,
    )
