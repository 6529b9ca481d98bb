// Letters: what is sealed to one person of a circle (a prompting to some, an answer to the asker alone, a private remark). A letter is
// a record of one's own vault, written here first and carried through the host's inbox (adapters/inbox.ts); with the receiver it is a
// record of theirs, under the same id. Nothing of it lies in the circle's vault. Invariants: who wrote it is what its id says
// (core/one-hand.ts), and is verified where it comes in; a letter that came once does not come twice, also after it was taken away.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, deletedOf, migrate, setIn, stringIn } from '#core/kind.ts';
import { isId } from '#core/ids.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToTextStrict, textToBytes } from '#core/text.ts';

/** `withdrawn` takes back the letter that it is about. */
export const LETTER_SORTS = ['prompting', 'answer', 'remark', 'reply', 'thanks', 'withdrawn'] as const;
export type LetterSort = (typeof LETTER_SORTS)[number];

/** `waiting` here, `sent` to the host, `cannot` be sent (`why`), or `came` from another. */
export type LetterState = 'waiting' | 'sent' | 'cannot' | 'came';

export interface Letter {
  /** In its writer's hand, the same with both. */
  readonly id: string;
  /** The circle's vault. */
  readonly circle: string;
  readonly from: string;
  readonly to: string;
  /** Id of what it is about: a record of the circle, or another letter. */
  readonly about: string;
  readonly what: LetterSort;
  readonly text: string;
  /** Instant, by the writer's clock. */
  readonly at: string;
  /** The terms that the words carry, as their room has them. */
  readonly terms: Json;
  /** What else the room of the letter needs. */
  readonly more: Json;
  readonly state: LetterState;
  /** Code of a refusal, where it cannot be sent. */
  readonly why: string;
  /** Instant at which it was taken in; '' for one's own. */
  readonly came: string;
}

export const letterKind = createKind('letter', {
  circle: 'register',
  to: 'register',
  about: 'register',
  what: 'register',
  text: 'register',
  at: 'register',
  terms: 'register',
  more: 'register',
  sealedTo: 'register',
  why: 'register',
  came: 'register',
});

/** What waits to be carried, and the key of each person that was last sealed to: one record of one's own vault. */
export const OUTBOX = 'outbox';
const outboxKind = createKind('outbox', { waits: 'set' });

/** Bytes of UTF-8: what is sealed fits into an item of an inbox. */
const MOST_TEXT = 180_000;
const MOST_JSON = 8_000;
const ID = /^[0-9a-z][0-9a-z -]{0,63}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

const isSort = (what: unknown): what is LetterSort => LETTER_SORTS.some((each) => each === what);
const isSmall = (json: Json): boolean => JSON.stringify(json).length <= MOST_JSON;

export interface LetterDraft {
  readonly circle: string;
  readonly to: string;
  readonly about: string;
  readonly what: LetterSort;
  readonly text: string;
  readonly terms?: Json;
  readonly more?: Json;
}

const waitsNow = (id: string): Change => createdAs(outboxKind, OUTBOX, { waits: [id] });
const waitsNoMore = (id: string): Change => ({ ...createdAs(outboxKind, OUTBOX, {}), remove: { waits: [id] } });

/**
 * A letter, for one's own vault; it goes by itself. `me` is one's account, `key` a new id, `at` an instant. Refusals: `letter-empty`,
 * `letter-too-long`, `letter-to-self`.
 */
export const writeLetter = (me: string, key: string, at: string, { circle, to, about, what, text, terms = null, more = null }: LetterDraft): Result<readonly Change[]> => {
  if (to === me) return refuse({ code: 'letter-to-self' });
  if (text.trim() === '' && what !== 'withdrawn' && what !== 'thanks') return refuse({ code: 'letter-empty' });
  if (textToBytes(text).length > MOST_TEXT || !isSmall(terms) || !isSmall(more)) return refuse({ code: 'letter-too-long', with: { most: MOST_TEXT } });
  const id = idInHandOf(me, key);
  return ok([createdAs(letterKind, id, { circle, to, about, what, text, at, terms, more }), waitsNow(id)]);
};

/** Gone with its words at once, here; for good, since the other side forgets it too. */
const forgotten = (id: string): Change[] => [deletedOf(letterKind, id), { id, kind: letterKind.name, v: 1, empty: true }];

/** Takes a letter of one's own back: gone here, and there once the receiver's device has heard of it. */
export const withdrawLetter = ({ id, from, circle, to }: Pick<Letter, 'id' | 'from' | 'circle' | 'to'>, key: string, at: string): Result<readonly Change[]> => {
  const written = writeLetter(from, key, at, { circle, to, about: id, what: 'withdrawn', text: '' });
  return written.ok ? ok([...forgotten(id), waitsNoMore(id), ...written.value]) : written;
};

/** Reads a record as a letter, defensively: what is in it may have come from another's program. */
export const letterOf = (record: VaultRecord): Letter | null => {
  const from = handOf(record.id);
  if (record.kind !== letterKind.name || from === null || !isAlive(record)) return null;
  const now = migrate(letterKind, record);
  if (!now) return null;
  const [circle, to, about, what] = ['circle', 'to', 'about', 'what'].map((name) => stringIn(now, name)) as [string, string, string, string];
  if (!isId(circle) || !isId(to) || !ID.test(about) || !isSort(what)) return null;
  const [at, came, why] = [stringIn(now, 'at'), stringIn(now, 'came'), stringIn(now, 'why')];
  const state = came !== '' ? 'came' : why !== '' ? 'cannot' : stringIn(now, 'sealedTo') !== '' ? 'sent' : 'waiting';
  const [terms, more] = [registerOf(now, 'terms') ?? null, registerOf(now, 'more') ?? null];
  return { id: record.id, circle, from, to, about, what, text: stringIn(now, 'text'), at, terms, more, state, why, came };
};

/** Oldest first, without those that were taken back and without what took them back. */
export const lettersIn = (records: Iterable<VaultRecord>): readonly Letter[] => {
  const all = [...records].flatMap((record) => letterOf(record) ?? []);
  const withdrawn = new Set(all.flatMap(({ what, about, from }) => (what === 'withdrawn' && handOf(about) === from ? [about] : [])));
  const left = all.filter(({ id, what }) => what !== 'withdrawn' && !withdrawn.has(id));
  return left.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
};

/** Letters of a circle that take one back, and have not gone yet: ids. `records`: those that wait. */
export const takingBack = (outbox: VaultRecord | undefined, records: Iterable<VaultRecord>, circle: string): readonly string[] => {
  const waits = new Set(outbox ? setIn(outbox, 'waits') : []);
  return [...records].flatMap((record) => {
    const letter = letterOf(record);
    return letter?.what === 'withdrawn' && letter.circle === circle && waits.has(letter.id) ? [letter.id] : [];
  });
};

// What carries them asks this.

const BOX = /^box-([0-9a-z]{26})-([0-9a-z]{26})$/;

/** The key that was last sealed to, of each to whom a letter went. */
const boxesIn = (outbox: VaultRecord | undefined): readonly { readonly circle: string; readonly to: string; readonly box: string }[] =>
  Object.keys(outbox?.fields ?? {}).flatMap((name) => {
    const [, circle, to] = BOX.exec(name) ?? [];
    return circle === undefined || to === undefined ? [] : [{ circle, to, box: stringIn(outbox!, name) }];
  });

const boxNow = (circle: string, to: string, box: string): Change => ({ ...createdAs(outboxKind, OUTBOX, {}), set: { [`box-${circle}-${to}`]: box } });

/** A letter as it goes: what is sealed. */
const bytesOf = ({ id, about, what, text, at, terms, more }: Letter): Uint8Array => textToBytes(JSON.stringify({ v: 1, key: id.slice(27), about, what, text, at, terms, more }));

/** What somebody else's device sealed to us, read as a stranger's. `newer`: this Kith does not know how to read it. */
const readBytes = (bytes: Uint8Array): (Omit<Letter, 'id' | 'circle' | 'from' | 'to' | 'state' | 'why' | 'came'> & { readonly key: string }) | 'newer' | null => {
  try {
    const read = Object(JSON.parse(bytesToTextStrict(bytes) ?? '')) as Record<string, Json>;
    const { v, key, about, what, text, at, terms = null, more = null } = read;
    if (typeof v === 'number' && v > 1) return 'newer';
    if (v !== 1 || !isId(key) || typeof about !== 'string' || !ID.test(about) || !isSort(what)) return null;
    if (typeof text !== 'string' || typeof at !== 'string' || !INSTANT.test(at) || !isSmall(terms) || !isSmall(more)) return null;
    return { key, about, what, text, at, terms, more };
  } catch {
    return null;
  }
};

/** The rules by which letters are carried; adapters/inbox.ts asks them. */
export const LETTERS = {
  outbox: OUTBOX,
  waits: (outbox: VaultRecord | undefined): readonly string[] => (outbox ? setIn(outbox, 'waits') : []),
  boxes: boxesIn,
  /** What there is to carry of a record; null when it is no letter of this account's. */
  read(record: VaultRecord, me: string) {
    const letter = letterOf(record);
    if (!letter || letter.from !== me || letter.came !== '') return null;
    const { id, circle, to, at } = letter;
    return { id, circle, to, at, bytes: bytesOf(letter) };
  },
  sent: ({ id, circle, to }: Pick<Letter, 'id' | 'circle' | 'to'>, box: string): readonly Change[] => [
    { ...createdAs(letterKind, id, {}), set: { sealedTo: box, why: '' } },
    waitsNoMore(id),
    boxNow(circle, to, box),
  ],
  knows: (circle: string, to: string, box: string): readonly Change[] => [boxNow(circle, to, box)],
  /** Not a letter any more: taken away before it went. */
  nothing: (id: string): readonly Change[] => [waitsNoMore(id)],
  cannot: (id: string, why: string): readonly Change[] => [{ ...createdAs(letterKind, id, {}), set: { why } }, waitsNoMore(id)],
  again: (ids: readonly string[]): readonly Change[] => [createdAs(outboxKind, OUTBOX, { waits: ids })],
  /** The record that an item becomes. `from` was verified. */
  take(
    bytes: Uint8Array,
    { circle, from, to }: Pick<Letter, 'circle' | 'from' | 'to'>,
    came: string,
  ): { readonly id: string; readonly changes: readonly Change[] } | 'newer' | null {
    const read = readBytes(bytes);
    if (read === 'newer' || !read) return read;
    const { key, ...rest } = read;
    const id = idInHandOf(from, key);
    const takesBack = read.what === 'withdrawn' && handOf(read.about) === from && read.about !== id ? forgotten(read.about) : [];
    return { id, changes: [createdAs(letterKind, id, { circle, to, ...rest, came }), ...takesBack] };
  },
} as const;
