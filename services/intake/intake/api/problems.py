"""How the refusals of intake are told to programs and people."""

from collections.abc import Mapping, Sequence
from typing import Any

from common.http.problem import ProblemSpec, Text
from common.storage import StorageUnavailable
from intake.api.deps import NotFollowing
from intake.domain.attachment import AttachmentRefused
from intake.domain.category_tree import NotALeaf, UnknownCategory, UnknownVersion, WallReached
from intake.domain.contact import ContactRefused
from intake.domain.email_proof import ProofRefused
from intake.domain.repetition import TooManyReports
from intake.domain.replies import RepliesRefused
from intake.domain.report import ReportRefused, UnknownReport
from intake.domain.targets import TargetRefused
from intake.domain.thread import TooManyMessages
from intake.domain.tracking import NotNow
from intake.handlers.complete_attachment import UnknownAttachment
from intake.handlers.open_tracking_session import ReportIsErased, UnknownSecret
from intake.labels.faults import CODE_FAULT, PROOF_FAULT, refusal_text, repetition
from intake.labels.thread import TOO_MANY_MESSAGES
from intake.labels.tracking import STATUS

CODE_REFUSED = ProblemSpec(
    422,
    "code-refused",
    Text("Code refusé", "Code refused"),
    CODE_FAULT,
)
# `responses=TOO_MANY`: for the document, of routes that count tries.
TOO_MANY: Mapping[int | str, dict[str, Any]] = {
    429: {"description": "Too many tries; Retry-After says how many seconds to wait."}
}


def _errors(*loc: str, fault: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return {"errors": [{"loc": ["body", *loc], "type": fault}]}


def _not_now(error: NotNow) -> Mapping[str, Any]:
    return {"state": error.status.value, "allowed": [state.value for state in error.allowed]}


def _allowed(error: NotNow) -> Text:
    states = [STATUS[state] for state in error.allowed]
    french = ", ".join(f"« {state.fr} »" for state in states)
    english = ", ".join(f"“{state.en}”" for state in states)
    now = STATUS[error.status]
    return Text(
        f"Le signalement est dans l’état « {now.fr} ». C’est possible seulement dans : {french}.",
        f"The report is in the state “{now.en}”. This is possible only in: {english}.",
    )


PROBLEMS: Mapping[type[Exception], ProblemSpec] = {
    UnknownCategory: ProblemSpec(
        422,
        "unknown-category",
        Text("Catégorie inconnue", "Unknown category"),
        Text(
            "GET /v1/categories donne l’arbre des catégories.",
            "GET /v1/categories gives the category tree.",
        ),
        extensions=lambda _: _errors("category", fault="unknown_category"),
    ),
    UnknownVersion: ProblemSpec(
        422,
        "unknown-tree-version",
        Text("Version de l’arbre refusée", "Version of the tree refused"),
        Text(
            "GET /v1/categories donne la version en vigueur ; la précédente est acceptée sept "
            "jours encore.",
            "GET /v1/categories gives the version in force; the one before is accepted for "
            "seven more days.",
        ),
        extensions=lambda _: _errors("tree_version", fault="unknown_tree_version"),
    ),
    NotALeaf: ProblemSpec(
        422,
        "category-not-precise",
        Text("Catégorie trop large", "Category too wide"),
        Text(
            "Précisez les sous-catégories jusqu’au bout : « choices » donne les suivantes.",
            "Give the subcategories down to the last: “choices” lists the next ones.",
        ),
        extensions=lambda error: {
            **_errors("subcategories", fault="not_a_leaf"),
            "choices": list(error.choices),
        },
    ),
    WallReached: ProblemSpec(
        409,
        "category-only-informs",
        Text("Aucun signalement ici", "No report is taken here"),
        lambda error: Text(error.wall.advice.fr, error.wall.advice.en),
        extensions=lambda error: {
            "links": [link.url for link in error.wall.links],
            "branches": [list(branch) for branch in error.wall.branches],
        },
    ),
    RepliesRefused: ProblemSpec(
        422,
        "invalid-answers",
        Text("Réponses à corriger", "Answers to correct"),
        refusal_text,
        extensions=lambda error: {
            "errors": [
                {"loc": ["body", "answers", key[:100]], "type": fault.value}
                for key, fault in error.faults.items()
            ]
        },
    ),
    ReportRefused: ProblemSpec(
        422,
        "invalid-report",
        Text("Signalement à corriger", "Report to correct"),
        refusal_text,
        extensions=lambda error: _errors(error.field, fault=error.fault.value),
    ),
    TargetRefused: ProblemSpec(
        422,
        "invalid-target",
        Text("Entreprise à préciser", "Company to correct"),
        refusal_text,
        extensions=lambda error: _errors("target", error.field, fault=error.fault.value),
    ),
    ContactRefused: ProblemSpec(
        422,
        "invalid-contact",
        Text("Coordonnées à corriger", "Contact details to correct"),
        refusal_text,
        extensions=lambda error: _errors(error.field, fault=error.fault.value),
    ),
    ProofRefused: ProblemSpec(
        422,
        "email-proof-refused",
        Text("Adresse électronique à prouver", "E-mail address to prove"),
        PROOF_FAULT,
        extensions=lambda _: _errors("consumer", "proof", fault="proof_refused"),
    ),
    TooManyReports: ProblemSpec(
        409,
        "too-many-similar-reports",
        Text("Signalement déjà envoyé", "Report already sent"),
        repetition,
        extensions=lambda error: {"earlier_references": list(error.references)},
    ),
    AttachmentRefused: ProblemSpec(
        422,
        "attachment-refused",
        Text("Fichier refusé", "File refused"),
        refusal_text,
        extensions=lambda error: _errors("attachments", fault=error.fault.value),
    ),
    UnknownAttachment: ProblemSpec(
        404,
        "not-found",
        Text("Fichier introuvable", "File not found"),
        Text("Aucun fichier n’est attendu ici.", "No file is awaited here."),
    ),
    UnknownSecret: ProblemSpec(
        404,
        "unknown-secret",
        Text("Lien de suivi inconnu", "Unknown tracking link"),
        Text(
            "Recopiez en entier le lien reçu par courriel, jusqu’au dernier caractère.",
            "Copy the whole link received by e-mail, to its last character.",
        ),
    ),
    ReportIsErased: ProblemSpec(
        410,
        "report-erased",
        Text("Signalement effacé", "Report erased"),
        Text(
            "Ce signalement et vos données ont été effacés à votre demande.",
            "This report and your data were erased at your request.",
        ),
        extensions=lambda error: {"erased_at": error.erased_at.isoformat()},
    ),
    UnknownReport: ProblemSpec(
        404,
        "not-found",
        Text("Signalement introuvable", "Report not found"),
        Text("Ce signalement n’existe plus.", "This report no longer exists."),
    ),
    NotFollowing: ProblemSpec(
        401,
        "unauthenticated",
        Text("Lien de suivi nécessaire", "Tracking link required"),
        Text(
            "Ouvrez de nouveau le lien de suivi reçu par courriel : l’accès dure une heure.",
            "Open the tracking link received by e-mail again: access lasts one hour.",
        ),
        headers=lambda _: {"www-authenticate": "Bearer"},
    ),
    NotNow: ProblemSpec(
        409,
        "not-in-this-state",
        Text("Impossible dans cet état", "Not possible in this state"),
        _allowed,
        extensions=_not_now,
    ),
    TooManyMessages: ProblemSpec(
        409,
        "too-many-messages",
        Text("Trop de messages", "Too many messages"),
        TOO_MANY_MESSAGES,
    ),
    StorageUnavailable: ProblemSpec(
        503,
        "storage-unavailable",
        Text("Envoi de fichiers indisponible", "File upload unavailable"),
        Text(
            "Les fichiers ne peuvent pas être reçus pour le moment. Le signalement, lui, peut être "
            "envoyé sans fichier.",
            "Files cannot be received for now. The report itself can be sent without a file.",
        ),
        headers=lambda _: {"retry-after": "30"},
    ),
}
