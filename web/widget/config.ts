import { type Locale, pickLocale } from "../shared/i18n.ts";

export interface WidgetConfig {
  gateway: string;
  identity: string | null;
  locale: Locale;
  productId: string | null;
  orderNumber: string | null;
  /** Where the shop lets people log in; without it the page handles the `xiaoer:login` event. */
  loginUrl: string | null;
  theme: "light" | "dark" | "auto";
}

/** The tag that loaded the widget. Must be called while the script runs for the first time. */
export function findScript(doc: Document): HTMLScriptElement | null {
  if (doc.currentScript instanceof HTMLScriptElement) return doc.currentScript;
  return doc.querySelector<HTMLScriptElement>('script[src*="/widget.js"]');
}

function origin(address: string | undefined, base: string): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, base);
    return url.protocol === "http:" || url.protocol === "https:" ? url.origin : null;
  } catch {
    return null;
  }
}

/** Reads the `data-…` attributes of the script tag. */
export function readConfig(script: HTMLScriptElement | null, page: { href: string; lang: string }): WidgetConfig {
  const data = script?.dataset ?? {};
  const theme = data.theme === "light" || data.theme === "dark" ? data.theme : "auto";
  return {
    gateway: origin(data.gateway, page.href) ?? origin(script?.src, page.href) ?? new URL(page.href).origin,
    identity: data.identity || null,
    locale: pickLocale(data.locale || page.lang),
    productId: data.productId || null,
    orderNumber: data.orderNumber || null,
    loginUrl: data.loginUrl || null,
    theme,
  };
}
