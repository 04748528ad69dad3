"""``xiaoer nlu learn`` and ``xiaoer nlu curve``: learn from a shop's own messages, and see how much that helps."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.bootstrap import Core, build_core
from bot.chat_logs.columns import COLUMNS_UNCLEAR, ROLES_UNCLEAR, Columns, list_names
from bot.chat_logs.label_file import check_target, read_label_file, write_label_file
from bot.chat_logs.shopper_messages import pick_messages, require_roles
from bot.chat_logs.table import read_table
from bot.commands.console import console, prepare_folder, report_errors, say
from bot.commands.json_lines import flush, write_line
from bot.commands.prepare import list_examples, upgrade_database
from bot.domain.errors import BadRequest, XiaoerError
from bot.domain.intents import INTENTS
from bot.domain.learning import Candidate, LogReading, LogSummary
from bot.domain.turn import ParsedText
from bot.services.learn_from_log import DEFAULT_LIMIT, Understanding, find_candidates, store_candidates
from bot.services.learn_labels import check_labels, store_labels
from bot.services.learn_trial import Comparison, compare_learning
from bot.settings import Settings, load_settings

_AUTHOR = "标注文件"
_NEAR_COPY = 0.6
_SHOWN = 5
_HINT = "可以用 --column、--role-column 和 --shopper-value 指定。"
_NEXT = "运行 xiaoer train，或在训练师工作间点击“训练并发布”，新语料就会生效。"

ColumnOption = Annotated[str, typer.Option(help="Column of the text: its name or number; found out if left out.")]
RoleOption = Annotated[str, typer.Option(help="Column that tells who wrote; found out if left out.")]
ShopperOption = Annotated[str, typer.Option(help="What that column holds for shoppers, such as 买家.")]


def add_commands(app: typer.Typer) -> None:
    """Hang the commands into ``xiaoer nlu``."""
    app.command()(learn)
    app.command(name="import-log", hidden=True)(import_log)
    app.command()(curve)


@report_errors
def learn(
    log: Annotated[Path | None, typer.Argument(help="Chat log: CSV, TSV, XLSX or JSON Lines.")] = None,
    labels: Annotated[Path | None, typer.Option(help="A labelling file that a trainer filled in.")] = None,
    out: Annotated[Path, typer.Option(help="Labelling file to write: .xlsx or .csv.")] = Path("build/待标注.xlsx"),
    column: ColumnOption = "",
    role_column: RoleOption = "",
    shopper_value: ShopperOption = "",
    limit: Annotated[int, typer.Option(min=1, max=5000, help="Messages to label at most.")] = DEFAULT_LIMIT,
    workshop: Annotated[bool, typer.Option("--workshop", help="Put them on the workshop's list instead.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --labels: store them even if they do not help.")] = False,
) -> None:
    """Find in a chat log what the bot is unsure of; with --labels, learn from what a trainer filled in."""
    if (log is None) == (labels is None):
        raise BadRequest("请给出一份聊天记录，或用 --labels 给出填好的标注文件。")
    settings = load_settings()
    if labels is not None:
        _learn_labels(settings, labels, is_certain=yes)
        return
    assert log is not None
    if not workshop:
        check_target(out)
    say("正在读取聊天记录，并让机器人逐句识别，请稍候 …")
    core = _open(settings)
    try:
        candidates, summary = _find(core, log, Columns(column, role_column, shopper_value), limit, is_final=workshop)
    except BadRequest as error:
        is_unclear = error.code in (COLUMNS_UNCLEAR, ROLES_UNCLEAR)
        raise (BadRequest(f"{error.message}{_HINT}") if is_unclear else error) from error
    say(_describe(summary))
    if not candidates:
        say("没有需要标注的消息。")
    elif workshop:
        added = store_candidates(core.transactions, candidates)
        say(f"已放入训练师工作间的“导入聊天记录”：新增 {added} 条。")
    else:
        for path in write_label_file(candidates, out):
            say(f"已写入：{path}")
        say(f"请填写“意图”一列，然后运行 xiaoer nlu learn --labels {out}")


@report_errors
def import_log(
    log: Path, column: str = "", role_column: str = "", shopper_value: str = "", limit: int = DEFAULT_LIMIT
) -> None:
    """What the gateway runs for an uploaded log: one line of JSON, a summary or an error."""
    try:
        core = _open(load_settings())
        candidates, summary = _find(core, log, Columns(column, role_column, shopper_value), limit, is_final=True)
        store_candidates(core.transactions, candidates)
        write_line({"summary": summary})
    except XiaoerError as error:
        write_line({"error": error.message, "code": error.code})
    flush()


@report_errors
def curve(
    corpus: Annotated[Path, typer.Argument(help="Labelled messages to learn, JSON Lines.")],
    test: Annotated[Path, typer.Argument(help="Labelled messages to score, JSON Lines.")],
    sizes: Annotated[str, typer.Option(help="How many messages to add.")] = "0,250,500,1000,2000,all",
    out: Annotated[Path, typer.Option(help="Folder for table and picture.")] = Path("build/nlu-curve"),
) -> None:
    """How understanding grows when labelled messages of a shop join the training; nothing of them is kept."""
    from bot.nlu.learning_curve import choose_corpus, measure_curve, read_sizes, render_curve, write_curve
    from bot.nlu.training_messages import read_training_messages
    from bot.services.evaluate_nlu import read_labelled

    prepare_folder(out)
    scored = read_labelled(test, known=INTENTS)
    learnable = choose_corpus(read_labelled(corpus), scored)
    project = read_training_messages(load_settings().data_dir / "nlu")
    say(f"{len(project)} messages of the project, {len(learnable)} to add")
    steps = measure_curve(
        project,
        learnable,
        scored,
        read_sizes(sizes, len(learnable)),
        lambda step: say(f"  {step.added} added: strict {step.strict:.3f}"),
    )
    for path in write_curve(steps, out):
        say(f"written: {path}")
    print(render_curve(steps), end="")


def _open(settings: Settings) -> Core:
    upgrade_database(settings)
    return build_core(settings)


def _find(core: Core, log: Path, columns: Columns, limit: int, *, is_final: bool) -> tuple[list[Candidate], LogSummary]:
    """``is_final``: nobody looks at the messages before they are on the workshop's list."""
    from bot.nlu.clusters import cluster_texts
    from bot.nlu.parse import load_current_nlu, parse_texts
    from bot.nlu.training_messages import spoken_key

    picked = pick_messages(read_table(log), columns)
    if is_final:
        require_roles(picked, columns)
    known = [text for _, text in _learned(core)]
    model = load_current_nlu(core.settings.model_dir)
    understanding = Understanding(
        parse=lambda texts: parse_texts(model, texts),
        group=lambda texts: cluster_texts(texts, background=known),
        key=spoken_key,
    )
    candidates, summary = find_candidates(picked.texts, known, understanding, core.clock, limit=limit)
    return candidates, replace(summary, reading=picked.reading)


def _learn_labels(settings: Settings, file: Path, *, is_certain: bool) -> None:
    from bot.nlu.training_messages import read_training_messages, spoken_key

    rows = check_labels(read_label_file(file), spoken_key)
    core = _open(settings)
    say(f"{len(rows)} 条标注。正在用其中一部分试学两次，语料多时要几分钟，请稍候 …")
    comparison = compare_learning(rows, _learned(core), _train_and_parse, spoken_key, _group, say)
    if comparison is None:
        say("互不相似的标注太少，无法比较学习前后的效果。")
    else:
        console.print(_render(comparison))
        if comparison.is_worse and not is_certain:
            _ask_whether_to_store()
    project = read_training_messages(settings.data_dir / "nlu")
    stored = store_labels(core.transactions, core.clock, _AUTHOR, rows, project, spoken_key)
    for conflict in stored.conflicts:
        say(f"未加入 {conflict}", style="yellow")
    counts = f"新增 {stored.added} 条，已有 {stored.known} 条，有冲突 {len(stored.conflicts)} 条。"
    say(f"训练语料：{counts}{_NEXT if stored.added else ''}")


def _ask_whether_to_store() -> None:
    """Raises BadRequest unless somebody at the terminal wants it nevertheless."""
    say("学习之后反而差了：请检查意图是否填对，相近的句子是否填了不同的意图。", style="yellow")
    if not sys.stdin.isatty():
        raise BadRequest("没有加入任何内容。确认要加入，请加上 --yes 再运行。")
    if not typer.confirm("仍然加入训练语料吗？", default=False, err=True):
        raise BadRequest("没有加入任何内容。")


def _group(texts: Sequence[str]) -> list[int]:
    """Groups of texts that resemble each other; what is too many for that stands alone."""
    from bot.nlu.clusters import MOST_MESSAGES, cluster_texts

    return [*cluster_texts(texts[:MOST_MESSAGES], threshold=_NEAR_COPY), *range(-1, MOST_MESSAGES - len(texts) - 1, -1)]


def _learned(core: Core) -> list[tuple[str, str]]:
    """The project's training messages and the trainers' own."""
    from bot.nlu.training_messages import read_training_messages

    return [*read_training_messages(core.settings.data_dir / "nlu"), *list_examples(core)]


def _train_and_parse(messages: Sequence[tuple[str, str]], texts: Sequence[str]) -> list[ParsedText]:
    from bot.nlu.trial import train_trial

    return train_trial(messages).parse(texts)


def _describe(summary: LogSummary) -> str:
    left_over = summary.unsure - summary.chosen
    rest = f"，其余 {left_over} 条与选出的相近或较少见，学习之后可以再导入一次" if left_over else ""
    return (
        f"{_describe_reading(summary.reading) if summary.reading else ''}"
        f"顾客消息 {summary.messages} 条；没有文字或太长 {summary.unusable} 条；不同的消息 {summary.distinct} 条，"
        f"其中已在训练语料里 {summary.known} 条；机器人没有把握 {summary.unsure} 条，归成 {summary.clusters} 组；"
        f"选出 {summary.chosen} 条{rest}。"
    )


def _describe_reading(reading: LogReading) -> str:
    """Which columns were used: a wrong guess would teach the bot the words of agents."""
    if not reading.role_column:
        return f"消息取自“{reading.text_column}”一列。没有找到说明是谁发送的列，每一行都当作顾客说的。{_HINT}\n"
    shoppers = list_names(reading.shoppers[:_SHOWN])
    if len(reading.shoppers) > _SHOWN:
        shoppers += f"等 {len(reading.shoppers)} 种"
    return (
        f"消息取自“{reading.text_column}”一列，“{reading.role_column}”一列是{shoppers}的算作顾客；"
        f"跳过其他人的 {reading.others} 行。\n"
    )


def _render(comparison: Comparison) -> Table:
    before, after = comparison.before, comparison.after
    title = f"学习 {comparison.learned} 条，在没有学习的 {after.messages} 条上（都是这份文件里的难句）"
    table = Table("", "学习前", "学习后", title=title)
    figures = {
        "首选意图正确": (before.strict, after.strict),
        "前三个猜测里有正确的": (before.top3, after.top3),
        "保证 95% 正确时可直接回答": (before.coverage_at_95, after.coverage_at_95),
    }
    for name, (old, new) in figures.items():
        table.add_row(name, f"{old:.1%}", f"{new:.1%}")
    return table
