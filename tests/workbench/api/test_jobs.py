"""Jobs: how they go, that they can be followed and stopped, and what is left of them."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from workbench.api import studies
from workbench.service import jobs as module
from workbench.service import studies as commands
from workbench.service.jobs import Job, Jobs
from workbench.service.studies import Simulation, simulation_steps
from workbench.settings import Settings

FAKE = """
import pathlib, sys, time
kind, place = sys.argv[1:3]
print("1 van 2 delen", flush=True)
if kind == "lang":
    time.sleep(60)
if kind == "fout":
    print("TS880: niet te gebruiken")
    sys.exit(1)
pathlib.Path(place).mkdir()
pathlib.Path(place, "rapport.json").write_text("{}")
print("2 van 2 delen", flush=True)
"""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another program in place of the command line, which takes a minute."""
    script = tmp_path / "fake.py"
    script.write_text(FAKE)
    started = module.subprocess.Popen

    def popen(command: list[str], **more: Any) -> Any:
        return started([sys.executable, str(script), *command[3:]], **more)

    monkeypatch.setattr(module.subprocess, "Popen", popen)


def until(jobs: Jobs, job: Job, *states: str) -> Job:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = jobs.job(job.id, job.kind)
        if found.state in states:
            return found
        time.sleep(0.02)
    raise AssertionError(found)


@pytest.mark.usefixtures("fake")
def test_a_job_says_how_far_it_is_and_is_written_down(tmp_path: Path) -> None:
    written: list[str] = []
    jobs = Jobs(tmp_path / "taken", lambda job: written.append(job.id))
    good = jobs.start("simulatie", "goed", "iemand", [["goed", "{rapport}"]])
    bad = jobs.start("simulatie", "fout", "iemand", [["fout", "{rapport}"], ["goed", "{rapport}"]])
    done = until(jobs, good, "klaar")
    assert (done.done, done.total, written) == (2, 2, [good.id])
    assert "TS880" in until(jobs, bad, "mislukt").said
    assert [job.id for job in jobs.all()] in ([bad.id, good.id], [good.id, bad.id])
    jobs.close()


@pytest.mark.usefixtures("fake")
def test_two_jobs_that_need_the_same_population_make_it_once(tmp_path: Path) -> None:
    """Both were asked before it was there; the second finds it made."""
    jobs, place = Jobs(tmp_path / "taken", lambda job: None), tmp_path / "mensen"
    step = ["populatie", str(place), f"--uit={place}"]
    both = [jobs.start("simulatie", "goed", "iemand", [step, ["goed", "{rapport}"]]) for _ in range(2)]
    assert [until(jobs, job, "klaar", "mislukt").state for job in both] == ["klaar", "klaar"]
    jobs.close()


def test_people_of_another_model_are_not_taken_for_those_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run over people of an older model has no range, and their number is no longer what the margins say."""
    asked, settings, places = Simulation(("x",), 2024, None, 10_000), Settings(populations=tmp_path / "mensen"), []
    for model in ("het ene", "het andere"):
        (tmp_path / "populaties").mkdir(exist_ok=True)
        (tmp_path / "populaties" / "nederland-2024.yaml").write_text(model)
        monkeypatch.setattr(commands, "scenarios_dir", lambda: tmp_path)
        make, run = simulation_steps(asked, settings)
        places.append(make[1].removeprefix("--uit="))
        assert f"--populatie={places[-1]}" in run
        Path(places[-1]).mkdir(parents=True)
        assert len(simulation_steps(asked, settings)) == 1
    assert places[0] != places[1]


@pytest.mark.usefixtures("fake")
def test_a_job_is_stopped_while_it_runs_and_while_it_waits(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "taken", lambda job: None)
    running = jobs.start("simulatie", "lang", "iemand", [["lang", "{rapport}"]])
    waiting = jobs.start("simulatie", "wacht", "iemand", [["goed", "{rapport}"]])
    until(jobs, running, "loopt")
    assert jobs.stop(waiting.id, "simulatie").state == "gestopt"
    assert jobs.stop(running.id, "simulatie").state == "gestopt"
    last = jobs.start("simulatie", "daarna", "iemand", [["lang", "{rapport}"]])
    until(jobs, last, "loopt")
    assert jobs.job(running.id, "simulatie").state == jobs.job(waiting.id, "simulatie").state == "gestopt"
    jobs.close()
    assert Jobs(tmp_path / "taken", lambda job: None).job(last.id, "simulatie").state == "afgebroken"


@pytest.mark.usefixtures("fake")
def test_a_job_is_followed_over_http(client: TestClient, settings: Settings) -> None:
    asked = {"varianten": ["opslag zorgpremie 0 procent"], "jaar": 2025}
    for wrong, place in (({"varianten": ["opslag"]}, "/varianten/0"), ({"besluiten": ["--uit=/tmp"]}, "/besluiten/0")):
        refused = client.post("/v1/simulaties", json=asked | wrong).json()
        assert (refused["status"], [one["pad"] for one in refused["fouten"]]) == (400, [place])
    assert client.post("/v1/simulaties", json=asked | {"varianten": ["a\u0000"]}).status_code == 400
    (settings.populations / "mensen").mkdir(parents=True)
    missed = client.post("/v1/simulaties", json=asked | {"populatie": "dieren"}).json()
    assert (missed["fouten"][0]["pad"], missed["fouten"][0]["oplossing"]) == ("/populatie", "Kies uit: mensen.")
    made = client.post("/v1/simulaties", json=asked | {"populatie": "mensen"})
    assert made.status_code == 202
    place = made.headers["location"]
    with client.stream("GET", f"{place}/voortgang") as stream:
        told = [json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: ")]
    assert told[-1]["status"] == "mislukt"
    assert client.get(place).json() == told[-1]
    with pytest.MonkeyPatch.context() as full:
        full.setattr(studies, "MOST_FOLLOWED", 0)
        assert client.get(f"{place}/voortgang").headers["retry-after"] == "10"
    assert studies._followed == set()
    assert client.get(f"{place}/bestanden/rapport.json").status_code == 404
    for name in ("../stand.json", "..%2Fstand.json", "stand.exe"):
        assert client.get(f"{place}/bestanden/{name}").status_code in (400, 404)
    assert client.get("/v1/simulaties/simulatie-0").status_code == 404
    assert client.delete(place).json()["status"] == "mislukt"


@pytest.mark.usefixtures("fake")
def test_a_job_whose_state_cannot_be_kept_does_not_stop_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    jobs = Jobs(tmp_path / "taken", lambda job: written.append(job.id))
    write = Jobs._write

    def full(self: Jobs, job: Job) -> None:
        if job.state == "loopt" and job.title == "vol":
            raise OSError(28, "No space left on device")
        write(self, job)

    monkeypatch.setattr(Jobs, "_write", full)
    with monkeypatch.context() as none_left:
        none_left.setattr(Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(OSError, match="No space left"):
            jobs.start("simulatie", "kan niet", "iemand", [["goed", "{rapport}"]])
    (tmp_path / "taken" / f"simulatie-{'0' * 32}").mkdir()
    (tmp_path / "taken" / f"simulatie-{'0' * 32}" / "stand.json").write_text("")
    assert jobs.all() == []
    lost = jobs.start("simulatie", "vol", "iemand", [["goed", "{rapport}"]])
    good = jobs.start("simulatie", "daarna", "iemand", [["goed", "{rapport}"]])
    until(jobs, good, "klaar")
    assert written == [good.id]
    assert (jobs.job(lost.id, "simulatie").state, "Maak ruimte" in jobs.job(lost.id, "simulatie").said) == (
        "mislukt",
        True,
    )
    jobs.close()


def test_a_command_is_not_told_the_secrets_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOETSSTEEN_DATABASE", "postgresql://u:geheim@x/y")
    monkeypatch.setenv("TOETSSTEEN_CACHE", "/hier")
    told = module._environment()
    assert "TOETSSTEEN_DATABASE" not in told and told["TOETSSTEEN_CACHE"] == "/hier" and told["PATH"]


def test_a_norm_report_is_made_over_http_and_the_register_knows_its_files(client: TestClient) -> None:
    wrong = client.post(
        "/v1/normen/rapporten", json={"periode": "2024-K1", "normen": ["bereikbaarheid telefoon"]}
    ).json()
    assert wrong["fouten"][0]["oplossing"].startswith("Bedoelde u 'bereikbaarheid telefonie'")
    missed = client.post("/v1/normen/rapporten", json={"periode": "2024-K1", "registratie": "onzin"}).json()
    assert missed["fouten"][0]["pad"] == "/registratie"
    made = client.post("/v1/normen/rapporten", json={"periode": "2024-K1", "normen": ["bereikbaarheid telefonie"]})
    place = made.headers["location"]
    with client.stream("GET", f"{place}/voortgang") as stream:
        told = [json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: ")]
    assert (told[-1]["status"], told[-1]["bestanden"]) == ("klaar", ["normen.json"]), told[-1]
    file = client.get(f"{place}/bestanden/normen.json").content
    assert "bereikbaarheid telefonie" in file.decode()
    app = client.app
    assert isinstance(app, FastAPI)
    entries = app.state.workbench.register.entries("normrapport", told[-1]["id"])
    assert [entry.payload["bestanden"] for entry in entries] == [{"normen.json": hashlib.sha256(file).hexdigest()}]
    assert client.post("/v1/register/controles").json()["inOrde"] is True


def test_reported_figures_are_held_against_norms_and_kept_with_the_report(client: TestClient) -> None:
    figure = {"norm": "bereikbaarheid telefonie", "onderdeel": "Zvw", "periode": "2024", "waarde": "71%"}
    statement = {"opgave": "Verslag <b>2024", "organisatie": "CAK", "cijfers": [figure]}
    asked = {"periode": "2024", "opgaven": [statement]}

    def wrong(**other: object) -> list[str]:
        answer = client.post("/v1/normen/rapporten", json=asked | other)
        assert answer.status_code == 400 and answer.headers["content-type"] == "application/problem+json"
        return [one["pad"] for one in answer.json()["fouten"]]

    both = [figure | {"waarde": "veel"}, figure | {"kengetal": "ook"}, figure | {"soort": "onzin"}]
    assert wrong(opgaven=[statement, statement | {"cijfers": both}]) == [
        "/opgaven/1/cijfers/0/waarde",
        "/opgaven/1/cijfers/1",
        "/opgaven/1/cijfers/2/waarde",
    ]
    assert wrong(registratie="mijn", tot="2024-06-30") == ["/registratie", "/tot"]
    assert wrong(periode="1950") == ["/periode"]
    assert wrong(opgaven=[statement | {"cijfers": [figure] * 1_001}]) == ["/opgaven/0/cijfers"]
    made = client.post("/v1/normen/rapporten", json=asked)
    assert made.status_code == 202 and made.json()["titel"] == "Verslag <b>2024: normen in 2024"
    place = made.headers["location"]
    with client.stream("GET", f"{place}/voortgang") as stream:
        told = [json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: ")]
    assert (told[-1]["status"], told[-1]["bestanden"]) == ("klaar", ["normen.json"]), told[-1]
    file = client.get(f"{place}/bestanden/normen.json").content.decode()
    assert "niet behaald" in file and "71" in file and str(Path.cwd()) not in file
    app = client.app
    assert isinstance(app, FastAPI)
    (entry,) = app.state.workbench.register.entries("normrapport", told[-1]["id"])
    given = app.state.workbench.jobs.place(told[-1]["id"]) / "invoer" / "00-opgave.yaml"
    assert entry.payload["invoer"] == {given.name: hashlib.sha256(given.read_bytes()).hexdigest()}
