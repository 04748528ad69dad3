"""Keeps the noise of Rasa and TensorFlow off the screen."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import warnings
from collections.abc import Iterator

_NOISY_LOGGERS = ("rasa", "tensorflow", "matplotlib", "apscheduler", "asyncio", "absl", "jieba")


def import_quietly() -> None:
    """Import Rasa's noisy parts once, with telemetry off, before anything else does.

    The filters have to follow sanic's import: sanic sets its own. Call it before ``rasa`` is imported.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(ImportError):
            import sanic  # noqa: F401
        import rasa.shared.utils.io  # noqa: F401
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=FutureWarning)
    warnings.filterwarnings("ignore", module=r"(rasa|sanic|tensorflow|keras|pykwalify|jieba|pkg_resources)(\..*)?")


@contextlib.contextmanager
def quiet_rasa() -> Iterator[io.StringIO]:
    """Inside, warnings and what Rasa prints go to the returned buffer instead of the screen."""
    levels = {name: logging.getLogger(name).level for name in _NOISY_LOGGERS}
    printed = io.StringIO()
    for name in _NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(printed):
            warnings.simplefilter("ignore")
            yield printed
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
