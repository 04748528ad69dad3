import { afterEach, describe, expect, test, vi } from "vitest";
import type { Faq, IntentInfo } from "../../shared/protocol.ts";
import { DelayedActions } from "./delayed.ts";
import { diffText } from "./diff.ts";
import { fromForm, toFields, toForm } from "./faq_form.ts";
import { groupIntents, intentLabel } from "./intents.ts";

const INTENTS: IntentInfo[] = [
  { name: "ask_carrier", label: "快递公司与发货地", topic: "delivery", topic_label: "配送时效与运费", examples: 60 },
  { name: "invoice", label: "发票", topic: "invoice", topic_label: "发票", examples: 80 },
  { name: "ask_shipping_fee", label: "运费", topic: "delivery", topic_label: "配送时效与运费", examples: 70 },
];

const FAQ: Faq = {
  id: "faq-1",
  topic: "delivery",
  question: "发什么快递？",
  answer: "您好，一般发中通快递。",
  similar: ["能发顺丰吗"],
  intent: "ask_carrier",
  tags: ["物流"],
  products: [],
  state: "published",
  version: 3,
  published_version: 3,
  valid_from: null,
  valid_until: null,
  updated_at: null,
  updated_by: "",
};

describe("the difference of two texts", () => {
  const side = (before: string, after: string, dropped: "added" | "removed") =>
    diffText(before, after)
      .filter((part) => part.kind !== dropped)
      .map((part) => part.text)
      .join("");

  test.each([
    ["", "新的答案"],
    ["旧的答案", ""],
    ["您好，一般发中通快递。", "您好，默认发中通或圆通快递，请您放心。"],
    ["一\n二\n三", "一\n三\n四"],
    ["a".repeat(5000), `${"a".repeat(4999)}b`],
  ])("contains both of them: %.12s → %.12s", (before, after) => {
    expect(side(before, after, "added")).toBe(before);
    expect(side(before, after, "removed")).toBe(after);
  });

  test("keeps what is common", () => {
    expect(diffText("发中通快递", "发圆通快递").filter((part) => part.kind === "same").map((part) => part.text).join("")).toContain("快递");
    expect(diffText("一样", "一样")).toEqual([{ kind: "same", text: "一样" }]);
  });
});

describe("the form of an FAQ", () => {
  test("gives back what it was filled with", () => {
    const { topic, question, answer, similar, intent, tags, products } = FAQ;
    expect(fromForm(toForm(FAQ))).toEqual({
      topic,
      question,
      answer,
      similar,
      intent,
      tags,
      products,
      valid_from: null,
      valid_until: null,
    });
  });

  test("is valid through the whole last day", () => {
    const content = fromForm({ ...toForm(FAQ), from: "2025-11-01", until: "2025-11-11" });
    const lastMoment = new Date(content.valid_until ?? "");
    expect([lastMoment.getDate(), lastMoment.getHours(), lastMoment.getSeconds()]).toEqual([11, 23, 59]);
    expect(toForm({ ...FAQ, ...content })).toMatchObject({ from: "2025-11-01", until: "2025-11-11" });
  });

  test("drops blanks and repeated questions", () => {
    expect(fromForm({ ...toForm(FAQ), similar: [" 能发顺丰吗 ", "能发顺丰吗", " "] }).similar).toEqual(["能发顺丰吗"]);
  });

  test("reads in Chinese when versions are compared", () => {
    const fields = Object.fromEntries(toFields(FAQ, INTENTS).map((field) => [field.label, field.text]));
    expect(fields).toMatchObject({ 主题: "配送时效与运费", 意图: "快递公司与发货地" });
  });
});

describe("intents", () => {
  test("are grouped by topic in the order of the catalogue", () => {
    const groups = groupIntents(INTENTS);
    expect(groups.map((group) => [group.label, group.options.map((option) => option.value)])).toEqual([
      ["配送时效与运费", ["ask_carrier", "ask_shipping_fee"]],
      ["发票", ["invoice"]],
    ]);
  });

  test("an unknown one keeps its name", () => {
    expect(intentLabel(INTENTS, "invoice")).toBe("发票");
    expect(intentLabel(INTENTS, "unknown")).toBe("unknown");
  });
});

describe("a delayed action", () => {
  afterEach(() => void vi.useRealTimers());

  test("happens after the pause, unless it is taken back", () => {
    vi.useFakeTimers();
    const done: string[] = [];
    const delayed = new DelayedActions(1000);
    delayed.plan("a", () => done.push("a"));
    delayed.plan("b", () => done.push("b"));
    expect(delayed.cancel("b")).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(done).toEqual(["a"]);
    expect(delayed.cancel("a")).toBe(false);
  });

  test("happens at once, and once, when the page is left", () => {
    vi.useFakeTimers();
    const done: string[] = [];
    const delayed = new DelayedActions(1000);
    delayed.plan("a", () => done.push("a"));
    delayed.flush();
    vi.advanceTimersByTime(5000);
    expect(done).toEqual(["a"]);
  });
});
