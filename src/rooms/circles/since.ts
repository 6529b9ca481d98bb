// Since when somebody is in a circle. Each such instant is of the clock of whoever came, and may be years off; the order in which people
// came is the log's, and is sure. Invariant: what is shown is not ahead of the reader's clock, and goes together with that order; of days
// that do not go together as many as can are shown.

/** A day by which clocks and places may differ. */
const APART = 86_400_000;

/** By account, where it can be shown. `members`: in the order in which they came. `now`: instant. */
export const sinceIn = (members: readonly { readonly id: string; readonly since: string }[], now: string): ReadonlyMap<string, string> => {
  const until = Date.parse(now) + APART;
  const known = members.map(({ id, since }) => ({ id, since, at: Date.parse(since) })).filter(({ at }) => at <= until);
  // The longest row of instants that never goes back: for each, the longest one that ends with it.
  const best: { readonly length: number; readonly before: number }[] = [];
  for (const [n, { at }] of known.entries()) {
    let [length, before] = [1, -1];
    for (let m = 0; m < n; m++) if (known[m]!.at <= at + APART && best[m]!.length >= length) [length, before] = [best[m]!.length + 1, m];
    best.push({ length, before });
  }
  const shown = new Map<string, string>();
  const last = best.reduce((most, { length }, n) => (most < 0 || length >= best[most]!.length ? n : most), -1);
  for (let n = last; n >= 0; n = best[n]!.before) shown.set(known[n]!.id, known[n]!.since);
  return shown;
};
