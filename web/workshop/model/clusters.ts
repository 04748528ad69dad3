import type { Candidate } from "../../shared/protocol.ts";

export interface Cluster {
  id: string;
  members: Candidate[];
  /** How often its messages stand in the log. */
  count: number;
  /** The three likeliest intents over all members, best first. */
  guesses: { intent: string; label: string }[];
}

const GUESSES = 3;

/** Candidates by cluster, in the order in which they came. */
export function groupCandidates(candidates: readonly Candidate[]): Cluster[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const members = groups.get(candidate.cluster);
    if (members) members.push(candidate);
    else groups.set(candidate.cluster, [candidate]);
  }
  return [...groups].map(([id, members]) => ({
    id,
    members,
    count: members.reduce((sum, { count }) => sum + count, 0),
    guesses: bestGuesses(members),
  }));
}

function bestGuesses(members: readonly Candidate[]): Cluster["guesses"] {
  const weights = new Map<string, { intent: string; label: string; weight: number }>();
  for (const { ranking, count } of members) {
    for (const [intent, label, confidence] of ranking) {
      const weight = (weights.get(intent)?.weight ?? 0) + confidence * count;
      weights.set(intent, { intent, label, weight });
    }
  }
  return [...weights.values()]
    .sort((left, right) => right.weight - left.weight)
    .slice(0, GUESSES)
    .map(({ intent, label }) => ({ intent, label }));
}
