"""All settings of one process, read once from the environment (``XIAOER_*``)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import BadRequest

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings with their defaults; ``docs/configuration.md`` explains each (a test keeps the two in step).

    Durations are in seconds, sizes in characters. Secrets have no default: ``bot.bootstrap`` creates them in the state
    directory for a demo start and refuses to start without them when ``environment`` is ``production``.
    """

    environment: str = "demo"
    state_dir: Path = PROJECT_ROOT / "var"
    model_dir: Path = PROJECT_ROOT / "models"
    knowledge_dir: Path = PROJECT_ROOT / "knowledge_base"
    data_dir: Path = PROJECT_ROOT / "data"
    config_file: Path = PROJECT_ROOT / "config.yml"
    domain_file: Path = PROJECT_ROOT / "domain.yml"
    web_dir: Path = PROJECT_ROOT / "web" / "dist"
    database_url: str = ""
    shop_database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8600
    public_url: str = ""
    widget_origins: str = ""
    trusted_proxies: str = ""
    runtime_workers: int = 1
    runtime_standby: int = 1
    turn_deadline_seconds: float = 8.0
    bubble_pause_seconds: float = 0.6
    max_text: int = 2000
    secret_key: str = ""
    identity_secret: str = ""
    admin_password: str = ""
    shop_backend: str = "sql"
    wechat_app_id: str = ""
    wechat_app_secret: str = ""
    wechat_token: str = ""
    wechat_encoding_aes_key: str = ""
    wechat_api_url: str = "https://api.weixin.qq.com"
    app_secret: str = ""
    app_reply_url: str = ""
    encoder_dir: str = ""
    encoder_faq_weight: float = 0.0
    log_level: str = "INFO"

    @property
    def resolved_database_url(self) -> str:
        """SQLAlchemy URL of our own database."""
        return self.database_url or f"sqlite:///{self.state_dir / 'xiaoer.db'}"

    @property
    def resolved_shop_database_url(self) -> str:
        """SQLAlchemy URL of the shop's database."""
        return self.shop_database_url or f"sqlite:///{self.state_dir / 'shop.db'}"

    @property
    def resolved_public_url(self) -> str:
        """The address under which browsers reach the gateway."""
        return self.public_url or f"http://{self.host}:{self.port}"

    def runtime_socket(self, worker: int) -> Path:
        """The unix socket of one runtime worker."""
        return self.state_dir / "run" / f"runtime-{worker}.sock"


_CASTS = {"Path": Path, "str": str, "int": int, "float": float}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read ``XIAOER_<NAME>`` for every field of :class:`Settings`.

    Raises:
        BadRequest: a value cannot be read, or a ``XIAOER_`` variable names no setting; the message says which.
    """
    source = os.environ if environ is None else environ
    known = {f"XIAOER_{name.upper()}": field for name, field in Settings.__dataclass_fields__.items()}
    unknown = sorted(key for key in source if key.startswith("XIAOER_") and key not in known)
    if unknown:
        raise BadRequest(f"unknown setting {unknown[0]}; see docs/configuration.md for the list")
    values: dict[str, object] = {}
    for key, field in known.items():
        raw = source.get(key)
        if raw is None or raw == "":
            continue
        kind = field.type if isinstance(field.type, str) else field.type.__name__
        try:
            values[field.name] = _CASTS[kind](raw)
        except ValueError as error:
            raise BadRequest(f"{key}={raw!r} is not a valid {kind}") from error
    return Settings(**values)  # type: ignore[arg-type]
