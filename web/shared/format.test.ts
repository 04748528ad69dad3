import { describe, expect, it } from "vitest";
import { formatDuration, formatMoney, formatPriceRange, formatTime } from "./format.ts";
import { createTranslator, fill, pickLocale } from "./i18n.ts";

const at = (month: number, day: number, hour = 14, year = 2026) => new Date(year, month - 1, day, hour, 5).toISOString();
const now = new Date(2026, 10, 21, 9, 0);

describe("money", () => {
  it.each([
    [19900, {}, "¥199.00"],
    [19900, { short: true }, "¥199"],
    [12950, { short: true }, "¥129.50"],
    [129900, {}, "¥1,299.00"],
    [-500, {}, "-¥5.00"],
    [5, {}, "¥0.05"],
  ])("%s fen", (fen, options, text) => expect(formatMoney(fen, options)).toBe(text));

  it("shows a range only where prices differ", () => {
    expect(formatPriceRange(19900, 19900)).toBe("¥199");
    expect(formatPriceRange(19900, 25900)).toBe("¥199–¥259");
  });
});

describe("time", () => {
  it.each([
    [at(11, 21, 8), "08:05"],
    [at(11, 20), "昨天 14:05"],
    [at(11, 1), "11月1日 14:05"],
    [at(3, 1, 14, 2025), "2025年3月1日 14:05"],
    ["not a time", ""],
  ])("%s", (iso, text) => expect(formatTime(iso, "zh-CN", now)).toBe(text));

  it("speaks English", () => expect(formatTime(at(11, 20), "en", now)).toBe("Yesterday 14:05"));

  it.each([
    [30, "30 秒"],
    [61, "2 分钟"],
    [3600, "1 小时"],
    [3900, "1 小时 5 分钟"],
  ])("%s seconds", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe("texts", () => {
  it("fills placeholders and leaves unknown ones visible", () => {
    expect(fill("第 {n} 位，{other}", { n: 2 })).toBe("第 2 位，{other}");
  });
  it("picks Chinese unless the page is English", () => {
    expect(["en-US", "zh-TW", "fr", null].map(pickLocale)).toEqual(["en", "zh-CN", "zh-CN", "zh-CN"]);
  });
  it("translates", () => {
    const t = createTranslator({ "zh-CN": { hi: "您好 {name}" }, en: { hi: "Hi {name}" } }, "en");
    expect(t("hi", { name: "Li" })).toBe("Hi Li");
  });
});
