import type { AgentProfile, DeskEvent } from "../shared/protocol.ts";
import { ReconnectingSocket, type SocketLike } from "../shared/socket.ts";
import { type KeyValueStore, usableStore } from "../shared/storage.ts";
import type { Api } from "../staff/api.ts";
import type { Desk } from "./DeskContext.ts";
import { Alerts } from "./model/alerts.ts";
import { DeskController } from "./model/controller.ts";
import { DeskApi } from "./model/desk_api.ts";
import { Drafts } from "./model/drafts.ts";
import { keepOutgoing } from "./model/outgoing_store.ts";
import { Sender } from "./model/sender.ts";

export interface RunningDesk extends Desk {
  start(): void;
  stop(): void;
  /** Fetches everything again and reconnects at once, e.g. after logging in again. */
  refresh(): void;
}

/** Puts the desk together: state, live connection, drafts, alerts. */
export function createDesk(api: Api, agent: AgentProfile, onRefused: (message: string) => void): RunningDesk {
  const local: KeyValueStore = usableStore(() => localStorage);
  const alerts = new Alerts(local);
  const deskApi = new DeskApi(api);
  const sendCommand = (command: unknown) => socket.send(command);
  const controller = new DeskController(deskApi, {
    onNewHandoffs: (items) => alerts.call(`${items.length} 位顾客等待接入`),
    onShopperWords: () => alerts.hint("顾客有新消息"),
    onRefused,
    sendCommand,
  });
  const socket = new ReconnectingSocket(() => new WebSocket(socketUrl()) as SocketLike, {
    onOpen: () => controller.onConnected(),
    onEvent: (event) => controller.onEvent(event as DeskEvent),
    onLost: () => controller.onDisconnected(),
  });
  const sender = new Sender(controller.store, deskApi, agent.name, sendCommand);
  const drafts = new Drafts(local);
  const calm = () => alerts.calm();
  let forget = () => {};
  const retry = () => socket.retryNow();
  return {
    agent,
    controller,
    sender,
    drafts,
    alerts,
    start() {
      forget = keepOutgoing(controller.store, local);
      void controller.loadQueue();
      socket.start();
      window.addEventListener("focus", calm);
      window.addEventListener("online", retry);
    },
    stop() {
      forget();
      socket.stop();
      controller.stop();
      window.removeEventListener("focus", calm);
      window.removeEventListener("online", retry);
      calm();
    },
    refresh() {
      socket.retryNow();
      controller.refresh();
    },
  };
}

function socketUrl(): string {
  const url = new URL("/api/desk/socket", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
