// Several journals in one vault. The first one has the id '' and needs no record; a record of a fixed id holds its name
// once it is given one. Any other journal can have a lock: a key of its own, under a passphrase of its own; here the
// wrapped key is text that passes through (crypto/keys.ts makes and opens it).
// Invariants: the first journal stays; deleting another says what becomes of its entries; what lay under a journal's
// own key never comes to lie under the vault's because the journal was deleted.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, numberIn, stringIn } from '#core/kind.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { attachmentKind, belongTo, type Attachment } from './attachments.ts';
import { draftKind, type Draft } from './drafts.ts';
import { deleteEntry, entryKind, tidyName, type Entry, type Moment } from './model.ts';

/** A key under a passphrase, as crypto/keys.ts writes it: salt and wrapped key in base64, Argon2id's memory (KiB) and passes. */
export interface JournalLock {
  readonly salt: string;
  readonly memory: number;
  readonly passes: number;
  readonly wrapped: string;
}

export interface Journal {
  /** '' for the first. */
  readonly id: string;
  /** '' for the first until it is given one: the screen then says "Journal" in the person's language. */
  readonly name: string;
  readonly lock: JournalLock | null;
  /** Place among the journals; those of the same place stand by when they were made. */
  readonly order: number;
  /** Instant, ISO 8601 in UTC; '' for the first. */
  readonly made: string;
}

export const journalKind = createKind('journal', { name: 'register', lock: 'register', order: 'register', made: 'register' });

/** Id of the record that holds the first journal's name. */
export const FIRST_JOURNAL = 'journal-first';

export const MOST_JOURNAL_NAME = 100;

/** The fewest letters in a journal's own passphrase: as many as for the vault's. */
const LEAST_PASSPHRASE = 8;

/** Whether a passphrase is long enough. Refusal `passphrase-short`. */
export const checkPassphrase = (passphrase: string): Result<null> =>
  [...passphrase].length < LEAST_PASSPHRASE ? refuse({ code: 'passphrase-short', with: { least: LEAST_PASSPHRASE } }) : ok(null);

const isLock = (value: unknown): value is JournalLock => {
  if (typeof value !== 'object' || value === null) return false;
  const { salt, memory, passes, wrapped } = value as Record<string, unknown>;
  const text = (one: unknown, most: number): boolean => typeof one === 'string' && one !== '' && one.length <= most;
  const positive = (one: unknown): boolean => typeof one === 'number' && Number.isInteger(one) && one > 0;
  return text(salt, 200) && text(wrapped, 2000) && positive(memory) && positive(passes);
};

const recordIdOf = (id: string): string => (id === '' ? FIRST_JOURNAL : id);
const fold = (name: string): string => name.toLowerCase();

const lockIn = (record: VaultRecord): JournalLock | null => {
  if (record.id === FIRST_JOURNAL) return null;
  const lock: unknown = registerOf(record, 'lock');
  return isLock(lock) ? { salt: lock.salt, memory: lock.memory, passes: lock.passes, wrapped: lock.wrapped } : null;
};

/** Reads a record as a journal; null when it is of another kind, newer than this Kith, or deleted. */
export const journalOf = (record: VaultRecord): Journal | null => {
  if (record.kind !== 'journal' || !isAlive(record)) return null;
  const now = migrate(journalKind, record);
  if (!now) return null;
  const first = now.id === FIRST_JOURNAL;
  return { id: first ? '' : now.id, name: stringIn(now, 'name'), lock: lockIn(now), order: first ? 0 : (numberIn(now, 'order') ?? 0), made: first ? '' : stringIn(now, 'made') };
};

/** All journals in order, the first always among them. */
export const journalsOf = (records: Iterable<VaultRecord>): Journal[] => {
  const others: Journal[] = [];
  let first: Journal = { id: '', name: '', lock: null, order: 0, made: '' };
  for (const record of records) {
    const journal = journalOf(record);
    if (journal?.id === '') first = journal;
    else if (journal) others.push(journal);
  }
  others.sort((a, b) => a.order - b.order || (a.made < b.made ? -1 : a.made > b.made ? 1 : a.id < b.id ? -1 : 1));
  return [first, ...others];
};

/** The journal an entry stands in: its own, or the first where that one is gone. */
export const journalOfEntry = (entry: Pick<Entry, 'journal'>, journals: readonly Journal[]): Journal =>
  journals.find(({ id }) => id === entry.journal) ?? journals.find(({ id }) => id === '')!;

/** Ids of journals that have, or had when deleted, a key of their own: what `keyForRecord` of core asks for. */
export const ownKeysIn = (records: Iterable<VaultRecord>): Set<string> => {
  const ids = new Set<string>();
  for (const record of records) if (record.kind === 'journal' && lockIn(record)) ids.add(record.id);
  return ids;
};

const checkedName = (typed: string, id: string, journals: readonly Journal[]): Result<string> => {
  const name = tidyName(typed);
  if (name === '') return refuse({ code: 'name-empty' });
  if (name.length > MOST_JOURNAL_NAME) return refuse({ code: 'name-too-long', with: { most: MOST_JOURNAL_NAME } });
  if (journals.some((other) => other.id !== id && fold(other.name) === fold(name))) return refuse({ code: 'name-taken', with: { name } });
  return ok(name);
};

/** A new journal, last in order. Refusals: `name-empty`, `name-too-long`, `name-taken`. */
export const createJournal = (name: string, id: string, journals: readonly Journal[], now: Moment): Result<Change[]> => {
  const checked = checkedName(name, id, journals);
  if (!checked.ok) return checked;
  const order = 1 + Math.max(0, ...journals.map((journal) => journal.order));
  return ok([createdAs(journalKind, id, { name: checked.value, order, made: now.instant })]);
};

/** Refusals as for a new one. */
export const renameJournal = (journal: Journal, name: string, journals: readonly Journal[]): Result<Change[]> => {
  const checked = checkedName(name, journal.id, journals);
  if (!checked.ok) return checked;
  const change = changedTo(journalKind, recordIdOf(journal.id), { name: journal.name }, { name: checked.value });
  return ok(change ? [change] : []);
};

/** Puts the journals in the order of `ids`; the first stays first. */
export const orderJournals = (journals: readonly Journal[], ids: readonly string[]): Change[] =>
  journals
    .filter(({ id }) => id !== '' && ids.includes(id))
    .flatMap((journal) => changedTo(journalKind, journal.id, { order: journal.order }, { order: 1 + ids.filter((id) => id !== '').indexOf(journal.id) }) ?? []);

/**
 * Gives a journal a lock of its own, a new passphrase, or (null) none. What is in it must then be sealed again under the key
 * that is right for it. Refusals: `journal-first-no-lock` (the app lock guards that one), `journal-lock-not-valid`.
 */
export const setJournalLock = (journal: Journal, lock: JournalLock | null): Result<Change[]> => {
  if (journal.id === '') return refuse({ code: 'journal-first-no-lock' });
  if (lock && !isLock(lock)) return refuse({ code: 'journal-lock-not-valid' });
  const change = changedTo(journalKind, journal.id, { lock: journal.lock && { ...journal.lock } }, { lock: lock && { ...lock } });
  return ok(change ? [change] : []);
};

/** What is in a vault and says which journal it is in. */
export interface Contents {
  readonly entries: readonly Entry[];
  readonly attachments: readonly Attachment[];
  readonly drafts: readonly Draft[];
}

const draftsIn = (journal: Journal, { drafts }: Contents): Draft[] => drafts.filter((draft) => draft.values.journal === journal.id);

const mayGo = (journal: Journal, locked: ReadonlySet<string>): Result<null> => {
  if (journal.id === '') return refuse({ code: 'journal-first-stays' });
  if (locked.has(journal.id)) return refuse({ code: 'journal-locked', with: { journal: journal.name } });
  return ok(null);
};

/** The entry and what is attached to it, put in another journal. */
export const moveEntry = (entry: Entry, attachments: readonly Attachment[], journal: string, now: Moment): Change[] => {
  if (entry.journal === journal) return [];
  const moved = changedTo(entryKind, entry.id, { journal: entry.journal }, { journal, modified: now.instant })!;
  return [
    moved,
    ...belongTo(
      attachments.filter((one) => one.entry === entry.id || entry.attachments.includes(one.id)),
      { id: entry.id, journal },
    ),
  ];
};

/** Deletes a journal; its entries come to stand in the first one. Refusals: `journal-first-stays`, `journal-locked`. */
export const deleteJournalKeepEntries = (journal: Journal, contents: Contents, locked: ReadonlySet<string>, now: Moment): Result<Change[]> => {
  const may = mayGo(journal, locked);
  if (!may.ok) return may;
  const entries = contents.entries.filter((entry) => entry.journal === journal.id);
  const attachments = contents.attachments.filter((one) => one.journal === journal.id);
  const moved = entries.map((entry) => changedTo(entryKind, entry.id, { journal: entry.journal }, { journal: '', modified: now.instant })!);
  const taken = attachments.map((one) => changedTo(attachmentKind, one.id, { journal: one.journal }, { journal: '' })!);
  const typed = draftsIn(journal, contents).map((draft) => changedTo(draftKind, draft.id, { journal: journal.id }, { journal: '' })!);
  return ok([...moved, ...taken, ...typed, deletedOf(journalKind, journal.id)]);
};

/** Deletes a journal with everything in it. Refusals: `journal-first-stays`, `journal-locked`. */
export const deleteJournalWithEntries = (journal: Journal, contents: Contents, locked: ReadonlySet<string>): Result<Change[]> => {
  const may = mayGo(journal, locked);
  if (!may.ok) return may;
  return ok([
    ...contents.entries.filter((entry) => entry.journal === journal.id).flatMap(deleteEntry),
    ...contents.attachments.filter((one) => one.journal === journal.id).map((one) => deletedOf(attachmentKind, one.id)),
    ...draftsIn(journal, contents).map((draft) => deletedOf(draftKind, draft.id)),
    deletedOf(journalKind, journal.id),
  ]);
};
