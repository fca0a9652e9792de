"""The pages about a case."""

from fastapi import APIRouter

from workbench.web.zaak import besluit, dossier, gegevens, herziening, listing, verloop, waaromniet, watals

router = APIRouter()
for module in (listing, dossier, besluit, gegevens, verloop, watals, waaromniet, herziening):
    router.include_router(module.router)
