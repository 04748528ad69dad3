"""More to learn from without more writing: changed copies of the training messages, and a shop's unlabelled ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pypinyin import lazy_pinyin

from benchmarks.variants.board import Board, Sample, add_texts, take_all
from benchmarks.variants.recipe import Recipe

_SEED = 0
_COPY_WEIGHT = 0.5
_PSEUDO_WEIGHT = 0.3
_SURE = 0.8
_LOST, _MISHEARD = 0.04, 0.1
_CLAUSES = re.compile(r"[，。 ？！]+")
_OPENINGS = (
    *("你好，", "您好，", "请问", "请问一下，", "嗯，", "好的，", "那", "亲，", "在吗，", "是这样的，"),
    *("我想问下，", "麻烦问一下，"),
)
_ENDINGS = ("谢谢", "，谢谢", "呢", "啊", "哦", "吧", "？", "，麻烦了")

Change = Callable[[str, np.random.Generator], str]


def add_politeness(text: str, random: np.random.Generator) -> str:
    """Open or close the message as shoppers do; neither changes what it is about."""
    if random.random() < 0.7:
        return str(random.choice(_OPENINGS)) + text
    return text + str(random.choice(_ENDINGS))


def swap_clauses(text: str, random: np.random.Generator) -> str:
    """The clauses in another order."""
    clauses = [clause for clause in _CLAUSES.split(text) if clause]
    return "，".join(clauses[place] for place in random.permutation(len(clauses)))


def mistype(text: str, random: np.random.Generator) -> str:
    """Lose some characters, and write others as a common one of the same sound."""
    typed = []
    for char, luck in zip(text, random.random(len(text)), strict=True):
        if luck < _LOST:
            continue
        sounds_alike = _homophones().get(_sound_of(char), ()) if luck < _MISHEARD else ()
        typed.append(str(random.choice(sounds_alike)) if sounds_alike else char)
    return "".join(typed) or text


@dataclass(frozen=True)
class ChangedCopies:
    """Adds a copy of each training message for each change, if the change does anything."""

    changes: tuple[Change, ...]

    def __call__(self, board: Board) -> Sample:
        """The messages and their copies."""
        random = np.random.default_rng(_SEED)
        sample = take_all(board)
        for change in self.changes:
            copies = [change(text, random) for text in board.texts]
            origins = np.array([i for i, (a, b) in enumerate(zip(copies, board.texts, strict=True)) if a != b])
            sample = add_texts(sample, [copies[i] for i in origins], board.labels[origins], _COPY_WEIGHT, origins)
        return sample


@dataclass(frozen=True)
class SelfTraining:
    """Adds the shop's messages under the label that the teachers are sure of and agree on."""

    teachers: tuple[Recipe, ...]

    def __call__(self, board: Board) -> Sample:
        """One teacher: self-training. Two: each message that they agree on, as in co-training."""
        if not board.shop_texts:
            return take_all(board)
        heard = [teacher.train(board).confidences(board.shop_texts) for teacher in self.teachers]
        guesses = np.stack([confidences.argmax(axis=1) for confidences in heard])
        agreed = (guesses == guesses[0]).all(axis=0)
        sure = agreed & (np.mean([confidences.max(axis=1) for confidences in heard], axis=0) >= _SURE)
        chosen = np.flatnonzero(sure)
        texts = [board.shop_texts[index] for index in chosen]
        nowhere = np.full(len(chosen), -1)
        return add_texts(take_all(board), texts, guesses[0][chosen], _PSEUDO_WEIGHT, nowhere)


@lru_cache(maxsize=8192)
def _sound_of(char: str) -> str:
    return str(lazy_pinyin(char)[0])


@lru_cache(maxsize=1)
def _homophones() -> dict[str, Sequence[str]]:
    """The 3,755 common characters (level one of GB 2312, rows 16 to 55) by their sound."""
    known: dict[str, list[str]] = {}
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            char = bytes((row, cell)).decode("gb2312", errors="ignore")
            if char:
                known.setdefault(_sound_of(char), []).append(char)
    return dict(known)
