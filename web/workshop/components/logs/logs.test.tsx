import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { Candidate, LogSummary, Settled } from "../../../shared/protocol.ts";
import { Api } from "../../../staff/api.ts";
import { StaffApp } from "../../../staff/StaffApp.tsx";
import { groupCandidates } from "../../model/clusters.ts";
import { describeLabels } from "../../model/settled.ts";
import { WorkshopApi } from "../../model/workshop_api.ts";
import { WorkshopContext } from "../../WorkshopContext.ts";
import LogPage from "./LogPage.tsx";

afterEach(cleanup);

function candidate(id: string, cluster: string, text: string, confidence = 0.3): Candidate {
  const ranking: Candidate["ranking"] = [["ask_carrier", "快递公司与发货地", confidence]];
  return { id, cluster, text, count: 2, ranking, created_at: "2026-11-11T02:00:00Z" };
}
const CANDIDATES = [
  candidate("a", "1", "走的哪家呀"),
  candidate("b", "1", "走啥快递"),
  candidate("c", "2", "这个咋说"),
];
const READING = { text_column: "内容", role_column: "发送方", shoppers: ["买家"], others: 40 };
const SUMMARY: LogSummary = {
  messages: 90,
  distinct: 60,
  known: 20,
  unusable: 4,
  unsure: 12,
  clusters: 5,
  chosen: 3,
  reading: READING,
};

function show({ importStatus = 201, summary = SUMMARY, settled = {} as Partial<Settled>, code = "bad_request" } = {}) {
  const requests: { line: string; body: unknown }[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const line = `${init?.method} ${String(input)}`;
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : init?.body;
    requests.push({ line, body });
    if (line === "GET /api/workshop/logs") return Response.json({ candidates: CANDIDATES });
    if (line === "POST /api/workshop/logs" && importStatus === 201) return Response.json(summary, { status: 201 });
    if (line === "POST /api/workshop/logs") {
      return Response.json({ code, message: "第 3 行不是正确的 JSON。" }, { status: importStatus });
    }
    if (line.endsWith("/restore")) return Response.json({ restored: 1 });
    const ids = (body as { ids: string[] }).ids;
    return Response.json({ settled: ids, examples: ids, known: 0, conflicts: [], ...settled });
  };
  const api = new WorkshopApi(new Api(fetcher));
  render(
    <StaffApp>
      <WorkshopContext value={{ api, intents: [], canPublish: true, reloadIntents: () => undefined }}>
        <LogPage />
      </WorkshopContext>
    </StaffApp>,
  );
  return { requests, sent: (line: string) => requests.filter((request) => request.line === line) };
}

function choose(file: File) {
  fireEvent.change(screen.getByLabelText("聊天记录文件"), { target: { files: [file] } });
}

test("candidates stand in their clusters with the guesses that weigh most", () => {
  const heavy: Candidate = { ...candidate("d", "1", "发货用什么", 0.1), ranking: [["ask_stock", "库存", 0.9]] };
  const [first, second] = groupCandidates([...CANDIDATES, heavy]);
  expect(first?.members.map(({ id }) => id)).toEqual(["a", "b", "d"]);
  expect(first?.count).toBe(6);
  expect(first?.guesses.map(({ intent }) => intent)).toEqual(["ask_stock", "ask_carrier"]);
  expect(second?.members).toHaveLength(1);
});

test("a guess labels what is ticked and leaves the rest", async () => {
  const { sent } = show();
  fireEvent.click(await screen.findByLabelText("走啥快递"));
  fireEvent.click(screen.getAllByTitle("归入 ask_carrier")[0] as HTMLElement);
  await waitFor(() => expect(screen.queryByText("走的哪家呀")).toBeNull());
  expect(sent("POST /api/workshop/logs/label").map(({ body }) => body)).toEqual([{ ids: ["a"], intent: "ask_carrier" }]);
  expect(screen.getByText("走啥快递")).toBeTruthy();
});

test("dismissed messages go", async () => {
  const { sent } = show();
  await screen.findByText("这个咋说");
  fireEvent.click(screen.getAllByText("忽略").at(-1) as HTMLElement);
  await waitFor(() => expect(screen.queryByText("这个咋说")).toBeNull());
  expect(sent("POST /api/workshop/logs/dismiss").map(({ body }) => body)).toEqual([{ ids: ["c"] }]);
});

test("an uploaded log is sent as a form and summed up", async () => {
  const { sent } = show();
  choose(new File(["text\n在吗\n"], "log.csv"));
  await screen.findByText(/读到顾客消息 90 条/);
  expect(screen.getByText(/“发送方”一列是“买家”的算作顾客，跳过其他人的 40 行/)).toBeTruthy();
  const form = sent("POST /api/workshop/logs")[0]?.body as FormData;
  expect((form.get("file") as File).name).toBe("log.csv");
  expect(sent("GET /api/workshop/logs")).toHaveLength(2);
});

test("what is wrong with a log is shown, and its columns can be named for the next try", async () => {
  const { sent } = show({ importStatus: 400 });
  choose(new File(["{"], "log.jsonl"));
  await screen.findByText("第 3 行不是正确的 JSON。");
  fireEvent.change(screen.getByLabelText("消息所在的列"), { target: { value: "正文" } });
  choose(new File(["{}"], "log.jsonl"));
  await waitFor(() => expect(sent("POST /api/workshop/logs")).toHaveLength(2));
  const form = sent("POST /api/workshop/logs")[1]?.body as FormData;
  expect([form.get("column"), form.get("role_column")]).toEqual(["正文", null]);
});

test("columns named for one file are not used for another", async () => {
  const { sent } = show({ importStatus: 400 });
  fireEvent.change(screen.getByLabelText("发送者所在的列"), { target: { value: "谁" } });
  choose(new File(["{"], "one.jsonl"));
  await screen.findByText("“one.jsonl”没有导入成功");
  choose(new File(["{"], "two.jsonl"));
  await screen.findByText("“two.jsonl”没有导入成功");
  const named = sent("POST /api/workshop/logs").map(({ body }) => (body as FormData).get("role_column"));
  expect(named).toEqual(["谁", null]);
});

test("a log without a column of senders is imported when somebody says that it is all the shoppers'", async () => {
  const { sent } = show({ importStatus: 400, code: "roles_unclear" });
  choose(new File(["x"], "log.csv"));
  await screen.findByText("“log.csv”还没有导入");
  fireEvent.click(screen.getByText("全部是顾客的消息，继续导入"));
  await waitFor(() => expect(sent("POST /api/workshop/logs")).toHaveLength(2));
  const form = sent("POST /api/workshop/logs")[1]?.body as FormData;
  expect([(form.get("file") as File).name, form.get("role_column")]).toEqual(["log.csv", "无"]);
});

test("that every row counted as the shoppers' is told", async () => {
  show({ summary: { ...SUMMARY, reading: { ...READING, role_column: "" } } });
  choose(new File(["x"], "log.csv"));
  await screen.findByText("消息取自“内容”一列，每一行都当作顾客说的。");
});

test("a label can be taken back", async () => {
  const { sent } = show();
  await screen.findByText("走啥快递");
  fireEvent.click(screen.getAllByTitle("归入 ask_carrier")[0] as HTMLElement);
  fireEvent.click(await screen.findByText("撤销"));
  await screen.findByText("走啥快递");
  expect(sent("POST /api/workshop/logs/restore").map(({ body }) => body)).toEqual([
    { settled: ["a", "b"], examples: ["a", "b"] },
  ]);
});

test("what others settled and what contradicts is no success", async () => {
  const conflict = "“走啥快递”已在训练语料里，意图是“运费”";
  show({ settled: { settled: [], examples: [], conflicts: [conflict] } });
  await screen.findByText("走啥快递");
  fireEvent.click(screen.getAllByTitle("归入 ask_carrier")[0] as HTMLElement);
  await screen.findByText(`1 条已经由其他同事处理；没有改动：${conflict}`);
  expect(screen.queryByText(/已将/)).toBeNull();
  expect(screen.queryByText("撤销")).toBeNull();
});

test.each([
  [{ settled: ["a", "b"], examples: ["x"], known: 1 }, "已将 1 条归入“运费”，下次训练后生效；1 条原来就在这个意图的语料里", false],
  [{ settled: ["a"], examples: ["x"], known: 0 }, "已将 1 条归入“运费”，下次训练后生效；1 条已经由其他同事处理", true],
])("labels are told as they were: %o", (settled, text, isPartial) => {
  expect(describeLabels(2, "运费", { conflicts: [], ...settled })).toEqual({ text, isPartial });
});

test("a file that is too large is not sent", async () => {
  const { sent } = show();
  choose(new File([new Uint8Array(11 * 1024 * 1024)], "log.csv"));
  await screen.findByText("文件超过 10 MB，请拆分后上传");
  expect(sent("POST /api/workshop/logs")).toEqual([]);
});
