"""Words for people: how a decision is explained, in French and in English."""

from collections.abc import Mapping, Sequence

from common.http.language import Text
from routing.domain.lead import LeadKind, LeadState
from routing.domain.mode import Mode
from routing.domain.reasons import Because, Reason
from routing.domain.report import Stage
from routing.domain.resemblance import NameKind
from routing.domain.rule_cautions import Caution, Oddity
from routing.domain.rule_differences import Change
from routing.domain.rule_drafts import Fault, Misread
from routing.domain.rule_standing import Standing
from routing.domain.rules import Outcome, Priority

MODE_LABELS: Mapping[Mode, Text] = {
    Mode.SIRET: Text("SIRET indiqué", "SIRET given"),
    Mode.HEAD_OFFICE: Text("Siège de l’entreprise", "Head office"),
    Mode.SUCCESSOR: Text("Successeur", "Successor"),
    Mode.NAME_AND_PLACE: Text("Nom et lieu", "Name and place"),
    Mode.KNOWN_WEBSITE: Text("Site internet connu", "Known website"),
    Mode.MARKETPLACE_SELLER: Text("Vendeur d’une place de marché", "Seller of a marketplace"),
    Mode.KNOWN_PHONE: Text("Numéro de téléphone connu", "Known phone number"),
    Mode.KNOWN_ACCOUNT: Text("Compte connu", "Known account"),
    Mode.NETWORK_COMPANY: Text("Société du réseau social", "Company of the social network"),
    Mode.MANUFACTURER: Text("Fabricant du produit", "Manufacturer of the product"),
    Mode.OPERATOR: Text("Exploitant de trains ou de gares", "Operator of trains or stations"),
    Mode.LOCAL_RULE: Text("Service public du lieu", "Public body of the place"),
    Mode.TOWN_HALL: Text("Mairie du lieu", "Town hall of the place"),
    Mode.HAND_OFF: Text("Transmission", "Hand-off"),
    Mode.CONSUMER: Text("Réponse du consommateur", "Consumer’s reply"),
    Mode.AGENT: Text("Choix d’un agent", "Chosen by an officer"),
    Mode.RULE: Text("Règle d’orientation", "Routing rule"),
    Mode.NO_SUCH_SIRET: Text("SIRET inconnu", "Unknown SIRET"),
    Mode.CLOSED: Text("Établissement fermé", "Closed establishment"),
    Mode.NO_MATCH: Text("Aucun établissement convaincant", "No convincing establishment"),
    Mode.SEVERAL_MATCHES: Text("Plusieurs établissements possibles", "Several possible ones"),
    Mode.WEBSITE: Text("Site internet", "Website"),
    Mode.SIMILAR_WEBSITE: Text("Site qui ressemble à un autre", "Website that looks like another"),
    Mode.SELLER_UNKNOWN: Text("Vendeur inconnu", "Unknown seller"),
    Mode.PHONE: Text("Numéro de téléphone", "Phone number"),
    Mode.PRODUCT: Text("Produit", "Product"),
    Mode.SOCIAL: Text("Réseau social", "Social network"),
    Mode.PLACE: Text("Lieu", "Place"),
    Mode.SEVERAL_COMMUNES: Text("Plusieurs communes possibles", "Several possible communes"),
    Mode.UNKNOWN: Text("Professionnel inconnu", "Unknown business"),
    Mode.DECLINED: Text("Refusé par le destinataire", "Declined by the recipient"),
    Mode.TRIAGE_RULE: Text("Confié à un agent par une règle", "Given to an officer by a rule"),
    Mode.HIDDEN_TAG: Text("Réservé aux autorités", "For the authorities only"),
    Mode.FOREIGN_COMPANY: Text("Entreprise étrangère", "Foreign company"),
    Mode.ADVICE_WISHED: Text("Demande de conseil", "Advice asked for"),
}

EXPLANATIONS: Mapping[Mode, Text] = {
    Mode.SIRET: Text(
        "L’établissement {siret} a été désigné par son SIRET et il est ouvert.",
        "Establishment {siret} was named by its SIRET and is open.",
    ),
    Mode.HEAD_OFFICE: Text(
        "L’établissement désigné est fermé : le signalement va au siège de la même entreprise, "
        "{siret}.",
        "The establishment named is closed: the report goes to the head office of the same "
        "company, {siret}.",
    ),
    Mode.SUCCESSOR: Text(
        "L’établissement désigné est fermé : le signalement va à celui qui lui a succédé d’après "
        "le registre, {siret}.",
        "The establishment named is closed: the report goes to the one that succeeded it "
        "according to the registry, {siret}.",
    ),
    Mode.NAME_AND_PLACE: Text(
        "Un seul établissement ouvert répond de façon convaincante au nom et au lieu indiqués : "
        "{siret}.",
        "Only one open establishment convincingly answers the name and place given: {siret}.",
    ),
    Mode.KNOWN_WEBSITE: Text(
        "Le site internet {host} est celui de l’établissement {siret}.",
        "The website {host} is that of establishment {siret}.",
    ),
    Mode.MARKETPLACE_SELLER: Text(
        "Le vendeur nommé sur la place de marché {host} est l’établissement {siret}.",
        "The seller named on the marketplace {host} is establishment {siret}.",
    ),
    Mode.KNOWN_PHONE: Text(
        "Le numéro de téléphone indiqué est celui de l’établissement {siret}.",
        "The phone number given is that of establishment {siret}.",
    ),
    Mode.KNOWN_ACCOUNT: Text(
        "Le compte de réseau social indiqué est tenu par l’établissement {siret}.",
        "The social network account given is held by establishment {siret}.",
    ),
    Mode.NETWORK_COMPANY: Text(
        "Le compte indiqué n’est rattaché à aucune entreprise connue : le signalement va à la "
        "société qui exploite le réseau social, {siret}.",
        "The account given is not tied to any known company: the report goes to the company that "
        "runs the social network, {siret}.",
    ),
    Mode.MANUFACTURER: Text(
        "Le code-barres indiqué est celui d’un produit de l’établissement {siret}.",
        "The barcode given is that of a product of establishment {siret}.",
    ),
    Mode.OPERATOR: Text(
        "Le nom indiqué est celui d’un réseau ou d’une gare : l’entreprise qui l’exploite est "
        "l’établissement {siret}.",
        "The name given is that of a network or a station: the company that runs it is "
        "establishment {siret}.",
    ),
    Mode.LOCAL_RULE: Text(
        "Pour ce problème, le service public compétent à cet endroit est l’établissement {siret}.",
        "For this problem, the public body in charge at that place is establishment {siret}.",
    ),
    Mode.TOWN_HALL: Text(
        "Pour ce problème, la mairie de la commune est compétente : c’est l’établissement {siret}.",
        "For this problem, the town hall of the commune is in charge: it is establishment {siret}.",
    ),
    Mode.HAND_OFF: Text(
        "L’établissement {declined} a répondu qu’il n’était pas concerné : le signalement est "
        "proposé à l’établissement {siret}, qui l’est sans doute.",
        "Establishment {declined} answered that it is not concerned: the report is offered to "
        "establishment {siret}, which probably is.",
    ),
    Mode.CONSUMER: Text(
        "La personne a précisé qu’il s’agissait de l’établissement {siret}.",
        "The person said that establishment {siret} was meant.",
    ),
    Mode.AGENT: Text(
        "Un agent a désigné l’établissement {siret}.",
        "An officer named establishment {siret}.",
    ),
    Mode.RULE: Text(
        "La règle « {rule} » désigne l’établissement {siret}.",
        "The rule “{rule}” names establishment {siret}.",
    ),
    Mode.NO_SUCH_SIRET: Text(
        "Le SIRET indiqué ne figure pas dans le registre.",
        "The SIRET given is not in the registry.",
    ),
    Mode.CLOSED: Text(
        "L’établissement désigné est fermé ; ni successeur ni siège ouvert ne peut recevoir le "
        "signalement.",
        "The establishment named is closed, and neither a successor nor an open head office can "
        "receive the report.",
    ),
    Mode.NO_MATCH: Text(
        "Aucun établissement ne répond de façon convaincante au nom et au lieu indiqués.",
        "No establishment convincingly answers the name and place given.",
    ),
    Mode.SEVERAL_MATCHES: Text(
        "Plusieurs établissements répondent aussi bien l’un que l’autre au nom et au lieu "
        "indiqués : dans le doute, un agent choisit.",
        "Several establishments answer the name and place given equally well: in doubt, an "
        "officer chooses.",
    ),
    Mode.WEBSITE: Text(
        "Le site internet indiqué n’est rattaché à aucun établissement connu.",
        "The website given is not tied to any known establishment.",
    ),
    Mode.SIMILAR_WEBSITE: Text(
        "Le site internet {host} n’est pas connu, mais il ressemble à {similar} : il peut s’agir "
        "d’une imitation, un agent vérifie.",
        "The website {host} is not known, but it looks like {similar}: it may be an imitation, an "
        "officer checks.",
    ),
    Mode.SELLER_UNKNOWN: Text(
        "Le vendeur nommé sur la place de marché {host} n’est rattaché à aucun établissement "
        "connu : un agent l’identifie.",
        "The seller named on the marketplace {host} is not tied to any known establishment: an "
        "officer identifies it.",
    ),
    Mode.PHONE: Text(
        "Le numéro de téléphone indiqué n’est rattaché à aucun établissement connu.",
        "The phone number given is not tied to any known establishment.",
    ),
    Mode.PRODUCT: Text(
        "Le produit indiqué n’est rattaché à aucun fabricant ou vendeur connu.",
        "The product given is not tied to any known manufacturer or seller.",
    ),
    Mode.SOCIAL: Text(
        "Le compte de réseau social indiqué n’est rattaché à aucun établissement connu.",
        "The social network account given is not tied to any known establishment.",
    ),
    Mode.PLACE: Text(
        "Seul un lieu est indiqué : un agent désigne l’établissement ou l’administration.",
        "Only a place is given: an officer names the establishment or public body concerned.",
    ),
    Mode.SEVERAL_COMMUNES: Text(
        "Le lieu indiqué peut être dans plusieurs communes : dans le doute, un agent choisit.",
        "The place given may be in several communes: in doubt, an officer chooses.",
    ),
    Mode.UNKNOWN: Text(
        "La personne ne connaît pas le professionnel : un agent l’identifie.",
        "The person does not know the business: an officer identifies it.",
    ),
    Mode.DECLINED: Text(
        "L’établissement {declined} a répondu qu’il n’était pas concerné : un agent choisit le "
        "prochain destinataire.",
        "Establishment {declined} answered that it is not concerned: an officer chooses the next "
        "recipient.",
    ),
    Mode.TRIAGE_RULE: Text(
        "La règle « {rule} » confie ce signalement à un agent.",
        "The rule “{rule}” gives this report to an officer.",
    ),
    Mode.HIDDEN_TAG: Text(
        "Ce type de problème est signalé aux seules autorités : l’entreprise n’en sait rien.",
        "This kind of problem is reported to the authorities only: the company is not told.",
    ),
    Mode.FOREIGN_COMPANY: Text(
        "L’entreprise est établie à l’étranger : le signalement ne lui est pas transmis.",
        "The company is established abroad: the report is not sent to it.",
    ),
    Mode.ADVICE_WISHED: Text(
        "La personne demande un conseil : rien n’est transmis à l’entreprise.",
        "The person asks for advice: nothing is sent to the company.",
    ),
}

STAGE_LABELS: Mapping[Stage, Text] = {
    Stage.ROUTED: Text("Transmis au destinataire", "Sent to the recipient"),
    Stage.TRIAGE: Text("À orienter", "To be triaged"),
    Stage.NOT_TRANSMITTED: Text("Non transmis", "Not transmitted"),
    Stage.CLOSED: Text("Clos", "Closed"),
    Stage.WITHDRAWN: Text("Retiré par la personne", "Withdrawn by the person"),
    Stage.ERASED: Text("Effacé", "Erased"),
}

NAME_LABELS: Mapping[NameKind, Text] = {
    NameKind.SIGN: Text("enseigne", "sign"),
    NameKind.TRADE_NAME: Text("nom commercial", "trade name"),
    NameKind.ACRONYM: Text("sigle", "acronym"),
    NameKind.LEGAL_NAME: Text("raison sociale", "legal name"),
}


# What a decision was made from, in the order that is shown; the rest is for programs.
EVIDENCE_LABELS: Mapping[str, Text] = {
    "key": Text("Indice donné", "Lead given"),
    "known_lead": Text("Indice connu", "Known lead"),
    "known_source": Text("Source", "Source"),
    "similar": Text("Ressemble à", "Looks like"),
    "operator": Text("Exploitant", "Operator"),
    "communes": Text("Communes", "Communes"),
    "local_rule": Text("Règle locale", "Local rule"),
    "filters": Text("Lieu cherché", "Place searched"),
    "declined_by": Text("Refusé par", "Declined by"),
    "proposed": Text("Destinataire proposé", "Recipient proposed"),
    "named": Text("Désigné par la personne", "Named by the person"),
    "registry_version": Text("Version du registre", "Version of the registry"),
}


def evidence_told(evidence: Mapping[str, object]) -> list[tuple[Text, str]]:
    """The data used, as labels and values; nothing that is missing."""
    return [
        (label, _plainly(evidence[name]))
        for name, label in EVIDENCE_LABELS.items()
        if evidence.get(name)
    ]


def _plainly(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(map(str, value.values()))
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


LEAD_LABELS: Mapping[LeadKind, Text] = {
    LeadKind.WEBSITE: Text("Site internet", "Website"),
    LeadKind.SELLER: Text("Vendeur d’une place de marché", "Seller of a marketplace"),
    LeadKind.PHONE: Text("Numéro de téléphone", "Phone number"),
    LeadKind.ACCOUNT: Text("Compte de réseau social", "Social network account"),
    LeadKind.PRODUCT: Text("Produit", "Product"),
}

LEAD_STATE_LABELS: Mapping[LeadState, Text] = {
    LeadState.UNKNOWN: Text("Pas encore recherché", "Not looked into yet"),
    LeadState.INVESTIGATION: Text("Recherche en cours", "Being looked into"),
    LeadState.IDENTIFIED: Text("Identifié", "Identified"),
    LeadState.FOREIGN: Text("Établi à l’étranger", "Established abroad"),
    LeadState.UNTRACEABLE: Text("Introuvable", "Untraceable"),
}


REASON_LABELS: Mapping[Reason, Text] = {
    Reason.NUMBER: Text("numéro exact", "the very number"),
    Reason.SAME_NAME: Text("{kind} identique", "same {kind}"),
    Reason.NEAR_NAME: Text(
        "{kind} presque identique (fautes de frappe tolérées : {slips})",
        "nearly the same {kind} (typing slips forgiven: {slips})",
    ),
    Reason.BEGINNING_OF_NAME: Text(
        "début reconnu dans : {kind}", "the beginning was recognised in the {kind}"
    ),
    Reason.PART_OF_NAME: Text("mots reconnus dans : {kind}", "words recognised in the {kind}"),
    Reason.SAME_TOWN: Text("même commune", "same town"),
    Reason.NEAR_TOWN: Text(
        "commune presque identique (faute de frappe tolérée)",
        "nearly the same town (typing slip forgiven)",
    ),
    Reason.SAME_STREET: Text("adresse reconnue", "address recognised"),
    Reason.POSTAL_CODE: Text("même code postal", "same postal code"),
    Reason.DEPARTMENT: Text("même département", "same département"),
    Reason.DISTANCE: Text("à {kilometres} km environ", "about {kilometres} km away"),
    Reason.HEAD_OFFICE: Text("siège de l’entreprise", "head office"),
    Reason.CLOSED: Text("établissement fermé", "closed establishment"),
    Reason.NOT_FOUND: Text("mots non retrouvés : {words}", "words not found: {words}"),
}


def say_why(because: Because) -> Text:
    """One reason in a few words of each language."""
    kind = NAME_LABELS[because.kind] if because.kind else Text("", "")
    far = because.kilometres
    facts = {
        "slips": str(because.slips),
        "kilometres": "" if far is None else str(max(1, round(far))),
        "words": ", ".join(because.words),
    }
    told = REASON_LABELS[because.reason]
    return Text(told.fr.format(kind=kind.fr, **facts), told.en.format(kind=kind.en, **facts))


def explain(mode: Mode, **facts: str) -> Text:
    """One sentence in each language; `facts` are numbers and a rule’s name, never a person’s."""
    told = EXPLANATIONS[mode]
    return Text(told.fr.format(**facts), told.en.format(**facts))


OUTCOME_LABELS: Mapping[Outcome, Text] = {
    Outcome.AS_FOUND: Text("Destinataire trouvé par la recherche", "Recipient found by the search"),
    Outcome.RECIPIENT: Text("Envoyer à un destinataire", "Send to a recipient"),
    Outcome.TRIAGE: Text("Confier à un agent", "Give to an officer"),
    Outcome.WITHHOLD: Text("Ne pas transmettre", "Do not transmit"),
}
PRIORITY_LABELS: Mapping[Priority, Text] = {
    Priority.NORMAL: Text("Normale", "Normal"),
    Priority.HIGH: Text("Haute", "High"),
    Priority.URGENT: Text("Urgente", "Urgent"),
}
STANDING_LABELS: Mapping[Standing, Text] = {
    Standing.DRAFT: Text("Brouillon", "Draft"),
    Standing.SCHEDULED: Text("Programmée", "Scheduled"),
    Standing.IN_FORCE: Text("En vigueur", "In force"),
    Standing.PAST: Text("Passée", "Past"),
}
CHANGE_LABELS: Mapping[Change, Text] = {
    Change.ADDED: Text("Ajoutée", "Added"),
    Change.REMOVED: Text("Supprimée", "Removed"),
    Change.CHANGED: Text("Modifiée", "Changed"),
    Change.MOVED: Text("Déplacée", "Moved"),
}
KIND_LABELS: Mapping[str, Text] = {
    "siret": Text("SIRET", "SIRET"),
    "company": Text("Nom et lieu", "Name and place"),
    "website": Text("Site internet", "Website"),
    "phone": Text("Téléphone", "Phone"),
    "product": Text("Produit", "Product"),
    "social": Text("Réseau social", "Social network"),
    "place": Text("Lieu", "Place"),
    "foreign": Text("Entreprise étrangère", "Foreign company"),
    "unknown": Text("Inconnu", "Unknown"),
}
WISH_LABELS: Mapping[str, Text] = {
    "report": Text("Signaler", "To report"),
    "advice": Text("Être conseillé", "To be advised"),
}
# The fields of a rule, as people read them.
FIELD_LABELS: Mapping[str, Text] = {
    "name": Text("Nom", "Name"),
    "categories": Text("Catégories", "Categories"),
    "tags": Text("Étiquettes", "Tags"),
    "kinds": Text("Cible", "Target"),
    "wishes": Text("Souhait", "Wish"),
    "departments": Text("Départements", "Départements"),
    "activities": Text("Codes d’activité", "Activity codes"),
    "outcome": Text("Décision", "Decision"),
    "siret": Text("SIRET du destinataire", "Recipient’s SIRET"),
    "withheld": Text("Motif", "Reason"),
    "reason": Text("Motif", "Reason"),
    "queue": Text("File d’agents", "Officers’ queue"),
    "priority": Text("Priorité", "Priority"),
    "copy_to": Text("Copie à une autorité", "Copy to an authority"),
}
FAULT_LABELS: Mapping[Fault, Text] = {
    Fault.NAME_MISSING: Text("Donnez un nom à la règle.", "Give the rule a name."),
    Fault.NAME_TAKEN: Text("Une autre règle porte ce nom.", "Another rule has this name."),
    Fault.TOO_LONG: Text("Ce texte est trop long.", "This text is too long."),
    Fault.TOO_MANY: Text("Il y en a plus de cent.", "There are more than a hundred."),
    Fault.BAD_CATEGORY: Text(
        "« {value} » n’est pas un chemin de l’arbre des problèmes, comme food/freshness.",
        "“{value}” is no path of the category tree, such as food/freshness.",
    ),
    Fault.BAD_TAG: Text(
        "« {value} » n’est pas une étiquette : lettres minuscules, chiffres, tirets.",
        "“{value}” is no tag: small letters, digits, dashes.",
    ),
    Fault.BAD_KIND: Text("« {value} » n’est pas une cible.", "“{value}” is no target."),
    Fault.BAD_WISH: Text("« {value} » n’est pas un souhait.", "“{value}” is no wish."),
    Fault.BAD_DEPARTMENT: Text(
        "« {value} » n’est pas un département, comme 13, 2A ou 974.",
        "“{value}” is no département, such as 13, 2A or 974.",
    ),
    Fault.BAD_ACTIVITY: Text(
        "« {value} » n’est pas le début d’un code d’activité, comme 56 ou 56.30Z.",
        "“{value}” is not the beginning of an activity code, such as 56 or 56.30Z.",
    ),
    Fault.BAD_OUTCOME: Text("Choisissez une décision.", "Choose a decision."),
    Fault.BAD_SIRET: Text(
        "Ce n’est pas un SIRET : quatorze chiffres, dont la clé est juste.",
        "This is no SIRET: fourteen digits with the right key.",
    ),
    Fault.BAD_REASON: Text(
        "Choisissez pourquoi le signalement n’est pas transmis.",
        "Choose why the report is not transmitted.",
    ),
    Fault.BAD_PRIORITY: Text("Choisissez une priorité.", "Choose a priority."),
    Fault.BAD_WORD: Text(
        "« {value} » : un seul mot, lettres minuscules, chiffres, tirets.",
        "“{value}”: one word, small letters, digits, dashes.",
    ),
}
ODDITY_LABELS: Mapping[Oddity, Text] = {
    Oddity.SHADOWED: Text(
        "Ne s’appliquera jamais : la règle « {value} », placée avant, prend les mêmes "
        "signalements.",
        "Will never apply: the rule “{value}”, which comes before, takes the same reports.",
    ),
    Oddity.UNSEEN_CATEGORY: Text(
        "Aucun signalement n’a jamais eu la catégorie « {value} ».",
        "No report has ever had the category “{value}”.",
    ),
    Oddity.UNKNOWN_RECIPIENT: Text(
        "Le registre ne connaît pas le SIRET {value} : un agent devra choisir.",
        "The registry does not know SIRET {value}: an officer will have to choose.",
    ),
    Oddity.CLOSED_RECIPIENT: Text(
        "L’établissement {value} est fermé : son siège recevra les signalements, ou un agent "
        "devra choisir.",
        "Establishment {value} is closed: its head office will get the reports, or an officer "
        "will have to choose.",
    ),
}


def told_fault(fault: Misread) -> Text:
    words = FAULT_LABELS[fault.fault]
    return Text(words.fr.format(value=fault.value), words.en.format(value=fault.value))


def told_faults(faults: Sequence[Misread]) -> Text:
    """Every fault with the rule and the field where it stands."""
    told = [(one.rule + 1, FIELD_LABELS[one.field], told_fault(one)) for one in faults]
    return Text(
        " ".join(f"Règle {place}, {field.fr.lower()} : {why.fr}" for place, field, why in told),
        " ".join(f"Rule {place}, {field.en.lower()}: {why.en}" for place, field, why in told),
    )


def told_caution(caution: Caution) -> Text:
    words = ODDITY_LABELS[caution.oddity]
    return Text(words.fr.format(value=caution.value), words.en.format(value=caution.value))


_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def lasting(seconds: float) -> Text:
    """A time as people say it: in minutes, then hours, then days."""
    if seconds < _HOUR:
        minutes = max(1, round(seconds / _MINUTE))
        return Text(f"{minutes} min", f"{minutes} min")
    if seconds < 2 * _DAY:
        hours = round(seconds / _HOUR)
        return Text(f"{hours} h", f"{hours} h")
    days = round(seconds / _DAY)
    return Text(f"{days} jours", f"{days} days")
