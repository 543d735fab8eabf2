"""Services, definitions and requests as Open311 answers them."""

from collections.abc import Mapping
from typing import Any

from common.http.language import Language, Text
from intake.domain.category_node import Question, QuestionKind
from intake.domain.category_tree import CategoryTree, Trail
from intake.domain.open311 import (
    PUBLIC_DECIMALS,
    Open311Refused,
    is_open,
    service,
    service_code,
)
from intake.domain.open311_request import COMMUNE, NO, OBSERVED_ON, PUBLISH, SHARE_IDENTITY
from intake.domain.open311_request import YES as SAYS_YES
from intake.domain.personal_data import masked
from intake.domain.replies import TIME_SLOTS
from intake.domain.targets import TargetKind
from intake.domain.wording import Lang
from intake.labels import open311 as words
from intake.labels.replies import TIME_SLOT
from intake.store.open311 import PublicRequest

Body = dict[str, Any]
_DATATYPE: Mapping[QuestionKind, str] = {
    QuestionKind.TEXT: "string",
    QuestionKind.CHOICE: "singlevaluelist",
    QuestionKind.CHOICES: "multivaluelist",
    QuestionKind.DATE: "datetime",
    QuestionKind.DAY: "datetime",
    QuestionKind.TIME_SLOT: "singlevaluelist",
    QuestionKind.AMOUNT: "number",
    QuestionKind.BARCODE: "string",
    QuestionKind.POSTAL_CODE: "string",
}


def service_body(trail: Trail, lang: Lang) -> Body:
    end = trail.end
    labels = trail.labels(lang)
    return {
        "service_code": service_code(trail.keys),
        "service_name": labels[-1],
        "description": end.hint.of(lang) if end.hint else " > ".join(labels),
        "metadata": True,
        "type": "realtime",
        "keywords": end.words.of(lang) if end.words else "",
        "group": labels[0],
    }


def definition_body(trail: Trail, lang: Lang) -> Body:
    """What is asked: notices first (`variable` false), then our own, then the leaf's questions."""
    takes_position = TargetKind.PLACE in trail.targets
    place = words.PLACE if takes_position else words.ESTABLISHMENT
    attributes = [
        _attribute("report_notice_person", _say(words.PERSON, lang), is_variable=False),
        _attribute("report_notice_place", _say(place, lang), is_variable=False),
        _attribute(OBSERVED_ON, _say(words.ATTRIBUTE[OBSERVED_ON], lang), "datetime")
        | {"datatype_description": _say(words.DATE, lang)},
        *([_attribute(COMMUNE, _say(words.ATTRIBUTE[COMMUNE], lang))] if takes_position else []),
        *(
            _attribute(key, _say(words.ATTRIBUTE[key], lang), "singlevaluelist")
            | {"values": _values({SAYS_YES: words.YES, NO: words.NO}, lang)}
            for key in (PUBLISH, SHARE_IDENTITY)
        ),
        *(_asked(question, lang) for question in trail.questions),
    ]
    return {
        "service_code": service_code(trail.keys),
        "attributes": [
            attribute | {"order": order} for order, attribute in enumerate(attributes, 1)
        ],
    }


def request_body(request: PublicRequest, tree: CategoryTree, lang: Lang) -> Body:
    """What anyone may read: the story only with consent, the place only about."""
    target = request.target
    code = service_code(request.keys)
    return {
        "service_request_id": request.reference,
        "status": "open" if is_open(request.status) else "closed",
        "status_notes": None,
        "service_name": request.labels[-1],
        "service_code": code,
        "description": masked(request.description) if request.description else None,
        "agency_responsible": None,
        "service_notice": _notice_now(code, tree, lang),
        "requested_datetime": request.requested_at.isoformat(timespec="seconds"),
        "updated_datetime": request.updated_at.isoformat(timespec="seconds"),
        "expected_datetime": None,
        "address": target.get("commune"),
        "address_id": None,
        "zipcode": None,
        "lat": _about(target.get("latitude")),
        "long": _about(target.get("longitude")),
        "media_url": None,
    }


def notice(trail: Trail, lang: Lang) -> str | None:
    """What the consumer should know about this kind of report."""
    told = trail.prompts.afterwards or trail.help
    return told.of(lang) if told else None


def _notice_now(code: str, tree: CategoryTree, lang: Lang) -> str | None:
    try:
        return notice(service(tree, code), lang)
    except Open311Refused:
        # The leaf has left the tree since.
        return None


def _about(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, PUBLIC_DECIMALS)


def _asked(question: Question, lang: Lang) -> Body:
    label = question.label.of(lang)
    described = f"{label} ({question.hint.of(lang)})" if question.hint else label
    attribute = _attribute(question.key, described, _DATATYPE[question.kind])
    return attribute | {
        "required": question.is_required,
        "datatype_description": _precision(question.kind, lang),
        "values": _choices(question, lang),
    }


def _precision(kind: QuestionKind, lang: Lang) -> str | None:
    match kind:
        case QuestionKind.DATE | QuestionKind.DAY:
            return _say(words.DATE, lang)
        case QuestionKind.AMOUNT:
            return _say(words.EUROS, lang)
        case _:
            return None


def _choices(question: Question, lang: Lang) -> list[Body]:
    if question.kind is QuestionKind.TIME_SLOT:
        return [{"key": slot, "name": TIME_SLOT[slot].of(lang)} for slot in TIME_SLOTS]
    return [{"key": choice.key, "name": choice.label.of(lang)} for choice in question.choices]


def _attribute(
    code: str, description: str, datatype: str = "string", *, is_variable: bool = True
) -> Body:
    return {
        "variable": is_variable,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": None,
        "order": 0,
        "description": description,
        "values": [],
    }


def _values(choices: Mapping[str, Text], lang: Lang) -> list[Body]:
    return [{"key": key, "name": _say(text, lang)} for key, text in choices.items()]


def _say(text: Text, lang: Lang) -> str:
    return text.speak(Language(lang))
