"""The steps of the form and the ways to name a company."""

from collections.abc import Mapping

from common.http.language import Text
from intake.domain.draft import Step
from intake.domain.targets import TargetKind

TARGET_KIND: Mapping[TargetKind, Text] = {
    TargetKind.SIRET: Text("Je connais son numéro SIRET", "I know its SIRET number"),
    TargetKind.COMPANY: Text("Je connais son nom et le lieu", "I know its name and place"),
    TargetKind.WEBSITE: Text("C’est un site internet", "It is a website"),
    TargetKind.PHONE: Text("J’ai son numéro de téléphone", "I have its telephone number"),
    TargetKind.PRODUCT: Text("J’ai le code-barres du produit", "I have the product’s barcode"),
    TargetKind.SOCIAL: Text("C’est un compte de réseau social", "It is a social network account"),
    TargetKind.PLACE: Text("C’est un lieu public", "It is a public place"),
    TargetKind.FOREIGN: Text("C’est une entreprise à l’étranger", "It is a company abroad"),
    TargetKind.UNKNOWN: Text("Je ne sais pas qui c’est", "I do not know who it is"),
}

TARGET_HELP: Mapping[TargetKind, Text] = {
    TargetKind.SIRET: Text(
        "14 chiffres, sur une facture, un ticket ou un devis.",
        "14 digits, on an invoice, a receipt or a quotation.",
    ),
    TargetKind.COMPANY: Text(
        "Même mal orthographié : nous cherchons, et un agent vérifie en cas de doute.",
        "Even misspelt: we search, and an officer checks when in doubt.",
    ),
    TargetKind.WEBSITE: Text(
        "Un achat en ligne, une annonce, une place de marché et son vendeur.",
        "An online purchase, an advertisement, a marketplace and its seller.",
    ),
    TargetKind.PHONE: Text(
        "Un appel ou un message que vous n’attendiez pas.",
        "A call or a message that you did not expect.",
    ),
    TargetKind.PRODUCT: Text(
        "Les chiffres sous les barres, sur l’emballage.",
        "The digits under the bars, on the packaging.",
    ),
    TargetKind.SOCIAL: Text(
        "Un influenceur, une page, une boutique d’un réseau.",
        "An influencer, a page, a shop of a network.",
    ),
    TargetKind.PLACE: Text(
        "Une rue, une gare, une plage, un équipement : le service qui en répond est trouvé.",
        "A street, a station, a beach, a facility: the service that answers for it is found.",
    ),
    TargetKind.FOREIGN: Text(
        "Elle ne reçoit rien ; les agents publics lisent votre signalement.",
        "It receives nothing; public officers read your report.",
    ),
    TargetKind.UNKNOWN: Text(
        "Dites seulement où cela s’est passé : un agent cherche.",
        "Only say where it happened: an officer finds out.",
    ),
}

NETWORK: Mapping[str, Text] = {
    "facebook": Text("Facebook", "Facebook"),
    "instagram": Text("Instagram", "Instagram"),
    "linkedin": Text("LinkedIn", "LinkedIn"),
    "pinterest": Text("Pinterest", "Pinterest"),
    "snapchat": Text("Snapchat", "Snapchat"),
    "tiktok": Text("TikTok", "TikTok"),
    "twitch": Text("Twitch", "Twitch"),
    "x": Text("X (Twitter)", "X (Twitter)"),
    "youtube": Text("YouTube", "YouTube"),
    "other": Text("Un autre réseau", "Another network"),
}

STEP: Mapping[Step, Text] = {
    Step.PROBLEM: Text("Le problème", "The problem"),
    Step.COMPANY: Text("L’entreprise ou le service", "The company or service"),
    Step.DETAILS: Text("Les faits", "The facts"),
    Step.FILES: Text("Les photos et documents", "Photos and documents"),
    Step.IDENTITY: Text("Vous", "You"),
    Step.EMAIL: Text("Votre adresse électronique", "Your e-mail address"),
    Step.RECAP: Text("Vérifier et envoyer", "Check and send"),
}
