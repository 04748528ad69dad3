"""Train the assistant: NLU and dialogue, from the project's data and the trainers' own examples."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import category

from bot.domain.errors import BadRequest, NotFound, Unavailable
from bot.nlu.code_version import compute_code_version
from bot.nlu.encoder import open_encoder
from bot.nlu.encoder_files import find_encoder_files
from bot.nlu.model_file import check_model, publish_model, read_current
from bot.nlu.quiet import import_quietly, quiet_rasa
from bot.settings import PROJECT_ROOT, Settings

Progress = Callable[[str, int], None]
"""Called with the step's name in Chinese and the percentage that is done."""

_STEPS = {
    "MemoizationPolicy": ("正在学习对话故事", 15),
    "RulePolicy": ("正在检查对话规则", 20),
    "ChineseTokenizer": ("正在准备分词词典", 30),
    "SentenceClassifier": ("正在学习意图识别", 40),
    "DIETClassifier": ("正在学习意图识别", 40),
    "RuleEntityExtractor": ("正在准备实体规则", 85),
}


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """The current model; ``is_new`` is False when nothing had changed and no training was needed."""

    path: Path
    sha256: str
    trained_at: str
    data_fingerprint: str
    is_new: bool


def train_model(
    settings: Settings, extra_examples: Sequence[tuple[str, str]] = (), progress: Progress | None = None
) -> TrainedModel:
    """Train, publish and return the model; a crash on the way leaves the model before it current.

    Args:
        settings: where data, configuration, domain and models are.
        extra_examples: the trainers' (intent, text) pairs; they join the messages under ``data/``.
        progress: told about each step.

    Raises:
        BadRequest: the training data is contradictory or incomplete; the message holds what Rasa said. Or the folder
            of the sentence encoder cannot be used.
    """
    report = progress or (lambda step, percent: None)
    report("正在读取训练数据", 2)
    fingerprint = compute_fingerprint(settings, extra_examples)
    unchanged = _find_unchanged(settings.model_dir, fingerprint)
    if unchanged is not None:
        report("训练数据没有变化，沿用现有模型", 100)
        return unchanged
    if settings.encoder_dir:
        open_encoder(Path(settings.encoder_dir))  # now, because Rasa would hide its errors
    with tempfile.TemporaryDirectory(prefix="xiaoer-train-") as name:
        folder = Path(name)
        archive = _run_rasa(settings, _training_files(settings, extra_examples, folder), folder, report)
        report("正在发布模型", 95)
        trained_at = datetime.now(UTC).isoformat(timespec="seconds")
        entry = publish_model(archive, settings.model_dir, trained_at=trained_at, data_fingerprint=fingerprint)
    report("训练完成", 100)
    return TrainedModel(settings.model_dir / entry.model, entry.sha256, trained_at, fingerprint, is_new=True)


def compute_fingerprint(settings: Settings, extra_examples: Sequence[tuple[str, str]]) -> str:
    """A digest of everything that a training reads.

    That is data, configuration, domain, product names, lexicon, examples, code and the files of the sentence encoder.
    """
    digest = hashlib.sha256(compute_code_version().encode())
    products, lexicon = settings.knowledge_dir / "products", settings.knowledge_dir / "lexicon.yml"
    for root in (settings.data_dir, settings.config_file, settings.domain_file, products, lexicon):
        files = [root] if root.is_file() else sorted(root.rglob("*.yml"))
        for file in files:
            digest.update(file.relative_to(root.parent).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    if settings.encoder_dir:
        digest.update(find_encoder_files(Path(settings.encoder_dir)).compute_fingerprint().encode())
    for intent, text in sorted(extra_examples):
        digest.update(f"{intent}\0{text}\0".encode())
    return digest.hexdigest()


def _find_unchanged(model_dir: Path, fingerprint: str) -> TrainedModel | None:
    entry = read_current(model_dir)
    if entry is None or entry.data_fingerprint != fingerprint:
        return None
    try:
        path = check_model(model_dir / entry.model, entry.sha256)
    except (NotFound, Unavailable):
        return None
    return TrainedModel(path, entry.sha256, entry.trained_at, fingerprint, is_new=False)


def _training_files(settings: Settings, examples: Sequence[tuple[str, str]], folder: Path) -> list[str]:
    files = [str(settings.data_dir)]
    if examples:
        extra = folder / "examples.yml"
        extra.write_text(render_examples(examples), encoding="utf-8")
        files.append(str(extra))
    return files


def render_examples(examples: Sequence[tuple[str, str]]) -> str:
    """Rasa YAML with the examples as plain text: brackets are no entity annotations, line breaks become spaces."""
    by_intent: dict[str, list[str]] = {}
    for intent, text in examples:
        by_intent.setdefault(intent, []).append(_plain_line(text))
    lines = ['version: "3.1"', "nlu:"]
    for intent in sorted(by_intent):
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in by_intent[intent])]
    return "\n".join(lines) + "\n"


def _plain_line(text: str) -> str:
    printable = "".join(" " if category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") else sign for sign in text)
    return " ".join(printable.replace("](", "] (").replace("]{", "] {").split())


def _run_rasa(settings: Settings, files: list[str], folder: Path, report: Progress) -> Path:
    """One training by Rasa's Python API; the path of the archive."""
    import_quietly()
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException

    name = f"xiaoer-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    with _reported_steps(report), _training_environment(settings), quiet_rasa() as printed:
        try:
            result = train(
                domain=str(settings.domain_file),
                config=str(_localize_config(settings, folder)),
                training_files=files,
                output=str(folder),
                fixed_model_name=name,
                force_training=True,
            )
        except (SystemExit, RasaException) as error:
            raise BadRequest(f"训练数据有误：{printed.getvalue().strip() or error}") from error
    if result.code != 0 or not result.model:
        raise BadRequest(f"训练数据有误：{printed.getvalue().strip()}")
    return Path(result.model)


def _localize_config(settings: Settings, folder: Path) -> Path:
    """The pipeline configuration with the paths of this shop's knowledge folder."""
    default = PROJECT_ROOT / "knowledge_base"
    if settings.knowledge_dir == default:
        return settings.config_file
    text = settings.config_file.read_text(encoding="utf-8")
    local = folder / settings.config_file.name
    local.write_text(text.replace(": knowledge_base/", f": {settings.knowledge_dir.resolve()}/"), encoding="utf-8")
    return local


@contextmanager
def _training_environment(settings: Settings) -> Iterator[None]:
    """Rasa's cache off (it would lie in the working directory), telemetry off, no progress bars of its own.

    Components that Rasa makes read the encoder's folder from the environment.
    """
    wanted = {"RASA_MAX_CACHE_SIZE": "0", "RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR"}
    wanted["XIAOER_ENCODER_DIR"] = settings.encoder_dir
    before = {key: os.environ.get(key) for key in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


@contextmanager
def _reported_steps(report: Progress) -> Iterator[None]:
    """Turn Rasa's log of started components into progress."""
    logger = logging.getLogger("rasa.engine.training.hooks")
    handler = _StepHandler(report)
    before, propagates = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        logger.propagate = propagates


class _StepHandler(logging.Handler):
    """Reports to the screen that was there before Rasa's output was diverted."""

    def __init__(self, report: Progress) -> None:
        super().__init__(logging.INFO)
        self._report = report
        self._screen = sys.stdout

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        for component, (step, percent) in _STEPS.items():
            if message.startswith("Starting") and f"'{component}'" in message:
                with redirect_stdout(self._screen):
                    self._report(step, percent)
