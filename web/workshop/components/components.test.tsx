import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import type { Faq, IntentInfo, TryResponse } from "../../shared/protocol.ts";
import { Api } from "../../staff/api.ts";
import { StaffApp } from "../../staff/StaffApp.tsx";
import { WorkshopApi } from "../model/workshop_api.ts";
import { lazyPage } from "../../staff/lazy_page.tsx";
import { useWorkshop, WorkshopContext } from "../WorkshopContext.ts";
import { ExampleForm } from "./examples/ExampleForm.tsx";
import { FaqStateTags } from "./faq/FaqStateTags.tsx";
import { StaleNotice } from "./faq/StaleNotice.tsx";
import MissPage from "./misses/MissPage.tsx";
import { TryPanel } from "./try/TryPanel.tsx";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const ANSWER: TryResponse = {
  intent: "query_logistics",
  intent_label: "查询物流",
  confidence: 0.83,
  ranking: [["query_logistics", "查询物流", 0.83]],
  entities: [{ type: "date", value: "今天" }],
  outcome: "answer",
  outcome_label: "直接回答",
  faqs: [{ id: "f1", question: "快递多久能到？", score: 0.58 }],
  replies: [],
};
const MISS = {
  id: "m1",
  text: "咋个弄哦",
  intent: "ask_stock",
  confidence: 0.31,
  ranking: [["ask_stock", "库存与补货", 0.31]],
  outcome: "clarify",
  created_at: "2025-11-11T02:00:00Z",
  conversation_id: "c1",
  count: 3,
};

function show(page: ReactNode, answer: (line: string, body: string) => Response | null = () => null) {
  const requests: string[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const path = String(input);
    requests.push(`${init?.method} ${path}`);
    const special = answer(`${init?.method} ${path}`, String(init?.body));
    if (special) return special;
    if (path.endsWith("/try")) return Response.json(ANSWER);
    return Response.json(path.endsWith("/misses") ? { misses: [MISS] } : {});
  };
  const api = new WorkshopApi(new Api(fetcher));
  const view = render(
    <StaffApp>
      <WorkshopContext value={{ api, intents: [], canPublish: true, reloadIntents: () => undefined }}>
        {page}
      </WorkshopContext>
    </StaffApp>,
  );
  return { requests, view };
}

test("a tried question shows intent, confidence, entities and FAQs", async () => {
  show(<TryPanel />);
  const field = screen.getByLabelText("顾客的问题");
  fireEvent.change(field, { target: { value: "今天能到吗" } });
  fireEvent.keyDown(field, { key: "Enter" });
  await screen.findByText("直接回答");
  expect(screen.getByLabelText("置信度 83%")).toBeTruthy();
  expect(screen.getByText("日期：今天")).toBeTruthy();
  expect(screen.getByText("快递多久能到？").nextSibling?.textContent).toBe("0.58");
});

test("a question that failed does not stand beside the answer to another", async () => {
  let isDown = false;
  show(<TryPanel />, () => (isDown ? Response.json({ code: "unavailable", message: "请稍后再试" }, { status: 503 }) : null));
  const field = screen.getByLabelText("顾客的问题");
  fireEvent.change(field, { target: { value: "今天能到吗" } });
  fireEvent.keyDown(field, { key: "Enter" });
  await screen.findByText("直接回答");
  isDown = true;
  fireEvent.keyDown(field, { key: "Enter" });
  await screen.findByText("请稍后再试");
  expect(screen.queryByText("直接回答")).toBeNull();
});

test("each refused sentence is named with its reason", async () => {
  const reasons: Record<string, string> = { 甲句: "属于另一个意图“发票”", 乙句: "语料应为 1 到 200 个字" };
  const intents = [{ name: "invoice", label: "发票", topic: "invoice", topic_label: "发票", examples: 1 }];
  show(
    <WithIntents intents={intents}>
      <ExampleForm onAdded={() => undefined} />
    </WithIntents>,
    (line, body) => {
      const message = line === "POST /api/workshop/examples" ? reasons[JSON.parse(body).text as string] : undefined;
      return message ? Response.json({ code: "conflict", message }, { status: 409 }) : null;
    },
  );
  fireEvent.mouseDown(screen.getByLabelText("意图"));
  fireEvent.click(await screen.findByText("发票（invoice）"));
  fireEvent.change(screen.getByLabelText("句子（每行一句）"), { target: { value: "甲句\n丙句\n乙句" } });
  fireEvent.submit(document.querySelector(".example-form") as HTMLElement);
  await screen.findByText("2 句没有加入，还留在上面");
  expect(screen.getByText("“甲句”：属于另一个意图“发票”")).toBeTruthy();
  expect(screen.getByText("“乙句”：语料应为 1 到 200 个字")).toBeTruthy();
  expect(screen.getByLabelText<HTMLTextAreaElement>("句子（每行一句）").value).toBe("甲句\n乙句");
});

test.each([
  ["draft", 2, ["已发布", "有未发布的修改"]],
  ["draft", null, ["草稿"]],
  ["published", 3, ["已发布"]],
] as const)("the tags of a %s FAQ with published version %s", (state, version, tags) => {
  const faq = { state, published_version: version } as unknown as Faq;
  const { view } = show(<FaqStateTags faq={faq} />);
  expect([...view.container.querySelectorAll(".ant-tag")].map((tag) => tag.textContent)).toEqual(tags);
});

test("a conflict comes into view and takes the focus", () => {
  const seen = vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
  show(<StaleNotice newest={{ version: 4, updated_at: null, updated_by: "" } as Faq} onLoad={vi.fn()} onKeepMine={vi.fn()} />);
  expect(seen).toHaveBeenCalledOnce();
  expect(document.activeElement?.textContent).toContain("这条 FAQ 已被他人修改");
});

test("a part that cannot be fetched leaves the page and can be tried again", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  let isOffline = true;
  const Part = lazyPage(async () => {
    if (isOffline) throw new TypeError("Failed to fetch dynamically imported module");
    return { default: () => <p>语料表</p> };
  });
  show(
    <>
      <h1>训练师工作间</h1>
      <Part />
    </>,
  );
  const retry = await screen.findByText("重试");
  expect(screen.getByText("训练师工作间")).toBeTruthy();
  fireEvent.click(retry);
  await waitFor(() => expect(screen.getByText("重试")).toBeTruthy());
  isOffline = false;
  fireEvent.click(screen.getByText("重试"));
  await screen.findByText("语料表");
});

function WithIntents({ intents, children }: { intents: IntentInfo[]; children: ReactNode }) {
  return <WorkshopContext value={{ ...useWorkshop(), intents }}>{children}</WorkshopContext>;
}

test("a guess labels the sentence and takes it off the list", async () => {
  const { requests } = show(<MissPage />);
  fireEvent.click(await screen.findByTitle("归入 ask_stock"));
  await waitFor(() => expect(screen.queryByText("咋个弄哦")).toBeNull());
  expect(requests).toContain("POST /api/workshop/misses/m1/label");
});

test("a dismissed sentence can be taken back before the gateway hears of it", async () => {
  const { requests, view } = show(<MissPage />);
  fireEvent.click(await screen.findByText("忽略"));
  await waitFor(() => expect(screen.queryByText("咋个弄哦")).toBeNull());
  fireEvent.click(await screen.findByText("撤销"));
  await screen.findByText("咋个弄哦");
  view.unmount();
  expect(requests.filter((request) => request.startsWith("POST"))).toEqual([]);
});
