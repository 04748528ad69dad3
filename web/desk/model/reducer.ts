import type { ConversationStatus, DeskConversation, Message, QueueResponse, SummarySource } from "../../shared/protocol.ts";
import { asStored, lastSeq, mergeMessages, withoutStored } from "./messages.ts";
import { type ConversationView, type DeskState, emptyView, type Link, type Outgoing } from "./state.ts";

export type DeskAction =
  | { type: "queue_loaded"; queue: QueueResponse; at: number }
  | { type: "queue_failed"; message: string }
  | { type: "link_changed"; link: Link }
  | { type: "selected"; id: string | null }
  | { type: "focused"; source: SummarySource }
  | ConversationAction;

export type ConversationAction =
  | { type: "loading"; id: string }
  | { type: "loaded"; id: string; conversation: DeskConversation }
  | { type: "load_failed"; id: string; message: string }
  | { type: "messages_arrived"; id: string; messages: readonly Message[] }
  | { type: "status_changed"; id: string; status: ConversationStatus }
  | { type: "shopper_typing"; id: string; at: number }
  | { type: "read"; id: string }
  | { type: "sending"; id: string; item: Outgoing }
  | { type: "sent"; id: string; clientMessageId: string; seq: number; messageId: string; agentName: string }
  | { type: "send_failed"; id: string; clientMessageId: string; reason: string }
  | { type: "discarded"; id: string; clientMessageId: string };

export function reduceDesk(state: DeskState, action: DeskAction): DeskState {
  switch (action.type) {
    case "queue_loaded":
      return { ...state, queue: { ...action.queue, receivedAt: action.at, error: null } };
    case "queue_failed":
      return { ...state, queue: { ...state.queue, error: action.message } };
    case "link_changed":
      return state.link === action.link ? state : { ...state, link: action.link };
    case "selected":
      return { ...state, selectedId: action.id, focus: null };
    case "focused":
      return { ...state, focus: { source: action.source, count: (state.focus?.count ?? 0) + 1 } };
    default:
      return reduceIn(state, action);
  }
}

function reduceIn(state: DeskState, action: ConversationAction): DeskState {
  const view = state.conversations[action.id] ?? emptyView(action.id);
  const next = reduceConversation(view, action);
  return next === view ? state : { ...state, conversations: { ...state.conversations, [action.id]: next } };
}

function reduceConversation(view: ConversationView, action: ConversationAction): ConversationView {
  switch (action.type) {
    case "loading":
      return { ...view, isLoading: true };
    case "loaded": {
      const { messages, state, ...detail } = action.conversation;
      return { ...withMessages(view, messages), status: state, detail, isLoading: false, error: null };
    }
    case "load_failed":
      return { ...view, isLoading: false, error: action.message };
    case "messages_arrived":
      return withMessages(view, action.messages);
    case "status_changed":
      return { ...view, status: action.status };
    case "shopper_typing":
      return { ...view, shopperTypingAt: action.at };
    case "read":
      return view.readSeq === lastSeq(view.messages) ? view : { ...view, readSeq: lastSeq(view.messages) };
    default:
      return reduceOutgoing(view, action);
  }
}

type OutgoingAction = Extract<ConversationAction, { type: "sending" | "sent" | "send_failed" | "discarded" }>;

function reduceOutgoing(view: ConversationView, action: OutgoingAction): ConversationView {
  switch (action.type) {
    case "sending":
      return { ...view, outgoing: [...without(view, action.item.client_message_id), action.item] };
    case "sent": {
      const item = view.outgoing.find((candidate) => candidate.client_message_id === action.clientMessageId);
      if (!item) return view;
      return withMessages(view, [asStored(item, action.seq, action.messageId, action.agentName)]);
    }
    case "send_failed":
      return {
        ...view,
        outgoing: view.outgoing.map((item) =>
          item.client_message_id === action.clientMessageId ? { ...item, failure: action.reason } : item,
        ),
      };
    case "discarded":
      return { ...view, outgoing: without(view, action.clientMessageId) };
  }
}

function without(view: ConversationView, clientMessageId: string): Outgoing[] {
  return view.outgoing.filter((item) => item.client_message_id !== clientMessageId);
}

function withMessages(view: ConversationView, arrived: readonly Message[]): ConversationView {
  const messages = mergeMessages(view.messages, arrived);
  const hasNewWords = arrived.some((message) => message.author === "shopper" && message.seq > lastSeq(view.messages));
  return {
    ...view,
    messages,
    outgoing: withoutStored(view.outgoing, messages),
    shopperTypingAt: hasNewWords ? 0 : view.shopperTypingAt,
  };
}
