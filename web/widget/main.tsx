import { render } from "preact";
import { usableStore } from "../shared/storage.ts";
import { App } from "./app.tsx";
import { findScript, readConfig, type WidgetConfig } from "./config.ts";
import { avoidHostControls, followTheme, followViewport, lockPage } from "./page.ts";
import { WidgetStore } from "./store.ts";
import styles from "./styles.css?inline";

/** What the shop's page may call. */
export interface XiaoerWidgetApi {
  open(): void;
  close(): void;
  /** Tells what the shopper looks at now, in shops whose pages change without loading. */
  setPage(page: { productId?: string | null; orderNumber?: string | null }): void;
  /** Hands over the signed identity after a log-in without loading. */
  login(identity: string): void;
}

declare global {
  interface Window {
    XiaoerWidget?: XiaoerWidgetApi;
  }
}

/** Asks the page to log the shopper in: its listener calls `preventDefault()`, or `data-login-url` is opened. */
function goToLogin(config: WidgetConfig): boolean {
  const event = new CustomEvent("xiaoer:login", { cancelable: true });
  if (!window.dispatchEvent(event)) return true;
  if (!config.loginUrl) return false;
  const url = new URL(config.loginUrl, location.href);
  if (url.protocol !== "http:" && url.protocol !== "https:") return false;
  location.assign(url);
  return true;
}

function mount(config: WidgetConfig): XiaoerWidgetApi {
  const host = document.createElement("xiaoer-widget");
  host.lang = config.locale;
  const root = host.attachShadow({ mode: "open" });
  // Constructed sheets need no 'unsafe-inline' in the shop's content security policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  const store = new WidgetStore(config, {
    store: usableStore(() => localStorage),
    tabStore: usableStore(() => sessionStorage),
    goToLogin: () => goToLogin(config),
  });
  followTheme(host, config.theme);
  followViewport(host);
  document.body.append(host);
  render(<App store={store} />, root);
  avoidHostControls(host);
  const followPanel = () => lockPage(store.state.isOpen);
  followPanel();
  store.subscribe(followPanel);
  addEventListener("online", () => store.wake());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") store.wake();
  });
  return {
    open: () => store.open(),
    close: () => store.close(),
    setPage: (page) => store.setPage(page),
    login: (identity) => store.login(identity),
  };
}

if (!window.XiaoerWidget) {
  const config = readConfig(findScript(document), { href: location.href, lang: document.documentElement.lang });
  const start = () => {
    window.XiaoerWidget = mount(config);
    window.dispatchEvent(new CustomEvent("xiaoer:ready"));
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });
}
