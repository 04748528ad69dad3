/** Money and time as shoppers, agents and trainers read them; times in the reader's own time zone. */

export type Locale = "zh-CN" | "en";

/** `19900` → `¥199.00`; whole yuan without decimals when `short`. */
export function formatMoney(fen: number, options: { short?: boolean } = {}): string {
  const isWhole = fen % 100 === 0;
  const digits = options.short && isWhole ? 0 : 2;
  const text = (Math.abs(fen) / 100).toLocaleString("zh-CN", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${fen < 0 ? "-" : ""}¥${text}`;
}

/** `¥199` or, when the variants differ, `¥199–¥259`. */
export function formatPriceRange(minFen: number, maxFen: number): string {
  const low = formatMoney(minFen, { short: true });
  return maxFen > minFen ? `${low}–${formatMoney(maxFen, { short: true })}` : low;
}

function clock(date: Date): string {
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

function daysBetween(earlier: Date, later: Date): number {
  const start = Date.UTC(earlier.getFullYear(), earlier.getMonth(), earlier.getDate());
  const end = Date.UTC(later.getFullYear(), later.getMonth(), later.getDate());
  return Math.round((end - start) / 86_400_000);
}

function day(date: Date, locale: Locale, now: Date): string {
  const sameYear = date.getFullYear() === now.getFullYear();
  if (locale === "en") {
    return date.toLocaleDateString("en", { month: "short", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) });
  }
  return `${sameYear ? "" : `${date.getFullYear()}年`}${date.getMonth() + 1}月${date.getDate()}日`;
}

/** `11月20日`, with the year when it is not this one; empty for an unreadable time. */
export function formatDate(iso: string, locale: Locale = "zh-CN", now: Date = new Date()): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "" : day(date, locale, now);
}

/** `14:05` today, `昨天 14:05`, `11月20日 14:05`, `2025年3月1日 14:05`; empty for an unreadable time. */
export function formatTime(iso: string, locale: Locale = "zh-CN", now: Date = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const age = daysBetween(date, now);
  if (age === 0) return clock(date);
  if (age === 1) return `${locale === "en" ? "Yesterday" : "昨天"} ${clock(date)}`;
  return `${day(date, locale, now)} ${clock(date)}`;
}

/** A duration in words, rounded up to minutes from one minute on: `30 秒`, `3 分钟`, `1 小时 5 分钟`. */
export function formatDuration(seconds: number, locale: Locale = "zh-CN"): string {
  const isEnglish = locale === "en";
  if (seconds < 60) return isEnglish ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds)} 秒`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return isEnglish ? `${minutes} min` : `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (isEnglish) return rest ? `${hours} h ${rest} min` : `${hours} h`;
  return rest ? `${hours} 小时 ${rest} 分钟` : `${hours} 小时`;
}
