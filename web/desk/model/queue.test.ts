import { describe, expect, test } from "vitest";
import { handoff, message } from "../test_support.ts";
import {
  formatClock,
  isOverdue,
  lastTextOf,
  newItems,
  orderMine,
  orderWaiting,
  unreadOf,
  waitedSeconds,
} from "./queue.ts";
import { emptyView } from "./state.ts";

const ids = (items: { id: string }[]) => items.map((item) => item.id);

describe("the queue", () => {
  test("goes by priority, then by time, and messages left after hours come last", () => {
    const items = [
      handoff({ id: "late P3", created_at: "2025-11-11T02:05:00Z" }),
      handoff({ id: "left P0", priority: "P0", after_hours: true }),
      handoff({ id: "P1", priority: "P1", created_at: "2025-11-11T02:09:00Z" }),
      handoff({ id: "early P3", created_at: "2025-11-11T02:01:00Z" }),
      handoff({ id: "P0", priority: "P0", created_at: "2025-11-11T02:10:00Z" }),
    ];
    expect(ids(orderWaiting(items))).toEqual(["P0", "P1", "early P3", "late P3", "left P0"]);
  });

  test("my conversations stay in the order of taking, whatever their priority", () => {
    const items = [
      handoff({ id: "second", priority: "P0", taken_at: "2025-11-11T03:00:00Z" }),
      handoff({ id: "first", priority: "P3", taken_at: "2025-11-11T02:30:00Z" }),
    ];
    expect(ids(orderMine(items))).toEqual(["first", "second"]);
  });

  test("knows which items are new", () => {
    expect(ids(newItems([handoff({ id: "a" })], [handoff({ id: "a" }), handoff({ id: "b" })]))).toEqual(["b"]);
  });
});

describe("waiting", () => {
  test("ticks from the server's count", () => {
    expect(waitedSeconds(handoff({ waiting_seconds: 10 }), 5_000, 12_400)).toBe(17);
  });

  test.each([
    ["P0", 15, false],
    ["P1", 16, true],
    ["P2", 30, false],
    ["P3", 31, true],
  ] as const)("%s after %i s is overdue: %s", (priority, seconds, expected) => {
    expect(isOverdue(handoff({ priority }), seconds)).toBe(expected);
  });

  test("a message left after hours is never overdue", () => {
    expect(isOverdue(handoff({ after_hours: true }), 9999)).toBe(false);
  });

  test.each([
    [7, "0:07"],
    [750, "12:30"],
    [3723, "1:02:03"],
  ])("%i s reads %s", (seconds, text) => expect(formatClock(seconds)).toBe(text));
});

describe("a row", () => {
  test("counts unread by the server until the conversation was opened here, then by what was seen", () => {
    const messages = [message(1), message(2, { author: "bot" }), message(3), message(4)];
    expect(unreadOf(handoff({ unread: 2 }), { ...emptyView("c1"), messages })).toBe(2);
    expect(unreadOf(handoff({ unread: 2 }), { ...emptyView("c1"), messages, readSeq: 1 })).toBe(2);
    expect(unreadOf(handoff({ unread: 2 }), { ...emptyView("c1"), messages, readSeq: 3 })).toBe(1);
  });

  test("shows the last words, not system events", () => {
    const messages = [message(1, { text: "在吗\n亲" }), message(2, { kind: "event", author: "system", text: "已接入" })];
    expect(lastTextOf(handoff(), { ...emptyView("c1"), messages })).toBe("在吗 亲");
    expect(lastTextOf(handoff({ last_text: "转人工" }), undefined)).toBe("转人工");
  });
});
