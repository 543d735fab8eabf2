"""From the home page down the category tree to a leaf: links all the way, one form at the end."""

from fastapi import APIRouter
from fastapi.responses import Response

from common.http.forms import read_form
from common.http.sessions import check_origin
from common.secrets import digest
from intake.domain.category_tree import Trail
from intake.domain.draft import STEPS, Draft
from intake.domain.tree_search import LONGEST_QUERY
from intake.handlers.write_draft import save_draft, start_draft
from intake.labels.form import STEP
from intake.pages.shell import Visit, VisitDep, next_page, see

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(visit: VisitDep) -> Response:
    return visit.show("home.html", tops=visit.parts.tree.tops, draft=await _draft(visit))


@router.get("/problems")
async def search(visit: VisitDep, q: str = "") -> Response:
    """The leaves that a plain sentence is about; without one, back to the list."""
    sentence = q.strip()[:LONGEST_QUERY]
    if not sentence:
        return see("/")
    found = visit.parts.searches.of(visit.parts.tree, visit.lang).find(sentence)
    return visit.show("search.html", sentence=sentence, found=[each.trail for each in found])


@router.get("/problems/{path:path}")
async def look_down(path: str, visit: VisitDep) -> Response:
    """One level of the tree; at its end, a wall or the way into the form."""
    tree = visit.parts.tree
    trail = tree.trail(path.split("/"))
    end = trail.end
    template = "level.html" if end.children else "wall.html" if end.wall else "leaf.html"
    steps = [STEP[step] for step in STEPS]
    branches = [tree.trail(branch) for branch in end.wall.branches] if end.wall else []
    ways = _ways(trail)
    return visit.show(template, trail=trail, ways=ways, branches=branches, steps=steps, step=1)


@router.post("/problems/{path:path}")
async def choose_leaf(path: str, visit: VisitDep) -> Response:
    """Begin a draft about this problem, or turn the browser's draft to it."""
    check_origin(visit.request)
    await read_form(visit.request)
    tree = visit.parts.tree
    trail = tree.leaf(path.split("/"))
    draft = await _draft(visit)
    if draft is not None:
        changed = draft.on_path(trail.keys, tree.version)
        await save_draft(changed, visit.store)
        return next_page(changed)
    started = await start_draft(
        visit.store,
        path=trail.keys,
        tree_version=tree.version,
        chance=visit.parts.ground.chance,
    )
    response = next_page(started.draft)
    visit.parts.draft_cookie.set(response, started.token)
    return response


@router.get("/report/problem")
async def change_problem() -> Response:
    return see("/")


async def _draft(visit: Visit) -> Draft | None:
    token = visit.parts.draft_cookie.read(visit.request)
    return await visit.store.drafts.of_token(digest(token)) if token else None


def _ways(trail: Trail) -> list[tuple[str, Trail]]:
    """Each level down to this one, with its address: the way back."""
    return [
        (f"/problems/{'/'.join(trail.keys[:depth])}", Trail(trail.nodes[:depth]))
        for depth in range(1, len(trail.nodes) + 1)
    ]
