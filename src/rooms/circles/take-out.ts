// What one takes along from a circle: what one wrote there, and of others' what they allow, as Markdown for people and as JSON for
// programs. Invariant: a record of somebody else is in it only where `may` says so; who wrote is read from the record's id.

import { CIRCLE_NAME } from './model.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, membersOf, registerOf, textsOf, type Json, type VaultRecord } from '#core/record.ts';
import { stringIn } from '#core/kind.ts';

export interface TakenFile {
  readonly path: string;
  readonly text: string;
}

interface Taking {
  /** The circle's id and name. */
  readonly vault: string;
  readonly name: string;
  readonly me: string;
  readonly records: Iterable<VaultRecord>;
  readonly names: ReadonlyMap<string, string>;
  /** Instant. */
  readonly made: string;
  /** Whether somebody else's record may be taken along. */
  readonly may: (record: VaultRecord) => boolean;
}

/** A record as plain values, by field. */
const plain = (record: VaultRecord): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(record.fields).map(([name, field]): [string, Json] =>
      'r' in field ? [name, registerOf(record, name) ?? null] : 't' in field ? [name, textsOf(record, name)] : [name, membersOf(record, name)],
    ),
  );

/** In what follows nothing may pass for a heading of ours. */
const quoted = (text: string): string => text.replace(/^(#{1,6}\s)/gm, '\\$1');

const block = (record: VaultRecord, by: string): string => {
  const fields = Object.entries(record.fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = fields.flatMap(([name, field]) => ('t' in field ? [quoted(textsOf(record, name).join('\n\n'))] : []));
  const rest = fields.flatMap(([name, field]) => {
    const value = 'r' in field ? registerOf(record, name) : 's' in field ? membersOf(record, name).join(', ') : '';
    return name === 'at' || typeof value !== 'string' || value === '' ? [] : [`${name}: ${value.replace(/\s+/g, ' ')}`];
  });
  const at = stringIn(record, 'at').slice(0, 16).replace('T', ' ');
  return [`## ${[at, record.kind, by].filter((part) => part !== '').join(', ')}`, ...texts, ...rest].join('\n\n');
};

export const takeOutOf = ({ vault, name, me, records, names, made, may }: Taking): readonly TakenFile[] => {
  const taken: VaultRecord[] = [];
  for (const record of records) {
    const by = handOf(record.id);
    if (isAlive(record) && (by === me || record.id === CIRCLE_NAME || (by !== null && may(record)))) taken.push(record);
  }
  taken.sort((a, b) => (stringIn(a, 'at') === stringIn(b, 'at') ? (a.id < b.id ? -1 : 1) : stringIn(a, 'at') < stringIn(b, 'at') ? -1 : 1));
  const nameOf = (record: VaultRecord): string => {
    const by = handOf(record.id);
    return by === null || by === me ? '' : (names.get(by) ?? '');
  };
  const all = taken.map((record) => ({ id: record.id, kind: record.kind, by: handOf(record.id), fields: plain(record) }));
  const read = taken.filter(({ kind }) => kind !== 'circle' && kind !== 'member').map((record) => block(record, nameOf(record)));
  return [
    { path: 'circle.md', text: `${[`# ${name.replace(/\s+/g, ' ')}`, ...read].join('\n\n')}\n` },
    { path: 'circle.json', text: `${JSON.stringify({ format: 'kith-circle', v: 1, circle: vault, name, made, me, records: all }, null, 2)}\n` },
  ];
};
