"""What one may want to know about a case without changing anything."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.api import models, questions
from workbench.api.bodies import LimitedRoute
from workbench.api.wiring import Bench, JsonBytes, Who, asked, described, source
from workbench.service.comparing import Revision
from workbench.service.problems import ForbiddenError, RefusedError, Wrong

router = APIRouter(tags=["vragen over een zaak"], route_class=LimitedRoute, default_response_class=JsonBytes)


@router.post(
    "/uitleg",
    operation_id="legUit",
    summary="Leg een besluit uit",
    responses=described(models.Explained),
)
def explain(question: questions.ExplanationQuestion, bench: Bench, who: Who) -> Response:
    """Voor de burger, de behandelaar of de jurist: als boom met bronnen, of als tekst."""
    return JsonBytes(bench.consider("explain", asked(question, bench, who), who, question.niveau, question.vorm))


@router.post(
    "/waarom-niet",
    operation_id="waaromNiet",
    summary="Vraag waarom iets niet zo is",
    responses=described(models.Told),
)
def why_not(question: questions.WhyNotQuestion, bench: Bench, who: Who) -> Response:
    """De kleinste groep voorwaarden waardoor een regel, tabelrij, kenmerk of rechtsstatus niet gold."""
    return JsonBytes(bench.consider("why_not", asked(question, bench, who), who, question.doel))


@router.post(
    "/wat-als",
    operation_id="watAls",
    summary="Bekijk een besluit met andere feiten",
    responses=described(models.Told),
)
def what_if(question: questions.WhatIfQuestion, bench: Bench, who: Who) -> Response:
    """Wat er zou gelden als de feiten zo waren, naast wat er geldt. Dit is geen besluit."""
    return JsonBytes(bench.consider("what_if", asked(question, bench, who), who, question.feiten, question.niveau))


@router.post(
    "/wat-als/kleinste-wijzigingen",
    operation_id="kleinsteWijziging",
    summary="Zoek de kleinste wijziging die de uitkomst verandert",
    responses=described(models.Sentence),
)
def smallest(question: questions.SmallestQuestion, bench: Bench, who: Who) -> Response:
    """Van een getal of een datum."""
    case = asked(question, bench, who)
    return JsonBytes(bench.consider("smallest", case, who, question.feit, question.alleen_status, question.niveau))


@router.post(
    "/volgende-vraag",
    operation_id="volgendeVraag",
    summary="Vraag welk feit nu het meest zegt",
    responses=described(models.NextQuestion),
)
def next_question(question: questions.Question, bench: Bench, who: Who) -> Response:
    """De feiten die nog nodig zijn, in de volgorde waarin u ze het best vraagt."""
    return JsonBytes(bench.consider("next_question", asked(question, bench, who), who))


@router.post(
    "/tijdlijnen",
    operation_id="tijdlijn",
    summary="Neem een besluit over een periode",
    responses=described(models.Anything),
)
def timeline(question: questions.TimelineQuestion, bench: Bench, who: Who) -> Response:
    """Wat van wanneer tot wanneer geldt, met de reden van elke wijziging."""
    return JsonBytes(bench.consider("timeline", asked(question, bench, who), who, (question.van, question.tot)))


@router.post(
    "/herzieningen",
    operation_id="herzie",
    summary="Zet een besluit naast wat het wordt nu er meer bekend is",
    responses=described(models.Anything),
)
def revise(question: questions.RevisionQuestion, bench: Bench, who: Who) -> Response:
    """Het verschil per periode, waar het door komt, en wat nog mag worden rechtgezet."""
    content, subject, _ = source(question, bench, who, question.besluit)
    period = (question.van, question.tot)
    dates = (question.toen, question.nu, question.verzonden_op)
    revision = Revision(question.besluit, content, period, *dates, question.bekend_bij, subject)
    return JsonBytes(bench.consider("revise", revision, who, question.niveau))


@router.post(
    "/signalen",
    operation_id="signaleer",
    summary="Vraag de signalen bij een zaak",
    responses=described(models.Signals),
)
def signals(question: questions.Question, bench: Bench, who: Who) -> Response:
    """Waar een mens naar zou moeten kijken. Een signaal verandert de uitkomst nooit."""
    return JsonBytes(bench.consider("signals", asked(question, bench, who), who))


@router.post(
    "/overzichten",
    operation_id="overzicht",
    summary="Zet alle besluiten voor een huishouden naast elkaar",
    responses=described(models.Overview),
)
def overview(question: questions.OverviewQuestion, bench: Bench, who: Who) -> Response:
    """Alleen voor wat een burger zelf opgeeft en voor verzonnen mensen: een organisatie mag gegevens van verschillende wetten niet bij
    elkaar leggen. Er wordt niets vastgelegd, behalve dat er gegevens verwerkt zijn."""
    if question.dossier_id is not None:
        raise ForbiddenError(_STORED)
    if question.dossier is None:
        raise RefusedError([Wrong("INVOER", "/dossier", "Er is een dossier nodig.", "Stuur de inhoud.")])
    dates = (question.rekendatum, question.verzonden_op)
    return JsonBytes(bench.overview(question.dossier, question.herkomst, *dates, who))


_STORED = (
    "Dit kan niet met een opgeslagen dossier. Zo'n dossier is van een organisatie, en die mag gegevens van verschillende wetten niet bij "
    "elkaar leggen. Stuur wat de burger zelf opgeeft, of een verzonnen dossier."
)


@router.post(
    "/trajecten",
    operation_id="traject",
    summary="Vraag waar een traject is",
    responses=described(models.Anything),
)
def traject(question: questions.TrajectQuestion, bench: Bench, who: Who) -> Response:
    """De toestand, de weg ernaartoe en de termijnen die lopen; onder 'agenda' als iCalendar-tekst (.ics)."""
    content, subject, _ = source(question, bench, who)
    return JsonBytes(bench.traject(question.traject, content, subject, question.rekendatum, question.over, who))
