"""The rules' pages: versions, one version whole, a new one, two compared, in force or back."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from common.agent_tokens import Role
from common.clock import paris_date
from common.http.forms import read_form
from common.http.language import Text
from common.http.pages import Pages
from common.http.sessions import csrf_token
from routing.domain.mode import WITHHELD
from routing.domain.rule_differences import differences
from routing.domain.rule_drafts import KINDS, WISHES, RuleDraft, RulesRefused, draft_of
from routing.domain.rule_standing import place_of_version
from routing.domain.rules import Outcome, Priority
from routing.handlers.activate_rules import (
    ActivateRules,
    AlreadyInForce,
    DayGone,
    RestoreRules,
    activate_rules,
    restore_rules,
)
from routing.handlers.read_rules import cautions_about, reigns_known, version_of
from routing.handlers.write_rules import WriteRules, write_rules
from routing.labels import (
    CHANGE_LABELS,
    FIELD_LABELS,
    KIND_LABELS,
    MODE_LABELS,
    OUTCOME_LABELS,
    PRIORITY_LABELS,
    STANDING_LABELS,
    WISH_LABELS,
    told_caution,
)
from routing.pages.deps import (
    CurrentDeskAgent,
    CurrentDeskSupervisor,
    CurrentPages,
    DeskAgent,
    OpenStore,
)
from routing.pages.rule_form import RuleForm, faults_by_name, read_rule_form
from routing.store import Store
from routing.store.rule_sets import RuleSet

router = APIRouter(prefix="/rules", include_in_schema=False)
SHOWN = 30
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
_WORDS: dict[str, Any] = {
    "outcomes": OUTCOME_LABELS,
    "priorities": PRIORITY_LABELS,
    "standings": STANDING_LABELS,
    "changes": CHANGE_LABELS,
    "fields": FIELD_LABELS,
    "kinds": KIND_LABELS,
    "wishes": WISH_LABELS,
    "modes": MODE_LABELS,
}
_CHOICES: dict[str, Any] = {
    "outcome": [(one.value, OUTCOME_LABELS[one]) for one in Outcome],
    "priority": [(one.name.lower(), PRIORITY_LABELS[one]) for one in Priority],
    "reason": [(one.value, MODE_LABELS[one]) for one in sorted(WITHHELD)],
    "kinds": [(one, KIND_LABELS[one]) for one in KINDS],
    "wishes": [(one, WISH_LABELS[one]) for one in WISHES],
}
_REFUSALS: dict[type[Exception], Text] = {
    DayGone: Text("Choisissez aujourd’hui ou un jour à venir.", "Choose today or a day to come."),
    AlreadyInForce: Text(
        "Cette version est déjà celle de ce jour-là.", "This version is that day’s already."
    ),
    ValueError: Text("Choisissez un jour.", "Choose a day."),
}


@dataclass(frozen=True, slots=True)
class RulePages:
    """What every page of the rules needs."""

    request: Request
    pages: Pages
    caller: DeskAgent
    store: Store

    def render(self, template: str, *, status: int = 200, **context: Any) -> Response:
        return self.pages.render(
            self.request,
            template,
            status=status,
            is_supervisor=self.caller.agent.role is Role.SUPERVISOR,
            today=paris_date(self.store.clock.now()),
            csrf_token=csrf_token(self.caller.secret),
            **_WORDS,
            **context,
        )

    async def show(self, rules: RuleSet, *, errors: dict[str, Text] | None = None) -> Response:
        known, now = await reigns_known(self.store), self.store.clock.now()
        cautions = await cautions_about(rules.rules, self.store)
        return self.render(
            "rules_version.html",
            status=422 if errors else 200,
            rules=rules,
            place=place_of_version(rules.version, known, now),
            author=author_of(rules.author, self.caller.agent.id),
            cautions=[(one.rule + 1, told_caution(one)) for one in cautions],
            in_force=(await self.store.rules.in_force(now)).version,
            others=[one.version for one in await self.store.rules.newest(before=None, limit=SHOWN)],
            errors=errors or {},
        )

    def form(self, form: RuleForm, *, errors: dict[str, Text] | None = None) -> Response:
        return self.render(
            "rules_form.html",
            status=422 if errors else 200,
            form=form,
            choices=_CHOICES,
            errors=errors or {},
        )


async def _rule_pages(
    request: Request, pages: CurrentPages, caller: CurrentDeskAgent, store: OpenStore
) -> RulePages:
    return RulePages(request, pages, caller, store)


CurrentRulePages = Annotated[RulePages, Depends(_rule_pages)]


@router.get("")
async def list_versions(page: CurrentRulePages) -> Response:
    known, now = await reigns_known(page.store), page.store.clock.now()
    found = await page.store.rules.newest(before=None, limit=SHOWN)
    me = page.caller.agent.id
    return page.render(
        "rules.html",
        versions=[
            (one, place_of_version(one.version, known, now), author_of(one.author, me))
            for one in found
        ],
        simulations=await page.store.simulations.newest(requested_by=f"agent/{me}", limit=5),
    )


@router.get("/new")
async def start_version(
    page: CurrentRulePages,
    caller: CurrentDeskSupervisor,
    base: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """The form, filled with the version in force or the one named."""
    del caller
    now = page.store.clock.now()
    rules = await (version_of(base, page.store) if base else page.store.rules.in_force(now))
    drafts = tuple(map(draft_of, rules.rules)) or (RuleDraft(),)
    return page.form(RuleForm(drafts, "", rules.version))


@router.post("/new")
async def write_version(page: CurrentRulePages, caller: CurrentDeskSupervisor) -> Response:
    form = read_rule_form(await read_form(page.request))
    if not form.is_saved:
        return page.form(form.rearranged())
    errors = form.note_fault()
    if errors:
        return page.form(form, errors=errors)
    try:
        command = WriteRules(form.drafts, form.note, caller.agent, form.based_on)
        written = await write_rules(command, page.store)
    except RulesRefused as error:
        return page.form(form, errors=faults_by_name(error.faults))
    return RedirectResponse(f"/rules/{written.version}", 303)


@router.get("/{version}")
async def show_version(version: Version, page: CurrentRulePages) -> Response:
    return await page.show(await version_of(version, page.store))


@router.get("/{version}/differences")
async def compare_versions(
    version: Version,
    page: CurrentRulePages,
    base: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    new = await version_of(version, page.store)
    now = page.store.clock.now()
    old = await (version_of(base, page.store) if base else page.store.rules.in_force(now))
    return page.render(
        "rules_compare.html", new=new, old=old, found=differences(old.rules, new.rules)
    )


@router.post("/{version}/activation")
async def activate(
    version: Version, page: CurrentRulePages, caller: CurrentDeskSupervisor
) -> Response:
    form = await read_form(page.request)
    typed = form.text("on")
    try:
        on = date.fromisoformat(typed) if typed else None
        await activate_rules(ActivateRules(version, caller.agent, on), page.store)
    except (DayGone, AlreadyInForce, ValueError) as error:
        kind = type(error) if type(error) in _REFUSALS else ValueError
        rules = await version_of(version, page.store)
        return await page.show(rules, errors={"on": _REFUSALS[kind]})
    return RedirectResponse(f"/rules/{version}", 303)


@router.post("/{version}/restoration")
async def restore(
    version: Version, page: CurrentRulePages, caller: CurrentDeskSupervisor
) -> Response:
    form = RuleForm((), (await read_form(page.request)).text("note"), version)
    errors = form.note_fault()
    if errors:
        return await page.show(await version_of(version, page.store), errors=errors)
    again = await restore_rules(RestoreRules(version, caller.agent, form.note), page.store)
    return RedirectResponse(f"/rules/{again.version}", 303)


def author_of(actor: str, me: UUID) -> Text:
    """Who wrote a version, as far as this service knows its agents."""
    kind, _, number = actor.partition("/")
    if number == str(me):
        return Text("vous", "you")
    if kind == "agent":
        return Text(f"superviseur {number[-4:]}", f"supervisor {number[-4:]}")
    return Text("Vigie", "Vigie")
