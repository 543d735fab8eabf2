"""How the values of each dimension are called on screen."""

from collections.abc import Mapping

from agent_analytics.domain.departments import DEPARTMENTS
from agent_analytics.domain.search import Dimension
from agent_analytics.domain.territory import Scope
from agent_analytics.labels import STATUSES
from agent_analytics.store import Store
from common.http.language import Language, Text

NOWHERE = Text("Département inconnu", "Département unknown")


async def names_of(dimension: Dimension, store: Store, language: Language) -> Mapping[str, str]:
    """Name by key; the empty key names the reports that nobody placed."""
    match dimension:
        case Dimension.STATUS:
            return {status.value: label.speak(language) for status, label in STATUSES.items()}
        case Dimension.DEPARTMENT:
            return department_names(language)
        case Dimension.CATEGORY:
            return await store.categories.labels(language.value)


def department_names(language: Language) -> Mapping[str, str]:
    """`75 – Paris`, in the order of the codes; the empty code last."""
    named = {code: f"{code} – {name}" for code, name in DEPARTMENTS.items()}
    return named | {"": NOWHERE.speak(language)}


def own_departments(scope: Scope) -> Mapping[str, str]:
    """The départements of the scope, to choose among."""
    return {code: f"{code} – {name}" for code, name in DEPARTMENTS.items() if scope.holds(code)}


def name_of(key: str | None, names: Mapping[str, str]) -> str:
    """The name, or the key itself when nobody named it."""
    return names.get(key or "", key or "")
