"""Where a report stands, what happened to it, what comes next."""

from collections.abc import Mapping

from common.http.language import Text
from intake.domain.attachment import AttachmentState
from intake.domain.tracking import FactKind, Status

STATUS: Mapping[Status, Text] = {
    Status.SUBMITTED: Text("Reçu", "Received"),
    Status.TRIAGE: Text("À orienter", "Finding the right recipient"),
    Status.NOT_TRANSMITTED: Text("Transmis aux agents seulement", "Given to public agents only"),
    Status.WAITING: Text("Transmis, pas encore lu", "Sent, not read yet"),
    Status.READ: Text("Lu, réponse attendue", "Read, answer awaited"),
    Status.PROMISED: Text("Répondu : une action est promise", "Answered: an action is promised"),
    Status.UNFOUNDED: Text("Répondu : jugé infondé", "Answered: judged unfounded"),
    Status.NOT_CONCERNED: Text("Clos : destinataire introuvable", "Closed: no recipient found"),
    Status.EXPIRED_UNREAD: Text("Clos : jamais lu", "Closed: never read"),
    Status.EXPIRED_UNANSWERED: Text("Clos : lu, sans réponse", "Closed: read, never answered"),
    Status.WITHDRAWN: Text("Retiré par vous", "Withdrawn by you"),
    Status.ERASED: Text("Effacé", "Erased"),
}

NEXT: Mapping[Status, Text] = {
    Status.SUBMITTED: Text(
        "Nous cherchons l’établissement concerné. Vous recevrez un courriel dès qu’il l’aura.",
        "We are looking for the establishment concerned. You will get an e-mail once it has it.",
    ),
    Status.TRIAGE: Text(
        "Un agent public choisit le bon destinataire. Vous n’avez rien à faire.",
        "A public agent is choosing the right recipient. You have nothing to do.",
    ),
    Status.NOT_TRANSMITTED: Text(
        "Votre signalement n’est pas envoyé à l’entreprise. Les agents publics le lisent et s’en "
        "servent pour leurs contrôles.",
        "Your report is not sent to the company. Public agents read it and use it to decide on "
        "their inspections.",
    ),
    Status.WAITING: Text(
        "L’établissement est prévenu et doit répondre avant la date limite. Vous recevrez un "
        "courriel quand il lira votre signalement.",
        "The establishment has been told and must answer before the deadline. You will get an "
        "e-mail when it reads your report.",
    ),
    Status.READ: Text(
        "L’établissement prépare sa réponse. Vous la recevrez par courriel et ici.",
        "The establishment is preparing its answer. You will get it by e-mail and here.",
    ),
    Status.PROMISED: Text(
        "Lisez la réponse et dites-nous ce que vous en pensez. Dans trois semaines, nous vous "
        "demanderons si la promesse a été tenue.",
        "Read the answer and tell us what you think of it. In three weeks we will ask you whether "
        "the promise was kept.",
    ),
    Status.UNFOUNDED: Text(
        "Lisez la réponse et dites-nous ce que vous en pensez. Si le désaccord demeure, un "
        "médiateur de la consommation peut vous aider gratuitement.",
        "Read the answer and tell us what you think of it. If you still disagree, a consumer "
        "ombudsman can help you free of charge.",
    ),
    Status.NOT_CONCERNED: Text(
        "Aucun établissement ne s’est reconnu concerné. Votre signalement reste visible des "
        "agents publics.",
        "No establishment recognised itself as concerned. Public agents can still see your report.",
    ),
    Status.EXPIRED_UNREAD: Text(
        "L’établissement n’a pas ouvert votre signalement. Les agents publics le savent et en "
        "tiennent compte.",
        "The establishment did not open your report. Public agents know it and take it into "
        "account.",
    ),
    Status.EXPIRED_UNANSWERED: Text(
        "L’établissement a lu votre signalement sans y répondre. Les agents publics le savent et "
        "en tiennent compte.",
        "The establishment read your report and did not answer. Public agents know it and take "
        "it into account.",
    ),
    Status.WITHDRAWN: Text(
        "Votre signalement est clos. Personne n’y répondra plus.",
        "Your report is closed. Nobody will answer it any more.",
    ),
    Status.ERASED: Text(
        "Votre signalement et vos données ont été effacés.",
        "Your report and your data have been erased.",
    ),
}

HAPPENED: Mapping[FactKind, Text] = {
    FactKind.SUBMITTED: Text("Vous avez envoyé votre signalement", "You sent your report"),
    FactKind.ROUTED: Text("Un destinataire a été trouvé", "A recipient was found"),
    FactKind.TRIAGED: Text(
        "Un agent doit choisir le destinataire", "An agent must choose the recipient"
    ),
    FactKind.NOT_TRANSMITTED: Text(
        "Confié aux agents publics, sans envoi à l’entreprise",
        "Given to public agents, not sent to the company",
    ),
    FactKind.NAMED: Text("Vous avez indiqué l’établissement", "You named the establishment"),
    FactKind.OPENED: Text("Transmis à l’établissement", "Sent to the establishment"),
    FactKind.ACCEPTED: Text(
        "Accepté par l’établissement à qui il a été transmis",
        "Accepted by the establishment it was handed to",
    ),
    FactKind.READ: Text("Lu par l’établissement", "Read by the establishment"),
    FactKind.ASKED: Text(
        "L’établissement vous pose une question", "The establishment asks you a question"
    ),
    FactKind.MESSAGED: Text("Vous avez écrit à l’établissement", "You wrote to the establishment"),
    FactKind.ATTACHED: Text("Vous avez ajouté des fichiers", "You added files"),
    FactKind.DELIVERED: Text(
        "L’établissement a reçu votre message", "The establishment got your message"
    ),
    FactKind.ANSWERED: Text("L’établissement a répondu", "The establishment answered"),
    FactKind.DECLINED: Text(
        "L’établissement dit ne pas être concerné",
        "The establishment says it is not concerned",
    ),
    FactKind.CLOSED: Text("Le dossier est clos", "The case is closed"),
    FactKind.PROMISE_REVIEWED: Text(
        "Vous avez dit si la promesse est tenue", "You said whether the promise was kept"
    ),
    FactKind.REVIEWED: Text("Vous avez donné votre avis", "You gave your opinion"),
    FactKind.WITHDRAWN: Text("Vous avez retiré votre signalement", "You withdrew your report"),
}

RATING: Mapping[str, Text] = {
    "positive": Text("Satisfaisante", "Satisfactory"),
    "neutral": Text("Moyenne", "So-so"),
    "negative": Text("Insatisfaisante", "Unsatisfactory"),
}

PROMISE: Mapping[str, Text] = {
    "kept": Text("Oui, elle est tenue", "Yes, it was kept"),
    "partly": Text("En partie seulement", "Only in part"),
    "not_kept": Text("Non, elle n’est pas tenue", "No, it was not kept"),
}

ANSWER_KIND: Mapping[str, Text] = {
    "promise": Text("L’établissement promet une action", "The establishment promises an action"),
    "unfounded": Text(
        "L’établissement juge votre signalement infondé",
        "The establishment judges your report unfounded",
    ),
    "not_concerned": Text(
        "L’établissement dit ne pas être concerné", "The establishment says it is not concerned"
    ),
}

ANSWER_REASON: Mapping[str, Text] = {
    "refund_or_credit": Text("Remboursement ou avoir", "Refund or credit"),
    "repair_or_replacement": Text("Réparation ou remplacement", "Repair or replacement"),
    "advice_on_use": Text("Conseil d’utilisation", "Advice on use"),
    "comply_with_rules": Text("Mise en conformité", "Compliance with the rules"),
    "change_practice": Text("Changement de pratique", "Change of practice"),
    "pass_to_competent_service": Text("Service compétent saisi", "Passed to the right service"),
    "asks_for_more_information": Text("Demande de précisions", "More information needed"),
    "cancellation": Text("Résiliation ou annulation", "Cancellation"),
    "lawful_practice": Text("Pratique conforme à la loi", "Lawful practice"),
    "did_not_happen": Text("Fait qui n’a pas eu lieu", "It did not happen"),
    "misunderstanding": Text("Malentendu", "Misunderstanding"),
    "already_answered": Text("Déjà répondu", "Already answered"),
    "being_handled": Text("En cours de traitement", "Being handled"),
    "business_partner": Text("Partenaire commercial", "Business partner"),
    "same_group": Text("Autre société du groupe", "Another company of the group"),
    "homonym": Text("Homonyme", "Same name, another company"),
    "unknown_company": Text("Entreprise inconnue", "Unknown company"),
    "identity_theft": Text("Usurpation d’identité", "Identity theft"),
}

ATTACHMENT_STATE: Mapping[AttachmentState, Text] = {
    AttachmentState.PENDING: Text("Envoi non terminé", "Upload not finished"),
    AttachmentState.UPLOADED: Text("En cours de vérification", "Being checked"),
    AttachmentState.CLEAN: Text("Vérifié", "Checked"),
    AttachmentState.REJECTED: Text("Refusé", "Refused"),
}
