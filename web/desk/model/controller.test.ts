import { afterEach, describe, expect, test, vi } from "vitest";
import { conversation, handoff, message, startDesk } from "../test_support.ts";
import { Sender } from "./sender.ts";

afterEach(() => void vi.useRealTimers());

describe("taking a handoff", () => {
  test("opens the conversation", async () => {
    const { gateway, controller } = startDesk();
    gateway.conversation = conversation([message(1)]);
    await controller.take(handoff());
    await controller.load("c1");
    expect(controller.store.getState().selectedId).toBe("c1");
    expect(controller.store.getState().conversations.c1?.messages).toHaveLength(1);
  });

  test("that somebody else has taken says so and fetches the queue", async () => {
    const { gateway, controller, observed } = startDesk();
    gateway.queue = { waiting: [handoff({ id: "h2" })], mine: [] };
    gateway.refusal = { status: 409, code: "already_taken", message: "" };
    await controller.take(handoff());
    expect(observed.refused).toEqual(["已被其他客服接入"]);
    expect(controller.store.getState().selectedId).toBeNull();
    expect(controller.store.getState().queue.waiting.map((item) => item.id)).toEqual(["h2"]);
  });

  test("that is over gives the gateway's reason", async () => {
    const { gateway, controller, observed } = startDesk();
    gateway.refusal = { status: 409, code: "handoff_over", message: "这个转接已经结束" };
    await controller.take(handoff());
    expect(observed.refused).toEqual(["这个转接已经结束"]);
  });
});

describe("the live connection", () => {
  test("after a break the queue and every open conversation are fetched and watched again", async () => {
    const { gateway, controller, observed } = startDesk();
    gateway.conversation = conversation([message(1)]);
    await controller.load("c1");
    controller.onDisconnected();
    expect(controller.store.getState().link).toBe("offline");
    gateway.conversation = conversation([message(1), message(2), message(3)]);
    controller.onConnected();
    await controller.load("c1");
    expect(controller.store.getState().link).toBe("online");
    expect(controller.store.getState().conversations.c1?.messages.map((item) => item.seq)).toEqual([1, 2, 3]);
    expect(observed.commands.at(-1)).toEqual({ type: "watch", conversation_id: "c1" });
  });

  test("a gap in what was pushed is closed from the log", async () => {
    const { gateway, controller } = startDesk();
    gateway.conversation = conversation([message(1)]);
    await controller.load("c1");
    gateway.conversation = conversation([message(1), message(2), message(3)]);
    controller.onEvent({ type: "messages", conversation_id: "c1", messages: [message(3)] });
    await vi.waitFor(() => expect(controller.store.getState().conversations.c1?.messages).toHaveLength(3));
  });

  test("many changes of the queue are one fetch", async () => {
    vi.useFakeTimers();
    const { gateway, controller } = startDesk();
    for (let count = 0; count < 20; count += 1) controller.onEvent({ type: "queue" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(gateway.requests).toEqual(["GET /api/desk/queue"]);
  });

  test("an old queue that arrives late does not stay", async () => {
    const { gateway, controller } = startDesk();
    let arrive = () => {};
    gateway.queue = { waiting: [], mine: [handoff()] };
    gateway.delay = new Promise((resolve) => (arrive = resolve));
    const old = controller.loadQueue();
    await Promise.resolve();
    gateway.queue = { waiting: [], mine: [] };
    gateway.delay = Promise.resolve();
    const fresh = controller.loadQueue();
    await new Promise((resolve) => setTimeout(resolve, 5));
    arrive();
    await Promise.all([old, fresh]);
    expect(controller.store.getState().queue.mine).toEqual([]);
  });

  test("a queue that could not be fetched is fetched again by itself", async () => {
    vi.useFakeTimers();
    const { gateway, controller } = startDesk();
    gateway.isDown = true;
    await controller.loadQueue();
    expect(controller.store.getState().queue.error).toContain("网络");
    gateway.isDown = false;
    await vi.advanceTimersByTimeAsync(6000);
    expect(controller.store.getState().queue.error).toBeNull();
    controller.stop();
  });

  test("the agent's own typing is not shown as the shopper's", () => {
    const { controller } = startDesk(() => 42);
    controller.onEvent({ type: "typing", conversation_id: "c1", author: "agent" });
    expect(controller.store.getState().conversations.c1).toBeUndefined();
    controller.onEvent({ type: "typing", conversation_id: "c1", author: "shopper" });
    expect(controller.store.getState().conversations.c1?.shopperTypingAt).toBe(42);
  });
});

describe("alerts", () => {
  test("come for new handoffs, not for those of the first fetch, nor for messages left after hours", async () => {
    const { gateway, controller, observed } = startDesk(() => 1);
    gateway.queue = { waiting: [handoff({ id: "old" })], mine: [] };
    await controller.loadQueue();
    gateway.queue.waiting.push(handoff({ id: "new" }), handoff({ id: "left", after_hours: true }));
    await controller.loadQueue();
    expect(observed.newHandoffs).toEqual(["new"]);
  });

  test("come for the words of my shoppers only", async () => {
    const { gateway, controller, observed } = startDesk(() => 1);
    gateway.queue = { waiting: [], mine: [handoff({ conversation_id: "mine" })] };
    await controller.loadQueue();
    controller.onEvent({ type: "messages", conversation_id: "other", messages: [message(1)] });
    controller.onEvent({ type: "messages", conversation_id: "mine", messages: [message(1)] });
    expect(observed.shopperWords).toEqual(["mine"]);
  });
});

describe("sending", () => {
  test("fails visibly and succeeds under the same id", async () => {
    const { gateway, controller, api } = startDesk();
    const sender = new Sender(controller.store, api, "小美", () => true);
    gateway.refusal = { status: 503, code: "unavailable", message: "消息暂时没有存下" };
    await sender.send("c1", "您好");
    const [failed] = controller.store.getState().conversations.c1?.outgoing ?? [];
    expect(failed?.failure).toBe("消息暂时没有存下");
    gateway.refusal = null;
    if (failed) await sender.resend("c1", failed);
    const view = controller.store.getState().conversations.c1;
    expect(view?.outgoing).toEqual([]);
    expect(view?.messages[0]?.client_message_id).toBe(failed?.client_message_id);
  });

  test("typing is told at most every three seconds", () => {
    let now = 0;
    const told: unknown[] = [];
    const { controller, api } = startDesk();
    const sender = new Sender(controller.store, api, "小美", (command) => told.push(command) > 0, () => now);
    for (now = 0; now < 6500; now += 500) sender.typing("c1");
    expect(told).toHaveLength(3);
  });
});
