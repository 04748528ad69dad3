import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Card, MessageBody } from "../shared/protocol.ts";
import { MemoryStore } from "../shared/storage.ts";
import { FakeGateway } from "../shared/testing/fake_gateway.ts";
import { App } from "./app.tsx";
import { isSendKey } from "./composer.tsx";
import { readConfig } from "./config.ts";
import { safeUrl, splitLinks } from "./rich_text.tsx";
import { WidgetStore } from "./store.ts";

let gateway: FakeGateway;
let store: WidgetStore;
let root: HTMLElement;
let logins: number;

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const find = <T extends Element = HTMLElement>(selector: string) => root.querySelector(selector) as T | null;
const findAll = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
const text = () => root.textContent ?? "";

async function say(body: Partial<MessageBody>, author: "bot" | "agent" | "system" = "bot") {
  const full = { text: "答复", buttons: [], card: null, image_url: null, event: null, ...body };
  gateway.say(author, full.text, { body: full });
  await pass(50);
}
const sayCard = (card: unknown) => say({ card: card as Card });

async function type(value: string) {
  const area = find<HTMLTextAreaElement>(".field textarea") as HTMLTextAreaElement;
  area.value = value;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await pass(20);
  return area;
}
async function press(area: HTMLElement, init: KeyboardEventInit & { keyCode?: number }) {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  if (init.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: init.keyCode });
  area.dispatchEvent(event);
  await pass(50);
}

beforeEach(async () => {
  vi.useFakeTimers();
  gateway = new FakeGateway();
  logins = 0;
  store = new WidgetStore(readConfig(null, { href: "http://shop.test/", lang: "zh" }), {
    store: new MemoryStore(),
    tabStore: new MemoryStore(),
    goToLogin: () => {
      logins += 1;
      return true;
    },
    createSocket: gateway.createSocket,
    fetcher: gateway.fetcher,
    random: () => 1,
  });
  root = document.createElement("div");
  document.body.append(root);
  render(<App store={store} />, root);
  await pass(20);
  find(".launcher")?.click();
  await pass(50);
});
afterEach(() => {
  render(null, root);
  root.remove();
  vi.useRealTimers();
});

describe("panel", () => {
  it("opens from the launcher and closes with Escape, giving the focus back", async () => {
    expect(find("[role=dialog]")).not.toBeNull();
    await press(find(".panel") as HTMLElement, { key: "Escape" });
    expect(find("[role=dialog]")).toBeNull();
    expect(document.activeElement).toBe(find(".launcher"));
  });

  it("shows a badge for what came while it was closed", async () => {
    store.close();
    await say({ text: "您还在吗" }, "agent");
    expect(find(".badge")?.textContent).toBe("1");
    expect(find(".launcher")?.getAttribute("aria-label")).toContain("1 条未读");
  });

  it("says who answers and where one stands in the queue", async () => {
    expect(find("h2")?.textContent).toBe("智能客服小二");
    gateway.setStatus({ owner: "queue", queue_position: 3, estimated_wait_seconds: 130 });
    await pass(50);
    expect(find("h2")?.textContent).toBe("排队中，第 3 位");
    expect(find(".bar")?.textContent).toContain("预计等待约 3 分钟");
    find(".bar .link")?.click();
    expect(gateway.commands).toEqual([{ type: "leave_queue" }]);
    gateway.setStatus({ owner: "human", agent_name: "小美", queue_position: null });
    await pass(50);
    expect(find("h2")?.textContent).toBe("人工客服 小美");
    expect(find(".bar")).toBeNull();
  });

  it("tells when it is offline and when messages will go out", async () => {
    gateway.isDown = gateway.refusesSockets = true;
    gateway.socket.lose();
    await pass(4_000);
    expect(find("[role=alert]")?.textContent).toContain("网络已断开");
    await press(await type("还在吗"), { key: "Enter" });
    expect(find(".delivery")?.textContent).toContain("等待网络恢复");
  });

  it("asks before ending, then asks for a score", async () => {
    await press(await type("谢谢"), { key: "Enter" });
    find("[aria-label=结束会话]")?.click();
    await pass(20);
    expect(gateway.commands).toEqual([]);
    findAll(".confirm button")[0]?.click();
    expect(gateway.commands).toEqual([{ type: "close" }]);
    gateway.setStatus({ state: "closed" });
    await pass(50);
    const submit = find<HTMLButtonElement>(".csat button[type=submit]");
    expect(submit?.disabled).toBe(true);
    findAll(".stars input")[3]?.click();
    await pass(20);
    find("form.csat")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    await pass(20);
    expect(gateway.commands.at(-1)).toEqual({ type: "csat", score: 4, comment: "" });
    expect(find(".csat")?.textContent).toContain("感谢您的评价");
  });
});

describe("text stays text", () => {
  it("never becomes markup", async () => {
    await say({ text: '<img src=x onerror="alert(1)"><script>alert(2)</script>' });
    expect(find(".bubble img, .bubble script")).toBeNull();
    expect(text()).toContain('<img src=x onerror="alert(1)">');
  });

  it("escapes names in cards", async () => {
    await sayCard({ type: "product", id: "P", name: "<b>名</b>", price_fen: 100, max_price_fen: 100, stock: 1, url: "javascript:alert(1)", image: "javascript:x" });
    expect(find(".card b")).toBeNull();
    expect(find(".card a, .card img")).toBeNull();
  });

  it("links http(s) only, without what follows in Chinese", async () => {
    await say({ text: "请看 https://a.test/x?y=1，或 javascript:alert(1) 或 ftp://b.test。" });
    const links = findAll(".bubble a") as HTMLAnchorElement[];
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://a.test/x?y=1"]);
    expect(links[0]?.rel).toContain("noopener");
  });

  it("splits and judges addresses", () => {
    expect(splitLinks("（http://a.test/b）.").map((part) => part.text)).toEqual(["（", "http://a.test/b", "）."]);
    expect(safeUrl("/shop/1", "https://a.test")).toBe("https://a.test/shop/1");
    expect(safeUrl("data:text/html,x", "https://a.test")).toBeNull();
  });
});

describe("composer", () => {
  it.each([
    ["Enter", { key: "Enter" }, true],
    ["Shift+Enter", { key: "Enter", shiftKey: true }, false],
    ["Enter while composing", { key: "Enter", isComposing: true }, false],
    ["the Enter of an input method", { key: "Enter", keyCode: 229 }, false],
    ["another key", { key: "a" }, false],
  ])("%s", (_name, event, sends) => {
    expect(isSendKey({ shiftKey: false, isComposing: false, keyCode: 13, ...event })).toBe(sends);
  });

  it("sends with Enter but not while an input method composes", async () => {
    const area = await type("nihao");
    await press(area, { key: "Enter", isComposing: true });
    await press(area, { key: "Enter", keyCode: 229 });
    expect(gateway.sends).toEqual([]);
    await press(area, { key: "Enter" });
    expect(gateway.sends).toHaveLength(1);
    expect(area.value).toBe("");
  });

  it("counts and stops at the limit", async () => {
    await press(await type("字".repeat(21)), { key: "Enter" });
    expect(gateway.sends).toEqual([]);
    expect(find(".limit")?.textContent).toContain("已超出 1 个字");
    expect(find<HTMLButtonElement>(".send")?.disabled).toBe(true);
  });

  it("offers to delete what the gateway refused for good, and to send again what it may take later", async () => {
    gateway.refusals = [{ code: "bad_request", message: "内容有误" }, { code: "not_allowed", message: "" }];
    await press(await type("一"), { key: "Enter" });
    expect(find(".delivery")?.textContent).toBe("内容有误  删除");
    find(".delivery .link")?.click();
    await press(await type("二"), { key: "Enter" });
    expect(findAll(".delivery .link").map((button) => button.textContent)).toEqual(["重新发送", "删除"]);
    findAll(".delivery .link")[0]?.click();
    await pass(50);
    expect(gateway.current.log.at(-1)?.body.text).toBe("二");
  });
});

describe("quick replies and cards", () => {
  it("sends the payload of a pressed button and takes the buttons away", async () => {
    await say({ buttons: [{ title: "查物流", payload: "signed-1" }] });
    find(".quick-button")?.click();
    await pass(50);
    expect(gateway.current.log.at(-1)).toMatchObject({ kind: "button", body: { text: "查物流" } });
    expect(find(".quick-button")).toBeNull();
  });

  const line = { name: "耳机", attributes: { 颜色: "黑色" }, quantity: 2, price_fen: 19900, product_id: "P1" };
  const order = { number: "20261118100001", state: "paid", state_label: "待发货", created_at: "2026-11-18T02:00:00Z", total_fen: 39800, lines: [line] };

  it("shows an order with its lines and total", async () => {
    await sayCard({ type: "order", ...order, lines: [line, line, line, { ...line, name: "第四件" }] });
    const card = find(".card")?.textContent ?? "";
    for (const part of ["20261118100001", "待发货", "黑色", "×2", "¥199.00", "¥398.00"]) expect(card).toContain(part);
    expect(card).not.toContain("第四件");
    find(".expand")?.click();
    await pass(20);
    expect(find(".card")?.textContent).toContain("第四件");
  });

  it("lets one order be selected, once", async () => {
    await sayCard({ type: "order_list", orders: [{ ...order, payload: "signed-a" }, { ...order, number: "2", payload: "signed-b" }] });
    const [first, second] = findAll(".order-row .button") as HTMLButtonElement[];
    second?.click();
    await pass(50);
    expect(gateway.current.log.at(-1)).toMatchObject({ kind: "button", body: { text: "订单号 2" } });
    expect([first?.disabled, second?.disabled]).toEqual([true, true]);
  });

  it("shows a parcel's newest events and folds the rest", async () => {
    const events = ["派送中", "到达杭州", "已揽收"].map((event, index) => ({ at: `2026-11-1${9 - index}T02:00:00Z`, place: "杭州", text: event }));
    await sayCard({ type: "parcel", tracking_number: "SF1", carrier: "顺丰速运", state: "in_transit", state_label: "运输中", order_number: "1", promised_at: null, events });
    expect(findAll(".timeline li")).toHaveLength(2);
    expect(find(".expand")?.textContent).toContain("3 条");
    find(".expand")?.click();
    await pass(20);
    expect(findAll(".timeline li").map((row) => row.firstChild?.textContent)).toEqual(["派送中", "到达杭州", "已揽收"]);
  });

  it("tells that a parcel has no events yet", async () => {
    await sayCard({ type: "parcel", tracking_number: "SF1", carrier: "顺丰", state: "picked_up", state_label: "已揽收", order_number: "1", promised_at: null, events: [] });
    expect(text()).toContain("暂无物流轨迹");
  });

  it("shows products with price range, stock and link", async () => {
    const product = { id: "P1", name: "耳机", price_fen: 19900, max_price_fen: 25900, stock: 3, url: "/shop/products/P1", image: null };
    await sayCard({ type: "product_list", products: [product, { ...product, id: "P2", stock: 0 }] });
    expect(text()).toContain("¥199–¥259");
    expect(text()).toContain("仅剩 3 件");
    expect(text()).toContain("暂时缺货");
    expect(find<HTMLAnchorElement>(".product a")?.href).toBe("http://shop.test/shop/products/P1");
  });

  it("shows coupons and which of them are spent", async () => {
    const coupon = { title: "满减券", threshold_fen: 19900, value_fen: 2000, expires_at: "2026-12-01T00:00:00Z", state: "unused", scope: "全店通用" };
    await sayCard({ type: "coupons", coupons: [coupon, { ...coupon, state: "used", threshold_fen: 0 }] });
    expect(text()).toContain("满 199 元可用");
    expect(text()).toContain("无门槛");
    expect(findAll(".coupon.spent")).toHaveLength(1);
  });

  it("compares two products in a table with headers", async () => {
    await sayCard({ type: "compare", names: ["甲", "乙"], rows: [["续航", "6 小时", "8 小时"]] });
    expect(findAll("thead th").map((cell) => cell.textContent)).toEqual(["对比项", "甲", "乙"]);
    expect(findAll("tbody tr > *").map((cell) => cell.textContent)).toEqual(["续航", "6 小时", "8 小时"]);
  });

  it("hands log-in to the shop's page", async () => {
    await sayCard({ type: "login" });
    find(".card .button")?.click();
    expect(logins).toBe(1);
  });

  it("shows the text of a message whose card it does not know", async () => {
    await say({ text: "完整的说明", card: { type: "hologram" } as unknown as Card });
    expect(text()).toContain("完整的说明");
    expect(find(".card")).toBeNull();
  });
});

describe("accessibility", () => {
  it("has no violations that axe can find without layout", async () => {
    await say({ text: "请选择", buttons: [{ title: "查物流", payload: "p" }] });
    await sayCard({ type: "compare", names: ["甲", "乙"], rows: [["续航", "6 小时", "8 小时"]] });
    vi.useRealTimers();
    const { default: axe } = await import("axe-core");
    const result = await axe.run(root, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(result.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
  });
});
