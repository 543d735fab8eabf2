"""Whom the report is about: a search in the registry, or another way to name them."""

import json
from collections.abc import Mapping
from datetime import timedelta

from babel import Locale
from fastapi import APIRouter
from fastapi.responses import Response

from common.http.language import Text
from common.secrets import BadSignature
from intake.domain.countries import COUNTRIES
from intake.domain.draft import Step
from intake.domain.report import check_target
from intake.domain.targets import NETWORKS, TargetKind, TargetRefused, parse_target
from intake.domain.wording import Lang
from intake.handlers.write_draft import save_draft
from intake.labels.faults import TARGET_FAULT
from intake.labels.form import NETWORK, TARGET_HELP, TARGET_KIND
from intake.pages.shell import Writing, WritingDep, next_page, see

router = APIRouter(include_in_schema=False)

CHOICE_LIFE = timedelta(days=1)
LONGEST_LABEL = 300
FIELDS: Mapping[TargetKind, tuple[str, ...]] = {
    TargetKind.SIRET: ("siret",),
    TargetKind.COMPANY: ("name", "postal_code", "department"),
    TargetKind.WEBSITE: ("url", "seller"),
    TargetKind.PHONE: ("number",),
    TargetKind.PRODUCT: ("barcode", "siret"),
    TargetKind.SOCIAL: ("network", "handle"),
    TargetKind.PLACE: ("commune", "latitude", "longitude"),
    TargetKind.FOREIGN: ("name", "country"),
    TargetKind.UNKNOWN: ("postal_code",),
}


@router.get("/report/company")
async def search_company(writing: WritingDep) -> Response:
    """The search: by the page's script, or without one on routing's picker, which comes back."""
    parts = writing.visit.parts
    targets = writing.trail.targets
    back = f"{parts.http.public_url.rstrip('/')}/report/company/choice"
    return writing.show(
        "company.html",
        Step.COMPANY,
        company_title=writing.trail.prompts.company,
        kinds=[(kind.value, TARGET_KIND[kind], TARGET_HELP[kind]) for kind in targets],
        searches=TargetKind.SIRET in targets,
        routing_url=parts.routing_url,
        signed_return=parts.picker.sign(back),
    )


@router.get("/report/company/choice")
async def see_choice(writing: WritingDep, choice: str = "") -> Response:
    """What was chosen at routing's picker, to confirm: looking at an address changes nothing."""
    try:
        chosen = json.loads(writing.visit.parts.picker.unsign(choice, CHOICE_LIFE))
        label = ", ".join(filter(None, (chosen["name"], chosen.get("address"))))
        siret = str(chosen["siret"])
    except (BadSignature, ValueError, KeyError, TypeError):
        return see("/report/company")
    return writing.show("company_choice.html", Step.COMPANY, siret=siret, label=label)


@router.get("/report/company/{kind}")
async def describe_company(kind: TargetKind, writing: WritingDep) -> Response:
    target = writing.draft.target
    return _form(writing, kind, typed=target if target.get("kind") == kind.value else {})


@router.post("/report/company/{kind}")
async def keep_company(kind: TargetKind, writing: WritingDep) -> Response:
    form = await writing.form()
    typed = {name: form.text(name)[:LONGEST_LABEL] for name in FIELDS[kind]}
    try:
        target = parse_target(kind, typed)
        check_target(writing.trail, target)
    except TargetRefused as refusal:
        # A kind that the page does not offer has no field of its own to be wrong.
        field = refusal.field if refusal.field in FIELDS[kind] else FIELDS[kind][0]
        return _form(writing, kind, typed=typed, errors={field: TARGET_FAULT[refusal.fault]})
    kept = {name: value for name, value in typed.items() if value}
    changed = writing.draft.after(
        Step.COMPANY,
        target={"kind": target.kind.value, **kept},
        company_label=form.text("label")[:LONGEST_LABEL] or ", ".join(kept.values()),
    )
    await save_draft(changed, writing.visit.store)
    return next_page(changed)


def _form(
    writing: Writing,
    kind: TargetKind,
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, Text] | None = None,
) -> Response:
    return writing.show(
        "company_kind.html",
        Step.COMPANY,
        errors=errors,
        kind=kind.value,
        title=TARGET_KIND[kind],
        typed={name: typed.get(name, "") for name in FIELDS[kind]},
        networks=[(name, NETWORK[name]) for name in NETWORKS],
        countries=_countries(writing.visit.lang) if kind is TargetKind.FOREIGN else [],
    )


def _countries(lang: Lang) -> list[tuple[str, str]]:
    """Every country but France, in the order of the alphabet."""
    names = Locale(lang).territories
    found = [(code, names.get(code, code)) for code in COUNTRIES if code != "FR"]
    return sorted(found, key=lambda country: country[1].translate(_WITHOUT_ACCENTS))


_WITHOUT_ACCENTS = str.maketrans("ÉÎÅÔ", "EIAO")
