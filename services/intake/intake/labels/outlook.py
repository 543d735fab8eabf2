"""What comes after the sending, step by step, for each outlook."""

from collections.abc import Mapping

from common.http.language import Text
from intake.domain.outlook import Outlook

_TOLD = Text(
    "Vous recevez un courriel quand il lit votre signalement et quand il répond.",
    "You get an e-mail when they read your report and when they answer.",
)
_JUDGE = Text(
    "Vous jugez sa réponse sur la page de suivi.", "You rate their answer on the tracking page."
)
_SEEN = Text(
    "Les agents publics le lisent : il les aide à choisir leurs contrôles.",
    "Public officers read it: it helps them choose their inspections.",
)

OUTLOOK: Mapping[Outlook, tuple[Text, ...]] = {
    Outlook.TRANSMITTED: (
        Text(
            "Nous prévenons l’établissement que vous avez choisi, par courriel ou par lettre.",
            "We tell the establishment that you chose, by e-mail or by letter.",
        ),
        _TOLD,
        _JUDGE,
    ),
    Outlook.TO_BE_FOUND: (
        Text(
            "Nous cherchons l’établissement concerné. En cas de doute, un agent choisit : jamais "
            "une autre entreprise ne reçoit votre signalement par erreur.",
            "We look for the establishment. In doubt an officer chooses: no other company gets "
            "your report by mistake.",
        ),
        _TOLD,
        _JUDGE,
    ),
    Outlook.TO_BE_ROUTED: (
        Text(
            "Un agent cherche à qui votre signalement doit aller. Vous n’avez rien à refaire.",
            "An officer finds out whom your report must go to. You need do nothing again.",
        ),
        Text(
            "Vous recevez un courriel dès qu’un destinataire est trouvé.",
            "You get an e-mail as soon as a recipient is found.",
        ),
    ),
    Outlook.ADVICE: (
        Text(
            "Un agent public lit votre question. Rien n’est envoyé à l’entreprise.",
            "A public officer reads your question. Nothing is sent to the company.",
        ),
        Text(
            "Sa réponse vous parvient à l’adresse que vous avez donnée.",
            "The answer reaches you at the address that you gave.",
        ),
    ),
    Outlook.FOREIGN: (
        Text(
            "L’entreprise est à l’étranger : nous ne pouvons pas lui transmettre ce signalement.",
            "The company is abroad: we cannot pass this report on to it.",
        ),
        _SEEN,
        Text(
            "Pour un litige dans l’Union européenne, en Islande ou en Norvège, le Centre européen "
            "des consommateurs aide gratuitement.",
            "For a dispute in the European Union, Iceland or Norway, the European Consumer Centre "
            "helps free of charge.",
        ),
    ),
    Outlook.HIDDEN: (
        Text(
            "Ce signalement n’est pas envoyé à l’entreprise.",
            "This report is not sent to the company.",
        ),
        _SEEN,
    ),
}
