"""The refusals of notifications, as problems."""

from collections.abc import Mapping

from common.http.problem import ProblemSpec, Text
from common.storage import NoSuchObject, StorageUnavailable
from notifications.domain.batch import NoSuchBatch, NothingToPrint, SheetChanged
from notifications.domain.links import BadToken
from notifications.domain.webhook import NotSigned
from notifications.handlers.open_session import WrongKey
from notifications.handlers.recognise_caller import NotAllowed, NotRecognised

_STORAGE = ProblemSpec(
    503,
    "storage-unavailable",
    Text("Fichiers indisponibles", "Files unavailable"),
    Text(
        "Les lettres ne peuvent pas être lues pour le moment. Réessayez dans une minute.",
        "Letters cannot be read at the moment. Try again in a minute.",
    ),
    headers=lambda _: {"retry-after": "30"},
)

PROBLEMS: Mapping[type[Exception], ProblemSpec] = {
    NotRecognised: ProblemSpec(
        401,
        "unauthenticated",
        Text("Connexion nécessaire", "Sign-in required"),
        Text(
            "Envoyez votre clé dans l’en-tête Authorization, ou connectez-vous.",
            "Send your key in the header Authorization, or sign in.",
        ),
        headers=lambda _: {"www-authenticate": "Bearer"},
    ),
    WrongKey: ProblemSpec(
        401,
        "wrong-key",
        Text("Clé inconnue", "Unknown key"),
        Text("Vérifiez la clé et recommencez.", "Check the key and try again."),
        headers=lambda _: {"www-authenticate": "Bearer"},
    ),
    NotAllowed: ProblemSpec(
        403,
        "forbidden",
        Text("Accès refusé", "Access refused"),
        Text("Votre clé n’ouvre que les lettres.", "Your key opens letters only."),
    ),
    NoSuchBatch: ProblemSpec(
        404,
        "not-found",
        Text("Lot introuvable", "No such batch"),
        Text("Aucun lot de lettres ne porte ce nom.", "No batch of letters has that name."),
    ),
    NoSuchObject: ProblemSpec(
        410,
        "file-gone",
        Text("Fichier effacé", "File gone"),
        Text(
            "Le fichier a été effacé après sa durée de conservation.",
            "The file was deleted at the end of its retention.",
        ),
    ),
    NothingToPrint: ProblemSpec(
        409,
        "nothing-to-print",
        Text("Aucune lettre à imprimer", "No letter to print"),
        Text(
            "Toutes les lettres prêtes sont déjà dans un lot.",
            "Every letter that is ready is already in a batch.",
        ),
    ),
    SheetChanged: ProblemSpec(
        409,
        "letter-changed",
        Text("Lettre altérée", "Letter altered"),
        Text(
            "Une lettre conservée n’est plus celle qui a été composée : rien n’est imprimé."
            " Prévenez l’exploitation.",
            "A stored letter is no longer the one that was typeset: nothing is printed."
            " Tell the operators.",
        ),
    ),
    BadToken: ProblemSpec(
        404,
        "unknown-link",
        Text("Lien inconnu", "Unknown link"),
        Text(
            "Ce lien est incomplet. Ouvrez-le depuis le message reçu.",
            "This link is incomplete. Open it from the message you received.",
        ),
    ),
    NotSigned: ProblemSpec(
        401,
        "not-signed",
        Text("Signature refusée", "Signature refused"),
        Text(
            "La signature ou l’heure de l’envoi n’est pas valable.",
            "The signature or the time of sending is not valid.",
        ),
    ),
    StorageUnavailable: _STORAGE,
}
