import type { IntentInfo } from "../../shared/protocol.ts";

export interface IntentOption {
  value: string;
  label: string;
  /** Everything that a search may hit, in lower case. */
  search: string;
}

export interface IntentGroup {
  label: string;
  title: string;
  options: IntentOption[];
}

export interface TopicOption {
  value: string;
  label: string;
}

/** The topics in the order of the catalogue. */
export function topicsOf(intents: readonly IntentInfo[]): TopicOption[] {
  const labels = new Map(intents.map((intent) => [intent.topic, intent.topic_label]));
  return [...labels].map(([value, label]) => ({ value, label }));
}

/** Options for a select, grouped by topic. */
export function groupIntents(intents: readonly IntentInfo[]): IntentGroup[] {
  return topicsOf(intents).map(({ value, label }) => ({
    label,
    title: value,
    options: intents.filter((intent) => intent.topic === value).map(asOption),
  }));
}

function asOption({ name, label, topic_label }: IntentInfo): IntentOption {
  return { value: name, label: `${label}（${name}）`, search: `${label} ${name} ${topic_label}`.toLowerCase() };
}

/** The Chinese label of an intent, or its name. */
export function intentLabel(intents: readonly IntentInfo[], name: string): string {
  return intents.find((intent) => intent.name === name)?.label ?? name;
}

/** The Chinese label of a topic, or its name. */
export function topicLabel(intents: readonly IntentInfo[], topic: string): string {
  return intents.find((intent) => intent.topic === topic)?.topic_label ?? topic;
}
