import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type KeyValueStore, MemoryStore } from "../shared/storage.ts";
import { FakeGateway } from "../shared/testing/fake_gateway.ts";
import { readConfig, type WidgetConfig } from "./config.ts";
import { WidgetStore } from "./store.ts";

let gateway: FakeGateway;
let local: KeyValueStore;
let tab: KeyValueStore;
let config: WidgetConfig;

function createStore(goToLogin = () => true): WidgetStore {
  const { createSocket, fetcher } = gateway;
  return new WidgetStore(config, { store: local, tabStore: tab, goToLogin, createSocket, fetcher, random: () => 1 });
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  gateway = new FakeGateway();
  local = new MemoryStore();
  tab = new MemoryStore();
  config = readConfig(null, { href: "http://shop.test/shop/", lang: "zh-CN" });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("connecting", () => {
  it("asks nothing of the gateway before the shopper opens the panel", async () => {
    createStore();
    await pass(1_000);
    expect(gateway.sessionRequests).toEqual([]);
  });

  it("reopens the panel on the next page of the same tab", async () => {
    createStore().open();
    await pass(10);
    expect(createStore().state.isOpen).toBe(true);
    tab = new MemoryStore();
    expect(createStore().state.isOpen).toBe(false);
  });
});

describe("unread", () => {
  it("counts what the other side says while the panel is closed, over reloads", async () => {
    const first = createStore();
    first.open();
    await pass(10);
    first.close();
    gateway.say("agent", "您好");
    gateway.say("agent", "还在吗");
    expect(first.unread).toBe(2);
    const second = createStore();
    await pass(10);
    expect(second.unread).toBe(2);
    second.open();
    expect(second.unread).toBe(0);
  });

  it("does not count the shopper's own messages", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    store.close();
    gateway.say("shopper", "从另一个标签页");
    expect(store.unread).toBe(0);
  });
});

describe("quick replies", () => {
  const buttons = [{ title: "查物流", payload: "signed" }];
  const withButtons = { body: { text: "请选择", buttons, card: null, image_url: null, event: null } };

  it("belong to the bot's newest message with buttons, even if a bubble follows", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    const row = gateway.say("bot", "请选择", withButtons);
    gateway.say("bot", "补充一句");
    expect(store.answerable?.id).toBe(row.id);
  });

  it("are gone as soon as one is pressed, before the gateway answers", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    gateway.say("bot", "请选择", withButtons);
    gateway.isMute = true;
    store.pressButton("查物流", "signed");
    expect(store.answerable).toBeNull();
    gateway.isMute = false;
    await pass(20_000);
    expect(gateway.current.log.at(-1)).toMatchObject({ kind: "button", body: { text: "查物流" } });
    expect(store.answerable).toBeNull();
  });

  it("are gone when the conversation is closed", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    gateway.say("bot", "请选择", withButtons);
    gateway.setStatus({ state: "closed" });
    expect(store.answerable).toBeNull();
  });
});

describe("sending text", () => {
  it("refuses empty and too long text, counting an emoji as one character", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    expect(store.sendText("   \n ")).toBe(false);
    expect(store.sendText("😀".repeat(21))).toBe(false);
    expect(store.sendText("😀".repeat(20))).toBe(true);
  });

  it("says what the shopper looks at now", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    store.setPage({ productId: "P9" });
    gateway.isMute = true;
    store.sendText("这个有货吗");
    expect(store.state.outbox[0]?.page).toEqual({ product_id: "P9", order_number: null });
  });
});

describe("the course of a conversation", () => {
  it("shows typing until the answer comes, and not for ever", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    gateway.socket.push({ type: "typing", author: "bot" });
    expect(store.state.typing).toBe("bot");
    gateway.say("bot", "答复");
    expect(store.state.typing).toBeNull();
    gateway.socket.push({ type: "typing", author: "agent" });
    await pass(8_100);
    expect(store.state.typing).toBeNull();
  });

  it("keeps the closed conversation in view above the new one, and takes the score once", async () => {
    const store = createStore();
    store.open();
    await pass(10);
    store.sendText("再见");
    gateway.setStatus({ state: "closed" });
    expect(store.isClosed).toBe(true);
    store.rate(4, " 不错 ");
    expect(gateway.commands).toEqual([{ type: "csat", score: 4, comment: "不错" }]);
    expect(store.state.givenScore).toBe(4);
    store.newConversation();
    await pass(100);
    expect(store.state.archive.map((row) => row.body.text)).toEqual(["您好", "再见"]);
    expect(store.state.messages.map((row) => row.body.text)).toEqual(["您好"]);
    expect(store.state.givenScore).toBeNull();
  });

  it("explains how to log in when the page offers no way", () => {
    const store = createStore(() => false);
    store.requestLogin();
    expect(store.state.notice).toContain("登录");
  });
});

describe("configuration", () => {
  const page = { href: "https://shop.test/a", lang: "" };
  function script(html: string): HTMLScriptElement {
    document.body.innerHTML = html;
    return document.body.querySelector("script") as HTMLScriptElement;
  }

  it("reads the script tag; the gateway is where the script comes from", () => {
    const tag = script('<script data-identity="JWT" data-product-id="P1" data-order-number="O1" data-locale="en"></script>');
    Object.defineProperty(tag, "src", { value: "https://cs.test/widget.js" });
    expect(readConfig(tag, page)).toMatchObject({
      gateway: "https://cs.test",
      identity: "JWT",
      productId: "P1",
      orderNumber: "O1",
      locale: "en",
    });
  });

  it("does not take a gateway that is no web address", () => {
    expect(readConfig(script('<script data-gateway="javascript:alert(1)"></script>'), page).gateway).toBe("https://shop.test");
  });
});
