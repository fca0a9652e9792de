"""How the workbench runs, from environment variables that begin with ``TOETSSTEEN_`` (``TOETSSTEEN_PORT=8081``)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workbench.toegang.config import AccessConfig, AccessError, Mode, refuse_to_bind

_DATA = user_data_path("toetssteen", appauthor=False)


class Settings(BaseSettings):
    """``mode``: ``eenpersoons`` is for one person on this machine and answers on loopback only; with ``oidc`` an identity provider
    says who somebody is. Sizes are in bytes, times in seconds. Raises pydantic's ValidationError for what cannot be."""

    model_config = SettingsConfigDict(env_prefix="TOETSSTEEN_", frozen=True, extra="ignore")

    mode: Literal["eenpersoons", "oidc"] = "eenpersoons"
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    public_url: str = ""
    database: str = f"sqlite:///{_DATA / 'register.db'}"
    key_file: Path = _DATA / "sleutel"
    rules: Path | None = None
    user_name: str = Field("Enige gebruiker", min_length=1, max_length=100)

    workers: int = Field(min(2, os.cpu_count() or 1), ge=0, le=64)
    """Processes that decide; 0 decides in the process that answers, and cannot stop a decision that takes too long."""
    seconds: float = Field(20.0, gt=0)
    max_body: int = Field(2_000_000, ge=1_000)
    max_depth: int = Field(48, ge=8, le=64)
    max_values: int = Field(50_000, ge=100)
    max_batch: int = Field(100, ge=1)

    @model_validator(mode="after")
    def _alone_on_loopback(self) -> Settings:
        try:
            refuse_to_bind(Mode(self.mode), self.host)
        except AccessError as wrong:
            raise ValueError(str(wrong)) from None
        return self

    def access(self) -> AccessConfig:
        """What access control is told. Raises AccessError for settings that contradict each other."""
        url = self.public_url or f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"
        return AccessConfig(url, self._form_key(), Mode(self.mode), self.user_name)

    def _form_key(self) -> bytes:
        """The key of which the tokens in forms are made: new with every start, so that a page of before it is asked for again."""
        return secrets.token_bytes(32)
