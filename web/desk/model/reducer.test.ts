import { describe, expect, test } from "vitest";
import { conversation, message } from "../test_support.ts";
import { hasGap, mergeMessages, unansweredSince } from "./messages.ts";
import { type DeskAction, reduceDesk } from "./reducer.ts";
import { INITIAL_STATE, type Outgoing } from "./state.ts";

const after = (...actions: DeskAction[]) => actions.reduce(reduceDesk, INITIAL_STATE);
const outgoing: Outgoing = { client_message_id: "x1", text: "您好", created_at: "2025-11-11T02:01:00Z", failure: null };

describe("messages", () => {
  test("are merged by seq, each once", () => {
    const merged = mergeMessages([message(1), message(3)], [message(2), message(3, { text: "新" })]);
    expect(merged.map((item) => item.body.text)).toEqual(["第1句", "第2句", "新"]);
  });

  test("a missing one is noticed", () => {
    expect(hasGap([message(1), message(2)])).toBe(false);
    expect(hasGap([message(1), message(3)])).toBe(true);
  });

  test("the shopper waits since the first words after the agent's last", () => {
    const said = [message(1), message(2, { author: "agent" }), message(3), message(4)];
    expect(unansweredSince(said)).toBe(said[2]?.created_at);
    expect(unansweredSince(said.slice(0, 2))).toBeNull();
  });
});

describe("a message on its way", () => {
  test("becomes a row of the log by the acknowledgement", () => {
    const state = after(
      { type: "loaded", id: "c1", conversation: conversation([message(1)]) },
      { type: "sending", id: "c1", item: outgoing },
      { type: "sent", id: "c1", clientMessageId: "x1", seq: 2, messageId: "m2", agentName: "小美" },
    );
    const view = state.conversations.c1;
    expect(view?.outgoing).toEqual([]);
    expect(view?.messages.map((item) => [item.seq, item.author])).toEqual([
      [1, "shopper"],
      [2, "agent"],
    ]);
  });

  test("is shown once when the push is faster than the acknowledgement", () => {
    const state = after(
      { type: "sending", id: "c1", item: outgoing },
      { type: "messages_arrived", id: "c1", messages: [message(1, { author: "agent", client_message_id: "x1" })] },
      { type: "sent", id: "c1", clientMessageId: "x1", seq: 1, messageId: "m1", agentName: "小美" },
    );
    expect(state.conversations.c1?.outgoing).toEqual([]);
    expect(state.conversations.c1?.messages).toHaveLength(1);
  });

  test("stays with the reason when it failed, and can be sent again under its old id", () => {
    const failed = after(
      { type: "sending", id: "c1", item: outgoing },
      { type: "send_failed", id: "c1", clientMessageId: "x1", reason: "网络连接失败" },
    );
    expect(failed.conversations.c1?.outgoing[0]?.failure).toBe("网络连接失败");
    const again = reduceDesk(failed, { type: "sending", id: "c1", item: outgoing });
    expect(again.conversations.c1?.outgoing).toEqual([outgoing]);
  });
});

test("typing ends with the shopper's words", () => {
  const state = after(
    { type: "shopper_typing", id: "c1", at: 5 },
    { type: "messages_arrived", id: "c1", messages: [message(1)] },
  );
  expect(state.conversations.c1?.shopperTypingAt).toBe(0);
});

test("a failed fetch of the queue keeps what is shown", () => {
  const queue = { waiting: [], mine: [] };
  const state = after({ type: "queue_loaded", queue, at: 7 }, { type: "queue_failed", message: "网络连接失败" });
  expect(state.queue).toMatchObject({ receivedAt: 7, error: "网络连接失败" });
});
