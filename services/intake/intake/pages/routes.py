"""All the pages of intake."""

from fastapi import APIRouter

from intake.pages import (
    company,
    details,
    email,
    files,
    identity,
    next_steps,
    problem,
    recap,
    resume,
    tracking,
    tracking_files,
    tracking_links,
    tracking_promise,
    tree_preview,
)


def page_routers() -> tuple[APIRouter, ...]:
    return (
        problem.router,
        company.router,
        details.router,
        files.router,
        identity.router,
        email.router,
        recap.router,
        resume.router,
        tracking.router,
        tracking_files.router,
        tracking_links.router,
        tracking_promise.router,
        next_steps.router,
        tree_preview.router,
    )
