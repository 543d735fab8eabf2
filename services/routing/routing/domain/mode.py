"""How a decision came about: the word that is stored, told and explained."""

from enum import StrEnum


class Mode(StrEnum):
    """The first group found a recipient; the next asked for an agent; the last forbid sending."""

    SIRET = "siret"
    HEAD_OFFICE = "head_office"
    SUCCESSOR = "successor"
    NAME_AND_PLACE = "name_and_place"
    KNOWN_WEBSITE = "known_website"
    MARKETPLACE_SELLER = "marketplace_seller"
    KNOWN_PHONE = "known_phone"
    KNOWN_ACCOUNT = "known_account"
    NETWORK_COMPANY = "network_company"
    MANUFACTURER = "manufacturer"
    OPERATOR = "operator"
    LOCAL_RULE = "local_rule"
    TOWN_HALL = "town_hall"
    HAND_OFF = "hand_off"
    CONSUMER = "consumer"
    AGENT = "agent"
    RULE = "rule"

    NO_SUCH_SIRET = "no_such_siret"
    CLOSED = "closed"
    NO_MATCH = "no_match"
    SEVERAL_MATCHES = "several_matches"
    WEBSITE = "website"
    SIMILAR_WEBSITE = "similar_website"
    SELLER_UNKNOWN = "seller_unknown"
    PHONE = "phone"
    PRODUCT = "product"
    SOCIAL = "social"
    PLACE = "place"
    SEVERAL_COMMUNES = "several_communes"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    TRIAGE_RULE = "triage_rule"

    HIDDEN_TAG = "hidden_tag"
    FOREIGN_COMPANY = "foreign_company"
    ADVICE_WISHED = "advice_wished"


FOUND = frozenset(
    {
        Mode.SIRET,
        Mode.HEAD_OFFICE,
        Mode.SUCCESSOR,
        Mode.NAME_AND_PLACE,
        Mode.KNOWN_WEBSITE,
        Mode.MARKETPLACE_SELLER,
        Mode.KNOWN_PHONE,
        Mode.KNOWN_ACCOUNT,
        Mode.NETWORK_COMPANY,
        Mode.MANUFACTURER,
        Mode.OPERATOR,
        Mode.LOCAL_RULE,
        Mode.TOWN_HALL,
        Mode.HAND_OFF,
        Mode.CONSUMER,
        Mode.AGENT,
        Mode.RULE,
    }
)
WITHHELD = frozenset({Mode.HIDDEN_TAG, Mode.FOREIGN_COMPANY, Mode.ADVICE_WISHED})
# In these an establishment among the candidates may be the one that the consumer means.
ASKED = frozenset({Mode.SEVERAL_MATCHES, Mode.SEVERAL_COMMUNES, Mode.SELLER_UNKNOWN, Mode.DECLINED})
