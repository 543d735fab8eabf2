"""What to say beside the SIRET that an agent typed and that cannot be the recipient's."""

from collections.abc import Mapping

from common.http.language import Text
from common.values import NotASiret
from routing.handlers.resolve_triage import ClosedEstablishment, UnknownEstablishment

REFUSALS: Mapping[type[Exception], Text] = {
    NotASiret: Text(
        "Ce n’est pas un SIRET : quatorze chiffres, dont la clé est juste.",
        "This is no SIRET: fourteen digits with the right key.",
    ),
    UnknownEstablishment: Text(
        "Le registre ne connaît pas ce SIRET.", "The registry does not know this SIRET."
    ),
    ClosedEstablishment: Text(
        "Cet établissement est fermé : choisissez-en un autre, ou le siège.",
        "This establishment is closed: choose another, or the head office.",
    ),
}
