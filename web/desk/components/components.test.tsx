import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../shared/storage.ts";
import { StaffApp } from "../../staff/StaffApp.tsx";
import { DeskContext, type Desk } from "../DeskContext.ts";
import { Alerts } from "../model/alerts.ts";
import { Drafts } from "../model/drafts.ts";
import { Sender } from "../model/sender.ts";
import { conversation, handoff, message, startDesk } from "../test_support.ts";
import { ConversationPane } from "./ConversationPane.tsx";
import { QueueColumn } from "./QueueColumn.tsx";
import { SummarySheet } from "./SummarySheet.tsx";

afterEach(cleanup);

async function openDesk() {
  const { gateway, controller, api, observed } = startDesk(Date.now);
  const local = new MemoryStore();
  const desk: Desk = {
    agent: { id: "a1", username: "xiaomei", name: "小美", role: "agent" },
    controller,
    sender: new Sender(controller.store, api, "小美", () => true),
    drafts: new Drafts(local),
    alerts: new Alerts(local),
  };
  gateway.queue = { waiting: [handoff({ id: "h2", conversation_id: "c2", priority: "P0" })], mine: [handoff()] };
  gateway.conversation = conversation([
    message(1, { text: "我的快递呢" }),
    message(2, { author: "bot", text: "正在为您转接" }),
  ]);
  await controller.loadQueue();
  await controller.load("c1");
  const show = (page: ReactNode) => render(
      <StaffApp>
        <DeskContext value={desk}>{page}</DeskContext>
      </StaffApp>,
    );
  return { gateway, controller, observed, desk, show };
}

describe("the conversation", () => {
  test("marks who spoke, and sends with Enter", async () => {
    const { show, controller } = await openDesk();
    show(<ConversationPane id="c1" />);
    expect(screen.getByText("我的快递呢").closest("article")?.className).toContain("shopper");
    expect(screen.getByText("正在为您转接").closest("article")?.className).toContain("bot");

    const field = screen.getByLabelText<HTMLTextAreaElement>("回复顾客");
    fireEvent.change(field, { target: { value: "您好" } });
    fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    expect(field.value).toBe("您好");
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(controller.store.getState().conversations.c1?.messages).toHaveLength(3));
    expect(field.value).toBe("");
  });

  test("keeps the draft, and refuses what is too long", async () => {
    const { show, desk } = await openDesk();
    desk.drafts.write("c1", "之前写到一半");
    show(<ConversationPane id="c1" />);
    const field = screen.getByLabelText<HTMLTextAreaElement>("回复顾客");
    expect(field.value).toBe("之前写到一半");
    fireEvent.change(field, { target: { value: "很".repeat(2001) } });
    expect(screen.getByText("2001 / 2000 字")).toBeTruthy();
    expect(screen.getByText("发送").closest("button")?.disabled).toBe(true);
  });

  test("offers to send a failed message again", async () => {
    const { show, gateway, desk, controller } = await openDesk();
    gateway.refusal = { status: 503, code: "unavailable", message: "消息暂时没有存下" };
    show(<ConversationPane id="c1" />);
    await desk.sender.send("c1", "您好");
    await screen.findByText(/消息暂时没有存下/);
    gateway.refusal = null;
    fireEvent.click(screen.getByText("重新发送"));
    await waitFor(() => expect(controller.store.getState().conversations.c1?.outgoing).toEqual([]));
  });
});

test("the queue shows both lists and takes a customer", async () => {
  const { show, gateway, controller, observed } = await openDesk();
  show(<QueueColumn />);
  expect(screen.getByRole("heading", { name: "我的会话 1" })).toBeTruthy();
  expect(screen.getByRole("heading", { name: "排队中 1" })).toBeTruthy();
  gateway.refusal = { status: 409, code: "already_taken", message: "" };
  gateway.queue = { ...gateway.queue, waiting: [] };
  fireEvent.click(screen.getByText("接入"));
  await screen.findByText("暂时没有顾客排队");
  expect(observed.refused).toEqual(["已被其他客服接入"]);
  expect(controller.store.getState().selectedId).toBeNull();
});

test("a line of the summary leads to its turn", async () => {
  const { show, controller } = await openDesk();
  const line = { text: "询问快递进度", source: [{ kind: "turn" as const, seq: 1 }] };
  const summary = {
    customer: [],
    needs: [line],
    done: [],
    evidence: [],
    emotion: "angry",
    emotion_label: "愤怒",
    urgency: "P1" as const,
    promised: [],
    next_step: "联系快递公司",
    missing: ["订单号"],
  };
  show(<SummarySheet summary={summary} handoff={null} />);
  expect(screen.getByText("愤怒")).toBeTruthy();
  fireEvent.click(screen.getByText("第 1 条"));
  expect(controller.store.getState().focus?.source).toEqual({ kind: "turn", seq: 1 });
});
