"""The pages about a case."""

from fastapi import APIRouter

from workbench.web.zaak import besluit, dossier, gegevens, listing

router = APIRouter()
for module in (listing, dossier, besluit, gegevens):
    router.include_router(module.router)
