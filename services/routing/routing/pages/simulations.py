"""The laboratory's pages: try a version on past reports, see what would change for whom."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from common.http.forms import read_form
from common.http.language import Text
from common.http.pagination import BAD_CURSOR, decode_cursor, encode_cursor
from common.http.problem import Problem
from routing.domain.simulation import BadPeriod
from routing.handlers.disclose import disclose
from routing.handlers.read_rules import version_of
from routing.handlers.simulate_rules import SimulateRules, read_simulation, simulate_rules
from routing.labels import KIND_LABELS
from routing.pages.rules import CurrentRulePages, RulePages
from routing.store.simulations import RecipientLoad, Simulation

router = APIRouter(prefix="/rules", include_in_schema=False)
PAGE = 20
_BARS = 10
_BAD_DAY = Text("Choisissez un jour.", "Choose a day.")
_BAD_PERIOD = Text(
    "La période finit après son début et dure deux ans au plus.",
    "The period ends after it begins and lasts two years at most.",
)
# What is counted, in the order in which it is told; the first is what it is all about.
_COUNTS: tuple[tuple[str, Text], ...] = (
    ("changed", Text("sort changé", "fate changed")),
    ("other_recipient", Text("autre destinataire", "other recipient")),
    ("newly_sent", Text("transmis sans plus attendre", "sent without waiting")),
    ("newly_triaged", Text("désormais à orienter", "left to an officer")),
    ("newly_withheld", Text("désormais non transmis", "no longer sent")),
    ("after_uncovered", Text("sans règle ni destinataire", "neither rule nor recipient")),
    ("after_unresolved", Text("jamais recherchés : sort inconnu", "never looked up: unknown")),
)


@router.get("/{version}/simulation")
async def start(version: int, page: CurrentRulePages) -> Response:
    return await _form(version, page)


@router.post("/{version}/simulation")
async def ask(version: int, page: CurrentRulePages) -> Response:
    typed = dict((await read_form(page.request)).values())
    errors: dict[str, Text] = {}
    begins_on = _day("begins_on", typed, errors)
    ends_on = _day("ends_on", typed, errors)
    base = typed.get("base", "")
    known = int(base) if base.isascii() and base.isdigit() and len(base) <= 9 else None
    if begins_on is None or ends_on is None:
        return await _form(version, page, typed=typed, errors=errors)
    command = SimulateRules(version, begins_on, ends_on, page.caller.agent, known)
    try:
        made = await simulate_rules(command, page.store)
    except BadPeriod:
        return await _form(version, page, typed=typed, errors={"ends_on": _BAD_PERIOD})
    return RedirectResponse(f"/rules/simulations/{made.id}", 303)


@router.get("/simulations/{simulation_id}")
async def show(
    simulation_id: UUID,
    page: CurrentRulePages,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Response:
    simulation = await read_simulation(simulation_id, page.caller.agent, page.store)
    after = _read(cursor) if cursor else None
    found = await page.store.simulations.recipients(simulation_id, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    following = None
    if len(found) > PAGE:
        last = shown[-1]
        following = encode_cursor(str(last.load.gained + last.load.lost), last.siret)
    counts = simulation.counts or {}
    return page.render(
        "simulation.html",
        simulation=simulation,
        percent=simulation.done / simulation.total if simulation.total else 1.0,
        numbers=[(label, counts.get(name, 0)) for name, label in _COUNTS],
        recipients=await _named(page, shown),
        weeks=await _weeks(page, simulation, shown[:_BARS]),
        most=max((max(one.load.before, one.load.after) for one in shown), default=1),
        applied=sorted((simulation.rules or {}).items(), key=lambda one: (-one[1], one[0])),
        uncovered=_uncovered(simulation),
        next_cursor=following,
        is_first=cursor is None,
    )


async def _form(
    version: int,
    page: RulePages,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, Text] | None = None,
) -> Response:
    """By default the last thirty days, against what is in force."""
    now = page.store.clock.now()
    today = now.date()
    filled = {
        "begins_on": str(today - timedelta(days=30)),
        "ends_on": str(today),
        "base": str((await page.store.rules.in_force(now)).version),
    }
    newest = await page.store.rules.newest(before=None, limit=30)
    return page.render(
        "simulation_form.html",
        status=422 if errors else 200,
        rules=await version_of(version, page.store),
        versions=[(str(one.version), one.version) for one in newest],
        typed=filled | (typed or {}),
        errors=errors or {},
    )


async def _named(page: RulePages, found: Any) -> list[tuple[RecipientLoad, str]]:
    """Each recipient's load with its name, as far as it may be told."""
    known = await page.store.establishments.many([one.siret for one in found])
    names = {siret: disclose(one) for siret, one in known.items()}
    return [
        (one, (names[one.siret].trade_name or names[one.siret].name) if one.siret in names else "")
        for one in found
    ]


async def _weeks(page: RulePages, simulation: Simulation, found: Any) -> list[tuple[Any, ...]]:
    """The load by week of those whom it concerns most, one row for each recipient and week."""
    weeks = await page.store.simulations.weeks(simulation.id, [one.siret for one in found])
    return [
        (one.siret, week, load.before, load.after)
        for one in found
        for week, load in weeks[one.siret]
    ]


def _uncovered(simulation: Simulation) -> list[tuple[str, Text, int]]:
    found = sorted((simulation.uncovered or {}).items(), key=lambda one: (-one[1], one[0]))
    told = [(*key.rpartition(" ")[::2], count) for key, count in found]
    return [(path, KIND_LABELS.get(kind, Text(kind, kind)), count) for path, kind, count in told]


def _day(name: str, typed: dict[str, str], errors: dict[str, Text]) -> date | None:
    try:
        return date.fromisoformat(typed.get(name, ""))
    except ValueError:
        errors[name] = _BAD_DAY
        return None


def _read(cursor: str) -> tuple[int, str]:
    change, siret = decode_cursor(cursor, count=2)
    if not (change.isascii() and change.isdigit() and len(change) < 10):
        raise Problem(BAD_CURSOR)
    return int(change), siret
