import type { Locale } from "./format.ts";

export type { Locale };

/** Values that a text's `{placeholders}` take. */
export type Values = Record<string, string | number>;

/** Picks a supported locale from a BCP-47 tag: Chinese unless the tag says English. */
export function pickLocale(tag: string | null | undefined): Locale {
  return tag?.toLowerCase().startsWith("en") ? "en" : "zh-CN";
}

/** Fills `{name}` with `values.name`; an unknown placeholder stays visible, so that a missing value is noticed. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** A translator over one dictionary per locale; every locale must have every key. */
export function createTranslator<Key extends string>(dictionaries: Record<Locale, Record<Key, string>>, locale: Locale) {
  const texts = dictionaries[locale];
  return (key: Key, values?: Values): string => fill(texts[key], values);
}

export type Translator<Key extends string> = (key: Key, values?: Values) => string;
