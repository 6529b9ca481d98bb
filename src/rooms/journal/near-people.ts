// Whom Now may name to somebody who has some minutes: people of one's own journal with whom, by what one marked, it was good.
// Invariants: only those in an entry that gave energy or names a pleasant feeling, in more of these than of those that took energy; nobody
// who is in an entry marked heavy; nobody whom one said not to name; nothing of a locked journal; no entry is quoted.

import type { Change } from '#core/change.ts';
import { createKind, setIn, versionOf } from '#core/kind.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { dayNumber } from '#core/when.ts';
import type { Entry } from './model.ts';
import { nameKey } from './timeline.ts';
import { STARTER_WORDS } from './vocabularies.ts';

const notNamedKind = createKind('people-not-named', { people: 'set' });
const HERE = 'people-not-named';
/** The most whom one wrote of last are named in turn, another each day. */
const MOST = 12;

const pleasant = new Set(STARTER_WORDS.feelings.filter(({ quadrant }) => quadrant?.endsWith('-pleasant')).map(({ id }) => id));

/** Never names this person again. */
export const nameNot = (person: string): Change => ({ id: HERE, kind: notNamedKind.name, v: versionOf(notNamedKind), add: { people: [nameKey(person)] } });

export const notNamed = (record: VaultRecord | undefined): ReadonlySet<string> => new Set(record && isAlive(record) ? setIn(record, 'people') : []);

/** `entries`: those of open journals, the newest first. Today's first, then the others in turn. */
export const nearPeople = (entries: readonly Entry[], not: ReadonlySet<string>, today: string): readonly string[] => {
  const people = new Map<string, { readonly name: string; good: number; isHeavy: boolean }>();
  for (const { people: named, heavy, energy, feelings } of entries)
    for (const name of named) {
      const key = nameKey(name);
      if (key === '' || not.has(key)) continue;
      const one = people.get(key) ?? { name, good: 0, isHeavy: false };
      people.set(key, one);
      one.good += energy !== null && energy < 0 ? -1 : (energy !== null && energy > 0) || feelings.some((feeling) => pleasant.has(feeling)) ? 1 : 0;
      one.isHeavy ||= heavy;
    }
  const near = [...people.values()]
    .filter(({ good, isHeavy }) => good > 0 && !isHeavy)
    .slice(0, MOST)
    .map(({ name }) => name);
  const at = near.length === 0 ? 0 : dayNumber(today) % near.length;
  return [...near.slice(at), ...near.slice(0, at)];
};
