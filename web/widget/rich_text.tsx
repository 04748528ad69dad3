const LINK = /https?:\/\/[^\s<>"'`，。；：！？、（）【】《》“”]+/g;
const TRAILING = /[.,;:!?)\]}]+$/;

export interface TextPart {
  text: string;
  href: string | null;
}

/** Splits text into plain parts and http(s) links; punctuation after a link is not part of it. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let position = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TRAILING, "");
    const href = safeUrl(address);
    if (!href) continue;
    if (match.index > position) parts.push({ text: text.slice(position, match.index), href: null });
    parts.push({ text: address, href });
    position = match.index + address.length;
  }
  if (position < text.length) parts.push({ text: text.slice(position), href: null });
  return parts;
}

/** The address if it is http(s), absolute or relative to `base`; else null. */
export function safeUrl(address: string | null | undefined, base?: string): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, base);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Text as text: line breaks by CSS, links only to http(s). */
export function RichText({ text }: { text: string }) {
  return (
    <>
      {splitLinks(text).map((part, index) =>
        part.href ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
