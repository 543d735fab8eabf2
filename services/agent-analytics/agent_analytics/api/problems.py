"""The refusals of agent-analytics, as problems."""

from collections.abc import Mapping
from typing import Any

from agent_analytics.domain.search import TooManyTerms
from agent_analytics.domain.sign_in import NotSignedIn, SignInRefused
from agent_analytics.domain.territory import NoReportsForRole
from agent_analytics.handlers.open_report import NoSuchReport
from agent_analytics.ports import ChartFailed
from common.http.problem import ProblemSpec, Text
from common.http.refusals import THROTTLED
from common.storage import StorageUnavailable
from common.throttle import Throttled

PROBLEMS: Mapping[type[Exception], ProblemSpec] = {
    SignInRefused: ProblemSpec(
        401,
        "sign-in-refused",
        Text("Connexion refusée", "Sign-in refused"),
        Text(
            "L’adresse, le mot de passe ou le code est inexact, ou le code a déjà servi."
            " Attendez le code suivant et recommencez.",
            "The address, the password or the code is wrong, or the code was used already."
            " Wait for the next code and try again.",
        ),
    ),
    NotSignedIn: ProblemSpec(
        401,
        "unauthenticated",
        Text("Connexion nécessaire", "Sign-in required"),
        Text(
            "Ouvrez une session, puis recommencez.",
            "Open a session, then try again.",
        ),
        headers=lambda _: {"www-authenticate": "Bearer"},
    ),
    NoReportsForRole: ProblemSpec(
        403,
        "forbidden",
        Text("Accès refusé", "Access refused"),
        Text(
            "Votre rôle ne donne pas accès aux signalements.",
            "Your role gives no access to reports.",
        ),
    ),
    NoSuchReport: ProblemSpec(
        404,
        "not-found",
        Text("Signalement introuvable", "No such report"),
        Text(
            "Ce signalement n’existe pas, a été effacé ou n’est pas de votre territoire.",
            "This report does not exist, was erased, or is outside your territory.",
        ),
    ),
    TooManyTerms: ProblemSpec(
        422,
        "query-too-long",
        Text("Recherche trop longue", "Query too long"),
        Text(
            "Cherchez au plus dix mots, en 200 caractères.",
            "Search for ten words at most, in 200 characters.",
        ),
    ),
    ChartFailed: ProblemSpec(
        503,
        "chart-unavailable",
        Text("Graphique indisponible", "Chart unavailable"),
        Text(
            "Le tableau sous le graphique donne les mêmes nombres.",
            "The table under the chart gives the same numbers.",
        ),
    ),
    StorageUnavailable: ProblemSpec(
        503,
        "storage-unavailable",
        Text("Fichiers indisponibles", "Files unavailable"),
        Text(
            "Les fichiers ne peuvent pas être lus pour le moment. Réessayez dans une minute.",
            "Files cannot be read at the moment. Try again in a minute.",
        ),
        headers=lambda _: {"retry-after": "30"},
    ),
}


def refusals(*kinds: type[Exception]) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, for its OpenAPI document."""
    specs = [THROTTLED if kind is Throttled else PROBLEMS[kind] for kind in kinds]
    return {spec.status: {"description": spec.title.en} for spec in specs}
