import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection, type ConnectionListener, type Link } from "./connection.ts";
import type { OutgoingMessage } from "./outbox.ts";
import type { Message } from "./protocol.ts";
import { type KeyValueStore, MemoryStore } from "./storage.ts";
import { FakeGateway, message } from "./testing/fake_gateway.ts";

let gateway: FakeGateway;
let store: KeyValueStore;

/** What a page shows. */
class Page implements ConnectionListener {
  link: Link = "idle";
  texts: string[] = [];
  added: string[] = [];
  outbox: OutgoingMessage[] = [];
  conversations: string[] = [];
  forgotten = 0;
  typing: string[] = [];
  readonly connection: Connection;

  constructor(identity: string | null = null) {
    this.connection = new Connection({
      gateway: "http://shop.test",
      identity,
      locale: "zh-CN",
      store,
      readPage: () => ({ product_id: "P1", order_number: null }),
      listener: this,
      fetcher: gateway.fetcher,
      createSocket: gateway.createSocket,
      random: () => 1,
    });
  }
  onLink(link: Link) {
    this.link = link;
  }
  onSession({ conversation_id }: { conversation_id: string }, changed: boolean) {
    if (changed) this.conversations.push(conversation_id);
  }
  onMessages(all: Message[], added: Message[]) {
    this.texts = all.map((row) => row.body.text);
    this.added.push(...added.map((row) => row.body.text));
  }
  onOutbox(waiting: OutgoingMessage[]) {
    this.outbox = waiting;
  }
  onState() {}
  onTyping(author: string) {
    this.typing.push(author);
  }
  onForgotten() {
    this.forgotten += 1;
  }
}

async function openPage(identity: string | null = null): Promise<Page> {
  const page = new Page(identity);
  page.connection.start();
  await pass(10);
  return page;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const jwt = (sub: string) => `h.${btoa(JSON.stringify({ sub }))}.s`;
const stored = (text: string) => gateway.current.log.filter((row) => row.body.text === text).length;

beforeEach(() => {
  vi.useFakeTimers();
  gateway = new FakeGateway();
  store = new MemoryStore();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("sending", () => {
  it("shows the greeting, sends with the page, and empties the outbox on the acknowledgement", async () => {
    const page = await openPage();
    expect(page.link).toBe("online");
    page.connection.send("text", "在吗");
    expect(page.texts).toEqual(["您好", "在吗"]);
    expect(page.outbox).toEqual([]);
    expect(stored("在吗")).toBe(1);
  });

  it("keeps a message until it is acknowledged", async () => {
    gateway.isMute = true;
    const page = await openPage();
    page.connection.send("text", "在吗");
    await pass(100);
    expect(page.outbox.map((item) => item.text)).toEqual(["在吗"]);
    expect(store.length).toBeGreaterThan(1);
  });

  it("sends again under the same id when the acknowledgement was lost with the line", async () => {
    const page = await openPage();
    gateway.isMute = true;
    page.connection.send("text", "我的包裹呢");
    gateway.isMute = false;
    gateway.socket.lose();
    await pass(5_000);
    expect(page.link).toBe("online");
    expect(stored("我的包裹呢")).toBe(1);
    expect(page.texts).toEqual(["您好", "我的包裹呢"]);
    expect(page.outbox).toEqual([]);
    expect(new Set(gateway.sends).size).toBe(1);
  });

  it("replaces a socket that is open but acknowledges nothing", async () => {
    const page = await openPage();
    const first = gateway.socket;
    gateway.isMute = true;
    page.connection.send("text", "有人吗");
    await pass(8_100);
    gateway.isMute = false;
    await pass(2_000);
    expect(gateway.socket).not.toBe(first);
    expect(page.outbox).toEqual([]);
    expect(stored("有人吗")).toBe(1);
  });

  it("keeps the order of what was written while offline", async () => {
    const page = await openPage();
    gateway.isDown = gateway.refusesSockets = true;
    gateway.socket.lose();
    await pass(4_000);
    expect(page.link).toBe("offline");
    for (const text of ["一", "二", "三"]) page.connection.send("text", text);
    expect(page.outbox).toHaveLength(3);
    gateway.isDown = gateway.refusesSockets = false;
    page.connection.wake();
    await pass(1_000);
    expect(gateway.current.log.map((row) => row.body.text)).toEqual(["您好", "一", "二", "三"]);
  });

  it("keeps a refused message with its reason, over a reload, until the shopper decides", async () => {
    const page = await openPage();
    gateway.refusals = [{ code: "too_long", message: "消息太长了" }];
    page.connection.send("text", "很长");
    expect(page.outbox[0]?.failure).toEqual({ code: "too_long", message: "消息太长了" });
    page.connection.stop();
    const again = await openPage();
    expect(again.outbox[0]?.failure?.code).toBe("too_long");
    expect(stored("很长")).toBe(0);
    again.connection.retry(again.outbox[0]?.client_message_id ?? "");
    await pass(100);
    expect(stored("很长")).toBe(1);
  });

  it("forgets a discarded message", async () => {
    const page = await openPage();
    gateway.refusals = [{ code: "bad_request", message: "" }];
    page.connection.send("text", "删掉我");
    page.connection.discard(page.outbox[0]?.client_message_id ?? "");
    page.connection.stop();
    expect((await openPage()).outbox).toEqual([]);
    expect(stored("删掉我")).toBe(0);
  });

  it("tries again by itself when the gateway cannot store for a moment", async () => {
    const page = await openPage();
    gateway.refusals = [{ code: "unavailable", message: "" }];
    page.connection.send("text", "稍等");
    expect(page.outbox[0]?.failure).toBeNull();
    await pass(2_100);
    expect(stored("稍等")).toBe(1);
    expect(page.outbox).toEqual([]);
  });

  it("gives up asking after four refusals in a row", async () => {
    const page = await openPage();
    gateway.refusals = Array.from({ length: 9 }, () => ({ code: "unavailable", message: "暂时不可用" }));
    page.connection.send("text", "稍等");
    await pass(60_000);
    expect(page.outbox[0]?.failure?.message).toBe("暂时不可用");
    expect(gateway.refusals).toHaveLength(5);
  });

  it("sends what an earlier page could not, as soon as it is back", async () => {
    const page = await openPage();
    gateway.isMute = true;
    gateway.refusesSockets = true;
    gateway.isDown = true;
    gateway.socket.lose();
    page.connection.send("text", "刷新前写的");
    page.connection.stop();
    gateway.isDown = gateway.isMute = gateway.refusesSockets = false;
    const again = await openPage();
    expect(stored("刷新前写的")).toBe(1);
    expect(again.outbox).toEqual([]);
  });
});

describe("receiving", () => {
  it("shows a row once, however often it comes", async () => {
    const page = await openPage();
    const row = gateway.say("bot", "答复");
    gateway.socket.push({ type: "messages", messages: [row, row] });
    expect(page.texts).toEqual(["您好", "答复"]);
    expect(page.added).toEqual(["您好", "答复"]);
  });

  it("takes a row of the log as acknowledgement", async () => {
    const page = await openPage();
    gateway.isMute = true;
    page.connection.send("text", "只回了消息");
    gateway.socket.push({ type: "messages", messages: gateway.current.log.slice(1) });
    expect(page.outbox).toEqual([]);
    expect(page.texts).toEqual(["您好", "只回了消息"]);
    await pass(20_000);
    expect(gateway.sends).toHaveLength(1);
  });

  it("resumes from the last row and gets what it missed", async () => {
    const page = await openPage();
    gateway.say("bot", "第二条");
    gateway.socket.lose();
    gateway.current.log.push(message(3, "agent", "断线时说的"));
    await pass(2_000);
    expect(gateway.resumes).toEqual([0, 2]);
    expect(page.texts).toEqual(["您好", "第二条", "断线时说的"]);
  });

  it("notices a gap, asks for it once, and shows everything in order", async () => {
    const page = await openPage();
    gateway.current.log.push(message(2, "bot", "漏掉的"));
    gateway.say("bot", "后来的");
    expect(gateway.resumes).toEqual([0, 1]);
    expect(page.texts).toEqual(["您好", "漏掉的", "后来的"]);
  });

  it("does not ask for ever for a row that never comes", async () => {
    const page = await openPage();
    gateway.socket.push({ type: "messages", messages: [message(5, "bot", "五")] });
    gateway.socket.push({ type: "messages", messages: [message(6, "bot", "六")] });
    expect(gateway.resumes).toEqual([0, 1]);
    expect(page.texts).toEqual(["您好", "五", "六"]);
  });

  it("passes on typing of the bot and the agent only", async () => {
    const page = await openPage();
    for (const author of ["bot", "shopper", "agent"]) gateway.socket.push({ type: "typing", author });
    expect(page.typing).toEqual(["bot", "agent"]);
  });

  it("reconnects when the line is silently dead", async () => {
    await openPage();
    const first = gateway.socket;
    gateway.isMute = true;
    await pass(33_000);
    expect(gateway.socket).not.toBe(first);
  });
});

describe("without a socket", () => {
  it("reads and writes over HTTP, and returns to the socket when it works", async () => {
    gateway.refusesSockets = true;
    const page = await openPage();
    expect(page.link).toBe("polling");
    page.connection.send("text", "走 HTTP");
    await pass(100);
    expect(stored("走 HTTP")).toBe(1);
    expect(page.outbox).toEqual([]);
    gateway.current.log.push(message(3, "bot", "答复"));
    await pass(3_500);
    expect(page.texts).toEqual(["您好", "走 HTTP", "答复"]);
    gateway.refusesSockets = false;
    await pass(40_000);
    expect(page.link).toBe("online");
    expect(page.texts).toEqual(["您好", "走 HTTP", "答复"]);
  });

  it("tells the shopper when nothing works, and recovers", async () => {
    gateway.isDown = true;
    const page = await openPage();
    expect(page.link).toBe("offline");
    gateway.isDown = false;
    await pass(3_000);
    expect(page.link).toBe("online");
  });

  it("keeps commands for the next socket", async () => {
    const page = await openPage();
    gateway.socket.lose();
    page.connection.rate(5, "很好");
    expect(gateway.commands).toEqual([]);
    await pass(2_000);
    expect(gateway.commands).toEqual([{ type: "csat", score: 5, comment: "很好" }]);
  });

  it("ends the conversation and rates it over HTTP where no socket can be opened", async () => {
    gateway.refusesSockets = true;
    const page = await openPage();
    await pass(100);
    expect(page.link).toBe("polling");
    page.connection.close();
    await pass(100);
    gateway.current.status.state = "closed";
    page.connection.rate(5, "很好");
    await pass(100);
    expect(gateway.commands).toEqual([{ type: "close" }, { type: "csat", score: 5, comment: "很好" }]);
    await pass(10_000);
    expect(gateway.commands).toHaveLength(2);
  });

  it("ends the conversation and rates it once the line is back, each once and in this order", async () => {
    const page = await openPage();
    gateway.isDown = gateway.refusesSockets = true;
    gateway.socket.lose();
    await pass(4_000);
    page.connection.close();
    page.connection.close();
    page.connection.rate(2, "");
    page.connection.rate(4, "还行");
    expect(gateway.commands).toEqual([]);
    gateway.isDown = gateway.refusesSockets = false;
    await pass(40_000);
    expect(page.link).toBe("online");
    expect(gateway.commands).toEqual([{ type: "close" }, { type: "csat", score: 4, comment: "还行" }]);
  });
});

describe("sessions", () => {
  it("continues the conversation after a reload", async () => {
    const page = await openPage();
    page.connection.send("text", "记住我");
    page.connection.stop();
    const again = await openPage();
    expect(again.conversations).toEqual(["c1"]);
    expect(again.texts).toEqual(["您好", "记住我"]);
  });

  it("takes a message to a new conversation, under the same id, when the old one was closed meanwhile", async () => {
    const page = await openPage();
    gateway.current.status.state = "closed";
    page.connection.send("text", "还有个问题");
    const id = page.outbox[0]?.client_message_id;
    await pass(100);
    expect(page.conversations).toEqual(["c1", "c2"]);
    expect(gateway.current.log[1]).toMatchObject({ client_message_id: id, body: { text: "还有个问题" } });
    expect(page.outbox).toEqual([]);
  });

  it("opens a new conversation first when it knows that this one is closed", async () => {
    const page = await openPage();
    gateway.setStatus({ state: "closed" });
    page.connection.send("text", "新问题");
    await pass(100);
    expect(page.texts).toEqual(["您好", "新问题"]);
    expect(gateway.conversations.size).toBe(2);
  });

  it("gets a new session when the old one expired", async () => {
    const page = await openPage();
    gateway.conversations.clear();
    gateway.socket.lose();
    await pass(10_000);
    expect(page.link).toBe("online");
    expect(gateway.sessionRequests.at(-1)?.session).toBeNull();
  });

  it("keeps a guest's conversation at log-in", async () => {
    const page = await openPage();
    page.connection.setIdentity(jwt("C1"));
    await pass(100);
    expect(gateway.sessionRequests.at(-1)).toMatchObject({ identity: jwt("C1"), session: "c1" });
    expect(page.forgotten).toBe(0);
  });

  it.each([
    ["another customer", jwt("C2")],
    ["nobody", null],
  ])("shows and sends nothing of one customer to %s on the same device", async (_who, next) => {
    const first = await openPage(jwt("C1"));
    gateway.isMute = gateway.isDown = gateway.refusesSockets = true;
    gateway.socket.lose();
    first.connection.send("text", "我的地址是……");
    first.connection.stop();
    gateway.isMute = gateway.isDown = gateway.refusesSockets = false;
    const second = await openPage(next);
    expect(gateway.sessionRequests.at(-1)).toMatchObject({ identity: next, session: null });
    expect(second.forgotten).toBe(1);
    expect(second.outbox).toEqual([]);
    expect(second.texts).toEqual(["您好"]);
  });

  it("does not connect by itself to a conversation that has ended", async () => {
    const page = await openPage();
    expect(new Page().connection.canResume).toBe(true);
    gateway.setStatus({ state: "closed" });
    expect(new Page().connection.canResume).toBe(false);
    page.connection.stop();
  });
});
