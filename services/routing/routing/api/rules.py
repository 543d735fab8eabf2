"""The routing rules for programs: versions, their differences, what is in force and from when."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from common.agent_tokens import Agent
from common.http.idempotency import IDEMPOTENT, once
from common.http.pagination import BAD_CURSOR, Page, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import StrictRoute
from routing.api.deps import CurrentAgent, CurrentSupervisor, OpenStore
from routing.api.rule_models import (
    ActivationBody,
    RestorationBody,
    RulesBody,
    RulesItem,
    RulesTold,
    item_of,
    told,
)
from routing.domain.rule_differences import Change, differences
from routing.domain.rule_standing import place_of_version
from routing.handlers.activate_rules import (
    ActivateRules,
    RestoreRules,
    activate_rules,
    restore_rules,
)
from routing.handlers.read_rules import cautions_about, reigns_known, version_of
from routing.handlers.write_rules import WriteRules, write_rules
from routing.store import Store
from routing.store.rule_sets import RuleSet

router = APIRouter(prefix="/v1/rules", route_class=StrictRoute, tags=["rules"])
_FOR_OFFICERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "The caller’s role does not allow it."}
}
_CONFLICT: dict[int | str, dict[str, Any]] = {
    **_FOR_OFFICERS,
    404: {"description": "No version has that number."},
    409: {"description": "The version is the one in force at that time."},
}
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]


class ReignTold(BaseModel):
    """From when to when a version is, was or will be in force."""

    version: int
    effective_from: datetime
    effective_until: datetime | None


class RulesPage(Page[RulesItem]):
    """The versions, newest first. `in_force` is the number of the one that decides now."""

    in_force: int


class DifferenceTold(BaseModel):
    """A rule that differs, by its name; places count from 1, `aspects` name the fields."""

    name: str
    change: Change
    place_before: int | None
    place_after: int | None
    aspects: list[str]


class Differences(BaseModel):
    version: int
    compared_with: int
    items: list[DifferenceTold]


@router.get("", responses=_FOR_OFFICERS)
async def list_versions(
    agent: CurrentAgent,
    store: OpenStore,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> RulesPage:
    del agent
    found = await store.rules.newest(before=_read(cursor), limit=limit + 1)
    known, now = await reigns_known(store), store.clock.now()
    shown = found[:limit]
    items = [RulesItem(**item_of(one, place_of_version(one.version, known, now))) for one in shown]
    following = encode_cursor(str(shown[-1].version)) if len(found) > limit else None
    in_force = await store.rules.in_force(now)
    return RulesPage(items=items, next=following, in_force=in_force.version)


@router.post(
    "",
    status_code=201,
    response_model=RulesTold,
    openapi_extra=IDEMPOTENT,
    responses=_FOR_OFFICERS | {404: {"description": "`based_on` is the number of no version."}},
)
async def write_version(
    request: Request, body: RulesBody, agent: CurrentSupervisor, store: OpenStore
) -> Response:
    """Keep the rules as a new version, a draft until it is put in force."""
    drafts = [rule.draft() for rule in body.rules]
    command = WriteRules(drafts, body.note, agent, body.based_on)

    async def do() -> Response:
        return await _created(await write_rules(command, store), store)

    return await once(request, store, scope=_scope("rules", agent), do=do)


@router.get("/{version}", responses=_FOR_OFFICERS)
async def read_version(version: Version, agent: CurrentAgent, store: OpenStore) -> RulesTold:
    del agent
    return await _told(await version_of(version, store), store)


@router.get("/{version}/differences", responses=_FOR_OFFICERS)
async def compare_versions(
    version: Version,
    agent: CurrentAgent,
    store: OpenStore,
    base: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Differences:
    """What changed since `base`; without it, since the version in force."""
    del agent
    new = await version_of(version, store)
    old = await (version_of(base, store) if base else store.rules.in_force(store.clock.now()))
    items = [
        DifferenceTold(
            name=one.name,
            change=one.change,
            place_before=one.place_before,
            place_after=one.place_after,
            aspects=list(one.aspects),
        )
        for one in differences(old.rules, new.rules)
    ]
    return Differences(version=new.version, compared_with=old.version, items=items)


@router.post("/{version}/activation", responses=_CONFLICT)
async def activate(
    version: Version, body: ActivationBody, agent: CurrentSupervisor, store: OpenStore
) -> ReignTold:
    """Put the version in force, now or from a day on."""
    command = ActivateRules(version, agent, body.effective_on)
    begun = await activate_rules(command, store)
    known = await reigns_known(store)
    reign = next(one for one in known if one.begins == begun.effective_from)
    return ReignTold(version=reign.version, effective_from=reign.begins, effective_until=reign.ends)


@router.post(
    "/{version}/restoration",
    status_code=201,
    response_model=RulesTold,
    openapi_extra=IDEMPOTENT,
    responses=_CONFLICT,
)
async def restore(
    request: Request,
    version: Version,
    body: RestorationBody,
    agent: CurrentSupervisor,
    store: OpenStore,
) -> Response:
    """Roll back: the rules of this version become a new one, in force at once."""

    async def do() -> Response:
        again = await restore_rules(RestoreRules(version, agent, body.note), store)
        return await _created(again, store)

    return await once(request, store, scope=_scope("restoration", agent), do=do)


async def _told(rules: RuleSet, store: Store) -> RulesTold:
    place = place_of_version(rules.version, await reigns_known(store), store.clock.now())
    return told(rules, place, await cautions_about(rules.rules, store))


async def _created(rules: RuleSet, store: Store) -> Response:
    body = (await _told(rules, store)).model_dump(mode="json")
    return JSONResponse(body, 201, headers={"location": f"/v1/rules/{rules.version}"})


def _scope(deed: str, agent: Agent) -> str:
    return f"{deed}:{agent.id}"


def _read(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        return min(int(decode_cursor(cursor, count=1)[0]), 2**31 - 1)
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error
