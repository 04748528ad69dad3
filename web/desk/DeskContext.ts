import { createContext, useContext } from "react";
import type { AgentProfile } from "../shared/protocol.ts";
import { useStore } from "../staff/store.ts";
import type { Alerts } from "./model/alerts.ts";
import type { DeskController } from "./model/controller.ts";
import type { Drafts } from "./model/drafts.ts";
import type { Sender } from "./model/sender.ts";
import type { ConversationView, DeskState } from "./model/state.ts";

/** What the desk's components work with. */
export interface Desk {
  agent: AgentProfile;
  controller: DeskController;
  sender: Sender;
  drafts: Drafts;
  alerts: Alerts;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("useDesk outside of DeskContext");
  return desk;
}

/** A part of the desk's state; `select` must return something that changes only with that part. */
export function useDeskState<Part>(select: (state: DeskState) => Part): Part {
  return useStore(useDesk().controller.store, select);
}

export function useView(id: string): ConversationView | undefined {
  return useDeskState((state) => state.conversations[id]);
}

/** Is this conversation one of mine? */
export function useIsMine(id: string): boolean {
  return useDeskState((state) => state.queue.mine.some((item) => item.conversation_id === id));
}
