"""The pages about a case."""

from fastapi import APIRouter

from workbench.web.zaak import (
    besluit,
    bezwaar,
    brief,
    dossier,
    gegevens,
    handling,
    herziening,
    listing,
    maatwerk,
    nieuw,
    verloop,
    waaromniet,
    watals,
)

router = APIRouter()
for module in (
    listing,
    nieuw,
    dossier,
    bezwaar,
    handling,
    besluit,
    gegevens,
    verloop,
    watals,
    waaromniet,
    herziening,
    maatwerk,
    brief,
):
    router.include_router(module.router)
