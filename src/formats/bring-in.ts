// Bringing a journal in: first a preview that changes nothing, then, on the person's word, the same reading again, written
// through the gate in batches. Both read the file as it streams, so memory holds a batch and one attachment.
// Invariants: nothing is written before the person said so; stopping half-way keeps what came and the rest comes next
// time; one act takes an import out again and leaves what was changed since.

import type { Change } from '#core/change.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { createdAs, createKind, deletedOf, migrate, numberIn, setIn, stringIn, textsIn } from '#core/kind.ts';
import { isTooFarAhead } from '#core/clock.ts';
import { targetToPlace } from '#core/links.ts';
import { isAlive, newestStamp, type Json, type VaultRecord } from '#core/record.ts';
import type { Refusal, Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { attachmentKind, MOST_ATTACHED, mediumOf } from '#rooms/journal/attachments.ts';
import { draftKind } from '#rooms/journal/drafts.ts';
import { journalKind, journalOf } from '#rooms/journal/journals.ts';
import { deleteEntry, entryKind, writeEntry, type Entry, type Moment } from '#rooms/journal/model.ts';
import { firstLine } from '#rooms/journal/opening.ts';
import { journalIdFor } from './journal-names.ts';
import { ITEM } from './leap2a-vocabulary.ts';
import { draftOfIncoming, judge, originOf, printOf, type Known, type WhenDifferent } from './incoming.ts';
import { MOST, type FormatId, type Importer, type IncomingAttachment, type IncomingEntry, type Problem, type ReadOptions, type Source } from './port.ts';

/** An import that was made; undo finds by its id what came with it. */
export const importKind = createKind('import', { format: 'register', name: 'register', made: 'register', came: 'register', replaced: 'set' });

/** Ids of records that came whole from an archive, a batch at a time; they bear no mark of the import themselves. */
export const importPartKind = createKind('import-part', { import: 'register', ids: 'set' });

export interface ImportNote {
  readonly id: string;
  readonly format: string;
  /** Name of the file or folder. */
  readonly name: string;
  readonly made: string;
  readonly came: number;
  /** Ids of entries that gave way to the file's. */
  readonly replaced: readonly string[];
}

export const importOf = (record: VaultRecord): ImportNote | null => {
  if (record.kind !== 'import' || !isAlive(record)) return null;
  const now = migrate(importKind, record);
  return (
    now && {
      id: now.id,
      format: stringIn(now, 'format'),
      name: stringIn(now, 'name'),
      made: stringIn(now, 'made'),
      came: numberIn(now, 'came') ?? 0,
      replaced: setIn(now, 'replaced'),
    }
  );
};

export interface Sample {
  readonly when: string;
  readonly line: string;
}

/** What would come in and what would not; nothing has been changed. */
export interface Preview {
  readonly format: FormatId;
  readonly name: string;
  readonly files: number;
  readonly found: number;
  readonly come: number;
  readonly have: number;
  readonly differ: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly photos: number;
  readonly sounds: number;
  readonly topics: number;
  readonly people: number;
  readonly places: number;
  readonly marked: number;
  /** Names of journals in the file with how many entries each. */
  readonly journals: readonly (readonly [string, number])[];
  /** Whole records, from a Kith archive. */
  readonly records: number;
  /** Up to three entries: the first read, one near the middle, the last. */
  readonly samples: readonly Sample[];
  /** Up to twenty pairs that differ. */
  readonly pairs: readonly { readonly here: Sample & { text: string }; readonly there: Sample & { text: string } }[];
  readonly problems: readonly Problem[];
  /** All of them; the list above stops at 5,000. */
  readonly problemCount: number;
}

const MOST_PROBLEMS = 5000;
const MOST_PAIRS = 20;

export interface PreviewParts {
  readonly known: Known;
  idFor(name: string): string;
  onProgress(found: number, at: string): void;
  stopped(): boolean;
}

/** Reads everything once, and only counts. */
export const previewImport = async (importer: Importer, source: Source, options: ReadOptions, { known, idFor, onProgress, stopped }: PreviewParts): Promise<Preview> => {
  let [found, come, have, differ, photos, sounds, records, marked, problemCount] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [firstDay, lastDay] = ['', ''];
  const [topics, people, places] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const journals = new Map<string, number>();
  const samples: Sample[] = [];
  let middle: Sample | null = null;
  let latest: Sample | null = null;
  let nextMiddle = 2;
  const pairs: Preview['pairs'][number][] = [];
  const problems: Problem[] = [];
  const prints = new Set<string>();
  const name = (problem: Problem): void => {
    problemCount++;
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  source.problems.forEach(name);
  for await (const item of importer.read(source, options)) {
    if (stopped()) break;
    if ('problem' in item) {
      name(item.problem);
      continue;
    }
    if ('record' in item) {
      records++;
      if (item.record.kind !== 'entry' || !isAlive(item.record)) continue;
      found++;
      const day = stringIn(item.record, 'when').slice(0, 10);
      if (day !== '' && (firstDay === '' || day < firstDay)) firstDay = day;
      if (day > lastDay) lastDay = day;
      if (known.byId(item.record.id)) have++;
      else come++;
      latest = { when: stringIn(item.record, 'when'), line: firstLine(textsIn(item.record, 'text')[0] ?? '') };
      if (samples.length === 0) samples.push(latest);
      else if (found >= nextMiddle) {
        middle = latest;
        nextMiddle = found * 2;
      }
      if (found % 100 === 0) onProgress(found, day);
      continue;
    }
    const entry = item.entry;
    found++;
    if (found % 100 === 0) onProgress(found, dayOf(entry.when));
    if (known.other(entry.key) !== null) {
      have++;
      continue;
    }
    const judged = judge(importer.format, entry, known, idFor);
    const draft = draftOfIncoming(entry, []);
    if (typeof draft === 'string') {
      name({ code: draft, file: entry.from.file, at: { entry: entry.from.entry, ...(entry.from.line === undefined ? {} : { line: entry.from.line }) } });
      continue;
    }
    // Twice in one file, word for word: the second is the first again.
    const twice = prints.has(`${judged.id} ${judged.print}`);
    prints.add(`${judged.id} ${judged.print}`);
    if (judged.standing === 'have' || twice) have++;
    else if (judged.standing === 'differs') differ++;
    else come++;
    const day = dayOf(entry.when);
    if (firstDay === '' || day < firstDay) firstDay = day;
    if (day > lastDay) lastDay = day;
    for (const attachment of entry.attachments ?? [])
      if (mediumOf(attachment.mime) === 'photo') photos++;
      else sounds++;
    for (const topic of entry.topics ?? []) topics.add(topic.toLowerCase());
    for (const person of entry.people ?? []) people.add(person.toLowerCase());
    if (entry.place) places.add(entry.place);
    if (entry.again) marked++;
    journals.set(entry.journal ?? '', (journals.get(entry.journal ?? '') ?? 0) + 1);
    latest = { when: entry.when, line: firstLine(entry.text) };
    if (samples.length === 0) samples.push(latest);
    else if (found >= nextMiddle) {
      middle = latest;
      nextMiddle = found * 2;
    }
    if (judged.standing === 'differs' && judged.here && pairs.length < MOST_PAIRS)
      pairs.push({
        here: { when: judged.here.when, line: firstLine(judged.here.text), text: judged.here.text.slice(0, 2000) },
        there: { ...latest, text: entry.text.slice(0, 2000) },
      });
  }
  if (middle && middle !== latest) samples.push(middle);
  if (latest && latest !== samples[0]) samples.push(latest);
  return {
    format: importer.format,
    name: source.name,
    files: source.files.length,
    found,
    come,
    have,
    differ,
    firstDay,
    lastDay,
    photos,
    sounds,
    records,
    marked,
    topics: topics.size,
    people: people.size,
    places: places.size,
    journals: [...journals],
    samples,
    pairs,
    problems,
    problemCount,
  };
};

/** How one attachment's bytes were sealed and stored, and what is known of it. */
export interface StoredAttachment {
  readonly key: Uint8Array;
  readonly chunks: readonly string[];
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly locationKept: boolean;
  readonly thumb: { readonly key: Uint8Array; readonly chunks: readonly string[]; readonly size: number } | null;
}

export interface BringInParts extends PreviewParts {
  readonly now: Moment;
  /** Id of the import's own record. */
  readonly importId: string;
  readonly whenDifferent: WhenDifferent;
  /** Journal id for a journal's name in the file; '' puts it in the first. */
  journalFor(name: string): string;
  commit(changes: readonly Change[]): Promise<Result<unknown>>;
  /** Told of an entry that comes in under this id, with the next batch. */
  comes?(id: string, entry: IncomingEntry): void;
  /** True when a record of that id is here and alive, of whatever kind. */
  isHere(id: string): boolean;
  /** Takes in whole records (a Kith archive). */
  takeIn(records: readonly VaultRecord[]): Promise<Result<{ readonly records: readonly VaultRecord[] }>>;
  putBlob(address: string, bytes: Uint8Array): Promise<Result<null>>;
  /** Strips the location unless it is to be kept, seals, stores, makes a small picture where the platform can. */
  putAttachment(bytes: Uint8Array, mime: string): Promise<Result<StoredAttachment>>;
}

export interface BroughtInCount {
  readonly came: number;
  readonly have: number;
  readonly skipped: number;
  readonly problems: readonly Problem[];
  /** Why it stopped before the end, if it did; what came until then stays. */
  readonly refusal: Refusal | null;
}

const BATCH = 1000;
/** The first one is small: what reads ahead is slow at first, and writing begins meanwhile. */
const FIRST_BATCH = 250;
/** Letters in a batch, unless one entry alone has more: two batches are in memory at once. */
const BATCH_LETTERS = 8_000_000;

const lettersIn = (record: VaultRecord): number => {
  let letters = 0;
  for (const field of Object.values(record.fields)) {
    if ('t' in field) for (const [, text] of field.t) letters += text.length;
    else if ('s' in field) for (const member of Object.keys(field.s)) letters += member.length;
    else letters += typeof field.r[1] === 'string' ? field.r[1].length : JSON.stringify(field.r[1]).length;
  }
  return letters;
};
const sealedJson = (sealed: { key: Uint8Array; chunks: readonly string[]; size: number }) => ({ key: bytesToBase64(sealed.key), chunks: [...sealed.chunks], size: sealed.size });

/**
 * The record as it may come in. A journal comes without its lock: that one is bound to the vault it was made in, what is in the
 * journal stands open in the archive, and a lock that is here must not give way to another.
 */
const withoutLock = (record: VaultRecord): VaultRecord => {
  if (record.kind !== journalKind.name || !Object.hasOwn(record.fields, 'lock')) return record;
  const { lock: _lock, ...fields } = record.fields;
  return { ...record, fields };
};

/** The change that brings a record back that is deleted here, whether its deletion was emptied or not. */
const broughtBack = ({ id, kind, v, fields }: VaultRecord): Change => {
  const [set, versions, add]: [Record<string, Json>, Record<string, readonly string[]>, Record<string, readonly string[]>] = [{}, {}, {}];
  for (const [name, field] of Object.entries(fields)) {
    if ('r' in field) set[name] = field.r[1];
    else if ('t' in field) versions[name] = field.t.map(([, text]) => text);
    else add[name] = Object.keys(field.s);
  }
  return { id, kind, v, revive: true, set, versions, add };
};

/** Points `![](path)` at the attachment that came of it, wherever the text names the file by path or by name. */
const pointToAttachments = (text: string, ids: ReadonlyMap<string, string>): string =>
  ids.size === 0
    ? text
    : text.replace(/(!?\[[^\]\n]{0,500}\]\()(<[^>\n]{1,2000}>|[^)\s]{1,2000})((?:\s+"[^"\n]*")?\))/g, (whole, before: string, target: string, after: string) => {
        const path = target.startsWith('<') ? target.slice(1, -1) : target;
        const id = ids.get(path) ?? ids.get(path.slice(path.lastIndexOf('/') + 1)) ?? ids.get(unescaped(path)) ?? ids.get(unescaped(path.slice(path.lastIndexOf('/') + 1)));
        return id === undefined ? whole : `${before.startsWith('!') ? before : `!${before}`}attachment:${id}${after}`;
      });

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What became of an entry's attachments: their ids, what makes them, and the ids by the places that the text may name them by. */
interface Attached {
  readonly ids: string[];
  readonly changes: Change[];
  readonly places: ReadonlyMap<string, string>;
}
const NOTHING_ATTACHED: Attached = { ids: [], changes: [], places: new Map() };

/**
 * In the order of the ids, in which they will lie and be sent: a host's index by ids is touched in few places, and hears nothing
 * of the order in the file (docs/decisions/0016). Several changes of one record stay as they were.
 */
const inOrder = <T extends { readonly id: string }>(these: readonly T[]): T[] => these.toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));

/** Reads again and writes. Entries already here are left alone. */
export const bringIn = async (importer: Importer, source: Source, options: ReadOptions, parts: BringInParts): Promise<BroughtInCount> => {
  const { known, idFor, now, importId } = parts;
  let [came, have, skipped, read] = [0, 0, 0, 0];
  let refusal: Refusal | null = null;
  const problems: Problem[] = [...source.problems];
  const name = (problem: Problem): void => void (problems.length < MOST_PROBLEMS && problems.push(problem));
  const replaced: string[] = [];
  const written = new Set<string>();
  let waiting: Change[] = [];
  let entries = 0;
  let records: VaultRecord[] = [];
  let letters = 0;

  // A batch is written while the next one is read; the next is written when this one has been.
  let underWay: Promise<void> = Promise.resolve();
  const write = (changes: readonly Change[], count: number): void => {
    underWay = parts.commit(inOrder(changes)).then((done) => {
      if (done.ok) came += count;
      else refusal = done.error;
    });
    // Heard where it is waited for; reading on must not make it a fault that nobody heard.
    underWay.catch(() => undefined);
  };

  const flush = async (): Promise<boolean> => {
    await underWay;
    if (records.length > 0 && refusal === null) {
      let taken = await parts.takeIn(inOrder(records));
      // A record that is damaged here keeps the others from nothing.
      while (!taken.ok && taken.error.code === 'record-damaged') {
        const damaged = taken.error.with?.['id'];
        const others = records.filter(({ id }) => id !== damaged);
        if (others.length === records.length) break;
        records = others;
        name({ code: 'record-damaged', file: source.name, at: { name: String(damaged) } });
        taken = await parts.takeIn(inOrder(records));
      }
      if (!taken.ok) refusal = taken.error;
      else {
        const fresh = records.filter(({ id }) => !parts.isHere(id));
        const dead = new Set(taken.value.records.filter((record) => !isAlive(record)).map(({ id }) => id));
        // What was deleted here comes again, as from any other file. A draft became the entry that is there.
        const back = fresh.filter((record) => isAlive(record) && dead.has(record.id) && record.kind !== draftKind.name);
        waiting.push(...back.map(broughtBack));
        came += fresh.filter((record) => record.kind === 'entry' && isAlive(record)).length;
        waiting.push(createdAs(importPartKind, idFor(`${importId}\0${read}`), { import: importId, ids: fresh.map(({ id }) => id) }));
      }
      records = [];
    }
    if (refusal === null && waiting.length > 0) {
      // The import's own record goes with every batch, so that what came can be found and undone after a crash too.
      const note = createdAs(importKind, importId, { format: importer.format, name: source.name.slice(0, 500), made: now.instant, came: came + entries, replaced });
      write([...waiting, note], entries);
    }
    waiting = [];
    entries = 0;
    letters = 0;
    return refusal === null;
  };

  /** Writes what waits where the next one would make it too large. */
  const makeRoom = async (coming: number): Promise<boolean> => {
    if (letters > 0 && letters + coming > BATCH_LETTERS && !(await flush())) return false;
    letters += coming;
    return true;
  };

  const attachmentChanges = async (entry: IncomingEntry, print: string, entryId: string, journal: string): Promise<Attached> => {
    const out = { ids: [] as string[], changes: [] as Change[], places: new Map<string, string>() };
    const all = (entry.attachments ?? []).slice(0, MOST_ATTACHED);
    // What is written at once stands in the order of the ids: so the first file gets the first of them.
    const origin = originOf(importer.format, entry.key, print);
    const ids = all.map(({ file }) => idFor(`${origin}\0attachment\0${file.path}`)).sort();
    for (const [place, attachment] of all.entries()) {
      const stored = await readAttachment(attachment, entry);
      if (!stored) continue;
      const id = ids[place]!;
      const { key, chunks, size, width, height, locationKept, thumb } = stored;
      out.ids.push(id);
      out.changes.push(
        createdAs(attachmentKind, id, {
          name: attachment.name,
          mime: attachment.mime,
          ...sealedJson({ key, chunks, size }),
          width,
          height,
          seconds: null,
          locationKept,
          thumb: thumb ? sealedJson(thumb) : null,
          entry: entryId,
          journal,
          made: now.instant,
          ...(attachment.caption ? { transcript: attachment.caption } : {}),
        }),
      );
      for (const place of [attachment.file.path, attachment.name, attachment.file.path.slice(attachment.file.path.lastIndexOf('/') + 1)]) out.places.set(place, id);
    }
    return out;
  };

  const readAttachment = async (attachment: IncomingAttachment, entry: IncomingEntry): Promise<StoredAttachment | null> => {
    const bytes = await attachment.file.read(MOST.attachment);
    const where = { file: attachment.file.path, at: { entry: entry.from.entry, name: attachment.name, day: dayOf(entry.when) } };
    if (!bytes.ok) {
      name({ code: bytes.error.code, ...where, ...(bytes.error.with ? { with: bytes.error.with } : {}) });
      return null;
    }
    if (!mediumOf(attachment.mime)) {
      name({ code: 'attachment-not-kept', ...where });
      return null;
    }
    const stored = await parts.putAttachment(bytes.value, attachment.mime);
    if (stored.ok) return stored.value;
    refusal = stored.error;
    return null;
  };

  for await (const item of importer.read(source, options)) {
    if (parts.stopped()) break;
    if ('problem' in item) {
      name(item.problem);
      continue;
    }
    if ('record' in item) {
      for (const { address, file } of item.blobs ?? []) {
        const bytes = await file.read(MOST.attachment);
        if (!bytes.ok) name({ code: bytes.error.code, file: file.path, at: { name: address }, ...(bytes.error.with ? { with: bytes.error.with } : {}) });
        else {
          const put = await parts.putBlob(address, bytes.value);
          if (!put.ok && put.error.code === 'attachment-damaged') name({ code: 'attachment-damaged', file: file.path, at: { name: address } });
          else if (!put.ok) refusal = put.error;
        }
      }
      if (isTooFarAhead(newestStamp(item.record), Date.parse(now.instant))) {
        skipped++;
        name({ code: 'record-not-valid', file: source.name, at: { name: item.record.id }, with: { where: 'seen' } });
        continue;
      }
      if (withoutLock(item.record) !== item.record) name({ code: 'journal-without-lock', file: source.name, at: { name: stringIn(item.record, 'name').slice(0, 200) } });
      if (item.record.kind === 'entry' && known.byId(item.record.id)) have++;
      if (!(await makeRoom(lettersIn(item.record)))) break;
      records.push(withoutLock(item.record));
      if (++read % 100 === 0) parts.onProgress(read, stringIn(item.record, 'when').slice(0, 10));
      if (refusal !== null || (records.length >= BATCH && !(await flush()))) break;
      continue;
    }
    const entry = item.entry;
    if (++read % 100 === 0) parts.onProgress(read, dayOf(entry.when));
    if (known.other(entry.key) !== null) {
      have++;
      continue;
    }
    const judged = judge(importer.format, entry, known, idFor);
    let id = judged.id;
    if (judged.standing === 'have' || written.has(`${id} ${judged.print}`)) {
      have++;
      continue;
    }
    if (judged.standing === 'differs') {
      if (parts.whenDifferent === 'keep-mine') {
        have++;
        continue;
      }
      id = idFor(`${originOf(importer.format, entry.key, judged.print)}\0${judged.print}`);
      if (known.byId(id)) {
        have++;
        continue;
      }
      if (parts.whenDifferent === 'take-theirs') {
        waiting.push(...deleteEntry(judged.here!));
        replaced.push(judged.here!.id);
      }
    }
    // Two entries of one origin in one file that differ: both come, the second under an id of its own.
    if (written.has(id)) id = idFor(`${originOf(importer.format, entry.key, judged.print)}\0${judged.print}`);
    const links = !entry.links?.length
      ? []
      : entry.links.map(({ key, as }) => ({ to: known.byId(key) || targetToPlace(key) ? key : (known.other(key) ?? idFor(originOf(importer.format, key, ''))), as }));
    const draft = draftOfIncoming(entry, links);
    if (typeof draft === 'string') {
      skipped++;
      name({ code: draft, file: entry.from.file, at: { entry: entry.from.entry } });
      continue;
    }
    const journal = parts.journalFor(entry.journal ?? '');
    const attached = entry.attachments?.length ? await attachmentChanges(entry, judged.print, id, journal) : NOTHING_ATTACHED;
    if (refusal !== null) break;
    const modified = entry.modified || now.instant;
    const made = writeEntry(
      {
        ...draft,
        text: pointToAttachments(draft.text ?? '', attached.places),
        journal,
        attachments: attached.ids,
        broughtIn: { format: importer.format, key: entry.key.slice(0, 300), import: importId, print: judged.print, at: modified },
      },
      id,
      now,
    );
    if (!made.ok) {
      skipped++;
      name({ code: made.error.code, file: entry.from.file, at: { entry: entry.from.entry, ...(entry.from.line === undefined ? {} : { line: entry.from.line }) } });
      continue;
    }
    if (!(await makeRoom(entry.text.length))) break;
    parts.comes?.(id, entry);
    written.add(id);
    written.add(`${judged.id} ${judged.print}`);
    // An entry that was taken out and comes again must not keep what the old one had gathered: every field is written.
    for (const change of made.value) waiting.push({ ...change, set: { ...change.set, modified } });
    for (const change of attached.changes) waiting.push(change);
    entries++;
    if (entries >= (came === 0 ? FIRST_BATCH : BATCH) && !(await flush())) break;
  }
  if (refusal === null) await flush();
  await underWay;
  return { came, have, skipped, problems, refusal };
};

export interface Undoing {
  /** Entries that go again, entries that were changed since and stay. */
  readonly out: number;
  readonly stay: number;
  readonly changes: readonly Change[];
}

/**
 * Takes an import out: what came with it and was not changed since; what gave way comes back. `entries` are all that are
 * open, `parts` the records of kind `import-part`; `recordOf` finds any record that is here.
 */
export const undoImport = (
  note: ImportNote,
  entries: Iterable<Entry>,
  parts: Iterable<VaultRecord>,
  recordOf: (id: string) => VaultRecord | undefined,
  idFor: (name: string) => string,
): Undoing => {
  const changes: Change[] = [];
  const [left, kept] = [new Set<string>(), new Set<string>()];
  let [out, stay] = [0, 0];
  for (const entry of entries) {
    if (entry.broughtIn?.import !== note.id) {
      kept.add(entry.journal);
      continue;
    }
    if (entry.broughtIn.at !== undefined && entry.modified !== entry.broughtIn.at) {
      stay++;
      kept.add(entry.journal);
      continue;
    }
    out++;
    left.add(entry.journal);
    changes.push(...deleteEntry(entry), ...entry.attachments.map((id) => deletedOf(attachmentKind, id)));
  }
  for (const part of parts) {
    if (stringIn(part, 'import') !== note.id || !isAlive(part)) continue;
    for (const id of setIn(part, 'ids')) {
      const record = recordOf(id);
      if (!record || !isAlive(record)) continue;
      // Changed here after it came: written by this device later than the import's own note of it.
      if (newestStamp(record) > newestStamp(part)) {
        stay++;
        continue;
      }
      if (record.kind === 'entry') out++;
      changes.push({ id, kind: record.kind, v: record.v, drop: true });
    }
    changes.push(deletedOf(importPartKind, part.id));
  }
  // A journal that an import made goes with its last entry, unless it was given another name or a lock.
  for (const id of left) {
    const record = kept.has(id) ? undefined : recordOf(id);
    const journal = record ? journalOf(record) : null;
    if (journal && journal.lock === null && journal.id === journalIdFor(journal.name, idFor)) changes.push(deletedOf(journalKind, journal.id));
  }
  for (const id of note.replaced) changes.push({ id, kind: entryKind.name, v: entryKind.migrations.length + 1, revive: true });
  changes.push(deletedOf(importKind, note.id));
  return { out, stay, changes };
};

/** What is here, for judging; made once before an import. `others`: ids of what is here and no entry. */
export const createKnown = (entries: Iterable<Entry>, others: Iterable<string> = []): Known => {
  const beyond = new Set(others);
  const byId = new Map<string, Entry>();
  const byPrint = new Map<string, string>();
  for (const entry of entries) {
    byId.set(entry.id, entry);
    byPrint.set(printOf(entry), entry.id);
  }
  return {
    byId: (id) => byId.get(id) ?? null,
    byPrint: (print) => byPrint.get(print) ?? null,
    other(key) {
      const id = key.startsWith(ITEM) ? key.slice(ITEM.length) : key;
      return beyond.has(id) ? id : null;
    },
  };
};
