"""The timeline of a report, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.labels import (
    ANSWER_KINDS,
    ANSWER_REASONS,
    CHANNELS,
    DELIVERY_KINDS,
    DELIVERY_STATES,
    HAPPENINGS,
    NOT_TRANSMITTED,
    PROMISE_OUTCOMES,
    RATINGS,
    REMINDERS,
    STATUSES,
)
from common.http.language import Text

Detail = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as the pages' timeline shows it."""

    title: Text
    at: datetime
    text: Text | None = None


def story_of(timeline: Sequence[Entry]) -> list[Line]:
    """The lines, oldest first."""
    return [
        Line(HAPPENINGS[entry.happening], entry.at, _text(entry.happening, entry.detail))
        for entry in timeline
    ]


def label(labels: Mapping[Any, Text], value: str) -> Text:
    """The label of a value that came from an event: one not known yet is shown as it is."""
    return next((text for key, text in labels.items() if key == value), Text(value, value))


def _text(happening: Happening, detail: Detail) -> Text | None:
    teller = _TELLERS.get(happening)
    return teller(detail) if teller else None


def _decision(detail: Detail) -> Text | None:
    """Who was found, or why nobody may be; then routing's own words."""
    subject = _plain(detail.get("company", "")) or _found(NOT_TRANSMITTED, detail, "reason")
    return _joined(subject, _explanation(detail))


def _answer(detail: Detail) -> Text | None:
    kind = _found(ANSWER_KINDS, detail, "kind")
    return _joined(kind, _found(ANSWER_REASONS, detail, "reason"))


def _refusal(detail: Detail) -> Text | None:
    return _joined(_found(ANSWER_REASONS, detail, "reason"), _plain(detail.get("message", "")))


def _delivery(detail: Detail) -> Text:
    channel = label(CHANNELS, detail["channel"])
    kind = label(DELIVERY_KINDS, detail["kind"])
    state = label(DELIVERY_STATES, detail["state"])
    return Text(f"{channel.fr} « {kind.fr} » {state.fr}", f"{channel.en} “{kind.en}” {state.en}")


def _found(labels: Mapping[Any, Text], detail: Detail, name: str) -> Text | None:
    return label(labels, detail[name]) if name in detail else None


def _explanation(detail: Detail) -> Text | None:
    return Text(detail["fr"], detail["en"]) if "fr" in detail else None


def _plain(words: str) -> Text | None:
    return Text(words, words) if words else None


def _joined(first: Text | None, second: Text | None) -> Text | None:
    """Two sentences on two lines, or the one there is."""
    if first is None or second is None:
        return first or second
    return Text(f"{first.fr}\n{second.fr}", f"{first.en}\n{second.en}")


_TELLERS: Mapping[Happening, Callable[[Detail], Text | None]] = {
    Happening.ROUTED: _decision,
    Happening.TRIAGED: _decision,
    Happening.NOT_TRANSMITTED: _decision,
    Happening.CASE_OPENED: lambda detail: _plain(detail.get("company", "")),
    Happening.QUESTION_ASKED: lambda detail: _plain(detail.get("message", "")),
    Happening.ANSWERED: _answer,
    Happening.DECLINED: _refusal,
    Happening.CLOSED: lambda detail: _found(STATUSES, detail, "status"),
    Happening.REMINDED: lambda detail: _found(REMINDERS, detail, "reminder"),
    Happening.REVIEWED: lambda detail: _found(RATINGS, detail, "rating"),
    Happening.PROMISE_REVIEWED: lambda detail: _joined(
        _found(PROMISE_OUTCOMES, detail, "outcome"), _plain(detail.get("comment", ""))
    ),
    Happening.DELIVERED: _delivery,
}
