import type { Settled } from "../../shared/protocol.ts";

/** What became of `asked` messages that were to be labelled as `label`, in Chinese; not all went as asked if `isPartial`. */
export function describeLabels(asked: number, label: string, settled: Settled): { text: string; isPartial: boolean } {
  const parts = [];
  if (settled.examples.length) parts.push(`已将 ${settled.examples.length} 条归入“${label}”，下次训练后生效`);
  if (settled.known) parts.push(`${settled.known} 条原来就在这个意图的语料里`);
  return finish(asked, parts, settled);
}

/** The same for messages that were put aside. */
export function describeDismissal(asked: number, settled: Settled): { text: string; isPartial: boolean } {
  return finish(asked, settled.settled.length ? [`已忽略 ${settled.settled.length} 条`] : [], settled);
}

function finish(asked: number, parts: string[], { settled, conflicts }: Settled) {
  const gone = asked - settled.length - conflicts.length;
  if (gone > 0) parts.push(`${gone} 条已经由其他同事处理`);
  parts.push(...conflicts.map((conflict) => `没有改动：${conflict}`));
  return { text: parts.join("；"), isPartial: settled.length < asked };
}
