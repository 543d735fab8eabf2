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
