"""What a program posts as an Open311 request, read as the report that it makes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from intake.domain.category_node import Question, QuestionKind
from intake.domain.category_tree import Trail
from intake.domain.contact import Consumer, parse_consumer
from intake.domain.open311 import Fault, Open311Refused, parse_moment
from intake.domain.targets import Target, TargetKind, parse_target

LONGEST_TEXT = 4000
LONGEST_ADDRESS = 300
YES, NO = "yes", "no"
OBSERVED_ON = "report_observed_on"
COMMUNE = "report_commune"
PUBLISH = "report_publish"
SHARE_IDENTITY = "report_share_identity"
OWN_ATTRIBUTES = (OBSERVED_ON, COMMUNE, PUBLISH, SHARE_IDENTITY)
_ATTRIBUTE = re.compile(r"attribute\[([a-z0-9_]{1,60})\](?:\[\])?")
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ParisDay = Callable[[datetime], date]
_DAYS = frozenset({QuestionKind.DATE, QuestionKind.DAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """`fields` are the standard's own, each once; `attributes` may repeat. No value is empty."""

    fields: Mapping[str, str]
    attributes: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]]) -> "Posted":
        """Sort what was posted; an empty parameter is as good as absent.

        Raises `Open311Refused` for a field that is given twice.
        """
        fields: dict[str, str] = {}
        attributes = []
        for name, value in pairs:
            if not value:
                continue
            if match := _ATTRIBUTE.fullmatch(name):
                attributes.append((match[1], value))
            elif fields.setdefault(name, value) != value:
                raise Open311Refused(Fault.REPEATED, name[:60])
        return cls(fields=fields, attributes=tuple(attributes))

    def field(self, name: str) -> str:
        return self.fields.get(name, "")

    def attribute(self, name: str) -> str:
        found = [value for key, value in self.attributes if key == name]
        if len(found) > 1:
            raise Open311Refused(Fault.REPEATED, f"attribute[{name}]")
        return found[0] if found else ""

    def agrees(self, name: str) -> bool:
        """Whether a yes-or-no attribute says yes; absent it says no."""
        answer = self.attribute(name)
        if answer not in ("", YES, NO):
            raise Open311Refused(Fault.NOT_A_CHOICE, f"attribute[{name}]")
        return answer == YES


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """The parts of a report that a request gives."""

    target: Target
    consumer: Consumer
    replies: tuple[tuple[str, str], ...]
    description: str
    observed_on: date
    share_identity: bool
    publish_consent: bool


def read_request(posted: Posted, trail: Trail, *, today: date, paris: ParisDay) -> ReadRequest:
    """Raises `Open311Refused`, `TargetRefused` or `ContactRefused` for the first fault.

    `paris` tells the day in Paris of an instant. The rules of the story and of the replies are
    those of every report, and are looked at when it is submitted.
    """
    if posted.field("media_url"):
        raise Open311Refused(Fault.MEDIA, "media_url")
    publishes = posted.agrees(PUBLISH)
    observed = posted.attribute(OBSERVED_ON)
    return ReadRequest(
        target=_target(posted, trail),
        consumer=parse_consumer(
            posted.field("first_name"),
            posted.field("last_name"),
            email=posted.field("email"),
            phone=posted.field("phone") or None,
        ),
        replies=_replies(posted, trail.questions, paris),
        description=_description(posted, is_published=publishes),
        observed_on=_day(observed, OBSERVED_ON, paris) if observed else today,
        share_identity=posted.agrees(SHARE_IDENTITY),
        publish_consent=publishes,
    )


def _target(posted: Posted, trail: Trail) -> Target:
    """An establishment by its SIRET, else a position, else a commune."""
    if siret := posted.field("address_id"):
        return _of_kind(trail, TargetKind.SIRET, {"siret": siret}, field="address_id")
    latitude, longitude = posted.field("lat"), posted.field("long")
    if latitude or longitude:
        position = {"latitude": latitude or None, "longitude": longitude or None}
        return _of_kind(trail, TargetKind.PLACE, position, field="lat")
    address, commune = posted.field("address_string"), posted.attribute(COMMUNE)
    if _COMMUNE.fullmatch(address.upper()):
        commune = commune or address
    if commune:
        return _of_kind(trail, TargetKind.PLACE, {"commune": commune}, field=COMMUNE)
    if address:
        raise Open311Refused(Fault.COMMUNE_MISSING, f"attribute[{COMMUNE}]")
    raise Open311Refused(Fault.PLACE_MISSING, "lat")


def _of_kind(
    trail: Trail, kind: TargetKind, details: Mapping[str, str | None], *, field: str
) -> Target:
    if kind not in trail.targets:
        raise Open311Refused(Fault.PLACE_NOT_TAKEN, field)
    return parse_target(kind, details)


def _description(posted: Posted, *, is_published: bool) -> str:
    """The story; a free address is added to it, for agents, unless all will be published."""
    story, address = posted.field("description"), posted.field("address_string")
    if len(story) > LONGEST_TEXT:
        raise Open311Refused(Fault.TOO_LONG, "description")
    if not address or _COMMUNE.fullmatch(address.upper()):
        return story
    if len(address) > LONGEST_ADDRESS:
        raise Open311Refused(Fault.TOO_LONG, "address_string")
    if is_published:
        raise Open311Refused(Fault.PUBLISHED_ADDRESS, "address_string")
    return f"{story}\n\n{address}" if story else ""


def _replies(
    posted: Posted, questions: Sequence[Question], paris: ParisDay
) -> tuple[tuple[str, str], ...]:
    kinds = {question.key: question.kind for question in questions}
    replies: list[tuple[str, str]] = []
    several: dict[str, list[str]] = {}
    for key, value in posted.attributes:
        if key in OWN_ATTRIBUTES:
            continue
        kind = kinds.get(key)
        if kind is QuestionKind.CHOICES:
            several.setdefault(key, []).append(value)
        elif kind in _DAYS:
            replies.append((key, _day(value, key, paris).isoformat()))
        else:
            replies.append((key, value))
    return (*replies, *((key, ",".join(values)) for key, values in several.items()))


def _day(text: str, key: str, paris: ParisDay) -> date:
    """A day as it is, or the day in Paris of an instant with its offset."""
    field = f"attribute[{key}]"
    if not _DAY.fullmatch(text):
        return paris(parse_moment(text, field))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Open311Refused(Fault.NOT_A_DATE, field) from None
