export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

const MAX_CELLS = 4_000_000;

/** What changed from `before` to `after`, word by word; very long texts line by line. */
export function diffText(before: string, after: string): DiffPart[] {
  if (before === after) return before ? [{ kind: "same", text: before }] : [];
  let left = words(before);
  let right = words(after);
  if (left.length * right.length > MAX_CELLS) {
    left = lines(before);
    right = lines(after);
  }
  return join(walk(left, right));
}

function words(text: string): string[] {
  return [...new Intl.Segmenter("zh", { granularity: "word" }).segment(text)].map((part) => part.segment);
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** `table[i][j]`: the length of the longest common subsequence of `left` from i and `right` from j. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const isSame = left[i] === right[j];
      at(table, i)[j] = isSame ? cell(table, i + 1, j + 1) + 1 : Math.max(cell(table, i + 1, j), cell(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly Uint32Array[], row: number): Uint32Array {
  return table[row] as Uint32Array;
}

function cell(table: readonly Uint32Array[], row: number, column: number): number {
  return at(table, row)[column] ?? 0;
}

function walk(left: readonly string[], right: readonly string[]): DiffPart[] {
  const table = commonLengths(left, right);
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const [gone, come] = [left[i], right[j]];
    if (gone !== undefined && gone === come) {
      parts.push({ kind: "same", text: gone });
      i += 1;
      j += 1;
    } else if (gone !== undefined && (come === undefined || cell(table, i + 1, j) >= cell(table, i, j + 1))) {
      parts.push({ kind: "removed", text: gone });
      i += 1;
    } else if (come !== undefined) {
      parts.push({ kind: "added", text: come });
      j += 1;
    }
  }
  return parts;
}

function join(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}
