const PLACEHOLDER = "__CSP_NONCE__";

/** The nonce that the gateway put into the page for styles made at run time; undefined on a page without CSP. */
export function readNonce(page: Document = document): string | undefined {
  const nonce = page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  return nonce && nonce !== PLACEHOLDER ? nonce : undefined;
}

/**
 * Gives the nonce to every style element made from now on: some of antd's parts (scroll lock, measuring of scroll
 * bars) make theirs without asking for one.
 */
export function spreadNonce(nonce: string, page: Document = document): void {
  const create = page.createElement.bind(page);
  page.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
