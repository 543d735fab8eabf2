"""Words for people: kinds, states and reasons, in French and in English."""

from common.contracts.report import AnswerReason
from common.http.language import Text
from notifications.domain.access import Role
from notifications.domain.kinds import Channel, Kind
from notifications.domain.sending import Reason, State

CHANNELS = {
    Channel.MAIL: Text("Courriel", "E-mail"),
    Channel.LETTER: Text("Lettre", "Letter"),
}

ROLES = {
    Role.OPERATOR: Text("Exploitation", "Operations"),
    Role.PRINTER: Text("Impression", "Printing"),
}

STATES = {
    State.PENDING: Text("À envoyer", "To send"),
    State.SENDING: Text("En cours d’envoi", "Being sent"),
    State.SENT: Text("Envoyé", "Sent"),
    State.FAILED: Text("Non envoyé", "Not sent"),
    State.UNKNOWN: Text("Incertain", "Uncertain"),
}

KINDS = {
    Kind.EMAIL_CODE: Text("Code de confirmation", "Confirmation code"),
    Kind.DRAFT_LINK: Text("Lien d’un signalement commencé", "Link of a report in writing"),
    Kind.ACKNOWLEDGEMENT: Text("Accusé de réception", "Acknowledgement"),
    Kind.TRIAGED: Text("Signalement à orienter", "Report to be directed"),
    Kind.NOT_TRANSMITTED: Text("Signalement non transmis", "Report not forwarded"),
    Kind.TRANSMITTED: Text("Signalement transmis", "Report forwarded"),
    Kind.READ: Text("Signalement lu", "Report read"),
    Kind.ANSWERED: Text("Réponse de l’entreprise", "Company’s answer"),
    Kind.DECLINED: Text("Entreprise non concernée", "Company not concerned"),
    Kind.EXPIRED_UNREAD: Text("Clos sans lecture", "Closed unread"),
    Kind.EXPIRED_UNANSWERED: Text("Clos sans réponse", "Closed unanswered"),
    Kind.NOBODY_CONCERNED: Text("Clos sans destinataire", "Closed without a recipient"),
    Kind.WITHDRAWN: Text("Confirmation de retrait", "Withdrawal confirmation"),
    Kind.PROMISE_CHECK: Text("Suivi d’un engagement", "Promise check"),
    Kind.NEW_REPORT: Text("Nouveau signalement (entreprise)", "New report (company)"),
    Kind.COMPANY_REMINDER: Text("Rappel (entreprise)", "Reminder (company)"),
    Kind.QUESTION: Text("Question de l’entreprise", "Question from the company"),
    Kind.CONSUMER_MESSAGE: Text("Message du consommateur", "Message from the consumer"),
    Kind.TRACKING_LINK: Text("Lien de suivi demandé", "Tracking link asked for"),
    Kind.ACTIVATION_LINK: Text("Lien d’activation", "Activation link"),
    Kind.ACTIVATION_LETTER: Text("Lettre d’activation", "Activation letter"),
}

ENDINGS = {
    Reason.SERVER_BUSY: Text(
        "Le serveur de courriel n’a pas pris le message : nouvel essai prévu.",
        "The mail server did not take the message: another try is planned.",
    ),
    Reason.SERVER_SILENT: Text(
        "Le serveur n’a pas répondu pendant l’envoi : on ne sait pas si le message est parti.",
        "The server went silent during sending: nobody knows whether the message left.",
    ),
    Reason.REFUSED: Text("Refusé par le serveur.", "Refused by the server."),
    Reason.NO_SUCH_MAILBOX: Text("L’adresse n’existe pas.", "The address does not exist."),
    Reason.UNUSABLE_ADDRESS: Text("Adresse inutilisable.", "Unusable address."),
    Reason.UNWRITABLE: Text("Le texte n’a pas pu être composé.", "The text could not be composed."),
    Reason.GAVE_UP: Text("Abandonné après trois jours d’essais.", "Given up after three days."),
    Reason.EXPIRED: Text("Périmé avant l’envoi.", "Expired before it could be sent."),
    Reason.OVERTAKEN: Text("Devenu sans objet.", "Became pointless."),
    Reason.SUPPRESSED: Text(
        "Adresse écartée : elle n’existe pas.", "Address set aside: it does not exist."
    ),
    Reason.BUDGET_SPENT: Text(
        "Trop d’avis à cette adresse aujourd’hui.", "Too many notices to this address today."
    ),
    Reason.SENDER_DIED: Text(
        "L’envoi a été interrompu : on ne sait pas si le message est parti.",
        "Sending was interrupted: nobody knows whether the message left.",
    ),
    Reason.ERASED: Text("Données effacées.", "Data erased."),
}

REASONS = {
    AnswerReason.REFUND_OR_CREDIT: Text("un remboursement ou un avoir", "a refund or a credit"),
    AnswerReason.REPAIR_OR_REPLACEMENT: Text(
        "une réparation ou un remplacement", "a repair or a replacement"
    ),
    AnswerReason.ADVICE_ON_USE: Text("un conseil d’utilisation", "advice on use"),
    AnswerReason.COMPLY_WITH_RULES: Text(
        "une mise en conformité avec la règle", "complying with the rules"
    ),
    AnswerReason.CHANGE_PRACTICE: Text(
        "un changement de ses pratiques", "a change in its practices"
    ),
    AnswerReason.PASS_TO_COMPETENT_SERVICE: Text(
        "une transmission à son service compétent", "passing it to its competent service"
    ),
    AnswerReason.ASKS_FOR_MORE_INFORMATION: Text(
        "un échange pour obtenir des précisions", "contacting you for more details"
    ),
    AnswerReason.CANCELLATION: Text("une résiliation ou une annulation", "a cancellation"),
    AnswerReason.LAWFUL_PRACTICE: Text(
        "sa pratique est conforme à la règle", "its practice is lawful"
    ),
    AnswerReason.DID_NOT_HAPPEN: Text(
        "les faits n’ont pas eu lieu", "the facts did not take place"
    ),
    AnswerReason.MISUNDERSTANDING: Text("il y a un malentendu", "there is a misunderstanding"),
    AnswerReason.ALREADY_ANSWERED: Text("elle vous a déjà répondu", "it has already answered you"),
    AnswerReason.BEING_HANDLED: Text(
        "votre demande est déjà en cours de traitement", "your request is already being handled"
    ),
    AnswerReason.BUSINESS_PARTNER: Text(
        "il s’agit d’un de ses partenaires", "one of its partners is concerned"
    ),
    AnswerReason.SAME_GROUP: Text(
        "il s’agit d’une autre société de son groupe",
        "another company of its group is concerned",
    ),
    AnswerReason.HOMONYM: Text(
        "une autre entreprise porte le même nom", "another company has the same name"
    ),
    AnswerReason.UNKNOWN_COMPANY: Text(
        "elle ne connaît pas l’entreprise concernée",
        "it does not know the company concerned",
    ),
    AnswerReason.IDENTITY_THEFT: Text("son identité a été usurpée", "its identity was stolen"),
}
