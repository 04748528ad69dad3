import { describe, expect, test } from "vitest";
import { Api, describeError } from "./api.ts";
import { readNonce, spreadNonce } from "./nonce.ts";
import { Session } from "./session.ts";

const agent = { id: "a1", username: "xiaomei", name: "小美", role: "agent" };

function gateway() {
  const state = { isLoggedIn: false, isDown: false, headers: [] as Headers[] };
  const fetcher: typeof fetch = async (input, init) => {
    if (state.isDown) throw new TypeError("no network");
    state.headers.push(new Headers(init?.headers));
    if (String(input) === "/api/login") {
      state.isLoggedIn = JSON.parse(String(init?.body)).password === "right";
      if (!state.isLoggedIn) return Response.json({ code: "wrong", message: "用户名或密码不正确" }, { status: 401 });
    }
    return state.isLoggedIn
      ? Response.json({ agent })
      : Response.json({ code: "not_authenticated", message: "请先登录" }, { status: 401 });
  };
  const api = new Api(fetcher);
  return { state, api, session: new Session(api) };
}

describe("the session", () => {
  test("asks for the log-in, says why it was refused, and opens", async () => {
    const { session, state } = gateway();
    await session.check();
    expect(session.store.getState()).toEqual({ phase: "signed_out" });
    const error = await session.logIn("xiaomei", "wrong").catch((reason: unknown) => reason);
    expect(describeError(error)).toBe("用户名或密码不正确");
    await session.logIn("xiaomei", "right");
    expect(session.store.getState()).toEqual({ phase: "signed_in", agent, isExpired: false });
    expect(state.headers.at(-1)?.get("X-Xiaoer")).toBe("1");
  });

  test("that ends keeps the page and asks again", async () => {
    const { session, state, api } = gateway();
    await session.logIn("xiaomei", "right");
    state.isLoggedIn = false;
    await api.get("/api/desk/queue").catch(() => undefined);
    expect(session.store.getState()).toEqual({ phase: "signed_in", agent, isExpired: true });
    await session.logIn("xiaomei", "right");
    expect(session.store.getState()).toEqual({ phase: "signed_in", agent, isExpired: false });
  });

  test("cannot be checked without the network", async () => {
    const { session, state } = gateway();
    state.isDown = true;
    await session.check();
    expect(session.store.getState()).toEqual({ phase: "unreachable", message: "网络连接失败，请检查网络后重试" });
  });
});

describe("the nonce", () => {
  function page(content: string): Document {
    const made = document.implementation.createHTMLDocument();
    made.head.innerHTML = `<meta name="csp-nonce" content="${content}">`;
    return made;
  }

  test("is read from the page, unless the gateway put none in", () => {
    expect(readNonce(page("abc"))).toBe("abc");
    expect(readNonce(page("__CSP_NONCE__"))).toBeUndefined();
    expect(readNonce(page(""))).toBeUndefined();
  });

  test("goes to style elements only", () => {
    const made = page("abc");
    spreadNonce("abc", made);
    expect(made.createElement("style").nonce).toBe("abc");
    expect(made.createElement("script").nonce).not.toBe("abc");
  });
});
