"""The pictures of the dashboard: what to draw, in the words of the visitor."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent_analytics.domain.search import Dimension
from agent_analytics.handlers.count_reports import Share, Week
from agent_analytics.labels import DIMENSIONS
from agent_analytics.pages.layouts import MOST_BARS, Layout
from agent_analytics.pages.names import name_of
from common.http.language import Language, Text

Specification = Mapping[str, Any]

INK, LINE, GRID = "#161616", "#000091", "#dddddd"
LOCALES = {Language.FRENCH: "fr-FR", Language.ENGLISH: "en-GB"}
OTHERS = Text("Autres", "Others")
REPORTS = Text("Signalements", "Reports")
WEEK_OF = Text("Semaine du", "Week of")
# Room beside the longest bar for its number.
HEADROOM = 1.2
# In weeks: up to here a tick is a day, beyond it a month.
HALF_A_YEAR = 26

_LOOK: Specification = {
    "background": "white",
    "font": "Marianne, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": GRID,
        "domainColor": INK,
        "tickColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "text": {"color": INK, "fontSize": 12},
}


def weekly_curve(weeks: Sequence[Week], language: Language, layout: Layout) -> Specification:
    """One point for each Monday, empty weeks included, from zero."""
    points = [{"week": week.monday.isoformat(), "count": week.count} for week in weeks]
    return {
        **_frame(layout.curve, points),
        "mark": {
            "type": "line",
            "color": LINE,
            "strokeWidth": 2,
            "point": {"size": 28, "color": LINE},
        },
        "encoding": {
            "x": {
                "field": "week",
                "type": "temporal",
                "timeUnit": "utcyearmonthdate",
                "title": WEEK_OF.speak(language),
                "axis": _weeks_axis(weeks, layout),
            },
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": REPORTS.speak(language),
                "axis": {"format": ",d", "tickMinStep": 1, "tickCount": 5},
            },
        },
    }


def bars(
    shares: Sequence[Share],
    names: Mapping[str, str],
    *,
    language: Language,
    layout: Layout,
) -> Specification:
    """The largest shares as bars with their numbers; the rest together, last."""
    shown = [(name_of(share.key, names), share.count) for share in shares[:MOST_BARS]]
    rest = sum(share.count for share in shares[MOST_BARS:])
    if rest:
        shown.append((OTHERS.speak(language), rest))
    rows = [
        {"name": name, "count": count, "rank": rank} for rank, (name, count) in enumerate(shown)
    ]
    longest = max((count for _, count in shown), default=1)
    number = {"field": "count", "type": "quantitative", "format": ",d"}
    return {
        **_frame(layout.bars_size(len(shares)), rows),
        "encoding": {"y": _names_axis(layout), "x": _lengths_axis(longest)},
        "layer": [
            {"mark": {"type": "bar", "color": LINE, "height": 16}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"text": number},
            },
        ],
    }


def title_of(dimension: Dimension) -> Text:
    word = DIMENSIONS[dimension]
    return Text(f"Par {word.fr.lower()}", f"By {word.en.lower()}")


def _frame(size: tuple[int, int], values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A picture of exactly that size, labels included."""
    width, height = size
    return {
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": _LOOK,
        "data": {"values": values},
    }


def _weeks_axis(weeks: Sequence[Week], layout: Layout) -> Specification:
    """Months for a long time; for a short one, the Mondays of the points and no other day."""
    if len(weeks) > HALF_A_YEAR:
        return {"format": "%b %Y", "labelOverlap": True, "tickCount": layout.ticks}
    step = max(1, -(-len(weeks) // layout.ticks))
    days = [week.monday for week in weeks[::step]]
    mondays = [{"year": day.year, "month": day.month, "date": day.day, "utc": True} for day in days]
    return {"format": "%-d %b", "labelOverlap": True, "values": mondays}


def _names_axis(layout: Layout) -> Specification:
    return {
        "field": "name",
        "type": "nominal",
        "sort": {"field": "rank", "type": "quantitative"},
        "title": None,
        "axis": {
            "labelLimit": layout.name_limit,
            "labelPadding": 8,
            "minExtent": layout.names,
            "maxExtent": layout.names,
            "ticks": False,
            "domain": False,
        },
    }


def _lengths_axis(longest: int) -> Specification:
    return {
        "field": "count",
        "type": "quantitative",
        "title": None,
        "scale": {"domainMax": HEADROOM * longest},
        "axis": {"labels": False, "ticks": False, "grid": False, "domain": False},
    }
