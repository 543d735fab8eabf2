"""File a report that a program posts for a consumer, as an Open311 request."""

from dataclasses import dataclass

from common.clock import paris_date
from common.ids import Chance
from common.secrets import digest
from intake.domain.category_tree import CategoryTree, Trail
from intake.domain.open311 import Fault, Open311Refused, check_jurisdiction, service
from intake.domain.open311_request import Posted, read_request
from intake.domain.wording import Lang
from intake.handlers.submit_report import SubmitReport, submit_report
from intake.store import Store


@dataclass(frozen=True, slots=True)
class FiledRequest:
    reference: str
    trail: Trail


async def file_open311_request(
    posted: Posted,
    store: Store,
    *,
    tree: CategoryTree,
    chance: Chance,
    tracking_page: str,
    lang: Lang,
) -> FiledRequest:
    """The program's key stands for the proof of the consumer's e-mail address.

    Everything else is as for every report: the consumer gets the tracking link by e-mail. Raises
    `Open311Refused` or a refusal of the domain, with nothing changed.
    """
    key_id = await store.open311.use_key(digest(posted.field("api_key")))
    if key_id is None:
        raise Open311Refused(Fault.KEY, "api_key")
    check_jurisdiction(posted.field("jurisdiction_id"))
    trail = service(tree, posted.field("service_code"))
    today = paris_date(store.clock.now())
    request = read_request(posted, trail, today=today, paris=paris_date)
    command = SubmitReport(
        path=trail.keys,
        replies=request.replies,
        description=request.description,
        observed_on=request.observed_on,
        target=request.target,
        consumer=request.consumer,
        proof="",
        is_vouched_for=True,
        share_identity=request.share_identity,
        wishes_advice=False,
        lang=lang,
        publish_consent=request.publish_consent,
    )
    accepted = await submit_report(
        command, store, tree=tree, chance=chance, tracking_page=tracking_page
    )
    await store.open311.add(accepted.id, key_id)
    store.audit(
        "open311_request_filed",
        actor=f"open311_key:{key_id}",
        object_kind="report",
        object_id=str(accepted.id),
    )
    return FiledRequest(accepted.reference, trail)
