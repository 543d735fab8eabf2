"""What surrounds every page of intake, and what their routes ask for."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from common.http.clients import network_of
from common.http.forms import Form, read_form
from common.http.headers import PagePolicy
from common.http.language import Language, Text, language_of
from common.http.pages import Link, Pages
from common.http.sessions import check_csrf, csrf_token
from common.secrets import digest
from intake.domain.category_tree import CategoryTree, Trail
from intake.domain.draft import STEPS, Draft, Step
from intake.domain.wording import Lang
from intake.labels.form import STEP
from intake.parts import IntakeParts
from intake.store import Store

_REPORT = Text("Signaler un problème", "Report a problem")
_FOLLOW = Text("Suivre mon signalement", "Follow my report")


class NoDraft(Exception):
    """The browser has no draft, or one that has ended: start from the problem."""


class NoTrackingSession(Exception):
    """The browser follows no report, or no longer: ask for the link."""


def make_pages(parts: IntakeParts) -> Pages:
    elsewhere = (parts.routing_url, parts.upload_origin)
    return Pages(
        "intake",
        service_title=Text("Signaler un problème", "Report a problem"),
        navigation=_navigation,
        policy=PagePolicy(connect=elsewhere, form_action=elsewhere),
    )


def _navigation(request: Request) -> Sequence[Link]:
    follows = request.url.path.startswith("/tracking")
    return [
        Link(_REPORT, "/", is_current=not follows),
        Link(_FOLLOW, "/tracking", is_current=follows),
    ]


async def parts_of(request: Request) -> IntakeParts:
    parts: IntakeParts = request.app.state.parts
    return parts


PartsDep = Annotated[IntakeParts, Depends(parts_of)]


async def open_store(parts: PartsDep) -> AsyncIterator[Store]:
    """One unit of work for the page, committed before it leaves."""
    async with parts.open_store() as store:
        yield store


StoreDep = Annotated[Store, Depends(open_store, scope="function")]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page, with what most pages need. The store connects at its first use."""

    request: Request
    pages: Pages
    parts: IntakeParts
    store: Store

    @property
    def lang(self) -> Lang:
        return "en" if language_of(self.request.scope) is Language.ENGLISH else "fr"

    @property
    def network(self) -> str:
        return network_of(self.request)

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        return self.pages.render(self.request, template, status=status, **context)


async def visit(request: Request, parts: PartsDep, store: StoreDep) -> Visit:
    return Visit(request, request.app.state.pages, parts, store)


VisitDep = Annotated[Visit, Depends(visit, scope="function")]


@dataclass(frozen=True, slots=True)
class Writing:
    """A draft in its browser's hands."""

    visit: Visit
    token: str
    draft: Draft

    @property
    def csrf(self) -> str:
        return csrf_token(self.token)

    @property
    def tree(self) -> CategoryTree:
        """The version of the tree that the draft was begun under."""
        return self.visit.parts.trees.numbered(self.draft.tree_version)

    @property
    def trail(self) -> Trail:
        return self.tree.leaf(self.draft.path)

    async def form(self) -> Form:
        """The form sent, if one of our own pages in this browser sent it."""
        return await own_form(self.visit.request, self.token)

    def show(
        self,
        template: str,
        step: Step,
        *,
        draft: Draft | None = None,
        errors: Mapping[str, Text] | None = None,
        status: int | None = None,
        **context: Any,
    ) -> Response:
        """A step of the form; with `errors`, the same page again, filled as it was."""
        return self.visit.show(
            template,
            status=status or (422 if errors else 200),
            draft=draft or self.draft,
            csrf_token=self.csrf,
            steps=[STEP[each] for each in STEPS],
            step=STEPS.index(step) + 1,
            errors=errors or {},
            **context,
        )


async def writing(visit: VisitDep) -> Writing:
    """The draft of the browser's cookie. Raises `NoDraft`."""
    token = visit.parts.draft_cookie.read(visit.request)
    if token is None:
        raise NoDraft
    async with visit.parts.open_store() as store:
        draft = await store.drafts.of_token(digest(token))
    if draft is None:
        raise NoDraft
    return Writing(visit, token, draft)


WritingDep = Annotated[Writing, Depends(writing)]


@dataclass(frozen=True, slots=True)
class Following:
    """A report followed in a browser."""

    visit: Visit
    token: str
    report_id: UUID

    @property
    def csrf(self) -> str:
        return csrf_token(self.token)

    async def form(self) -> Form:
        """The form sent, if one of our own pages in this browser sent it."""
        return await own_form(self.visit.request, self.token)


async def following(visit: VisitDep) -> Following:
    """The report of the browser's tracking cookie. Raises `NoTrackingSession`."""
    token = visit.parts.tracking_cookie.read(visit.request)
    if token is None:
        raise NoTrackingSession
    async with visit.parts.open_store() as store:
        report_id = await store.tracking_sessions.report_of(digest(token))
    if report_id is None:
        raise NoTrackingSession
    return Following(visit, token, report_id)


FollowingDep = Annotated[Following, Depends(following)]


async def own_form(request: Request, token: str) -> Form:
    """The form, if one of our own pages in this browser sent it."""
    form = await read_form(request)
    check_csrf(request, token, form.text("csrf_token"))
    return form


def see(path: str) -> Response:
    return RedirectResponse(path, status_code=303)


def next_page(draft: Draft) -> Response:
    """The first step left to do: after a correction from the recap, the recap again."""
    return see(f"/report/{draft.next_step.value}")


async def start_again(_: Request, __: Exception) -> Response:
    return see("/")


async def ask_for_link(_: Request, __: Exception) -> Response:
    return see("/tracking")
