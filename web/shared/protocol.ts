/**
 * The JSON that the gateway and the pages exchange. Times are ISO-8601 in UTC, money is integer fen.
 */

// ---- conversations ------------------------------------------------------------------------------------------------

export type Author = "shopper" | "bot" | "agent" | "system";
export type MessageKind = "text" | "image" | "button" | "card" | "event";
export type Owner = "bot" | "queue" | "human";
export type ConversationPhase = "open" | "closed";

/** A quick reply. The payload is signed by the gateway and opaque to the page. */
export interface Button {
  title: string;
  payload: string;
}

export interface OrderLine {
  name: string;
  attributes: Record<string, string>;
  quantity: number;
  price_fen: number;
  product_id: string;
}

export interface Order {
  number: string;
  state: string;
  state_label: string;
  created_at: string;
  total_fen: number;
  lines: OrderLine[];
  /** Only in an `order_list`: what "select" sends. */
  payload?: string;
}

export interface ParcelEvent {
  at: string;
  place: string;
  text: string;
}

export interface Parcel {
  tracking_number: string;
  carrier: string;
  state: string;
  state_label: string;
  order_number: string;
  promised_at: string | null;
  events: ParcelEvent[];
}

export interface ProductSummary {
  id: string;
  name: string;
  price_fen: number;
  max_price_fen: number;
  stock: number;
  url: string;
  image: string | null;
}

export interface Coupon {
  title: string;
  threshold_fen: number;
  value_fen: number;
  expires_at: string;
  state: string;
  scope: string;
}

export type OrderCard = { type: "order" } & Order;
export type OrderListCard = { type: "order_list"; orders: Order[] };
export type ParcelCard = { type: "parcel" } & Parcel;
export type ProductCard = { type: "product" } & ProductSummary;
export type ProductListCard = { type: "product_list"; products: ProductSummary[] };
export type CouponsCard = { type: "coupons"; coupons: Coupon[] };
export type CompareCard = { type: "compare"; names: string[]; rows: string[][] };
export type LoginCard = { type: "login" };
/** What a shopper's own button message carries. */
export type PressedButtonCard = { type: "button"; payload: string };

export type Card =
  | OrderCard
  | OrderListCard
  | ParcelCard
  | ProductCard
  | ProductListCard
  | CouponsCard
  | CompareCard
  | LoginCard
  | PressedButtonCard;

export interface MessageBody {
  /** Always complete in itself; empty only where an image says it all. */
  text: string;
  buttons: Button[];
  card: Card | null;
  image_url: string | null;
  event: string | null;
}

export interface Message {
  id: string;
  seq: number;
  author: Author;
  kind: MessageKind;
  body: MessageBody;
  created_at: string;
  client_message_id: string | null;
  agent_name: string | null;
}

export interface ConversationStatus {
  conversation_id: string;
  state: ConversationPhase;
  owner: Owner;
  queue_position: number | null;
  estimated_wait_seconds: number | null;
  agent_name: string | null;
  after_hours: boolean;
  csat_score: number | null;
}

/** What the shopper looks at. */
export interface PageContext {
  product_id: string | null;
  order_number: string | null;
}

export interface ErrorBody {
  code: string;
  message: string;
}

// ---- shopper ------------------------------------------------------------------------------------------------------

export interface SessionRequest {
  identity: string | null;
  session: string | null;
  locale: string;
}

export interface SessionResponse {
  session: string;
  conversation_id: string;
  customer: { name: string; level: string } | null;
  state: ConversationStatus;
  limits: { max_text: number };
}

export interface MessagesResponse {
  messages: Message[];
  last_seq: number;
  state: ConversationStatus;
}

export interface SendRequest {
  client_message_id: string;
  kind: "text" | "button";
  text: string;
  payload: string | null;
  page: PageContext;
}

export interface SendResponse {
  seq: number;
  message_id: string;
}

export type ShopperCommand =
  | { type: "resume"; last_seq: number }
  | ({ type: "send" } & SendRequest)
  | { type: "typing" }
  | { type: "csat"; score: number; comment: string }
  | { type: "leave_queue" }
  | { type: "close" }
  | { type: "ping" };

export type ShopperEvent =
  | { type: "messages"; messages: Message[] }
  | { type: "ack"; client_message_id: string; seq: number }
  | { type: "refused"; client_message_id: string; code: string; message: string }
  | { type: "typing"; author: "bot" | "agent" }
  | { type: "state"; state: ConversationStatus }
  | { type: "pong" };

// ---- desk ---------------------------------------------------------------------------------------------------------

export type Role = "agent" | "senior" | "supervisor" | "trainer" | "qa" | "admin";
export type Priority = "P0" | "P1" | "P2" | "P3";

export interface AgentProfile {
  id: string;
  username: string;
  name: string;
  role: Role;
}

export interface HandoffItem {
  id: string;
  conversation_id: string;
  reason: string;
  reason_label: string;
  priority: Priority;
  skill_group: string;
  state: "waiting" | "taken" | "closed" | "cancelled";
  customer_name: string;
  customer_level: string;
  channel: string;
  last_text: string;
  created_at: string;
  taken_at: string | null;
  waiting_seconds: number;
  after_hours: boolean;
  unread: number;
}

export interface QueueResponse {
  waiting: HandoffItem[];
  mine: HandoffItem[];
}

/** Where a line of a summary comes from: a message of the log, or a field of the shop's data. */
export type SummarySource = { kind: "turn"; seq: number } | { kind: "field"; name: string; ref: string };

export interface SummaryLine {
  text: string;
  source: SummarySource[];
}

export interface Summary {
  customer: SummaryLine[];
  needs: SummaryLine[];
  done: SummaryLine[];
  evidence: SummaryLine[];
  emotion: string;
  emotion_label: string;
  urgency: Priority;
  promised: SummaryLine[];
  next_step: string;
  missing: string[];
}

export interface DeskCustomer {
  id: string;
  name: string;
  level: string;
  phone: string;
  points: number;
  tags: string[];
}

export interface Aftersale {
  id: string;
  order_number: string;
  kind: string;
  kind_label: string;
  state: string;
  state_label: string;
  reason: string;
  amount_fen: number;
  created_at: string;
  updated_at: string;
}

/** A row of the list of conversations. */
export interface ConversationItem {
  id: string;
  owner: Owner;
  customer_name: string;
  customer_level: string;
  channel: string;
  last_text: string;
  updated_at: string;
}

export interface DeskConversation {
  state: ConversationStatus;
  messages: Message[];
  handoff: HandoffItem | null;
  summary: Summary | null;
  customer: DeskCustomer | null;
  orders: Order[];
  shipments: Parcel[];
  aftersales: Aftersale[];
}

export type DeskEvent =
  | { type: "queue" }
  | { type: "messages"; conversation_id: string; messages: Message[] }
  | { type: "state"; conversation_id: string; state: ConversationStatus }
  | { type: "typing"; conversation_id: string; author?: Author };

export type DeskCommand = { type: "watch"; conversation_id: string } | { type: "typing"; conversation_id: string };

// ---- workshop -----------------------------------------------------------------------------------------------------

export interface IntentInfo {
  name: string;
  label: string;
  topic: string;
  topic_label: string;
  examples: number;
}

export type FaqState = "draft" | "published" | "archived";

export interface Faq {
  id: string;
  topic: string;
  question: string;
  answer: string;
  similar: string[];
  intent: string | null;
  tags: string[];
  products: string[];
  state: FaqState;
  version: number;
  /** The version that shoppers see; null when it is not published. */
  published_version: number | null;
  valid_from: string | null;
  valid_until: string | null;
  updated_at: string | null;
  updated_by: string;
}

export type Outcome = "answer" | "clarify" | "handoff";

export interface FoundEntity {
  type: string;
  value: string;
}

export interface TryResponse {
  intent: string;
  intent_label: string;
  confidence: number;
  ranking: [intent: string, label: string, confidence: number][];
  entities: FoundEntity[];
  outcome: Outcome;
  outcome_label: string;
  faqs: { id: string; question: string; score: number }[];
  replies: MessageBody[];
}

export interface Miss {
  id: string;
  text: string;
  intent: string;
  confidence: number;
  ranking: [intent: string, label: string, confidence: number][];
  outcome: string;
  created_at: string;
  conversation_id: string;
  count: number;
}

/** A message of an imported chat log of which the bot is unsure; equal `cluster`: probably the same meaning. */
export interface Candidate {
  id: string;
  cluster: string;
  text: string;
  count: number;
  ranking: [intent: string, label: string, confidence: number][];
  created_at: string;
}

/** What became of an imported chat log, in messages. */
export interface LogSummary {
  messages: number;
  distinct: number;
  known: number;
  unusable: number;
  unsure: number;
  clusters: number;
  chosen: number;
  reading: LogReading | null;
}

/** Which columns of a log were used; an empty `role_column`: every row counted as a shopper's. */
export interface LogReading {
  text_column: string;
  role_column: string;
  shoppers: string[];
  others: number;
}

/** What became of some candidates; `settled` and `examples` are what it takes to undo it. */
export interface Settled {
  settled: string[];
  examples: string[];
  /** They were examples of the same intent already. */
  known: number;
  /** Why some stay on the list, in Chinese. */
  conflicts: string[];
}

export interface Example {
  id: string;
  intent: string;
  text: string;
  created_at: string;
  created_by: string;
}

export interface TrainStatus {
  state: "idle" | "running" | "done" | "failed";
  step: string;
  percent: number;
  started_at: string | null;
  message: string;
  model: string | null;
}
