import type {
  ConversationStatus,
  DeskConversation,
  HandoffItem,
  Message,
  Priority,
  SummarySource,
} from "../../shared/protocol.ts";

/** An agent's message until the log has it. */
export interface Outgoing {
  client_message_id: string;
  text: string;
  created_at: string;
  /** Why it could not be stored; null while it is on its way. */
  failure: string | null;
}

/** Everything around the messages: summary, customer, orders … */
export type ConversationDetail = Omit<DeskConversation, "messages" | "state">;

export interface ConversationView {
  id: string;
  status: ConversationStatus | null;
  detail: ConversationDetail | null;
  /** By `seq`, each once. */
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  isLoading: boolean;
  error: string | null;
  /** The agent has seen everything up to here; null: never opened on this page. */
  readSeq: number | null;
  /** When the shopper was last seen typing, in ms of this page's clock; 0: never. */
  shopperTypingAt: number;
}

export interface QueueState {
  waiting: readonly HandoffItem[];
  mine: readonly HandoffItem[];
  /** When this was fetched, in ms of this page's clock; 0: not yet. */
  receivedAt: number;
  error: string | null;
}

/** What a line of the summary points at; `count` makes a second click a new wish. */
export interface Focus {
  source: SummarySource;
  count: number;
}

export type Link = "connecting" | "online" | "offline";

export interface DeskState {
  queue: QueueState;
  conversations: Readonly<Record<string, ConversationView>>;
  selectedId: string | null;
  focus: Focus | null;
  link: Link;
}

export const INITIAL_STATE: DeskState = {
  queue: { waiting: [], mine: [], receivedAt: 0, error: null },
  conversations: {},
  selectedId: null,
  focus: null,
  link: "connecting",
};

export function emptyView(id: string): ConversationView {
  return {
    id,
    status: null,
    detail: null,
    messages: [],
    outgoing: [],
    isLoading: false,
    error: null,
    readSeq: null,
    shopperTypingAt: 0,
  };
}

export const PRIORITIES: readonly Priority[] = ["P0", "P1", "P2", "P3"];
