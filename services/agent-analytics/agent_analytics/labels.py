"""What screens call things: every value of every enumeration, in both languages."""

from collections.abc import Mapping

from agent_analytics.domain.search import Dimension, Order
from agent_analytics.domain.status import Status
from agent_analytics.domain.territory import Role
from agent_analytics.domain.timeline import Happening
from common.contracts.company_portal import Reminder
from common.contracts.notifications import Channel, DeliveryState
from common.contracts.report import (
    AnswerKind,
    AnswerReason,
    NotTransmittedReason,
    PromiseOutcome,
    Rating,
    Wish,
)
from common.http.language import Text

STATUSES: Mapping[Status, Text] = {
    Status.SUBMITTED: Text("Déposé", "Submitted"),
    Status.TRIAGE: Text("À orienter", "To be directed"),
    Status.NOT_TRANSMITTED: Text("Non transmis", "Not transmitted"),
    Status.WAITING: Text("Transmis, non lu", "Sent, unread"),
    Status.READ: Text("Lu, en attente de réponse", "Read, awaiting an answer"),
    Status.PROMISED: Text("Engagement pris", "Action promised"),
    Status.UNFOUNDED: Text("Jugé infondé", "Judged unfounded"),
    Status.NOT_CONCERNED: Text("Non concerné", "Not concerned"),
    Status.EXPIRED_UNREAD: Text("Clos sans lecture", "Closed unread"),
    Status.EXPIRED_UNANSWERED: Text("Clos sans réponse", "Closed unanswered"),
    Status.WITHDRAWN: Text("Retiré par le consommateur", "Withdrawn by the consumer"),
    Status.ERASED: Text("Effacé", "Erased"),
}

HAPPENINGS: Mapping[Happening, Text] = {
    Happening.SUBMITTED: Text("Signalement déposé", "Report submitted"),
    Happening.ROUTED: Text("Destinataire trouvé", "Recipient found"),
    Happening.TRIAGED: Text("Envoyé à l’orientation", "Sent to triage"),
    Happening.NOT_TRANSMITTED: Text("Non transmis, selon la règle", "Not transmitted, by rule"),
    Happening.CASE_OPENED: Text("Transmis à l’entreprise", "Sent to the company"),
    Happening.ACCEPTED: Text(
        "Accepté par l’entreprise à qui il a été transmis",
        "Accepted by the company it was handed to",
    ),
    Happening.READ: Text("Lu par l’entreprise", "Read by the company"),
    Happening.QUESTION_ASKED: Text(
        "Question de l’entreprise au consommateur", "Question of the company to the consumer"
    ),
    Happening.MESSAGE_RECEIVED: Text(
        "Message du consommateur à l’entreprise", "Message of the consumer to the company"
    ),
    Happening.ANSWERED: Text("Réponse de l’entreprise", "Answer of the company"),
    Happening.DECLINED: Text("L’entreprise se dit non concernée", "Company says not concerned"),
    Happening.CLOSED: Text("Clos", "Closed"),
    Happening.REMINDED: Text("Rappel dû à l’entreprise", "Reminder due to the company"),
    Happening.PROMISE_CHECKED: Text(
        "Consommateur interrogé sur l’engagement", "Consumer asked about the promise"
    ),
    Happening.AUTHORITY_INFORMED: Text(
        "Message de l’entreprise aux autorités", "Message from the company to the authorities"
    ),
    Happening.PROMISE_REVIEWED: Text(
        "Suite de l’engagement, selon le consommateur", "What came of the promise, by the consumer"
    ),
    Happening.REVIEWED: Text("Réponse évaluée", "Answer rated"),
    Happening.WITHDRAWN: Text("Retiré par le consommateur", "Withdrawn by the consumer"),
    Happening.DELIVERED: Text("Envoi", "Delivery"),
}

ROLES: Mapping[Role, Text] = {
    Role.AGENT: Text("Agent", "Agent"),
    Role.SUPERVISOR: Text("Superviseur", "Supervisor"),
    Role.OPERATOR: Text("Exploitant", "Operator"),
}

DIMENSIONS: Mapping[Dimension, Text] = {
    Dimension.CATEGORY: Text("Catégorie", "Category"),
    Dimension.DEPARTMENT: Text("Département", "Département"),
    Dimension.STATUS: Text("Statut", "Status"),
}

ORDERS: Mapping[Order, Text] = {
    Order.NEWEST: Text("Les plus récents d’abord", "Newest first"),
    Order.OLDEST: Text("Les plus anciens d’abord", "Oldest first"),
}

PROMISE_OUTCOMES: Mapping[PromiseOutcome, Text] = {
    PromiseOutcome.KEPT: Text("Engagement tenu", "Promise kept"),
    PromiseOutcome.PARTLY: Text("Engagement tenu en partie", "Promise kept in part"),
    PromiseOutcome.NOT_KEPT: Text("Engagement non tenu", "Promise not kept"),
}

RATINGS: Mapping[Rating, Text] = {
    Rating.POSITIVE: Text("Satisfait", "Satisfied"),
    Rating.NEUTRAL: Text("Avis neutre", "Neutral"),
    Rating.NEGATIVE: Text("Insatisfait", "Dissatisfied"),
}

WISHES: Mapping[Wish, Text] = {
    Wish.REPORT: Text("Signaler à l’entreprise", "Report to the company"),
    Wish.ADVICE: Text("Recevoir un conseil", "Get advice"),
}

ANSWER_KINDS: Mapping[AnswerKind, Text] = {
    AnswerKind.PROMISE: Text("Engagement", "Promise"),
    AnswerKind.UNFOUNDED: Text("Infondé", "Unfounded"),
    AnswerKind.NOT_CONCERNED: Text("Non concerné", "Not concerned"),
}

ANSWER_REASONS: Mapping[AnswerReason, Text] = {
    AnswerReason.REFUND_OR_CREDIT: Text("Remboursement ou avoir", "Refund or credit"),
    AnswerReason.REPAIR_OR_REPLACEMENT: Text("Réparation ou échange", "Repair or replacement"),
    AnswerReason.ADVICE_ON_USE: Text("Conseil d’utilisation", "Advice on use"),
    AnswerReason.COMPLY_WITH_RULES: Text("Mise en conformité", "Compliance with the rules"),
    AnswerReason.CHANGE_PRACTICE: Text("Changement de pratique", "Change of practice"),
    AnswerReason.PASS_TO_COMPETENT_SERVICE: Text(
        "Transmission au service compétent", "Passed to the competent service"
    ),
    AnswerReason.ASKS_FOR_MORE_INFORMATION: Text(
        "Demande de précisions", "Asks for more information"
    ),
    AnswerReason.CANCELLATION: Text("Résiliation ou annulation", "Cancellation"),
    AnswerReason.LAWFUL_PRACTICE: Text("Pratique conforme à la loi", "Lawful practice"),
    AnswerReason.DID_NOT_HAPPEN: Text("Les faits n’ont pas eu lieu", "It did not happen"),
    AnswerReason.MISUNDERSTANDING: Text("Malentendu", "Misunderstanding"),
    AnswerReason.ALREADY_ANSWERED: Text("Réponse déjà donnée", "Already answered"),
    AnswerReason.BEING_HANDLED: Text("Dossier en cours", "Being handled"),
    AnswerReason.BUSINESS_PARTNER: Text("Concerne un partenaire", "Concerns a partner"),
    AnswerReason.SAME_GROUP: Text("Concerne le même groupe", "Concerns the same group"),
    AnswerReason.HOMONYM: Text("Homonyme", "Namesake"),
    AnswerReason.UNKNOWN_COMPANY: Text("Entreprise inconnue", "Unknown company"),
    AnswerReason.IDENTITY_THEFT: Text("Usurpation d’identité", "Identity theft"),
}

NOT_TRANSMITTED: Mapping[NotTransmittedReason, Text] = {
    NotTransmittedReason.HIDDEN_TAG: Text("Sujet jamais transmis", "Subject never transmitted"),
    NotTransmittedReason.FOREIGN_COMPANY: Text("Entreprise étrangère", "Foreign company"),
    NotTransmittedReason.ADVICE_WISHED: Text("Demande de conseil", "Wish for advice"),
}

REMINDERS: Mapping[Reminder, Text] = {
    Reminder.FIRST: Text("Premier rappel", "First reminder"),
    Reminder.SECOND: Text("Deuxième rappel", "Second reminder"),
    Reminder.EVE: Text("Rappel de la veille", "Reminder on the eve"),
}

CHANNELS: Mapping[Channel, Text] = {
    Channel.MAIL: Text("Courriel", "E-mail"),
    Channel.LETTER: Text("Courrier", "Letter"),
}

DELIVERY_STATES: Mapping[DeliveryState, Text] = {
    DeliveryState.PENDING: Text("en attente", "pending"),
    DeliveryState.SENDING: Text("en cours", "being sent"),
    DeliveryState.SENT: Text("parti", "sent"),
    DeliveryState.FAILED: Text("en échec", "failed"),
    DeliveryState.UNKNOWN: Text("au sort inconnu", "of unknown fate"),
}

# Kinds of deliveries are notifications' own words, not a contract: an unknown one is shown as is.
DELIVERY_KINDS: Mapping[str, Text] = {
    "acknowledgement": Text("Accusé de réception", "Acknowledgement"),
    "triaged": Text("Signalement à orienter", "Report to be directed"),
    "not_transmitted": Text("Signalement non transmis", "Report not forwarded"),
    "transmitted": Text("Signalement transmis", "Report forwarded"),
    "read": Text("Signalement lu", "Report read"),
    "answered": Text("Réponse de l’entreprise", "Company’s answer"),
    "declined": Text("Entreprise non concernée", "Company not concerned"),
    "expired_unread": Text("Clos sans lecture", "Closed unread"),
    "expired_unanswered": Text("Clos sans réponse", "Closed unanswered"),
    "nobody_concerned": Text("Clos sans destinataire", "Closed without a recipient"),
    "withdrawn": Text("Confirmation de retrait", "Withdrawal confirmation"),
    "promise_check": Text("Suivi d’un engagement", "Promise check"),
    "new_report": Text("Nouveau signalement, à l’entreprise", "New report, to the company"),
    "company_reminder": Text("Rappel à l’entreprise", "Reminder to the company"),
    "tracking_link": Text("Lien de suivi demandé", "Tracking link asked for"),
    "question": Text("Question de l’entreprise", "Question of the company"),
    "consumer_message": Text("Message du consommateur", "Message of the consumer"),
    "activation_letter": Text("Lettre d’activation", "Activation letter"),
}
