"""What a trainer is asked about a log, and what becomes of the labels."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.agent import Agent, Role
from bot.domain.errors import BadRequest, NotAllowed
from bot.domain.learning import Candidate
from bot.domain.turn import Outcome, ParsedText, RankedIntent
from bot.services.learn_from_log import Understanding, find_candidates, is_unsure, store_candidates
from bot.services.learn_labels import LabelledRow, LabelRow, Message, check_labels, store_labels
from bot.services.learn_trial import compare_learning, split_held_out
from bot.services.manage_examples import add_example
from bot.services.settle_candidates import (
    dismiss_candidates,
    label_candidates,
    list_candidates,
    restore_candidates,
)
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock

TRAINER = Agent("t", "trainer", "训练师", Role.TRAINER)
AGENT = Agent("a", "agent", "小雨", Role.AGENT)


def key(text: str) -> str:
    return text.rstrip("？?。 ")


def guess(text: str, first: float = 0.3, second: float = 0.29, outcome: Outcome = Outcome.CLARIFY) -> ParsedText:
    ranking = (RankedIntent("ask_usage", first), RankedIntent("ask_stock", second))
    return ParsedText(text, "ask_usage", first, ranking, (), outcome)


def parse(texts: Sequence[str]) -> list[ParsedText]:
    """Sure of everything with 锅 in it."""
    return [guess(text, 0.9, 0.05, Outcome.ANSWER) if "锅" in text else guess(text) for text in texts]


def group(texts: Sequence[str]) -> list[int]:
    """By the first character."""
    firsts = list(dict.fromkeys(text[0] for text in texts))
    return [firsts.index(text[0]) for text in texts]


UNDERSTANDING = Understanding(parse, group, key)


def find(messages: Sequence[str], known: Sequence[str] = (), limit: int = 300) -> list[Candidate]:
    return find_candidates(messages, known, UNDERSTANDING, FakeClock(), limit=limit)[0]


def test_groups_come_by_size_and_repetitions_once() -> None:
    messages = ["咋洗", "灯不亮", "灯 不亮？", "灯不亮？", "灯坏", "锅糊了", "咋用", "咋装"]
    found = find(messages)
    assert [(one.text, one.count) for one in found] == [
        ("灯不亮", 2), ("灯 不亮？", 1), ("灯坏", 1), ("咋洗", 1), ("咋用", 1), ("咋装", 1)
    ]  # fmt: skip
    assert len({one.cluster for one in found}) == 2
    assert found[0].ranking == (("ask_usage", 0.3), ("ask_stock", 0.29))
    assert [one.text for one in find(messages, limit=2)] == ["灯不亮", "灯 不亮？"]


def test_the_summary_adds_up() -> None:
    messages = ["灯不亮", "灯不亮", "[图片]", "https://a.cn/1", "123", "咋" * 201, "锅糊了", "咋洗？"]
    _, summary = find_candidates(messages, ["咋洗"], UNDERSTANDING, FakeClock())
    assert (summary.messages, summary.unusable, summary.distinct, summary.known) == (8, 4, 3, 1)
    assert (summary.unsure, summary.clusters, summary.chosen) == (1, 1, 1)


def test_personal_data_is_masked_before_anything_sees_it() -> None:
    seen: list[str] = []

    def watch(texts: Sequence[str]) -> list[ParsedText]:
        seen.extend(texts)
        return parse(texts)

    messages = ["我电话13912345678", "寄到梧桐路88号3栋501"]
    found, _ = find_candidates(messages, [], Understanding(watch, group, key), FakeClock())
    assert not any(secret in text for secret in ("12345678", "88号", "501") for text in seen)
    assert {one.text for one in found} == set(seen)


def test_odd_characters_do_not_reach_the_database() -> None:
    assert [one.text for one in find(["灯\x00不\ud83d亮\n\u200b了"])] == ["灯 不 亮 了"]


def test_a_flood_of_one_kind_leaves_room_for_others() -> None:
    found = find([f"灯{chr(0x4E00 + number)}" for number in range(100)] + ["咋洗"], limit=30)
    assert "咋洗" in {one.text for one in found}


def test_what_the_bot_is_unsure_of() -> None:
    assert is_unsure(guess("a", 0.3, 0.1))
    assert is_unsure(guess("a", 0.45, 0.4, Outcome.ANSWER))
    assert not is_unsure(guess("a", 0.7, 0.1, Outcome.ANSWER))
    assert not is_unsure(guess("a", 0.7, 0.1, Outcome.HANDOFF))


def test_candidates_are_labelled_once_and_never_come_back(transactions: SqlTransactions) -> None:
    clock = FakeClock()
    found = find(["灯不亮", "灯坏", "咋洗", "咋用"])
    assert store_candidates(transactions, found) == 4
    assert store_candidates(transactions, find(["灯不亮", "咋装"])) == 1
    ids = {one.text: one.id for one in list_candidates(transactions)}
    settled = label_candidates(transactions, clock, TRAINER, [ids["灯不亮"], ids["灯坏"]], "report_damage")
    assert (set(settled.settled), len(settled.examples)) == ({ids["灯不亮"], ids["灯坏"]}, 2)
    assert label_candidates(transactions, clock, TRAINER, [ids["灯不亮"], "x"], "report_damage").settled == ()
    assert dismiss_candidates(transactions, TRAINER, [ids["咋洗"]]).settled == (ids["咋洗"],)
    with transactions.read() as tx:
        assert {(one.intent, one.text) for one in tx.examples.list_examples()} == {
            ("report_damage", "灯不亮"),
            ("report_damage", "灯坏"),
        }
    assert store_candidates(transactions, found) == 0
    assert {one.text for one in list_candidates(transactions)} == {"咋用", "咋装"}


def test_what_is_an_example_already_is_told_and_a_contradiction_stays(transactions: SqlTransactions) -> None:
    clock = FakeClock()
    add_example(transactions, clock, TRAINER, "report_damage", "灯坏")
    add_example(transactions, clock, TRAINER, "ask_usage", "灯不亮")
    store_candidates(transactions, find(["灯不亮", "灯坏", "灯碎"]))
    ids = [one.id for one in list_candidates(transactions)]
    settled = label_candidates(transactions, clock, TRAINER, ids, "report_damage")
    assert (len(settled.settled), len(settled.examples), settled.known) == (2, 1, 1)
    assert settled.conflicts == ("“灯不亮”已在训练语料里，意图是“使用方法”",)
    assert [one.text for one in list_candidates(transactions)] == ["灯不亮"]


def test_labels_and_dismissals_can_be_taken_back(transactions: SqlTransactions) -> None:
    clock = FakeClock()
    store_candidates(transactions, find(["灯不亮", "灯坏", "咋洗"]))
    before = list(list_candidates(transactions))
    ids = [one.id for one in before]
    for intent in ("report_damage", None):
        if intent is None:
            settled = dismiss_candidates(transactions, TRAINER, ids)
        else:
            settled = label_candidates(transactions, clock, TRAINER, ids, intent)
        assert list(list_candidates(transactions)) == []
        assert restore_candidates(transactions, TRAINER, settled.settled, settled.examples) == 3
        assert list(list_candidates(transactions)) == before
    with transactions.read() as tx:
        assert list(tx.examples.list_examples()) == []
    with pytest.raises(NotAllowed):
        restore_candidates(transactions, AGENT, ids, [])


def test_a_refused_label_leaves_the_list_as_it_is(transactions: SqlTransactions) -> None:
    store_candidates(transactions, find(["灯不亮"]))
    (one,) = list_candidates(transactions)
    with pytest.raises(BadRequest):
        label_candidates(transactions, FakeClock(), TRAINER, [one.id], "made_up")
    with pytest.raises(NotAllowed):
        label_candidates(transactions, FakeClock(), AGENT, [one.id], "ask_usage")
    with pytest.raises(NotAllowed):
        dismiss_candidates(transactions, AGENT, [one.id])
    assert list(list_candidates(transactions)) == [one]


@pytest.mark.parametrize(
    "label", ["ask_usage", " 使用方法 ", "使用方法（ask_usage）", "使用方法(ask_usage)", "（ask_usage）"]
)
def test_an_intent_may_be_written_in_several_ways(label: str) -> None:
    (row,) = check_labels([LabelRow(2, "咋洗", label), LabelRow(3, "灯坏", " ")], key)
    assert (row.number, row.intent) == (2, "ask_usage")


def test_wrong_labels_are_reported_all_at_once() -> None:
    rows = [
        LabelRow(2, "咋洗", "ask_usege"),
        LabelRow(3, "灯坏", "使用方式"),
        LabelRow(4, "灯不亮", "ask_usage"),
        LabelRow(7, "灯不亮？", "ask_stock"),
        LabelRow(8, "长" * 201, "ask_stock"),
        LabelRow(9, "咋装", "xyzzy"),
        *(LabelRow(number, f"咋{number}", "不要") for number in range(10, 40)),
    ]
    with pytest.raises(BadRequest) as caught:
        check_labels(rows, key)
    lines = caught.value.message.split("\n")[1:]
    assert lines[:3] == [
        "第 2 行：没有“ask_usege”这个意图，最接近的是 ask_usage（使用方法）",
        "第 3 行：没有“使用方式”这个意图，最接近的是 ask_usage（使用方法）",
        "第 7 行与第 4 行是同一句话，意图却不同",
    ]
    assert [line[:6] for line in lines[3:5]] == ["第 8 行：", "第 9 行："]
    assert lines[4].endswith("“xyzzy”这个意图")
    assert lines[5:] == ["第 10、11、12、13、14 等 30 行：没有“不要”这个意图"]
    with pytest.raises(BadRequest, match="还没有填写"):
        check_labels([LabelRow(2, "咋洗", "")], key)


def make_rows(count: int = 30) -> list[LabelledRow]:
    intents = ("ask_usage", "ask_stock")
    return [LabelledRow(n + 2, f"{'咋有'[n % 2]}{chr(0x4E00 + n)}", intents[n % 2]) for n in range(count)]


def alone(texts: Sequence[str]) -> list[int]:
    """No text resembles another."""
    return list(range(len(texts)))


def test_the_held_out_part_is_a_third_of_each_intent_whatever_the_order() -> None:
    rows = make_rows()
    learned, held_out = split_held_out(rows, alone)
    assert sorted([*learned, *held_out], key=lambda row: row.number) == rows
    assert [sum(row.intent == intent for row in held_out) for intent in ("ask_usage", "ask_stock")] == [5, 5]
    assert split_held_out(rows[::-1], alone) == (learned, held_out)


def test_what_resembles_each_other_is_not_torn_apart() -> None:
    rows = [
        LabelledRow(row.number, row.text, row.intent, str(row.number // 2) if row.number < 30 else "")
        for row in make_rows(60)
    ]
    learned, held_out = split_held_out(rows, lambda texts: [ord(text[1]) // 5 for text in texts])
    assert 15 <= len(held_out) <= 20
    for side in (lambda row: row.group or row.number, lambda row: ord(row.text[1]) // 5):
        assert not {side(row) for row in learned} & {side(row) for row in held_out}


def test_learning_is_measured_on_what_was_not_learned() -> None:
    rows = make_rows()
    trainings: list[tuple[set[str], set[str]]] = []

    def train(messages: Sequence[Message], texts: Sequence[str]) -> list[ParsedText]:
        """Knows an intent as soon as it has learned one message of it."""
        trainings.append(({text for _, text in messages}, set(texts)))
        intents = {intent for intent, _ in messages}
        parsed = []
        for text in texts:
            intent = "ask_usage" if text[0] == "咋" else "ask_stock"
            shown = intent if intent in intents else "greet"
            parsed.append(ParsedText(text, shown, 0.8, (RankedIntent(shown, 0.8),), (), Outcome.ANSWER))
        return parsed

    base = [("ask_usage", "怎么清洗"), ("ask_stock", rows[1].text)]
    said: list[str] = []
    comparison = compare_learning(rows, base, train, key, alone, said.append)
    assert comparison is not None
    assert (comparison.before.strict, comparison.after.strict) == (0.5, 1.0)
    assert (comparison.learned, comparison.after.messages) == (20, 10)
    assert all(not learned & asked for learned, asked in trainings)
    assert len(said) == 2
    assert not comparison.is_worse
    assert compare_learning(rows[:10], base, train, key, alone) is None


def test_labels_are_stored_once_and_contradictions_not_at_all(transactions: SqlTransactions) -> None:
    rows = [
        LabelledRow(2, "咋洗", "ask_usage"),
        LabelledRow(3, "灯坏", "report_damage"),
        LabelledRow(4, "有吗", "ask_stock"),
    ]
    project = [("ask_stock", "有吗？"), ("report_quality_issue", "灯坏")]
    first = store_labels(transactions, FakeClock(), "标注文件", rows, project, key)
    assert (first.added, first.known) == (1, 1)
    assert first.conflicts == ("第 3 行“灯坏”标为“运输破损”，已有语料是“商品质量问题”",)
    again = store_labels(transactions, FakeClock(), "标注文件", rows, project, key)
    assert (again.added, again.known, again.conflicts) == (0, 2, first.conflicts)
    with transactions.read() as tx:
        assert [(one.intent, one.text, one.created_by) for one in tx.examples.list_examples()] == [
            ("ask_usage", "咋洗", "标注文件")
        ]
