import type { Candidate, Example, Faq, IntentInfo, LogSummary, Miss, Settled, TrainStatus, TryResponse } from "../../shared/protocol.ts";
import type { Api } from "../../staff/api.ts";

/** What a trainer writes of an FAQ; the rest belongs to the gateway. */
export type FaqContent = Pick<
  Faq,
  "topic" | "question" | "similar" | "answer" | "intent" | "tags" | "products" | "valid_from" | "valid_until"
>;

export interface FaqFilter {
  query: string;
  state: string;
  topic: string;
}

/** How to read a chat log; what is left out the gateway finds out. */
export interface LogColumns {
  column?: string;
  role_column?: string;
  shopper_value?: string;
}

const ROOT = "/api/workshop";

/** The workshop's part of the gateway's API. */
export class WorkshopApi {
  constructor(private readonly api: Api) {}

  async intents(): Promise<IntentInfo[]> {
    return (await this.api.get<{ intents: IntentInfo[] }>(`${ROOT}/intents`)).intents;
  }

  async faqs(filter: FaqFilter): Promise<Faq[]> {
    return (await this.api.get<{ faqs: Faq[] }>(`${ROOT}/faqs`, { ...filter })).faqs;
  }

  createFaq(content: FaqContent): Promise<Faq> {
    return this.api.post(`${ROOT}/faqs`, content);
  }

  /** Saves over `version`; HttpError 409 when somebody has saved a newer one. */
  saveFaq(id: string, version: number, content: FaqContent): Promise<Faq> {
    return this.api.put(faqPath(id), { ...content, version });
  }

  /** Publishes `version`; HttpError 409 when it is not the newest any more. */
  publishFaq(id: string, version: number): Promise<Faq> {
    return this.api.post(`${faqPath(id)}/publish`, { version });
  }

  /** HttpError 409 when `version` is not the newest any more. */
  archiveFaq(id: string, version: number): Promise<Faq> {
    return this.api.post(`${faqPath(id)}/archive`, { version });
  }

  /** Newest first. */
  async versions(id: string): Promise<Faq[]> {
    return (await this.api.get<{ versions: Faq[] }>(`${faqPath(id)}/versions`)).versions;
  }

  /** Makes an old version the newest draft. */
  restoreFaq(id: string, version: number): Promise<Faq> {
    return this.api.post(`${faqPath(id)}/restore`, { version });
  }

  tryText(text: string, productId: string): Promise<TryResponse> {
    return this.api.post(`${ROOT}/try`, { text, product_id: productId || null });
  }

  async misses(): Promise<Miss[]> {
    return (await this.api.get<{ misses: Miss[] }>(`${ROOT}/misses`)).misses;
  }

  dismissMiss(id: string): Promise<unknown> {
    return this.api.post(`${ROOT}/misses/${encodeURIComponent(id)}/dismiss`);
  }

  labelMiss(id: string, intent: string): Promise<unknown> {
    return this.api.post(`${ROOT}/misses/${encodeURIComponent(id)}/label`, { intent });
  }

  /** The largest clusters first; messages of a cluster stand together. */
  async candidates(): Promise<Candidate[]> {
    return (await this.api.get<{ candidates: Candidate[] }>(`${ROOT}/logs`)).candidates;
  }

  /** Takes up to minutes; HttpError 400 says what is wrong with the file or the columns. */
  importLog(file: File, columns: LogColumns = {}): Promise<LogSummary> {
    const form = new FormData();
    form.set("file", file);
    for (const [name, value] of Object.entries(columns)) if (value) form.set(name, value);
    return this.api.upload(`${ROOT}/logs`, form);
  }

  labelCandidates(ids: readonly string[], intent: string): Promise<Settled> {
    return this.api.post(`${ROOT}/logs/label`, { ids, intent });
  }

  dismissCandidates(ids: readonly string[]): Promise<Settled> {
    return this.api.post(`${ROOT}/logs/dismiss`, { ids });
  }

  /** Takes a label or a dismissal back. */
  restoreCandidates({ settled, examples }: Settled): Promise<unknown> {
    return this.api.post(`${ROOT}/logs/restore`, { settled, examples });
  }

  async examples(): Promise<Example[]> {
    return (await this.api.get<{ examples: Example[] }>(`${ROOT}/examples`)).examples;
  }

  addExample(intent: string, text: string): Promise<unknown> {
    return this.api.post(`${ROOT}/examples`, { intent, text });
  }

  deleteExample(id: string): Promise<unknown> {
    return this.api.delete(`${ROOT}/examples/${encodeURIComponent(id)}`);
  }

  startTraining(): Promise<unknown> {
    return this.api.post(`${ROOT}/train`);
  }

  training(): Promise<TrainStatus> {
    return this.api.get(`${ROOT}/train`);
  }
}

function faqPath(id: string): string {
  return `${ROOT}/faqs/${encodeURIComponent(id)}`;
}
