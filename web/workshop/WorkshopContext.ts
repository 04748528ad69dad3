import { createContext, useContext } from "react";
import type { IntentInfo } from "../shared/protocol.ts";
import type { WorkshopApi } from "./model/workshop_api.ts";

/** What the workshop's components work with. */
export interface Workshop {
  api: WorkshopApi;
  intents: readonly IntentInfo[];
  /** May this person publish, archive and train? */
  canPublish: boolean;
  /** Fetch the intents again, after examples were added or removed. */
  reloadIntents(): void;
}

export const WorkshopContext = createContext<Workshop | null>(null);

export function useWorkshop(): Workshop {
  const workshop = useContext(WorkshopContext);
  if (!workshop) throw new Error("useWorkshop outside of WorkshopContext");
  return workshop;
}
