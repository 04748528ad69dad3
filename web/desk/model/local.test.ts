import { afterEach, describe, expect, test, vi } from "vitest";
import { MemoryStore } from "../../shared/storage.ts";
import { message, startDesk } from "../test_support.ts";
import { Alerts } from "./alerts.ts";
import { Drafts } from "./drafts.ts";
import { keepOutgoing } from "./outgoing_store.ts";

const DAY_MS = 24 * 3600 * 1000;
afterEach(() => void vi.useRealTimers());

describe("drafts", () => {
  test("are kept per conversation over a reload", () => {
    const local = new MemoryStore();
    new Drafts(local).write("c1", "您好，正在");
    const reloaded = new Drafts(local);
    expect(reloaded.read("c1")).toBe("您好，正在");
    expect(reloaded.read("c2")).toBe("");
  });

  test("go with the last character, and after a week", () => {
    const local = new MemoryStore();
    const drafts = new Drafts(local, () => 0);
    drafts.write("c1", "您");
    drafts.write("c1", "");
    drafts.write("c2", "旧");
    expect(local.length).toBe(1);
    expect(new Drafts(local, () => 8 * DAY_MS).read("c2")).toBe("");
    expect(local.length).toBe(0);
  });
});

describe("messages that did not get out", () => {
  const item = { client_message_id: "x1", text: "您好", created_at: new Date(0).toISOString(), failure: null };

  test("come back as failed after a reload, until the log has them", () => {
    const local = new MemoryStore();
    const before = startDesk().controller.store;
    keepOutgoing(before, local, () => 0);
    before.dispatch({ type: "sending", id: "c1", item });

    const reloaded = startDesk().controller.store;
    keepOutgoing(reloaded, local, () => 1000);
    const [kept] = reloaded.getState().conversations.c1?.outgoing ?? [];
    expect(kept).toMatchObject({ client_message_id: "x1", failure: expect.stringContaining("重新发送") });

    const stored = message(1, { author: "agent", client_message_id: "x1" });
    reloaded.dispatch({ type: "messages_arrived", id: "c1", messages: [stored] });
    const third = startDesk().controller.store;
    keepOutgoing(third, local, () => 2000);
    expect(third.getState().conversations).toEqual({});
  });

  test("are forgotten after a day", () => {
    const local = new MemoryStore();
    const before = startDesk().controller.store;
    keepOutgoing(before, local, () => 0);
    before.dispatch({ type: "sending", id: "c1", item });
    const reloaded = startDesk().controller.store;
    keepOutgoing(reloaded, local, () => 2 * DAY_MS);
    expect(reloaded.getState().conversations).toEqual({});
  });
});

describe("alerts", () => {
  function hiddenPage(): Document {
    const page = document.implementation.createHTMLDocument();
    page.title = "坐席工作台";
    Object.defineProperty(page, "hidden", { value: true });
    return page;
  }

  test("blink the title of a hidden page until the agent looks", () => {
    vi.useFakeTimers();
    const page = hiddenPage();
    const alerts = new Alerts(new MemoryStore(), page);
    alerts.call("1 位顾客等待接入");
    expect(page.title).toBe("【1 位顾客等待接入】");
    vi.advanceTimersByTime(1000);
    expect(page.title).toBe("坐席工作台");
    vi.advanceTimersByTime(1000);
    expect(page.title).toBe("【1 位顾客等待接入】");
    alerts.call("2 位顾客等待接入");
    alerts.calm();
    expect(page.title).toBe("坐席工作台");
  });

  test("stay silent when switched off, also after a reload", () => {
    const local = new MemoryStore();
    new Alerts(local, hiddenPage()).isOn = false;
    const page = hiddenPage();
    const alerts = new Alerts(local, page);
    alerts.call("1 位顾客等待接入");
    expect(alerts.isOn).toBe(false);
    expect(page.title).toBe("坐席工作台");
  });
});
