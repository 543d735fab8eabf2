"""Who can help when a report did not settle the matter: official bodies, by category.

A link is given only where the body's own address is certain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.http.language import Text
from intake.domain.next_steps import Impasse


@dataclass(frozen=True, slots=True)
class Helper:
    """A body that can be turned to, and for what."""

    name: Text
    role: Text
    url: str | None = None


WHY: Mapping[Impasse, Text] = {
    Impasse.NO_ANSWER: Text(
        "L’établissement n’a pas répondu dans le délai. Vous pouvez encore agir vous-même.",
        "The establishment did not answer in time. You can still act yourself.",
    ),
    Impasse.UNFOUNDED: Text(
        "L’établissement conteste votre signalement. Si vous maintenez votre demande, vous pouvez "
        "encore agir vous-même.",
        "The establishment disputes your report. If you keep to your request, you can still act "
        "yourself.",
    ),
    Impasse.NOBODY_CONCERNED: Text(
        "Aucun établissement ne s’est reconnu concerné. Si vous savez à qui écrire, vous pouvez "
        "encore agir vous-même.",
        "No establishment recognised itself as concerned. If you know whom to write to, you can "
        "still act yourself.",
    ),
    Impasse.PROMISE_NOT_KEPT: Text(
        "La promesse n’est pas tenue. Rappelez-la par écrit, puis demandez de l’aide.",
        "The promise was not kept. Remind the company of it in writing, then ask for help.",
    ),
}

_CONCILIATOR = Helper(
    Text("Conciliateur de justice", "Court conciliator (conciliateur de justice)"),
    Text(
        "Gratuit, près de chez vous, pour un litige avec une entreprise ou un particulier.",
        "Free of charge, near you, for a dispute with a company or a person.",
    ),
    "https://www.conciliateurs.fr",
)
_MEDIATION = Helper(
    Text("Médiateur de la consommation de l’entreprise", "The company’s consumer ombudsman"),
    Text(
        "Gratuit. Chaque entreprise doit en avoir un et dire lequel, sur son site ou ses contrats. "
        "Écrivez d’abord à l’entreprise ; le médiateur peut être saisi dans l’année.",
        "Free of charge. Every company must have one and say which, on its site or its contracts. "
        "Write to the company first; the ombudsman can be turned to within a year.",
    ),
    "https://www.economie.gouv.fr/mediation-conso",
)
_EUROPE = Helper(
    Text("Centre européen des consommateurs France", "European Consumer Centre France"),
    Text(
        "Pour une entreprise établie dans un autre pays de l’Union européenne.",
        "For a company established in another country of the European Union.",
    ),
    "https://www.europe-consommateurs.eu",
)
_RIGHTS = Helper(
    Text("Défenseur des droits", "Defender of Rights (Défenseur des droits)"),
    Text(
        "Pour un différend avec un service public, ou une discrimination.",
        "For a disagreement with a public service, or discrimination.",
    ),
    "https://www.defenseurdesdroits.fr",
)
_TELECOM = Helper(
    Text("Médiateur des communications électroniques", "Telecommunications ombudsman"),
    Text(
        "Pour un opérateur de téléphone ou d’internet, après une réclamation écrite.",
        "For a telephone or internet operator, after a written complaint.",
    ),
    "https://www.mediation-telecom.org",
)
_ENERGY = Helper(
    Text("Médiateur national de l’énergie", "National energy ombudsman"),
    Text(
        "Pour un fournisseur d’électricité ou de gaz, deux mois après une réclamation écrite.",
        "For a supplier of electricity or gas, two months after a written complaint.",
    ),
    "https://www.energie-mediateur.fr",
)
_TRAVEL = Helper(
    Text("Médiation Tourisme et Voyage", "Tourism and travel ombudsman"),
    Text(
        "Pour un transporteur, une agence ou un hébergement qui y adhère.",
        "For a carrier, an agency or a lodging that has joined it.",
    ),
    "https://www.mtv.travel",
)
_BANK = Helper(
    Text("Médiateur de la banque ou de l’assurance", "Ombudsman of the bank or the insurer"),
    Text(
        "Son nom et son adresse sont sur vos relevés ou vos contrats.",
        "Its name and address are on your statements or your contracts.",
    ),
)
_DATA = Helper(
    Text("CNIL", "CNIL, the data protection authority"),
    Text(
        "Pour l’usage de vos données ou la prospection que vous avez refusée.",
        "For the use of your data, or canvassing that you refused.",
    ),
    "https://www.cnil.fr",
)

_BY_CATEGORY: Mapping[str, Sequence[Helper]] = {
    "telecom": (_TELECOM,),
    "internet": (_TELECOM, _DATA),
    "energy": (_ENERGY,),
    "travel": (_TRAVEL, _EUROPE),
    "online": (_EUROPE,),
    "finance": (_BANK,),
    "debt": (_BANK,),
    "canvassing": (_DATA,),
    "accessibility": (_RIGHTS,),
}
_PUBLIC = "public_services"


def helpers_for(category: str) -> Sequence[Helper]:
    """Whom to turn to, the most precise first."""
    if category == _PUBLIC:
        return (_RIGHTS,)
    return (*_BY_CATEGORY.get(category, ()), _MEDIATION, _CONCILIATOR)


CATEGORIES = frozenset({*_BY_CATEGORY, _PUBLIC})
