"""The whole tree on one page, in both languages: for those who write it, and to be printed."""

from fastapi import APIRouter
from fastapi.responses import Response

from intake.domain.tree_check import measured
from intake.labels.tree import QUESTION_KIND
from intake.pages.shell import VisitDep

router = APIRouter(include_in_schema=False)


@router.get("/tree")
async def preview_tree(visit: VisitDep, version: int | None = None) -> Response:
    """The version in force, or the one asked for: those to come may be read before they start."""
    trees = visit.parts.trees
    tree = visit.parts.tree if version is None else trees.numbered(version)
    return visit.show(
        "tree.html",
        trails=list(tree.trails()),
        tree=tree,
        versions=trees.versions,
        measured=measured(tree),
        question_kinds=QUESTION_KIND,
    )
