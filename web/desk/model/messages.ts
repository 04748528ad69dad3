import type { Message } from "../../shared/protocol.ts";
import type { Outgoing } from "./state.ts";

/** Adds rows of the log: by `seq`, each once, the newer copy wins; the same array when nothing is new. */
export function mergeMessages(known: readonly Message[], arrived: readonly Message[]): readonly Message[] {
  if (arrived.length === 0) return known;
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of arrived) bySeq.set(message.seq, message);
  return [...bySeq.values()].sort((left, right) => left.seq - right.seq);
}

/** Is a message missing between the first and the last? */
export function hasGap(messages: readonly Message[]): boolean {
  const [first] = messages;
  return first !== undefined && lastSeq(messages) - first.seq + 1 !== messages.length;
}

export function lastSeq(messages: readonly Message[]): number {
  return messages.at(-1)?.seq ?? 0;
}

/** Outgoing messages that the log does not have yet. */
export function withoutStored(outgoing: readonly Outgoing[], messages: readonly Message[]): readonly Outgoing[] {
  if (outgoing.length === 0) return outgoing;
  const stored = new Set(messages.map((message) => message.client_message_id));
  return outgoing.filter((item) => !stored.has(item.client_message_id));
}

/** How many of the shopper's messages came after `seq`. */
export function countUnread(messages: readonly Message[], seq: number): number {
  return messages.filter((message) => message.author === "shopper" && message.seq > seq).length;
}

/** Since when the shopper has been waiting for a person's answer; null when it is the shopper's turn to speak. */
export function unansweredSince(messages: readonly Message[]): string | null {
  let since: string | null = null;
  for (const message of messages) {
    if (message.author === "agent") since = null;
    else if (message.author === "shopper") since ??= message.created_at;
  }
  return since;
}

const LABELS: Record<Message["kind"], string> = {
  text: "",
  image: "[图片]",
  button: "",
  card: "[卡片]",
  event: "",
};

/** One line that stands for a message in a list. */
export function previewOf(message: Message): string {
  return message.body.text.replace(/\s+/g, " ").trim() || LABELS[message.kind];
}

/** The acknowledged message as it will come back from the log. */
export function asStored(item: Outgoing, seq: number, messageId: string, agentName: string): Message {
  return {
    id: messageId,
    seq,
    author: "agent",
    kind: "text",
    body: { text: item.text, buttons: [], card: null, image_url: null, event: null },
    created_at: item.created_at,
    client_message_id: item.client_message_id,
    agent_name: agentName,
  };
}
