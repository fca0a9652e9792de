"""The pages about the rules: read, write, try out, propose and approve them."""

from fastapi import APIRouter

from workbench.web.regels import articles, edit, help, listing, proposals, unknown

router = APIRouter()
for module in (listing, articles, unknown, proposals, help, edit):
    router.include_router(module.router)
