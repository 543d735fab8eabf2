"""What routing listens to."""

from common.contracts.agent_analytics import SigningKeysPublished
from common.contracts.company_portal import CaseClosed, ReportDeclined
from common.contracts.intake import RecipientNamed, ReportErased, ReportSubmitted, ReportWithdrawn
from common.contracts.routing import RulesActivated
from common.messaging.subscription import Subscription, on
from routing.handlers.drop_closed_report import drop_closed_report
from routing.handlers.drop_withdrawn_report import drop_withdrawn_report
from routing.handlers.follow_consumer import follow_consumer
from routing.handlers.forget_report import forget_report
from routing.handlers.judge_waiting_again import judge_waiting_again
from routing.handlers.keep_signing_keys import keep_signing_keys
from routing.handlers.return_to_triage import return_to_triage
from routing.handlers.route_report import route_report
from routing.parts import RoutingParts
from routing.store import Store


def subscriptions(parts: RoutingParts) -> tuple[Subscription[Store], ...]:
    return (
        on(
            ReportSubmitted,
            queue="routing.route-report",
            do=lambda event, store: route_report(event, store, search=parts.search),
        ),
        on(ReportDeclined, queue="routing.return-to-triage", do=return_to_triage),
        on(RecipientNamed, queue="routing.follow-consumer", do=follow_consumer),
        on(ReportWithdrawn, queue="routing.drop-withdrawn-report", do=drop_withdrawn_report),
        on(CaseClosed, queue="routing.drop-closed-report", do=drop_closed_report),
        on(
            RulesActivated,
            queue="routing.judge-waiting-again",
            do=lambda event, store: judge_waiting_again(event, store, search=parts.search),
        ),
        on(ReportErased, queue="routing.forget-report", do=forget_report),
        on(SigningKeysPublished, queue="routing.keep-signing-keys", do=keep_signing_keys),
    )
