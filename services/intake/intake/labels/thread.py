"""Words about the messages between a consumer and who holds the report."""

from common.http.language import Text
from intake.domain.thread import LONGEST_MESSAGE, MOST_MESSAGES

TOO_MANY_MESSAGES = Text(
    f"Vous avez déjà écrit {MOST_MESSAGES} messages sur ce signalement. L’établissement les a tous "
    "reçus : attendez sa réponse.",
    f"You have already written {MOST_MESSAGES} messages about this report. The establishment got "
    "them all: wait for its answer.",
)
MESSAGE_FAULT = Text(
    f"Écrivez votre message, en {LONGEST_MESSAGE} caractères au plus.",
    f"Write your message, in {LONGEST_MESSAGE} characters at most.",
)
