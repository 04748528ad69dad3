import type { Faq, IntentInfo } from "../../shared/protocol.ts";
import { intentLabel, topicLabel } from "./intents.ts";
import type { FaqContent } from "./workshop_api.ts";

/** The fields of the edit form. Dates are `YYYY-MM-DD` in the trainer's time zone; empty means open. */
export interface FaqForm {
  topic: string;
  question: string;
  similar: string[];
  answer: string;
  intent?: string | undefined;
  tags: string[];
  products: string[];
  from: string;
  until: string;
}

export const EMPTY_FORM: FaqForm = {
  topic: "product",
  question: "",
  similar: [],
  answer: "",
  tags: [],
  products: [],
  from: "",
  until: "",
};

export function toForm(faq: Faq): FaqForm {
  return {
    topic: faq.topic,
    question: faq.question,
    similar: [...faq.similar],
    answer: faq.answer,
    intent: faq.intent ?? undefined,
    tags: [...faq.tags],
    products: [...faq.products],
    from: toDay(faq.valid_from),
    until: toDay(faq.valid_until),
  };
}

/** Valid from the first second of `from` to the last second of `until`. */
export function fromForm(form: FaqForm): FaqContent {
  return {
    topic: form.topic,
    question: form.question.trim(),
    similar: tidy(form.similar),
    answer: form.answer.trim(),
    intent: form.intent ?? null,
    tags: tidy(form.tags),
    products: tidy(form.products),
    valid_from: form.from ? new Date(`${form.from}T00:00:00`).toISOString() : null,
    valid_until: form.until ? new Date(`${form.until}T23:59:59`).toISOString() : null,
  };
}

function tidy(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))];
}

function toDay(iso: string | null): string {
  if (!iso) return "";
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export interface FieldText {
  label: string;
  text: string;
}

/** A version as labelled text, field by field, so that two of them can be compared. */
export function toFields(faq: Faq, intents: readonly IntentInfo[]): FieldText[] {
  return [
    { label: "标准问", text: faq.question },
    { label: "答案", text: faq.answer },
    { label: "相似问", text: faq.similar.join("\n") },
    { label: "主题", text: topicLabel(intents, faq.topic) },
    { label: "意图", text: faq.intent ? intentLabel(intents, faq.intent) : "" },
    { label: "标签", text: faq.tags.join("、") },
    { label: "适用商品", text: faq.products.join("、") },
    { label: "生效期", text: [toDay(faq.valid_from), toDay(faq.valid_until)].filter(Boolean).join(" 至 ") },
  ];
}
