// What one takes along from a circle: what one wrote there, what is everybody's (its name, its maps), and of others' what they allow, as
// Markdown for people and as JSON for programs. Invariant: words of somebody else are in it only where their terms say so (core/terms.ts),
// and with a name only where they may be; who wrote is read from the record's id.

import { CIRCLE_NAME } from './model.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, membersOf, registerOf, textsOf, type Json, type VaultRecord } from '#core/record.ts';
import { stringIn } from '#core/kind.ts';
import { allRecords, type Snapshot } from '#core/snapshot.ts';
import { sharingIn, takenOutBy } from '#rooms/sharing/model.ts';
import { KINDS as MAP_KINDS } from '#rooms/systems/model.ts';

export interface TakenFile {
  readonly path: string;
  readonly text: string;
}

interface Taking {
  /** The circle's id and name. */
  readonly vault: string;
  readonly name: string;
  readonly me: string;
  readonly snapshot: Snapshot;
  /** Whether one is in it still. */
  readonly isIn: boolean;
  readonly names: ReadonlyMap<string, string>;
  /** Instant. */
  readonly made: string;
  /** One's own day. */
  readonly today: string;
}

/** Words of others: without the id of a record, which would name whose they are. */
interface Allowed {
  readonly kind: string;
  readonly at: string;
  /** Null where they may leave without the name only. */
  readonly by: string | null;
  readonly text: string;
}

const allowedIn = ({ snapshot, me, isIn, today }: Pick<Taking, 'snapshot' | 'me' | 'isIn' | 'today'>): readonly Allowed[] =>
  takenOutBy(sharingIn(snapshot), { account: me, isIn }, today).flatMap(({ kind, at, by, text, quoted: of }) => [
    ...(by === me ? [] : [{ kind, at, by, text }]),
    ...(of ? [{ kind: 'quoted', at, by: of.by, text: of.words }] : []),
  ]);

/** A record as plain values, by field. */
const plain = (record: VaultRecord): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(record.fields).map(([name, field]): [string, Json] =>
      'r' in field ? [name, registerOf(record, name) ?? null] : 't' in field ? [name, textsOf(record, name)] : [name, membersOf(record, name)],
    ),
  );

/** In what follows nothing may pass for a heading of ours. */
const quoted = (text: string): string => text.replace(/^(#{1,6}\s)/gm, '\\$1');

const byTime = (a: { readonly at: string }, b: { readonly at: string }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

const headed = (at: string, kind: string, by: string, parts: readonly string[]): string =>
  [`## ${[at.slice(0, 16).replace('T', ' '), kind, by].filter((part) => part !== '').join(', ')}`, ...parts].join('\n\n');

const block = (record: VaultRecord): string => {
  const fields = Object.entries(record.fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = fields.flatMap(([name, field]) => ('t' in field ? [quoted(textsOf(record, name).join('\n\n'))] : []));
  const rest = fields.flatMap(([name, field]) => {
    const value = 'r' in field ? registerOf(record, name) : 's' in field ? membersOf(record, name).join(', ') : '';
    return name === 'at' || typeof value !== 'string' || value === '' ? [] : [`${name}: ${value.replace(/\s+/g, ' ')}`];
  });
  return headed(stringIn(record, 'at'), record.kind, '', [...texts, ...rest]);
};

/** The circle's name, and maps that it draws together: in nobody's hand, as every page of them says. */
const isEverybodys = ({ id, kind }: VaultRecord): boolean => id === CIRCLE_NAME || (MAP_KINDS.includes(kind) && handOf(id) === null);

export const takeOutOf = (taking: Taking): readonly TakenFile[] => {
  const { vault, name, me, snapshot, names, made } = taking;
  const taken = [...allRecords(snapshot)].filter((record) => isAlive(record) && (handOf(record.id) === me || isEverybodys(record)));
  taken.sort((a, b) => (stringIn(a, 'at') === stringIn(b, 'at') ? (a.id < b.id ? -1 : 1) : stringIn(a, 'at') < stringIn(b, 'at') ? -1 : 1));
  const allowed = allowedIn(taking)
    .map(({ by, ...rest }) => ({ ...rest, by: by === null ? null : (names.get(by) ?? '') }))
    .sort(byTime);
  const records = taken.map((record) => ({ id: record.id, kind: record.kind, by: handOf(record.id), fields: plain(record) }));
  const read = [
    ...taken.filter(({ kind }) => kind !== 'circle' && kind !== 'member').map((record) => ({ at: stringIn(record, 'at'), text: block(record) })),
    ...allowed.map(({ kind, at, by, text }) => ({ at, text: headed(at, kind, (by ?? '').replace(/\s+/g, ' '), [quoted(text)]) })),
  ].sort(byTime);
  return [
    { path: 'circle.md', text: `${[`# ${name.replace(/\s+/g, ' ')}`, ...read.map(({ text }) => text)].join('\n\n')}\n` },
    { path: 'circle.json', text: `${JSON.stringify({ format: 'kith-circle', v: 1, circle: vault, name, made, me, records, allowed }, null, 2)}\n` },
  ];
};
