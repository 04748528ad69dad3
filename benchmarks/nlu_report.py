"""The report on understanding: ``make nlu-report EVAL=<folder with nlu_real.jsonl and nlu_corpus.jsonl>``.

Scores the current model on real messages and on the blind emergency set, compares it with a plain scikit-learn
baseline (and with DIET when its model is named), checks that ``rasa test nlu`` sees the same, draws risk–coverage and
reliability, and measures the learning curve. Writes figures and pictures only, none of the messages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from benchmarks.decision_costs import render_decision
from bot.domain.turn import Outcome, ParsedText, RankedIntent
from bot.nlu.learning_curve import choose_corpus, measure_curve, read_sizes, render_curve, write_curve
from bot.nlu.model_file import find_current_model
from bot.nlu.parse import NluPipeline, load_nlu, parse_texts
from bot.nlu.report import draw_reliability, draw_risk_coverage, render_scores
from bot.nlu.training_messages import read_training_messages
from bot.policy_file import load_policy
from bot.services.evaluate_nlu import LabelledMessage, NluScores, evaluate, read_labelled
from bot.settings import PROJECT_ROOT, load_settings

EMERGENCIES = PROJECT_ROOT / "tests" / "evaluation"
EMERGENCY_SETS = {
    "blind": "emergencies.jsonl",
    "development": "emergencies_development.jsonl",
}
P0 = frozenset({"safety_incident", "legal_threat"})
CURVE_SIZES = "0,250,500,1000,2000,all"


def is_unseen(message_id: str) -> bool:
    """The half of the corpus that nobody looks at while working on the messages; by hash, so it never changes."""
    return int(hashlib.sha256(message_id.encode()).hexdigest(), 16) % 2 == 1


def parse_with_baseline(training: Sequence[tuple[str, str]], texts: Sequence[str]) -> list[ParsedText]:
    """Character 1–3-grams and logistic regression as scikit-learn ships them."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    model = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"), n_jobs=-1)
    model.fit(vectorizer.fit_transform([text for _, text in training]), [intent for intent, _ in training])
    parsed = []
    for text, row in zip(texts, model.predict_proba(vectorizer.transform(texts)), strict=True):
        best = sorted(zip(row, model.classes_, strict=True), reverse=True)[:5]
        ranking = tuple(RankedIntent(str(intent), float(share)) for share, intent in best)
        parsed.append(ParsedText(text, ranking[0].intent, ranking[0].confidence, ranking, (), Outcome.ANSWER))
    return parsed


def score_emergencies(parsed: Sequence[ParsedText], labels: Sequence[bool]) -> tuple[float, float]:
    """Recall of P0 messages, and the share of right ones among those taken for P0."""
    taken = [guess.intent in P0 for guess in parsed]
    hits = sum(is_taken and is_p0 for is_taken, is_p0 in zip(taken, labels, strict=True))
    return hits / max(1, sum(labels)), hits / max(1, sum(taken))


def render_emergencies(model: NluPipeline) -> str:
    """One line per set."""
    lines = ["| set | messages | P0 | recall | precision |", "|---|---:|---:|---:|---:|"]
    for name, file in EMERGENCY_SETS.items():
        entries = [json.loads(line) for line in (EMERGENCIES / file).read_text(encoding="utf-8").splitlines()]
        labels = [bool(entry["is_p0"]) for entry in entries]
        recall, precision = score_emergencies(parse_texts(model, [entry["text"] for entry in entries]), labels)
        lines.append(f"| {name} | {len(entries)} | {sum(labels)} | {recall:.3f} | {precision:.3f} |")
    return "\n".join(lines)


def measure_with_rasa(messages: Sequence[LabelledMessage], model: Path) -> float:
    """The accuracy that ``rasa test nlu`` reports on the messages' primary intents."""
    by_intent: dict[str, list[str]] = {}
    for message in messages:
        by_intent.setdefault(message.intent, []).append(" ".join(message.text.split()))
    entries = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in by_intent.items()
    ]
    with tempfile.TemporaryDirectory(prefix="xiaoer-rasa-test-") as name:
        folder = Path(name)
        (folder / "test.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True))
        command = ["rasa", "test", "nlu", "--nlu", str(folder / "test.yml"), "--model", str(model), "--out", name]
        environ = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
        subprocess.run([sys.executable, "-m", *command, "--no-plot"], check=True, cwd=PROJECT_ROOT, env=environ)
        report = json.loads((folder / "intent_report.json").read_text(encoding="utf-8"))
    if "accuracy" in report:
        return float(report["accuracy"])
    return float(report["micro avg"]["f1-score"])


def measure_diet(archive: Path | None, real: Sequence[LabelledMessage], training: int, out: Path) -> list[str]:
    """DIET's line of the table. It takes half an hour to train: without a model the line is the one measured last."""
    kept = out / "diet.md"
    if archive is not None:
        scores = evaluate(real, parse_texts(load_nlu(archive), [message.text for message in real]))
        name = f"DIET (configs/diet.yml, {training} training messages)"
        kept.write_text(render_table([(name, scores)]).splitlines()[-1] + "\n", encoding="utf-8")
    return kept.read_text(encoding="utf-8").splitlines() if kept.is_file() else []


def render_table(rows: Sequence[tuple[str, NluScores]]) -> str:
    """One line per system or set."""
    lines = [
        "| | messages | strict | lenient | top-3 | coverage at 95 % | ECE |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, scores in rows:
        shares = (scores.strict, scores.lenient, scores.top3, scores.coverage_at_95, scores.ece)
        lines.append(f"| {name} | {scores.messages} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    return "\n".join(lines)


def build_report(folder: Path, out: Path, diet: Path | None, sizes: str) -> str:
    """Measure everything and write it under ``out``; the Markdown text."""
    out.mkdir(parents=True, exist_ok=True)
    real = read_labelled(folder / "nlu_real.jsonl")
    corpus = read_labelled(folder / "nlu_corpus.jsonl")
    unseen = [message for message in corpus if is_unseen(message.id)]
    settings = load_settings()
    archive, policy = (
        find_current_model(settings.model_dir),
        load_policy(settings.knowledge_dir / "policies/service.yml"),
    )
    model = load_nlu(archive)
    texts = [message.text for message in real]
    started = time.perf_counter()
    parsed = parse_texts(model, texts)
    per_message_ms = (time.perf_counter() - started) / len(texts) * 1000
    ours = evaluate(real, parsed)
    training = read_training_messages(PROJECT_ROOT / "data")
    systems = [("Xiaoer", ours), ("scikit-learn baseline", evaluate(real, parse_with_baseline(training, texts)))]
    diet_row = measure_diet(diet, real, len(training), out)
    others = evaluate(unseen, parse_texts(model, [message.text for message in unseen]))
    steps = measure_curve(training, choose_corpus(corpus, real), real, read_sizes(sizes, len(corpus)))
    draw_risk_coverage(dict(systems), out / "risk-coverage.png")
    draw_reliability(ours, out / "reliability.png")
    write_curve(steps, out)
    primary = sum(guess.intent == message.intent for guess, message in zip(parsed, real, strict=True)) / len(real)
    sections = [
        "# Understanding real shoppers",
        "Rebuilt by `make nlu-report EVAL=<folder>`. Scores as defined by `xiaoer nlu evaluate`; "
        f"{len(training)} training messages, none of them from the evaluation sets.",
        "## On real messages",
        "\n".join([render_table(systems), *diet_row]),
        f"Size of the model: {archive.stat().st_size / 1e6:.1f} MB; {per_message_ms:.2f} ms a message in batches.",
        "![risk and coverage](risk-coverage.png) ![reliability](reliability.png)",
        "## On messages that nobody looked at",
        "The half of a second corpus, chosen by hash, that was not read while the training messages were written. "
        "It has one label per message where the first set has two, so its strict score is the harder one: on the "
        f"first set, the primary label alone gives {primary:.3f}.",
        render_table([("Xiaoer", others)]),
        "## `rasa test nlu`",
        f"On the primary labels of the same messages `rasa test nlu` reports an accuracy of "
        f"{measure_with_rasa(real, archive):.3f}; our own count is {primary:.3f}.",
        "## Decision",
        "Answer, ask back or hand over: whichever is expected to cost least (`knowledge_base/policies/service.yml`).",
        render_decision(real, parsed, policy.decision),
        "## Emergencies",
        "P0 against what looks alike. The blind set was written without sight of the training messages; the threshold "
        "and the training messages were worked out on the development set.",
        render_emergencies(model),
        "## Variants",
        "What else was tried, and what it costs: [variants.md](variants.md) (`python -m benchmarks.nlu_variants`).",
        "## Learning from a shop's own log",
        render_curve(steps) + "\n![learning curve](learning-curve.png)",
        render_scores("Details", ours).replace("# Details", "## Details", 1).replace("\n## ", "\n### "),
    ]
    text = "\n\n".join(sections).replace("### Details", "## Details", 1) + "\n"
    (out / "README.md").write_text(text, encoding="utf-8")
    return text


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Rebuild the report on understanding.")
    parser.add_argument("folder", type=Path, help="folder with nlu_real.jsonl and nlu_corpus.jsonl")
    parser.add_argument("--out", type=Path, default=PROJECT_ROOT / "docs" / "nlu-report")
    parser.add_argument("--diet", type=Path, default=None, help="a model trained with configs/diet.yml")
    parser.add_argument("--sizes", default=CURVE_SIZES, help="messages added in the learning curve")
    arguments = parser.parse_args()
    print(build_report(arguments.folder, arguments.out, arguments.diet, arguments.sizes).split("## Details")[0])


if __name__ == "__main__":
    main()
