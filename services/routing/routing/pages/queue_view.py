"""What of the triage queue is shown: the filters typed, kept as they were, and what they mean."""

from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from common.http.language import Text
from routing.domain.inquiry import NotADepartment, parse_department
from routing.domain.lead import Lead
from routing.domain.rule_drafts import KINDS
from routing.handlers.given import NotALead, lead_given
from routing.pages.deps import CurrentDeskAgent
from routing.store.queries import territory
from routing.store.queue import QueueFilter

AGES = (1, 3, 7, 15, 30)
# Nothing else of a form is kept in an address: not the proof of where it came from.
FILTERS = ("queue", "kind", "department", "about", "age")
_MOST = 253
_NO_LEAD = Text(
    "Donnez l’adresse d’un site ou un numéro de téléphone.",
    "Give the address of a website or a phone number.",
)
_NO_DEPARTMENT = Text(
    "Donnez un numéro de département, par exemple 13, 2A ou 974.",
    "Give the number of a département, such as 13, 2A or 974.",
)
Typed = Annotated[str, Query()]


@dataclass(frozen=True, slots=True)
class QueueView:
    """`typed` are the values of the filters that say something; a wrong one filters nothing."""

    filter: QueueFilter
    typed: dict[str, str]
    errors: dict[str, Text] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The queue as it is filtered."""
        return f"/triage?{urlencode(self.typed)}" if self.typed else "/triage"

    def page_after(self, cursor: str) -> str:
        return f"/triage?{urlencode({**self.typed, 'cursor': cursor})}"


def read_view(departments: frozenset[str] | None, typed: dict[str, str]) -> QueueView:
    """The filters as they were typed, in an address or in a form."""
    typed = {name: typed[name].strip()[:_MOST] for name in FILTERS if typed.get(name, "").strip()}
    errors: dict[str, Text] = {}
    wanted = QueueFilter(
        departments,
        department=_department(typed.get("department"), errors),
        queue=typed.get("queue"),
        kind=typed["kind"] if typed.get("kind") in KINDS else None,
        lead=_lead(typed.get("about"), errors),
        waiting_days=_days(typed.get("age")),
    )
    return QueueView(wanted, typed, errors)


async def _view(
    caller: CurrentDeskAgent,
    queue: Typed = "",
    kind: Typed = "",
    department: Typed = "",
    about: Typed = "",
    age: Typed = "",
) -> QueueView:
    typed = {"queue": queue, "kind": kind, "department": department, "about": about, "age": age}
    return read_view(territory(caller.agent), typed)


CurrentView = Annotated[QueueView, Depends(_view)]


def _department(typed: str | None, errors: dict[str, Text]) -> str | None:
    try:
        return parse_department(typed) if typed else None
    except NotADepartment:
        errors["department"] = _NO_DEPARTMENT
        return None


def _lead(typed: str | None, errors: dict[str, Text]) -> Lead | None:
    """A website when there is a letter in it, else a phone number."""
    if not typed:
        return None
    is_host = any(letter.isalpha() for letter in typed)
    try:
        return lead_given(typed, None) if is_host else lead_given(None, typed)
    except NotALead:
        errors["about"] = _NO_LEAD
        return None


def _days(typed: str | None) -> int | None:
    return next((days for days in AGES if str(days) == typed), None)
