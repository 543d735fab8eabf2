"""What each refusal of routing says to programs and to people."""

from collections.abc import Mapping
from dataclasses import asdict

from common.agent_tokens import BadToken
from common.http.problem import ProblemSpec, Text
from common.secrets import BadSignature
from routing.domain.inquiry import NotADepartment, NotANumber
from routing.domain.lead import IncompleteLead
from routing.domain.report import AlreadyResolved, HolderExcluded
from routing.domain.rule_drafts import RulesRefused
from routing.domain.simulation import BadPeriod
from routing.handlers.activate_rules import AlreadyInForce, DayGone
from routing.handlers.given import NotALead
from routing.handlers.merge_hosts import SameWebsite
from routing.handlers.read_rules import UnknownRules
from routing.handlers.recognise_agent import NotForOperators, SupervisorsOnly
from routing.handlers.resolve_triage import (
    ClaimedByAnother,
    ClosedEstablishment,
    UnknownEstablishment,
    UnknownReport,
)
from routing.handlers.simulate_rules import UnknownSimulation
from routing.labels import told_faults
from routing.ports import PageUnavailable, SearchUnavailable

UNAUTHENTICATED = ProblemSpec(
    401,
    "unauthenticated",
    Text("Connexion nécessaire", "Sign-in required"),
    Text(
        "Présentez un jeton d’agent valable pour ce service, ou revenez par l’espace des agents.",
        "Present an officer’s token valid for this service, or come back through the officers’ "
        "space.",
    ),
    headers=lambda _: {"www-authenticate": "Bearer"},
)
FORBIDDEN = ProblemSpec(
    403,
    "forbidden",
    Text("Accès refusé", "Access refused"),
    Text(
        "Votre rôle ne permet pas de consulter les signalements à orienter.",
        "Your role does not let you see the reports to be triaged.",
    ),
)
NOT_FOUND = ProblemSpec(
    404,
    "not-found",
    Text("Introuvable", "Not found"),
    Text(
        "Cet objet n’existe pas, ou il n’existe pas pour vous.",
        "This object does not exist, or does not exist for you.",
    ),
)

PROBLEMS: Mapping[type[Exception], ProblemSpec] = {
    NotANumber: ProblemSpec(
        422,
        "invalid-number",
        Text("Numéro invalide", "Invalid number"),
        Text(
            "La clé de ce SIRET, SIREN ou numéro de TVA est fausse. Vérifiez chaque chiffre.",
            "The key of this SIRET, SIREN or VAT number is wrong. Check each digit.",
        ),
    ),
    NotADepartment: ProblemSpec(
        422,
        "invalid-department",
        Text("Département inconnu", "Unknown département"),
        Text(
            "Donnez un numéro de département, par exemple 13, 2A ou 974.",
            "Give the number of a département, such as 13, 2A or 974.",
        ),
    ),
    SearchUnavailable: ProblemSpec(
        503,
        "search-unavailable",
        Text("Recherche momentanément indisponible", "Search temporarily unavailable"),
        Text(
            "Le registre est en cours de préparation. Réessayez dans une minute.",
            "The registry is being prepared. Try again in a minute.",
        ),
        headers=lambda _: {"retry-after": "30"},
    ),
    BadToken: UNAUTHENTICATED,
    NotForOperators: FORBIDDEN,
    SupervisorsOnly: ProblemSpec(
        403,
        "supervisors-only",
        Text("Réservé aux superviseurs", "Supervisors only"),
        Text(
            "Seul un superviseur peut écrire les règles et les mettre en vigueur.",
            "Only a supervisor may write rules and put them in force.",
        ),
    ),
    UnknownReport: NOT_FOUND,
    UnknownRules: NOT_FOUND,
    UnknownSimulation: NOT_FOUND,
    BadPeriod: ProblemSpec(
        422,
        "invalid-period",
        Text("Période invalide", "Invalid period"),
        Text(
            "La période finit après son début et dure deux ans au plus.",
            "The period ends after it begins and lasts two years at most.",
        ),
    ),
    DayGone: ProblemSpec(
        422,
        "day-gone",
        Text("Date passée", "Day gone by"),
        Text(
            "Une version entre en vigueur aujourd’hui ou un jour à venir.",
            "A version comes into force today or on a day to come.",
        ),
    ),
    AlreadyInForce: ProblemSpec(
        409,
        "already-in-force",
        Text("Version déjà en vigueur", "Version already in force"),
        Text(
            "Cette version est celle qui sera en vigueur à cette date.",
            "This version is the one in force at that time.",
        ),
    ),
    RulesRefused: ProblemSpec(
        422,
        "invalid-rules",
        Text("Règles invalides", "Invalid rules"),
        lambda error: told_faults(error.faults),
        extensions=lambda error: {"faults": [asdict(one) for one in error.faults]},
    ),
    AlreadyResolved: ProblemSpec(
        409,
        "already-resolved",
        Text("Signalement déjà orienté", "Report already triaged"),
        Text(
            "Ce signalement n’attend plus d’être orienté. Rechargez la liste.",
            "This report no longer waits for triage. Reload the list.",
        ),
    ),
    ClaimedByAnother: ProblemSpec(
        409,
        "claimed-by-another",
        Text("Signalement déjà pris", "Report already taken"),
        Text(
            "Un autre agent s’occupe de ce signalement. Prenez le suivant.",
            "Another officer is at this report. Take the next one.",
        ),
    ),
    SameWebsite: ProblemSpec(
        409,
        "same-website",
        Text("Un seul et même site", "One and the same website"),
        Text(
            "Ces deux adresses désignent déjà le même site.",
            "These two addresses already mean the same website.",
        ),
    ),
    NotALead: ProblemSpec(
        422,
        "invalid-lead",
        Text("Site ou numéro invalide", "Invalid website or number"),
        Text(
            "Donnez l’adresse d’un site ou un numéro de téléphone, l’un des deux seulement.",
            "Give the address of a website or a phone number, one of the two only.",
        ),
    ),
    HolderExcluded: ProblemSpec(
        409,
        "holder-excluded",
        Text("Destinataire exclu", "Recipient excluded"),
        Text(
            "Cet établissement a déjà répondu qu’il n’était pas concerné. Choisissez-en un autre.",
            "This establishment has already answered that it is not concerned. Choose another.",
        ),
    ),
    ClosedEstablishment: ProblemSpec(
        409,
        "establishment-closed",
        Text("Établissement fermé", "Closed establishment"),
        Text(
            "Cet établissement est fermé. Choisissez un établissement ouvert, ou le siège.",
            "This establishment is closed. Choose an open one, or the head office.",
        ),
    ),
    UnknownEstablishment: ProblemSpec(
        422,
        "unknown-establishment",
        Text("SIRET inconnu", "Unknown SIRET"),
        Text(
            "Le registre ne connaît pas ce SIRET.",
            "The registry does not know this SIRET.",
        ),
    ),
    PageUnavailable: ProblemSpec(
        422,
        "page-unreadable",
        Text("Page illisible", "Unreadable page"),
        Text(
            "Ce site ne répond pas, ou pas par une page que ce service accepte de lire. Ouvrez ses "
            "mentions légales et donnez-en le texte.",
            "This website does not answer, or not with a page that this service agrees to read. "
            "Open its legal notice and give its text.",
        ),
    ),
    IncompleteLead: ProblemSpec(
        422,
        "incomplete-association",
        Text("Association incomplète", "Incomplete association"),
        Text(
            "Un site identifié demande un SIRET, un site étranger demande un pays ; les autres "
            "états ne demandent ni l’un ni l’autre, et seul un site peut être une place de marché.",
            "An identified lead asks for a SIRET, a foreign one for a country; other states ask "
            "for neither, and only a website can be a marketplace.",
        ),
    ),
    BadSignature: ProblemSpec(
        400,
        "bad-return-address",
        Text("Lien périmé", "Expired link"),
        Text(
            "Revenez au formulaire et relancez la recherche depuis celui-ci.",
            "Go back to the form and start the search again from there.",
        ),
    ),
}
