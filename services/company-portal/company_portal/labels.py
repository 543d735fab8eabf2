"""The words that people read for what the code enumerates, in French and English."""

from collections.abc import Mapping

from common.http.language import Text
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.case import Move
from company_portal.domain.passwords import MAX_LENGTH, MIN_LENGTH, Weakness
from company_portal.domain.rights import Role
from company_portal.domain.status import Status

STATUSES: Mapping[Status, Text] = {
    Status.TRIAGE: Text("à orienter", "being redirected"),
    Status.WAITING: Text("à lire", "to read"),
    Status.READ: Text("à répondre", "to answer"),
    Status.PROMISED: Text("répondu : engagement pris", "answered: promise made"),
    Status.UNFOUNDED: Text("répondu : jugé infondé", "answered: judged unfounded"),
    Status.NOT_CONCERNED: Text("transmis à un autre destinataire", "passed to another recipient"),
    Status.EXPIRED_UNREAD: Text("clos sans lecture", "closed unread"),
    Status.EXPIRED_UNANSWERED: Text("clos sans réponse", "closed unanswered"),
    Status.WITHDRAWN: Text("retiré par le consommateur", "withdrawn by the consumer"),
}

# The kind of badge in the State's design system.
STATUS_BADGES: Mapping[Status, str] = {
    Status.TRIAGE: "info",
    Status.WAITING: "new",
    Status.READ: "info",
    Status.PROMISED: "success",
    Status.UNFOUNDED: "success",
    Status.NOT_CONCERNED: "info",
    Status.EXPIRED_UNREAD: "warning",
    Status.EXPIRED_UNANSWERED: "warning",
    Status.WITHDRAWN: "info",
}

KINDS: Mapping[AnswerKind, Text] = {
    AnswerKind.PROMISE: Text("Nous nous engageons à", "We promise to"),
    AnswerKind.UNFOUNDED: Text("Le signalement est infondé", "The report is unfounded"),
    AnswerKind.NOT_CONCERNED: Text(
        "Notre établissement n’est pas concerné", "Our establishment is not concerned"
    ),
}

KIND_HINTS: Mapping[AnswerKind, Text] = {
    AnswerKind.PROMISE: Text(
        "Vous annoncez une action. Trois semaines plus tard, nous demandons au consommateur si "
        "elle a eu lieu.",
        "You announce an action. Three weeks later, we ask the consumer whether it was done.",
    ),
    AnswerKind.UNFOUNDED: Text(
        "Vous contestez les faits ou leur interprétation, et vous dites pourquoi.",
        "You dispute the facts or how they are understood, and you say why.",
    ),
    AnswerKind.NOT_CONCERNED: Text(
        "Le signalement est transmis à un autre destinataire ; le consommateur n’a rien à refaire.",
        "The report is passed to another recipient; the consumer has nothing to do again.",
    ),
}

REASONS: Mapping[AnswerReason, Text] = {
    AnswerReason.REFUND_OR_CREDIT: Text(
        "rembourser ou accorder un avoir", "give a refund or a credit"
    ),
    AnswerReason.REPAIR_OR_REPLACEMENT: Text("réparer ou remplacer", "repair or replace"),
    AnswerReason.ADVICE_ON_USE: Text("conseiller sur l’utilisation", "advise on how to use it"),
    AnswerReason.COMPLY_WITH_RULES: Text(
        "nous mettre en conformité avec les règles", "comply with the rules"
    ),
    AnswerReason.CHANGE_PRACTICE: Text("changer nos pratiques", "change our practice"),
    AnswerReason.PASS_TO_COMPETENT_SERVICE: Text(
        "transmettre à notre service compétent", "pass it to our competent department"
    ),
    AnswerReason.ASKS_FOR_MORE_INFORMATION: Text(
        "étudier la demande avec plus d’informations", "look into it, given more information"
    ),
    AnswerReason.CANCELLATION: Text("résilier", "cancel"),
    AnswerReason.LAWFUL_PRACTICE: Text("la pratique est légale", "the practice is lawful"),
    AnswerReason.DID_NOT_HAPPEN: Text("les faits n’ont pas eu lieu", "it did not happen"),
    AnswerReason.MISUNDERSTANDING: Text("il s’agit d’un malentendu", "it is a misunderstanding"),
    AnswerReason.ALREADY_ANSWERED: Text(
        "nous avons déjà répondu au consommateur", "we have answered the consumer already"
    ),
    AnswerReason.BEING_HANDLED: Text(
        "la demande est déjà en cours de traitement", "the request is being handled already"
    ),
    AnswerReason.BUSINESS_PARTNER: Text(
        "c’est un de nos partenaires commerciaux", "it is one of our business partners"
    ),
    AnswerReason.SAME_GROUP: Text(
        "c’est une autre entreprise de notre groupe", "it is another company of our group"
    ),
    AnswerReason.HOMONYM: Text("c’est un homonyme", "it is a company of the same name"),
    AnswerReason.UNKNOWN_COMPANY: Text(
        "nous ne savons pas de quelle entreprise il s’agit", "we do not know which company it is"
    ),
    AnswerReason.IDENTITY_THEFT: Text(
        "quelqu’un usurpe notre identité", "someone is using our identity"
    ),
}

MOVES: Mapping[Move, Text] = {
    Move.OPEN: Text("Signalement reçu", "Report received"),
    Move.READ: Text("Première lecture", "First reading"),
    Move.ACCEPT: Text("Vous avez accepté le signalement", "You accepted the report"),
    Move.ANSWER: Text("Réponse envoyée", "Answer sent"),
    Move.DECLINE: Text(
        "Vous avez indiqué ne pas être concerné", "You said that you are not concerned"
    ),
    Move.HAND_OFF: Text(
        "Signalement reçu après transmission", "Report received from another recipient"
    ),
    Move.REMIND: Text("Rappel envoyé", "Reminder sent"),
    Move.ASK: Text("Question posée au consommateur", "Question asked to the consumer"),
    Move.HEAR: Text("Message du consommateur", "Message from the consumer"),
    Move.EXPIRE: Text("Délai dépassé", "Deadline passed"),
    Move.CLOSE_UNCLAIMED: Text(
        "Clos : aucun autre destinataire trouvé", "Closed: no other recipient was found"
    ),
    Move.CHECK_PROMISE: Text(
        "Le consommateur est interrogé sur votre engagement",
        "The consumer is asked about your promise",
    ),
    Move.WITHDRAW: Text("Retiré par le consommateur", "Withdrawn by the consumer"),
}

RATINGS: Mapping[str, Text] = {
    "positive": Text("satisfait de la réponse", "satisfied with the answer"),
    "neutral": Text("partagé sur la réponse", "of two minds about the answer"),
    "negative": Text("insatisfait de la réponse", "dissatisfied with the answer"),
}

ROLES: Mapping[Role, Text] = {
    Role.MEMBER: Text("membre", "member"),
    Role.ADMIN: Text("administrateur", "administrator"),
}

WEAKNESSES: Mapping[Weakness, Text] = {
    Weakness.TOO_SHORT: Text(
        f"Le mot de passe doit avoir au moins {MIN_LENGTH} caractères.",
        f"The password must have at least {MIN_LENGTH} characters.",
    ),
    Weakness.TOO_LONG: Text(
        f"Le mot de passe doit avoir au plus {MAX_LENGTH} caractères.",
        f"The password must have at most {MAX_LENGTH} characters.",
    ),
    Weakness.COMMON: Text(
        "Ce mot de passe est parmi les premiers essayés : choisissez plusieurs mots sans lien.",
        "This password is among the first ones tried: choose several unrelated words.",
    ),
    Weakness.ABOUT_YOU: Text(
        "Ce mot de passe reprend votre nom, votre adresse ou votre entreprise : choisissez "
        "autre chose.",
        "This password repeats your name, your address or your company: choose something else.",
    ),
}


def status_text(status: Status) -> Text:
    return STATUSES[status]
