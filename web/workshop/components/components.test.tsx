import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";
import type { TryResponse } from "../../shared/protocol.ts";
import { Api } from "../../staff/api.ts";
import { StaffApp } from "../../staff/StaffApp.tsx";
import { WorkshopApi } from "../model/workshop_api.ts";
import { WorkshopContext } from "../WorkshopContext.ts";
import MissPage from "./misses/MissPage.tsx";
import { TryPanel } from "./try/TryPanel.tsx";

afterEach(cleanup);

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

function show(page: ReactNode) {
  const requests: string[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const path = String(input);
    requests.push(`${init?.method} ${path}`);
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
