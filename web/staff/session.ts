import type { AgentProfile } from "../shared/protocol.ts";
import { type Api, describeError, isStatus } from "./api.ts";
import { createStore, type Store } from "./store.ts";

/** `isExpired`: the page stays as it is and asks for the password again. */
export type SessionState =
  | { phase: "checking" }
  | { phase: "unreachable"; message: string }
  | { phase: "signed_out" }
  | { phase: "signed_in"; agent: AgentProfile; isExpired: boolean };

type SessionAction =
  | { type: "checked"; agent: AgentProfile | null }
  | { type: "checking" }
  | { type: "unreachable"; message: string }
  | { type: "expired" };

function reduce(state: SessionState, action: SessionAction): SessionState {
  switch (action.type) {
    case "checking":
      return { phase: "checking" };
    case "unreachable":
      return { phase: "unreachable", message: action.message };
    case "checked":
      return action.agent ? { phase: "signed_in", agent: action.agent, isExpired: false } : { phase: "signed_out" };
    case "expired":
      return state.phase === "signed_in" && !state.isExpired ? { ...state, isExpired: true } : state;
  }
}

interface AgentAnswer {
  agent: AgentProfile;
}

/** Who is logged in on this page. */
export class Session {
  readonly store: Store<SessionState, SessionAction> = createStore<SessionState, SessionAction>(reduce, {
    phase: "checking",
  });

  constructor(private readonly api: Api) {
    api.onUnauthorized = () => this.store.dispatch({ type: "expired" });
  }

  async check(): Promise<void> {
    this.store.dispatch({ type: "checking" });
    try {
      const { agent } = await this.api.get<AgentAnswer>("/api/me");
      this.store.dispatch({ type: "checked", agent });
    } catch (error) {
      if (isStatus(error, 401)) this.store.dispatch({ type: "checked", agent: null });
      else this.store.dispatch({ type: "unreachable", message: describeError(error) });
    }
  }

  /** Throws an HttpError with the reason when name and password do not fit. */
  async logIn(username: string, password: string): Promise<void> {
    const { agent } = await this.api.post<AgentAnswer>("/api/login", { username, password });
    this.store.dispatch({ type: "checked", agent });
  }

  async logOut(): Promise<void> {
    await this.api.post("/api/logout").catch(() => undefined);
    this.store.dispatch({ type: "checked", agent: null });
  }
}
