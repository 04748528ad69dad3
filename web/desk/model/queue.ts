import type { HandoffItem, Message } from "../../shared/protocol.ts";
import { countUnread, lastSeq, previewOf, unansweredSince } from "./messages.ts";
import { type ConversationView, PRIORITIES } from "./state.ts";

/** Who is served first: the live before messages left after hours, then by priority, then by time. */
export function orderWaiting(items: readonly HandoffItem[]): HandoffItem[] {
  return [...items].sort(
    (left, right) =>
      Number(left.after_hours) - Number(right.after_hours) ||
      PRIORITIES.indexOf(left.priority) - PRIORITIES.indexOf(right.priority) ||
      Date.parse(left.created_at) - Date.parse(right.created_at),
  );
}

/** In the order of taking: rows must not jump under the agent's pointer. */
export function orderMine(items: readonly HandoffItem[]): HandoffItem[] {
  return [...items].sort((left, right) => takenAt(left) - takenAt(right));
}

function takenAt(item: HandoffItem): number {
  return Date.parse(item.taken_at ?? item.created_at);
}

/** Items that were not there before. */
export function newItems(before: readonly HandoffItem[], after: readonly HandoffItem[]): HandoffItem[] {
  const known = new Set(before.map((item) => item.id));
  return after.filter((item) => !known.has(item.id));
}

/** Seconds of waiting now; by the server's count, so that a wrong clock of this machine does no harm. */
export function waitedSeconds(item: HandoffItem, receivedAt: number, now: number): number {
  return Math.max(0, Math.floor(item.waiting_seconds + (now - receivedAt) / 1000));
}

const FIRST_RESPONSE_SECONDS = 30;
const URGENT_RESPONSE_SECONDS = 15;

/** Is the first answer overdue (service standards S11)? Messages left after hours have no such limit. */
export function isOverdue(item: HandoffItem, waited: number): boolean {
  if (item.after_hours) return false;
  const isUrgent = item.priority === "P0" || item.priority === "P1";
  return waited > (isUrgent ? URGENT_RESPONSE_SECONDS : FIRST_RESPONSE_SECONDS);
}

/** Messages of the shopper that the agent has not seen. */
export function unreadOf(item: HandoffItem, view: ConversationView | undefined): number {
  if (view === undefined || view.readSeq === null) return item.unread;
  return countUnread(view.messages, view.readSeq);
}

/** The last words, from the conversation if it is at hand. */
export function lastTextOf(item: HandoffItem, view: ConversationView | undefined): string {
  const spoken = view?.messages.filter((message: Message) => message.kind !== "event").at(-1);
  return spoken ? previewOf(spoken) : item.last_text;
}

/** Since when the shopper of one of my conversations waits for my answer; null: nobody waits. */
export function unansweredOf(view: ConversationView | undefined): string | null {
  return view && lastSeq(view.messages) > 0 ? unansweredSince(view.messages) : null;
}

/** `0:07`, `12:30`, `1:02:03`. */
export function formatClock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const tail = two(Math.floor(seconds) % 60);
  return minutes < 60 ? `${minutes}:${tail}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${tail}`;
}
