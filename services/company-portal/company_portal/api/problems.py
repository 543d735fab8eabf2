"""What each refusal says to people and to programs."""

from collections.abc import Mapping
from typing import Any

from common.http.problem import ProblemSpec, Text
from common.http.refusals import THROTTLED
from common.storage import StorageUnavailable
from common.throttle import Throttled
from company_portal.api.deps import NotSignedIn
from company_portal.domain.answer import NothingToPropose, ReasonOutsideFamily
from company_portal.domain.case import ImpossibleMove, QuestionPending
from company_portal.domain.passwords import WeakPassword
from company_portal.handlers.ask_consumer import TooManyQuestions
from company_portal.handlers.create_account import LinkSpent
from company_portal.handlers.demand_right import ForbiddenDeed, UnknownEstablishment
from company_portal.handlers.fetch_file import UnknownFile
from company_portal.handlers.find_case import UnknownReport
from company_portal.handlers.log_in import OneTimeCodeWanted, WrongCredentials
from company_portal.labels import WEAKNESSES, status_text

_CHALLENGE = {"www-authenticate": "Bearer"}


def _impossible(error: ImpossibleMove) -> Text:
    status = status_text(error.status)
    return Text(
        f"Le signalement est au stade « {status.fr} » : cette action n’y est plus possible.",
        f"The report is “{status.en}”: this can no longer be done.",
    )


PROBLEMS: Mapping[type[Exception], ProblemSpec] = {
    NotSignedIn: ProblemSpec(
        401,
        "not-signed-in",
        Text("Connexion nécessaire", "Sign-in required"),
        Text(
            "La session est absente ou terminée. Connectez-vous, puis recommencez.",
            "The session is missing or has ended. Sign in, then try again.",
        ),
        headers=lambda _: _CHALLENGE,
    ),
    WrongCredentials: ProblemSpec(
        401,
        "wrong-credentials",
        Text("Identifiants incorrects", "Wrong credentials"),
        Text(
            "L’adresse, le mot de passe ou le code à usage unique ne convient pas.",
            "The address, the password or the one-time code is not right.",
        ),
        headers=lambda _: _CHALLENGE,
    ),
    OneTimeCodeWanted: ProblemSpec(
        401,
        "one-time-code-required",
        Text("Code à usage unique nécessaire", "One-time code required"),
        Text(
            "Ajoutez le code à six chiffres de votre application, dans le champ « totp ».",
            "Add the six-digit code of your application, in the field “totp”.",
        ),
        headers=lambda _: _CHALLENGE,
    ),
    ForbiddenDeed: ProblemSpec(
        403,
        "not-allowed",
        Text("Action non permise", "Not allowed"),
        Text(
            "Vos droits sur l’établissement ne le permettent pas : voyez avec son administrateur.",
            "Your rights on this establishment do not allow it: ask its administrator.",
        ),
    ),
    UnknownEstablishment: ProblemSpec(
        404,
        "unknown-establishment",
        Text("Établissement introuvable", "Establishment not found"),
        Text(
            "Cet établissement n’existe pas, ou n’est pas l’un des vôtres.",
            "This establishment does not exist, or is none of yours.",
        ),
    ),
    UnknownFile: ProblemSpec(
        404,
        "unknown-file",
        Text("Fichier introuvable", "File not found"),
        Text(
            "Ce signalement n’a pas ce fichier.",
            "This report has no such file.",
        ),
    ),
    UnknownReport: ProblemSpec(
        404,
        "unknown-report",
        Text("Signalement introuvable", "Report not found"),
        Text(
            "Ce signalement n’existe pas, ou n’est pas destiné à vos établissements.",
            "This report does not exist, or is not addressed to your establishments.",
        ),
    ),
    ImpossibleMove: ProblemSpec(
        409,
        "impossible-move",
        Text("Action impossible à ce stade", "Impossible at this stage"),
        _impossible,
        extensions=lambda error: {
            "status_of_report": error.status,
            "allowed": list(error.allowed),
        },
    ),
    QuestionPending: ProblemSpec(
        409,
        "question-pending",
        Text("Une question attend déjà sa réponse", "A question awaits its reply already"),
        Text(
            "Le consommateur n’a pas encore répondu à votre dernière question.",
            "The consumer has not replied to your last question yet.",
        ),
    ),
    TooManyQuestions: ProblemSpec(
        409,
        "too-many-questions",
        Text("Trop de questions", "Too many questions"),
        Text(
            "Vous avez posé toutes les questions permises sur ce signalement : répondez-y avec "
            "ce que vous savez.",
            "You have asked every question allowed about this report: answer with what you know.",
        ),
    ),
    LinkSpent: ProblemSpec(
        410,
        "activation-link-spent",
        Text("Lien d’activation périmé", "Activation link expired"),
        Text(
            "Ce lien a servi, a été remplacé ou a plus de 24 heures. Saisissez de nouveau le code "
            "de votre courrier pour en recevoir un autre.",
            "This link was used, replaced, or is more than 24 hours old. Enter the code of your "
            "letter again to get another one.",
        ),
    ),
    StorageUnavailable: ProblemSpec(
        503,
        "files-unavailable",
        Text("Fichiers momentanément indisponibles", "Files temporarily unavailable"),
        Text("Réessayez dans une minute.", "Try again in a minute."),
        headers=lambda _: {"retry-after": "60"},
    ),
    NothingToPropose: ProblemSpec(
        422,
        "nothing-to-propose",
        Text("Établissement proposé à tort", "Establishment proposed for nothing"),
        Text(
            "Seule la réponse « non concerné » peut désigner un autre établissement.",
            "Only the answer “not concerned” can name another establishment.",
        ),
    ),
    ReasonOutsideFamily: ProblemSpec(
        422,
        "reason-outside-family",
        Text("Motif sans rapport avec la réponse", "Reason of another kind of answer"),
        Text(
            "Choisissez un motif de la même famille que la réponse.",
            "Choose a reason that belongs to the kind of answer.",
        ),
        extensions=lambda error: {"allowed": list(error.allowed)},
    ),
    WeakPassword: ProblemSpec(
        422,
        "weak-password",
        Text("Mot de passe trop faible", "Password too weak"),
        lambda error: WEAKNESSES[error.weakness],
        extensions=lambda error: {"weakness": error.weakness},
    ),
}


_ALL = {**PROBLEMS, Throttled: THROTTLED}


def refusals(*kinds: type[Exception]) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, for its OpenAPI document."""
    statuses: dict[int | str, dict[str, Any]] = {}
    for spec in (_ALL[kind] for kind in kinds):
        said = statuses.setdefault(spec.status, {"description": "", "content": _CONTENT})
        said["description"] = " / ".join(filter(None, (said["description"], spec.title.en)))
    return statuses


_CONTENT = {"application/problem+json": {"schema": {"type": "object"}}}
