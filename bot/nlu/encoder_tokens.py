"""Texts to token numbers for a sentence encoder, by HuggingFace ``tokenizers``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import BadRequest
from bot.nlu.encoder_files import VOCABULARY_FILE, EncoderFiles

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BERT_TOKENS = ("[UNK]", "[CLS]", "[SEP]", "[PAD]")


class TokenReader:
    """Reads texts into padded arrays; may be used by several threads."""

    def __init__(self, tokenizer: Tokenizer, max_length: int) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_length)
        self._tokenizer = tokenizer
        self._padding = next((n for n in map(tokenizer.token_to_id, ("[PAD]", "<pad>")) if n is not None), 0)

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Token numbers and attention mask, a row per text, as wide as the longest; every row has a token."""
        rows = [encoding.ids or [self._padding] for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        width = max(len(row) for row in rows)
        numbers = np.full((len(rows), width), self._padding, dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.int64)
        for index, row in enumerate(rows):
            numbers[index, : len(row)] = row
            mask[index, : len(row)] = 1
        return numbers, mask


def open_token_reader(files: EncoderFiles) -> TokenReader:
    """Read the tokenizer of an encoder's folder.

    Raises:
        BadRequest: it cannot be read, or a vocabulary lacks BERT's special tokens.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # else it starts a thread per processor
    try:
        if files.tokenizer.name == VOCABULARY_FILE:
            tokenizer = _build_word_piece(files.tokenizer)
        else:
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(files.tokenizer))
    except BadRequest:
        raise
    except Exception as error:  # the library raises plain Exception
        raise BadRequest(f"分词文件 {files.tokenizer} 无法读取：{error}") from error
    return TokenReader(tokenizer, files.options.max_length)


def _build_word_piece(file: Path) -> Tokenizer:
    """BERT's own tokenizer: lower case, Chinese characters one by one."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    # Not splitlines(): BERT's Chinese vocabulary holds characters that count as line ends there.
    words = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    vocabulary = {word: number for number, word in enumerate(words)}
    missing = [token for token in _BERT_TOKENS if token not in vocabulary]
    if missing:
        raise BadRequest(f"词表 {file} 里没有 {missing[0]}，不是 BERT 的词表。")
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    return tokenizer
