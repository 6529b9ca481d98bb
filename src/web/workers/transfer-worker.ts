// Bringing journals in and taking them out, off the page: reads what was chosen, shows what would come, writes through the
// gate of a session of its own, and puts exports together. The page passes on files and keys and hears counts.

import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createThumbnail } from '#adapters/browser/thumbnail.ts';
import { openDexieStore } from '#adapters/browser/store.ts';
import { openContainer } from '#adapters/containers.ts';
import { toLocal } from '#adapters/local-time.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { zipOf } from '#adapters/zip-out.ts';
import { base64ToBytes } from '#core/base64.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { stringIn } from '#core/kind.ts';
import { pictureSize, withoutLocation } from '#core/picture.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import type { Committed } from '#core/vault.ts';
import { ACCOUNT_NOTE } from '#crypto/device-account.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession, type Session } from '#crypto/session.ts';
import { createJournalNames } from '#formats/journal-names.ts';
import { bringIn, createKnown, importOf, previewImport, undoImport, type Preview } from '#formats/bring-in.ts';
import type { WhenDifferent } from '#formats/incoming.ts';
import type { OutEntry, Outgoing } from '#formats/outgoing.ts';
import type { FormatId, Importer, OutAttachment, OutFile, Problem, ReadOptions, Source } from '#formats/port.ts';
import { readOnce } from '#formats/read-once.ts';
import { importers, recogniseFormat } from '#formats/registry.ts';
import { exportFiles, type ExportFormat, type ExportSettings } from '#formats/exporters.ts';
import { attachmentOf, type Attachment } from '#rooms/journal/attachments.ts';
import { journalOf } from '#rooms/journal/journals.ts';
import { entryOf, type Entry, type Moment } from '#rooms/journal/model.ts';
import { beyondEntries } from '#rooms/shown.ts';
import { answer, sendEvent, type PortLike } from './rpc.ts';
import { epochKeysOf, openedFrom, type EpochsHanded, type Handover } from './vault-events.ts';

export type TransferEvent =
  | { readonly kind: 'reading'; readonly found: number; readonly day: string }
  | { readonly kind: 'writing'; readonly done: number; readonly day: string }
  | { readonly kind: 'putting-together'; readonly done: number; readonly total: number };

export interface Recognised {
  readonly format: FormatId;
  /** 0 to 1. */
  readonly sure: number;
}

export interface BringInChoice {
  readonly whenDifferent: WhenDifferent;
  /** One journal for each named in the file, or everything into the first. */
  readonly journals: 'as-in-file' | 'first';
  readonly keepLocation: boolean;
  readonly now: Moment;
}

export interface BringInOutcome {
  readonly importId: string;
  readonly came: number;
  readonly have: number;
  readonly problems: readonly Problem[];
  readonly refusal: Refusal | null;
}

const port = self as unknown as PortLike;
let session: Promise<Result<Session>> | null = null;
let channel: BroadcastChannel | null = null;
let source: Source | null = null;
let importer: Importer | null = null;
let options: ReadOptions | null = null;
let stopped = false;

/** Asks for the vault's keys as they are now. Whether there was a newer one. */
let renewKeys: (here: Session) => Promise<boolean> = async () => false;

const renewOver =
  (from: MessagePort): typeof renewKeys =>
  async (here) => {
    const before = here.epochs().keyEpoch();
    const handed = new Promise<EpochsHanded>((done) => {
      from.onmessage = ({ data }) => done(data as EpochsHanded);
    });
    from.postMessage('epochs');
    here.follow(epochKeysOf(await handed));
    return here.epochs().keyEpoch() > before;
  };

const open = async (from: MessagePort): Promise<Result<Session>> => {
  const handover = await new Promise<Handover>((done) => {
    from.onmessage = ({ data }) => done(data as Handover);
  });
  const [store, sodium] = await Promise.all([openDexieStore(handover.database), readySodium()]);
  if (!store.ok) return store;
  renewKeys = renewOver(from);
  channel = new BroadcastChannel(`kith ${handover.database}`);
  const opened = await openSession({
    store: store.value,
    sealer: createSealer(sodium),
    sodium,
    cipher: bulkCipher,
    argon2id,
    random,
    ...openedFrom(handover),
  });
  for (const [name, key] of handover.keys) if (name !== '') opened.useKey(name, key);
  // What is taken out is fetched first where it is not here.
  if ((await opened.store.note(ACCOUNT_NOTE)) !== null) (await import('./reach-work.ts')).reachHost(opened);
  return ok(opened);
};

/** Every record that opens, for judging and for taking out. */
const everything = async (here: Session, onDamaged: (count: number) => void = () => {}): Promise<VaultRecord[]> => {
  await renewKeys(here);
  for (;;) {
    const all: VaultRecord[] = [];
    let damaged = 0;
    for await (const { records, quarantined } of here.vault.all()) {
      for (const record of records) all.push(record);
      damaged += quarantined.length;
    }
    // What was sealed under a newer key meanwhile is not damaged: it is read once that key is here.
    if (damaged > 0 && (await renewKeys(here))) continue;
    if (damaged > 0) onDamaged(damaged);
    return all;
  }
};

/** A write that met a row under a newer key than is here is done again once that key is here. */
const withNewestKeys = async (here: Session, write: () => Promise<Result<Committed>>): Promise<Result<Committed>> => {
  const done = await write();
  return !done.ok && done.error.code === 'record-damaged' && (await renewKeys(here)) ? write() : done;
};

// Whoever hears of a write reads what is new, and while it reads nothing can be written: so they hear of it now and then,
// and when all is written.
const NEWS_EVERY = 5000;
let toldAt = 0;
let untold = 0;

const tellOthers = (): void => {
  if (untold > 0) channel?.postMessage({ wrote: untold });
  untold = 0;
  toldAt = performance.now();
};

const tell = async (here: Session, done: Result<Committed>): Promise<Result<Committed>> => {
  if (done.ok) {
    await here.noticed(done.value.records);
    untold = Math.max(untold, done.value.seq);
    if (performance.now() - toldAt >= NEWS_EVERY) tellOthers();
  }
  return done;
};

const commit = async (here: Session, changes: readonly Change[]): Promise<Result<Committed>> =>
  tell(here, await withNewestKeys(here, () => here.vault.commit(changes, Date.now())));

/** Strips the place unless it is to be kept, makes a small picture, seals both. */
const putAttachment = (here: Session, keepLocation: boolean) => async (bytes: Uint8Array, mime: string) => {
  const clean = keepLocation ? { bytes, hadLocation: false } : withoutLocation(bytes, mime);
  const size = mime.startsWith('image/') ? pictureSize(clean.bytes, mime) : null;
  const small = mime.startsWith('image/') ? await createThumbnail(new Blob([clean.bytes as Uint8Array<ArrayBuffer>], { type: mime }), size) : null;
  const stored = await here.putBytes(clean.bytes);
  if (!stored.ok) return stored;
  const thumb = small ? await here.putBytes(small.bytes) : null;
  return ok({ ...stored.value, width: size?.width ?? null, height: size?.height ?? null, locationKept: keepLocation, thumb: thumb?.ok ? thumb.value : null });
};

/** A count, as often as one is read: drawing each of them would take from the work itself. */
const COUNT_EVERY = 150;
let countedAt = 0;
const count = (event: TransferEvent): void => {
  if (performance.now() - countedAt < COUNT_EVERY) return;
  countedAt = performance.now();
  sendEvent(port, event);
};

const calls = {
  async start(from: MessagePort): Promise<Result<null>> {
    session = open(from);
    const opened = await session;
    return opened.ok ? ok(null) : opened;
  },

  /** A journal's own lock was closed: its key goes here too. */
  async forgetJournal(journal: string): Promise<void> {
    const opened = await session;
    if (opened?.ok) opened.value.forgetJournal(journal);
  },

  /** Opens what was chosen and says which format it looks like, the surest first. One file, or the files of a folder. */
  async choose(
    files: readonly File[],
    locale: string,
  ): Promise<Result<{ readonly name: string; readonly size: number; readonly files: number; readonly formats: readonly Recognised[] }>> {
    const opened = files.length === 1 && !files[0]!.webkitRelativePath ? await openContainer(files[0]!, files[0]!.name) : ok(folderSource(files));
    if (!opened.ok) return opened;
    source = opened.value;
    options = { toLocal, locale };
    const formats = await recogniseFormat(source);
    return ok({ name: source.name, size: files.reduce((sum, { size }) => sum + size, 0), files: source.files.length, formats });
  },

  /** Counts what would come in; nothing is changed. */
  async preview(format: FormatId): Promise<Result<Preview>> {
    const here = await session!;
    if (!here.ok) return here;
    stopped = false;
    importer = readOnce(importers.find((each) => each.format === format)!);
    const records = await everything(here.value);
    const known = createKnown(entriesOf(records), othersIn(records));
    return ok(
      await previewImport(importer, source!, options!, {
        known,
        idFor: here.value.idFor,
        onProgress: (found, day) => count({ kind: 'reading', found, day }),
        stopped: () => stopped,
      }),
    );
  },

  async bringIn(choice: BringInChoice): Promise<Result<BringInOutcome>> {
    const opened = await session!;
    if (!opened.ok) return opened;
    const here = opened.value;
    stopped = false;
    const records = await everything(here);
    const known = createKnown(entriesOf(records), othersIn(records));
    const alive = new Set(records.filter(isAlive).map(({ id }) => id));
    const journals = createJournalNames(records, (id) => here.keys().has(id), here.idFor, choice.now.instant);
    const importId = newId(random);
    toldAt = performance.now();
    const brought = await bringIn(importer!, source!, options!, {
      known,
      idFor: here.idFor,
      now: choice.now,
      importId,
      whenDifferent: choice.whenDifferent,
      isHere: (id) => alive.has(id),
      journalFor: (name) => (choice.journals === 'first' ? '' : journals.journalFor(name)),
      commit: (changes) => commit(here, [...journals.takeMade(), ...changes]),
      takeIn: async (incoming) => tell(here, await withNewestKeys(here, () => here.vault.takeIn(incoming, Date.now()))),
      putBlob: (address, bytes) => here.putSealed(address, bytes),
      putAttachment: putAttachment(here, choice.keepLocation),
      onProgress: (done, day) => count({ kind: 'writing', done, day }),
      stopped: () => stopped,
    });
    tellOthers();
    const { came, have, problems, refusal } = brought;
    return ok({ importId, came, have, problems, refusal });
  },

  /** What is written until then stays; the rest comes next time. */
  stop(): void {
    stopped = true;
  },

  /** Takes an import out again; `dry` only counts. */
  async undo(importId: string, dry: boolean): Promise<Result<{ readonly out: number; readonly stay: number }>> {
    const opened = await session!;
    if (!opened.ok) return opened;
    const here = opened.value;
    const records = await everything(here);
    const byId = new Map(records.map((record) => [record.id, record]));
    const note = records.map(importOf).find((each) => each?.id === importId);
    if (!note) return refuse({ code: 'import-not-found' });
    const { out, stay, changes } = undoImport(
      note,
      entriesOf(records),
      records.filter(({ kind }) => kind === 'import-part'),
      (id) => byId.get(id),
      here.idFor,
    );
    if (dry) return ok({ out, stay });
    for (let at = 0; at < changes.length; at += 500) {
      const done = await commit(here, changes.slice(at, at + 500));
      if (!done.ok) {
        tellOthers();
        return done;
      }
      sendEvent(port, { kind: 'writing', done: Math.min(at + 500, changes.length), day: '' } satisfies TransferEvent);
    }
    tellOthers();
    return ok({ out, stay });
  },

  /** Puts an export together: one file, or a zip. What could not go out is named. */
  async export(format: ExportFormat, settings: ExportSettings): Promise<Result<{ readonly blob: Blob; readonly name: string; readonly problems: readonly Problem[] }>> {
    const opened = await session!;
    if (!opened.ok) return opened;
    const here = opened.value;
    const problems: Problem[] = [];
    const records = await everything(here, (count) => problems.push({ code: 'records-left-out', file: '', with: { count } }));
    const entries = [...entriesOf(records)].sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.id < b.id ? -1 : 1));
    const attachments = new Map(
      records.flatMap((record) => {
        const each = attachmentOf(record);
        return each ? [[each.id, each] as const] : [];
      }),
    );
    const journals = new Map(
      records.flatMap((record) => {
        const each = journalOf(record);
        return each ? [[each.id, each.name] as const] : [];
      }),
    );
    const outAttachment = (attachment: Attachment): OutAttachment => ({
      id: attachment.id,
      name: attachment.name,
      mime: attachment.mime,
      size: attachment.size,
      bytes: async () => {
        const key = base64ToBytes(attachment.key);
        return key ? here.getBytes({ key, chunks: attachment.chunks, size: attachment.size }) : refuse({ code: 'attachment-damaged' });
      },
    });
    const outEntries = function* (): Generator<OutEntry> {
      for (const [i, entry] of entries.entries()) {
        if (i % 50 === 0) sendEvent(port, { kind: 'putting-together', done: i, total: entries.length } satisfies TransferEvent);
        yield {
          entry,
          journal: journals.get(entry.journal) ?? '',
          attachments: entry.attachments.flatMap((id) => {
            const each = attachments.get(id);
            return each ? [outAttachment(each)] : [];
          }),
        };
      }
      sendEvent(port, { kind: 'putting-together', done: entries.length, total: entries.length } satisfies TransferEvent);
    };
    for (const record of records)
      if (here.journalsWithLock().has(record.id) && !here.keys().has(record.id)) problems.push({ code: 'journal-left-out', file: '', at: { name: stringIn(record, 'name') } });
    const made = exportFiles(format, { entries: outEntries(), records, blob: (address) => here.sealedBytes(address), settings });
    const files = filesOnly(made.files, problems);
    if (made.single) {
      for await (const file of files) return ok({ blob: new Blob([(await file.bytes()) as Uint8Array<ArrayBuffer>], { type: made.mime }), name: made.name, problems });
      return refuse({ code: 'export-empty' });
    }
    const blob = await new Response(zipOf(files) as ReadableStream<Uint8Array<ArrayBuffer>>, { headers: { 'content-type': 'application/zip' } }).blob();
    return ok({ blob, name: made.name, problems });
  },
};

/** Ids of what is here and no entry: a file of it brings nothing new. */
const othersIn = (records: Iterable<VaultRecord>): string[] => beyondEntries(records).map(({ id }) => id);

const entriesOf = function* (records: Iterable<VaultRecord>): Generator<Entry> {
  for (const record of records) {
    const entry = entryOf(record);
    if (entry) yield entry;
  }
};

const filesOnly = async function* (outgoing: AsyncIterable<Outgoing>, problems: Problem[]): AsyncGenerator<OutFile> {
  for await (const item of outgoing) {
    if ('file' in item) yield item.file;
    else problems.push(item.problem);
  }
};

/** The files of a folder that was chosen, as the browser gives them. */
const folderSource = (files: readonly File[]): Source => ({
  name: files[0]?.webkitRelativePath.split('/')[0] || files[0]?.name || '',
  container: 'folder',
  problems: [],
  files: files.map((file) => ({
    path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name,
    size: file.size,
    modified: new Date(file.lastModified).toISOString(),
    async read(most) {
      if (file.size > most) return refuse({ code: 'file-too-large', with: { file: file.name, most } });
      try {
        return ok(new Uint8Array(await file.arrayBuffer()));
      } catch {
        return refuse({ code: 'file-missing', with: { file: file.name } });
      }
    },
  })),
});

export type TransferCalls = typeof calls;

answer(port, calls);
