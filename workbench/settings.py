"""How the workbench runs, from environment variables that begin with ``TOETSSTEEN_`` (``TOETSSTEEN_PORT=8081``)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workbench.toegang.actor import Role
from workbench.toegang.config import AccessConfig, AccessError, Limits, Mode, Oidc, refuse_to_bind

_DATA = user_data_path("toetssteen", appauthor=False)


NO_NAME = "Enige gebruiker"
"""Who works alone on this machine and did not say who that is: nobody who can answer for a besluit."""


_API_RATE = 50.0


class Settings(BaseSettings):
    """``mode``: ``eenpersoons`` is for one person on this machine and answers on loopback only; with ``oidc`` an identity provider
    says who somebody is. Sizes are in bytes, times in seconds. Raises pydantic's ValidationError for what cannot be."""

    model_config = SettingsConfigDict(env_prefix="TOETSSTEEN_", frozen=True, extra="ignore", hide_input_in_errors=True)

    mode: Literal["eenpersoons", "oidc"] = "eenpersoons"
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    public_url: str = ""
    proxy: str = Field("127.0.0.1", pattern=r"^[0-9a-fA-F.:/, ]*$")
    """Addresses of the proxy in front, with commas between; it is believed about who calls. Where one person works nobody is."""
    database: str = Field(f"sqlite:///{_DATA / 'register.db'}", repr=False)
    """May hold a password: shown nowhere."""
    key_file: Path = _DATA / "sleutel"
    rules: Path | None = None
    proposals: Path = _DATA / "voorstellen"
    """A git repository for changes of the rules; made when it is not there."""
    versions: Path = _DATA / "versies"
    """Where versions of the rules that were approved are put to be read."""
    logbook: Path = _DATA / "logboek.jsonl"
    populations: Path = _DATA / "populaties"
    registrations: Path = _DATA / "registraties"
    jobs: Path = _DATA / "taken"
    """Folders with populations and with records, each a folder by its name, and with what jobs made."""
    logbook_otlp: str = ""
    """Where the log of processings goes instead of the file: the address of a collector for traces (OTLP over HTTP)."""
    otel: bool = False
    """Tell a collector of traces how requests go; the variables of OpenTelemetry say where it is (extra ``otel``)."""
    activities: str = "urn:toetssteen:verwerkingsactiviteit:"
    user_name: str = Field(NO_NAME, min_length=1, max_length=100)
    organisation: str | None = Field(None, min_length=1, max_length=200)
    """Whose behandelaars work here, as rules name an uitvoerder (CAK); with ``oidc`` it has to be there."""
    handlers: dict[str, str] = Field(default_factory=dict, max_length=1_000)
    """The names of all who handle cases here, by the id that the provider gives them (JSON: ``{"u-14": "N. de Vries"}``)."""

    contact_name: str = Field("", max_length=200)
    contact_url: str = Field("", pattern=r"^(https?://\S+)?$", max_length=500)
    contact_email: str = Field("", pattern=r"^([^@\s]+@[^@\s]+)?$", max_length=200)
    """Whom the description of the API names for questions; what is not set is not in it."""
    letters: dict[Literal["organisatie", "afzender adres", "contact", "bezwaar naar"], str] = Field(
        default_factory=dict
    )
    """What the form of a letter begins with (JSON: ``{"afzender adres": "Postbus 1\\n1234 AB Voorbeeldstad"}``)."""

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_audience: str = ""
    """For whom an access token for the API must be meant; another name than that of the client."""
    oidc_roles_claim: str = "roles"
    oidc_roles: dict[str, Role] = Field(default_factory=lambda: {role.value: role for role in Role})
    """What the roles of the provider are called (JSON: ``{"CAK-BEH": "behandelaar"}``)."""
    session_idle: int = Field(30 * 60, ge=60)
    session_absolute: int = Field(10 * 3600, ge=60)
    session_roles: int = Field(30 * 60, ge=60)
    """After how long the provider says again who is signed in and with which roles."""
    api_rate: float | None = Field(None, gt=0)
    """Requests to the API a second for each user (default: 50 where several people work, no limit on one's own machine)."""

    workers: int = Field(min(2, os.cpu_count() or 1), ge=0, le=64)
    """Processes that decide; 0 decides in the process that answers, and cannot stop a decision that takes too long."""
    seconds: float = Field(20.0, gt=0)
    max_body: int = Field(2_000_000, ge=1_000)
    max_depth: int = Field(48, ge=8, le=64)
    max_values: int = Field(50_000, ge=100)
    max_batch: int = Field(100, ge=1)

    @model_validator(mode="after")
    def _alone_on_loopback(self) -> Settings:
        if self.mode == "oidc" and self.organisation is None:
            raise ValueError(
                "De stand 'oidc' vraagt voor welke organisatie hier gewerkt wordt: TOETSSTEEN_ORGANISATION."
            )
        try:
            refuse_to_bind(Mode(self.mode), self.host)
        except AccessError as wrong:
            raise ValueError(str(wrong)) from None
        return self

    def contact(self) -> dict[str, str]:
        """Whom to ask about the API, as OpenAPI says it."""
        told = {"name": self.contact_name, "url": self.contact_url, "email": self.contact_email}
        return {key: value for key, value in told.items() if value}

    def access(self) -> AccessConfig:
        """What access control is told. Raises AccessError for settings that contradict each other."""
        url = self.public_url or f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"
        return AccessConfig(url, self._form_key(), Mode(self.mode), self.user_name, self._provider(), self.limits())

    def limits(self) -> Limits:
        """How long a session lasts, and how often somebody may ask."""
        rate = self.api_rate or (_API_RATE if self.mode == "oidc" else None)
        return Limits(idle=self.session_idle, absolute=self.session_absolute, roles=self.session_roles, api_rate=rate)

    def _provider(self) -> Oidc | None:
        if not (self.oidc_issuer and self.oidc_client_id and self.oidc_audience):
            return None
        return Oidc(
            self.oidc_issuer,
            self.oidc_client_id,
            None if self.oidc_client_secret is None else self.oidc_client_secret.get_secret_value(),
            self.oidc_audience,
            self.oidc_roles_claim,
            roles=tuple(self.oidc_roles.items()),
        )

    def _form_key(self) -> bytes:
        """The key of which the tokens in forms are made: new with every start, so that a page of before it is asked for again. Where
        people sign in it is one of the register instead, which all processes share (``toegang/install.py``)."""
        return secrets.token_bytes(32)
