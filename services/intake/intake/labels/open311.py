"""What programs that speak Open311, and the people behind them, are told."""

from collections.abc import Mapping

from common.http.language import Text
from intake.domain.open311 import Fault
from intake.domain.open311_request import COMMUNE, OBSERVED_ON, PUBLISH, SHARE_IDENTITY

FAULT: Mapping[Fault, Text] = {
    Fault.KEY: Text(
        "La clé api_key manque, n’est pas la bonne ou a été retirée. Demandez-en une à "
        "l’exploitant.",
        "The api_key is missing, wrong or was withdrawn. Ask the operator for one.",
    ),
    Fault.JURISDICTION: Text(
        "Ce jurisdiction_id est inconnu : laissez-le vide, ou écrivez « fr ».",
        "This jurisdiction_id is unknown: leave it empty, or write “fr”.",
    ),
    Fault.SERVICE_MISSING: Text(
        "Donnez un service_code : GET services les liste.",
        "Give a service_code: GET services lists them.",
    ),
    Fault.SERVICE_UNKNOWN: Text(
        "Ce service_code est inconnu : GET services les liste.",
        "This service_code is unknown: GET services lists them.",
    ),
    Fault.REQUEST_UNKNOWN: Text(
        "Aucune demande n’a ce service_request_id.", "No request has this service_request_id."
    ),
    Fault.TOKEN_UNKNOWN: Text("Ce jeton est inconnu.", "This token is unknown."),
    Fault.BAD_ADDRESS: Text(
        "Cette adresse n’existe pas : vérifiez la méthode, le chemin et le format, .xml ou .json.",
        "This address does not exist: check the method, the path and the format, .xml or .json.",
    ),
    Fault.NOT_A_FORM: Text(
        "Envoyez les paramètres en application/x-www-form-urlencoded.",
        "Send the parameters as application/x-www-form-urlencoded.",
    ),
    Fault.UNREADABLE: Text(
        "Les paramètres sont mal formés, ne sont pas en UTF-8 ou contiennent des caractères "
        "de contrôle.",
        "The parameters are malformed, are not UTF-8 or contain control characters.",
    ),
    Fault.REPEATED: Text("Ce paramètre est donné deux fois.", "This parameter is given twice."),
    Fault.PLACE_MISSING: Text(
        "Dites où : lat et long, address_string, ou address_id (le SIRET de l’établissement).",
        "Say where: lat and long, address_string, or address_id (the establishment’s SIRET).",
    ),
    Fault.PLACE_NOT_TAKEN: Text(
        "Ce service ne prend pas ce genre de lieu : sa définition dit ce qu’il prend.",
        "This service does not take this kind of place: its definition says what it takes.",
    ),
    Fault.COMMUNE_MISSING: Text(
        f"Avec address_string, donnez lat et long, ou le code INSEE de la commune dans "
        f"attribute[{COMMUNE}].",
        f"With address_string, give lat and long, or the commune’s INSEE code in "
        f"attribute[{COMMUNE}].",
    ),
    Fault.MEDIA: Text(
        "media_url n’est pas pris : ne l’envoyez pas, et dites au consommateur de garder sa photo.",
        "media_url is not taken: leave it out, and tell the consumer to keep the picture.",
    ),
    Fault.PUBLISHED_ADDRESS: Text(
        "Un récit publié ne porte pas d’adresse : donnez lat et long ou le code INSEE seulement.",
        "A published story carries no address: give lat and long or the INSEE code only.",
    ),
    Fault.TOO_LONG: Text(
        "Ce texte est trop long : 4 000 caractères au plus, 300 pour une adresse.",
        "This text is too long: 4,000 characters at most, 300 for an address.",
    ),
    Fault.NOT_A_DATE: Text(
        "Écrivez un instant ISO 8601 avec Z ou un décalage, entre 2000 et 2100.",
        "Write an ISO 8601 instant with Z or an offset, between 2000 and 2100.",
    ),
    Fault.WINDOW: Text(
        "De start_date à end_date il y a 90 jours au plus, dans cet ordre.",
        "From start_date to end_date there are 90 days at most, in that order.",
    ),
    Fault.STATUS: Text("Les états sont open et closed.", "The statuses are open and closed."),
    Fault.PAGE: Text(
        "Écrivez un entier de 1 à 1000.",
        "Write an integer from 1 to 1000.",
    ),
    Fault.TOO_MANY_IDS: Text("Cent valeurs au plus.", "A hundred values at most."),
    Fault.NOT_A_CHOICE: Text("Répondez yes ou no.", "Answer yes or no."),
}

TOO_MANY = Text("Trop de demandes : réessayez plus tard.", "Too many requests: try again later.")
FAILED = Text("La demande est refusée.", "The request is refused.")

PERSON = Text(
    "Avec la clé api_key, first_name, last_name et email du consommateur sont nécessaires : c’est "
    "à cette adresse, que votre programme doit avoir vérifiée, que part le lien de suivi. "
    "description est nécessaire aussi, de 10 à 4 000 caractères. Ces données ne sont jamais "
    "publiées, sauf description avec l’accord demandé plus bas.",
    "With the api_key, the consumer’s first_name, last_name and email are required: the tracking "
    "link goes to that address, which your program must have verified. description is required "
    "too, from 10 to 4,000 characters. These are never published, except description with the "
    "consent asked for below.",
)
PLACE = Text(
    f"Où : lat et long (WGS 84) ; ou address_string, avec le code INSEE de la commune dans "
    f"attribute[{COMMUNE}] ; ou address_id, le SIRET de l’établissement.",
    f"Where: lat and long (WGS 84); or address_string, with the commune’s INSEE code in "
    f"attribute[{COMMUNE}]; or address_id, the establishment’s SIRET.",
)
ESTABLISHMENT = Text(
    "Où : address_id, le SIRET de l’établissement. Ce service ne prend pas de position.",
    "Where: address_id, the establishment’s SIRET. This service takes no position.",
)
ATTRIBUTE: Mapping[str, Text] = {
    OBSERVED_ON: Text(
        "Quand cela s’est-il passé ? (aujourd’hui, sans réponse)",
        "When did it happen? (today, without an answer)",
    ),
    COMMUNE: Text("Code INSEE de la commune", "INSEE code of the commune"),
    PUBLISH: Text(
        "Le consommateur accepte-t-il que son récit soit publié, ses données personnelles "
        "masquées ?",
        "Does the consumer agree to the story being published, with personal data masked?",
    ),
    SHARE_IDENTITY: Text(
        "Le consommateur accepte-t-il que l’entreprise connaisse son nom et ses coordonnées ?",
        "Does the consumer agree to the company knowing their name and contact details?",
    ),
}
YES = Text("Oui", "Yes")
NO = Text("Non", "No")
DATE = Text("Date, ou instant ISO 8601 avec décalage", "Date, or ISO 8601 instant with an offset")
EUROS = Text("Euros, deux décimales au plus", "Euros, two decimals at most")
