"""What agents read is said in one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.domain.channel import WEB_CHANNEL
from bot.domain.emotion import Emotion
from bot.domain.handoff import Summary
from bot.gateway.desk_views import summary_view
from connectors.registry import CONNECTORS

LABELS = (Path(__file__).parents[2] / "web/staff/labels.ts").read_text(encoding="utf-8")


@pytest.mark.parametrize("channel", [WEB_CHANNEL, *CONNECTORS])
def test_every_channel_has_a_name_on_the_desk(channel: str) -> None:
    (names,) = re.findall(r"CHANNEL_LABELS: Record<string, string> = \{(.*?)\}", LABELS, re.DOTALL)
    assert re.search(rf'^\s*{channel}: "[^"]+",$', names, re.MULTILINE)


@pytest.mark.parametrize("emotion", list(Emotion))
def test_the_sheet_names_the_feeling_as_the_domain_does(emotion: Emotion) -> None:
    view = summary_view(Summary(emotion=emotion.value))
    assert (view["emotion"], view["emotion_label"]) == (emotion.value, emotion.label)
