"""Rules in JSON, as they are sent and as they are told."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from common.http.strict import Line, Prose, StrictModel
from routing.domain.rule_cautions import Caution
from routing.domain.rule_drafts import MOST_RULES, MOST_VALUES, RuleDraft
from routing.domain.rule_standing import Place, Standing
from routing.labels import told_caution
from routing.store.rule_document import as_document
from routing.store.rule_sets import RuleSet

Word = Annotated[str, Line(120)]
Words = Annotated[tuple[Word, ...], Field(max_length=MOST_VALUES)]


class ConditionBody(StrictModel):
    """What a report must be: every list that is not empty must hold, by any of its values."""

    categories: Words = ()
    tags: Words = ()
    kinds: Words = ()
    wishes: Words = ()
    departments: Words = ()
    activities: Words = ()


class RuleBody(StrictModel):
    """One rule. `siret` goes with `recipient`, `reason` with `withhold`."""

    name: Annotated[str, Line(80)]
    when: ConditionBody = ConditionBody()
    outcome: Literal["as_found", "recipient", "triage", "withhold"] = "as_found"
    siret: Annotated[str, Line(20)] | None = None
    reason: Literal["hidden_tag", "foreign_company", "advice_wished"] | None = None
    queue: Annotated[str, Line(40)] = "general"
    priority: Literal["normal", "high", "urgent"] = "normal"
    copy_to: Annotated[str, Line(40)] | None = None

    def draft(self) -> RuleDraft:
        return RuleDraft(
            name=self.name,
            **{name: getattr(self.when, name) for name in ConditionBody.model_fields},
            outcome=self.outcome,
            siret=self.siret or "",
            reason=self.reason or "",
            queue=self.queue,
            priority=self.priority,
            copy_to=self.copy_to or "",
        )


class RulesBody(StrictModel):
    """A version to be written: the rules in their order, the first that fits applies."""

    rules: Annotated[tuple[RuleBody, ...], Field(max_length=MOST_RULES)]
    note: Annotated[str, Prose(1_000)]
    based_on: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class ActivationBody(StrictModel):
    """`effective_on`: a day in Paris from which it is in force; null or today: at once."""

    effective_on: date | None = None


class RestorationBody(StrictModel):
    note: Annotated[str, Prose(1_000)]


class RuleTold(BaseModel):
    name: str
    when: dict[str, list[str]]
    outcome: str
    siret: str | None
    reason: str | None
    queue: str
    priority: str
    copy_to: str | None


class CautionTold(BaseModel):
    """What to look at before the version is in force; `rule` counts from 0."""

    rule: int
    kind: str
    message_fr: str
    message_en: str


class RulesItem(BaseModel):
    """A version without its rules. `effective_from` and `effective_until`: its last reign."""

    version: int
    standing: Standing
    effective_from: datetime | None
    effective_until: datetime | None
    author: str
    note: str
    created_at: datetime
    based_on: int | None
    restores: int | None
    rule_count: int


class RulesTold(RulesItem):
    rules: list[RuleTold]
    cautions: list[CautionTold]


def item_of(rules: RuleSet, place: Place) -> dict[str, Any]:
    reign = place.reign
    return {
        "version": rules.version,
        "standing": place.standing,
        "effective_from": reign.begins if reign else None,
        "effective_until": reign.ends if reign else None,
        "author": rules.author,
        "note": rules.note,
        "created_at": rules.created_at,
        "based_on": rules.based_on,
        "restores": rules.restores,
        "rule_count": len(rules.rules),
    }


def told(rules: RuleSet, place: Place, cautions: tuple[Caution, ...]) -> RulesTold:
    return RulesTold(
        **item_of(rules, place),
        rules=[RuleTold(**one) for one in as_document(rules.rules)],
        cautions=[_caution(one) for one in cautions],
    )


def _caution(caution: Caution) -> CautionTold:
    words = told_caution(caution)
    return CautionTold(
        rule=caution.rule,
        kind=caution.oddity.value,
        message_fr=words.fr,
        message_en=words.en,
    )
