"""What is wrong with what was sent, and what to do about it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from common.http.language import Text
from intake.domain.attachment import AttachmentFault, AttachmentRefused
from intake.domain.contact import ContactFault, ContactRefused
from intake.domain.email_proof import ProofRefused
from intake.domain.repetition import TooManyReports
from intake.domain.replies import RepliesRefused, ReplyFault
from intake.domain.report import ReportFault, ReportRefused
from intake.domain.targets import TargetFault, TargetRefused

DRAFT_LINK_FAULT = Text(
    "Ce lien ne mène à aucun signalement commencé. Il vaut sept jours, et un lien plus récent le "
    "remplace : prenez celui du dernier courriel.",
    "This link leads to no report in writing. It holds for seven days, and a newer link replaces "
    "it: take the one of the last e-mail.",
)

REPLY_FAULT: Mapping[ReplyFault, Text] = {
    ReplyFault.MISSING: Text("Répondez à cette question.", "Answer this question."),
    ReplyFault.UNKNOWN_QUESTION: Text(
        "Cette question n’est pas posée ici.", "This question is not asked here."
    ),
    ReplyFault.UNKNOWN_CHOICE: Text(
        "Choisissez une des réponses proposées.", "Choose one of the answers offered."
    ),
    ReplyFault.NOT_A_DATE: Text(
        "Indiquez une date complète : jour, mois, année.", "Give a full date: day, month, year."
    ),
    ReplyFault.IN_THE_FUTURE: Text(
        "Cette date ne peut pas être dans le futur.", "This date cannot be in the future."
    ),
    ReplyFault.NOT_AN_AMOUNT: Text(
        "Indiquez un montant en euros, par exemple 49,90.",
        "Give an amount in euros, for example 49.90.",
    ),
    ReplyFault.NOT_A_TIME_SLOT: Text(
        "Choisissez une heure dans la liste.", "Choose an hour from the list."
    ),
    ReplyFault.NOT_A_BARCODE: Text(
        "Recopiez les 8 ou 13 chiffres sous le code-barres.",
        "Copy the 8 or 13 digits under the barcode.",
    ),
    ReplyFault.NOT_A_POSTAL_CODE: Text(
        "Indiquez un code postal français de 5 chiffres.", "Give a French postcode of 5 digits."
    ),
    ReplyFault.TOO_LONG: Text("Écrivez 500 caractères au plus.", "Write 500 characters at most."),
    ReplyFault.REPEATED: Text(
        "Une seule réponse par question.", "Only one answer for each question."
    ),
}

TARGET_FAULT: Mapping[TargetFault, Text] = {
    TargetFault.MISSING: Text("Remplissez ce champ.", "Fill in this field."),
    TargetFault.TOO_LONG: Text("Ce texte est trop long.", "This text is too long."),
    TargetFault.NOT_A_SIRET: Text(
        "Ce n’est pas un numéro SIRET : vérifiez ses 14 chiffres, sur une facture par exemple.",
        "This is not a SIRET number: check its 14 digits, on an invoice for instance.",
    ),
    TargetFault.NOT_A_POSTAL_CODE: Text(
        "Indiquez un code postal français de 5 chiffres.", "Give a French postcode of 5 digits."
    ),
    TargetFault.NOT_A_DEPARTMENT: Text(
        "Indiquez un numéro de département, par exemple 75 ou 2A.",
        "Give the number of a département, for example 75 or 2A.",
    ),
    TargetFault.NOT_A_COMMUNE: Text(
        "Indiquez le code Insee d’une commune (5 caractères).",
        "Give the INSEE code of a town (5 characters).",
    ),
    TargetFault.NOT_A_WEBSITE: Text(
        "Indiquez l’adresse d’un site, par exemple www.exemple.fr.",
        "Give the address of a site, for example www.example.com.",
    ),
    TargetFault.NOT_A_PHONE: Text(
        "Indiquez un numéro de téléphone complet, par exemple 01 23 45 67 89.",
        "Give a full telephone number, for example +33 1 23 45 67 89.",
    ),
    TargetFault.NOT_A_BARCODE: Text(
        "Recopiez les 8 ou 13 chiffres sous le code-barres.",
        "Copy the 8 or 13 digits under the barcode.",
    ),
    TargetFault.NOT_A_NETWORK: Text("Choisissez un réseau.", "Choose a network."),
    TargetFault.NOT_A_HANDLE: Text(
        "Indiquez le nom du compte, sans adresse ni espace.",
        "Give the account’s name, without address or space.",
    ),
    TargetFault.NOT_A_COUNTRY: Text(
        "Choisissez un pays autre que la France.", "Choose a country other than France."
    ),
    TargetFault.NOT_A_POSITION: Text(
        "Cette position n’existe pas.", "This position does not exist."
    ),
    TargetFault.KIND_NOT_ALLOWED: Text(
        "Pour ce problème, désignez l’entreprise d’une autre façon.",
        "For this problem, name the company in another way.",
    ),
}

CONTACT_FAULT: Mapping[ContactFault, Text] = {
    ContactFault.MISSING: Text("Remplissez ce champ.", "Fill in this field."),
    ContactFault.TOO_LONG: Text("Écrivez 80 caractères au plus.", "Write 80 characters at most."),
    ContactFault.NOT_A_NAME: Text(
        "Écrivez un nom avec des lettres seulement.", "Write a name with letters only."
    ),
    ContactFault.NOT_AN_EMAIL: Text(
        "Indiquez une adresse électronique complète, par exemple nom@exemple.fr.",
        "Give a full e-mail address, for example name@example.com.",
    ),
    ContactFault.NOT_A_PHONE: TARGET_FAULT[TargetFault.NOT_A_PHONE],
}

REPORT_FAULT: Mapping[ReportFault, Text] = {
    ReportFault.DESCRIPTION_TOO_SHORT: Text(
        "Racontez ce qui s’est passé en quelques mots au moins.",
        "Tell what happened in at least a few words.",
    ),
    ReportFault.DESCRIPTION_TOO_LONG: Text(
        "Écrivez 5 000 caractères au plus.", "Write 5,000 characters at most."
    ),
    ReportFault.OBSERVED_IN_THE_FUTURE: Text(
        "Cette date est dans le futur : indiquez le jour où vous avez constaté le problème.",
        "This date is in the future: give the day you noticed the problem.",
    ),
    ReportFault.OBSERVED_TOO_LONG_AGO: Text(
        "Cette date est trop ancienne : un signalement porte sur les dix dernières années.",
        "This date is too old: a report is about the last ten years.",
    ),
    ReportFault.ADVICE_NOT_OFFERED: Text(
        "Aucun conseil n’est donné pour ce problème : choisissez de le signaler.",
        "No advice is given for this problem: choose to report it.",
    ),
}

ATTACHMENT_FAULT: Mapping[AttachmentFault, Text] = {
    AttachmentFault.KIND_NOT_ALLOWED: Text(
        "Envoyez une photo (JPEG, PNG, WebP, GIF, HEIC), un PDF ou un document Word (.docx).",
        "Send a photo (JPEG, PNG, WebP, GIF, HEIC), a PDF or a Word document (.docx).",
    ),
    AttachmentFault.NAME_NOT_ALLOWED: Text(
        "Le nom du fichier n’est pas utilisable : renommez-le.",
        "The file’s name cannot be used: rename it.",
    ),
    AttachmentFault.NAME_AND_KIND_DISAGREE: Text(
        "Le nom du fichier ne correspond pas à son type.",
        "The file’s name does not match its type.",
    ),
    AttachmentFault.EMPTY: Text("Ce fichier est vide.", "This file is empty."),
    AttachmentFault.TOO_LARGE: Text("Ce fichier dépasse 10 Mo.", "This file is larger than 10 MB."),
    AttachmentFault.TOO_LARGE_IN_ALL: Text(
        "Vos fichiers dépassent 25 Mo en tout.", "Your files are larger than 25 MB in all."
    ),
    AttachmentFault.TOO_MANY: Text("Ajoutez 5 fichiers au plus.", "Add 5 files at most."),
    AttachmentFault.NOT_THERE: Text(
        "Le fichier n’est pas arrivé : envoyez-le à nouveau.",
        "The file has not arrived: send it again.",
    ),
    AttachmentFault.NOT_UPLOADED: Text(
        "L’envoi d’un fichier n’est pas terminé.", "The upload of a file is not finished."
    ),
    AttachmentFault.UNKNOWN: Text(
        "Un des fichiers est inconnu, ou sert déjà à un autre signalement.",
        "One of the files is unknown, or already belongs to another report.",
    ),
    AttachmentFault.INFECTED: Text(
        "L’antivirus a refusé ce fichier.", "The antivirus refused this file."
    ),
    AttachmentFault.CONTENT_DISAGREES: Text(
        "Le contenu du fichier n’est pas celui que son nom annonce.",
        "The file’s content is not what its name says.",
    ),
    AttachmentFault.UNREADABLE: Text(
        "Ce fichier est abîmé : nous n’arrivons pas à le lire.",
        "This file is damaged: we cannot read it.",
    ),
    AttachmentFault.TOO_MANY_PIXELS: Text(
        "Cette image est trop grande : 40 millions de pixels au plus.",
        "This picture is too large: 40 million pixels at most.",
    ),
    AttachmentFault.TOO_MANY_PAGES: Text(
        "Ce PDF dépasse 50 pages.", "This PDF has more than 50 pages."
    ),
    AttachmentFault.HAS_MACROS: Text(
        "Ce document contient des macros ou va chercher des contenus ailleurs : enregistrez-le en "
        "PDF et envoyez le PDF.",
        "This document contains macros or fetches contents from elsewhere: save it as a PDF and "
        "send the PDF.",
    ),
    AttachmentFault.TOO_LARGE_UNPACKED: Text(
        "Ce document est trop volumineux une fois ouvert : enregistrez-le en PDF.",
        "This document is too large once it is opened: save it as a PDF.",
    ),
    AttachmentFault.PROTECTED: Text(
        "Ce PDF est protégé par un mot de passe.", "This PDF is protected by a password."
    ),
    AttachmentFault.UNCHECKABLE: Text(
        "Ce fichier n’a pas pu être vérifié.", "This file could not be checked."
    ),
}

CODE_FAULT = Text(
    "Ce code n’est pas le bon, a déjà servi ou a expiré. Vérifiez-le ou demandez-en un autre.",
    "This code is wrong, used or expired. Check it, or ask for another one.",
)
PROOF_FAULT = Text(
    "La preuve de cette adresse manque, a expiré ou a trop servi. Demandez un autre code.",
    "The proof of this address is missing, expired or used too often. Ask for a new code.",
)


SECRET_FAULT = Text(
    "Ce lien n’est pas celui d’un signalement. Copiez en entier le lien reçu par courriel.",
    "This is not the link of a report. Copy the whole link received by e-mail.",
)
CHOICE_FAULT = Text("Choisissez un établissement.", "Choose an establishment.")
REVIEW_FAULT = Text("Choisissez une des trois réponses.", "Choose one of the three answers.")
COMMENT_FAULT = Text("Écrivez 2 000 caractères au plus.", "Write 2,000 characters at most.")


def wait(retry_after: timedelta) -> Text:
    """What someone who tried too often is told."""
    minutes = max(1, round(retry_after.total_seconds() / 60))
    return Text(
        f"Trop d’essais : recommencez dans {minutes} min. Rien de ce que vous avez écrit n’est "
        "perdu.",
        f"Too many attempts: try again in {minutes} min. Nothing you have written is lost.",
    )


def repetition(refusal: TooManyReports) -> Text:
    if refusal.same_day:
        return Text(
            "Vous avez déjà signalé cette entreprise pour ce problème aujourd’hui. Suivez votre "
            "premier signalement plutôt que d’en envoyer un autre.",
            "You have already reported this company for this problem today. Follow your first "
            "report rather than sending another one.",
        )
    return Text(
        "Vous avez déjà envoyé trois signalements sur cette entreprise en sept jours. Suivez-les "
        "plutôt que d’en envoyer un autre.",
        "You have already sent three reports about this company in seven days. Follow them rather "
        "than sending another one.",
    )


def refusal_text(refusal: Exception) -> Text:
    """What a person is told of a refusal of the domain. Raises it again when it has no words."""
    for kind, speak in _WORDS.items():
        if isinstance(refusal, kind):
            return speak(refusal)
    raise refusal


_WORDS: Mapping[type[Exception], Callable[[Any], Text]] = {
    AttachmentRefused: lambda refusal: ATTACHMENT_FAULT[refusal.fault],
    ContactRefused: lambda refusal: CONTACT_FAULT[refusal.fault],
    ProofRefused: lambda _: PROOF_FAULT,
    RepliesRefused: lambda refusal: REPLY_FAULT[next(iter(refusal.faults.values()))],
    ReportRefused: lambda refusal: REPORT_FAULT[refusal.fault],
    TargetRefused: lambda refusal: TARGET_FAULT[refusal.fault],
    TooManyReports: repetition,
}
