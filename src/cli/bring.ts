// `kith import` and `kith undo-import`. Every batch and the import's own note go through the gate together: ended at any
// moment, what came in is kept, is listed, and can be taken out.

import { random } from '#adapters/sodium.ts';
import { createImageThread } from '#adapters/node/image-thread.ts';
import { gatherImage, type Gathering, type ImageMaker } from '#adapters/search-image.ts';
import { toLocal } from '#adapters/local-time.ts';
import { newId } from '#core/ids.ts';
import { pictureSize, withoutLocation } from '#core/picture.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Committed } from '#core/vault.ts';
import { bringIn, createKnown, importOf, previewImport, undoImport, type BringInParts } from '#formats/bring-in.ts';
import { createJournalNames } from '#formats/journal-names.ts';
import type { Importer, ReadOptions, Source } from '#formats/port.ts';
import { importers, recogniseFormat } from '#formats/registry.ts';
import { entryOf, type Entry } from '#rooms/journal/model.ts';
import { DOCS } from '#rooms/search-docs.ts';
import { beyondEntries } from '#rooms/shown.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { MANY, type Started } from './import-start.ts';
import { readAhead } from './import-thread.ts';
import { sayGaps } from './list.ts';
import type { Args } from './options.ts';
import { journalOfArgs } from './parts.ts';
import { loadProblemWords, sayProblems } from './problems.ts';
import { openSearch } from './search.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { forgetActs, keepAct, undoId } from './undo.ts';
import type { Words } from './words.ts';

/** So many new entries make the index image old: it is made anew at once, rather than at the next search. */
const MANY_NEW = 1000;

const entriesOf = (records: readonly VaultRecord[]): Entry[] => records.map(entryOf).filter((entry) => entry !== null);

const importerFor = async (source: Source, args: Args): Promise<Result<Importer>> => {
  const asked = args.one('format');
  const format = asked ?? (await recogniseFormat(source))[0]?.format;
  const importer = importers.find((one) => one.format === format);
  if (importer) return ok(importer);
  return asked === undefined
    ? refuse({ code: 'format-not-recognised', with: { path: args.words[0]! } })
    : refuse({ code: 'option-value-wrong', with: { option: '--format', value: asked.slice(0, 40), right: importers.map((one) => one.format).join(', ') } });
};

export const runImport = async (path: string, args: Args, context: Context, { source, ahead, thread, stop }: Started): Promise<Result<number>> => {
  const dry = args.has('dry-run');
  if (!source.ok) return refuse({ code: source.error.code === 'path-missing' ? 'file-not-found' : source.error.code, with: { ...source.error.with, path } });
  const importer = await importerFor(source.value, args);
  if (!importer.ok) {
    // Perhaps nothing is known of it because it could not be opened.
    if (source.value.problems.length > 0) sayProblems(source.value.problems, source.value.problems.length, args, context, await loadProblemWords(context));
    return importer;
  }
  const words = await loadProblemWords(context);
  // Asked for before the vault is open: much is read meanwhile.
  const right = ahead?.format === importer.value.format ? ahead : null;
  if (ahead && !right) stop();
  const onThread = (): Importer => (right ?? readAhead(thread(), importer.value.format, source.value, words.locale)).take(importer.value);
  const reading = !dry && source.value.container === 'folder' && source.value.files.length >= MANY && importer.value.format !== 'kith' ? onThread() : importer.value;
  const open = await openVault(context, { begin: !dry });
  if (!open.ok && open.error.code === 'vault-none') return preview(importer.value, source.value, args, context, null);
  if (!open.ok) return open;
  const into = await journalOfArgs(args, open.value.session);
  if (!into.ok) return into;
  const everything = await readEverything(open.value);
  const base = {
    known: createKnown(
      entriesOf(everything.records),
      beyondEntries(everything.records).map(({ id }) => id),
    ),
    idFor: open.value.session.idFor,
  };
  if (dry) return preview(importer.value, source.value, args, context, base);

  const importId = newId(random);
  const interrupt = interrupted(context);
  const createMaker = (): ImageMaker => createImageThread(thread().worker, thread().ended);
  const nths = new Map<string, number>();
  // Once: what is written over it later is no longer what the thread read.
  const nthOf = (id: string): number | undefined => {
    const nth = nths.get(id);
    nths.delete(id);
    return nth;
  };
  const image = gatherImage({ ...open.value, docs: DOCS }, everything.records, createMaker, MANY_NEW, nthOf);
  const count = await bringIn(reading, source.value, readOptions(words), {
    ...base,
    ...counting(context, words),
    stopped: interrupt.was,
    comes: (id, { nth }) => void (nth !== undefined && nths.set(id, nth)),
    ...writing(open.value, everything.records, args.has('journal') ? into.value : null, args, context, image),
    importId,
    now: context.now(),
    whenDifferent: 'keep-both',
  });
  if (count.came >= MANY_NEW && !interrupt.was()) {
    image.ended();
    open.value.store.settle();
  }
  interrupt.end();
  context.terminal.progress(null);
  sayProblems(count.problems, count.problems.length, args, context, words);
  if (args.has('json'))
    context.terminal.say(
      toJsonLine({ import: importId, format: importer.value.format, came: count.came, have: count.have, skipped: count.skipped, problems: count.problems.length }),
    );
  else {
    context.terminal.say(words('import.came', { count: count.came, name: source.value.name }));
    if (count.have > 0) context.terminal.say(words('import.have', { count: count.have }));
    if (count.skipped > 0) context.terminal.say(words('import.skipped', { count: count.skipped }));
    if (count.came > 0) context.terminal.say(words('import.undo', { id: importId.slice(0, SHORT_ID) }));
  }
  if (count.came > 0) await keepImport(open.value, importId, context);
  if (count.came >= MANY_NEW && !interrupt.was() && !(await image.finish())) (await openSearch(open.value, context)).close();
  if (interrupt.was() && count.refusal === null) {
    context.terminal.note(words('import.interrupted'));
    return ok(EXIT.interrupted);
  }
  return count.refusal ? refuse({ code: 'import-stopped', with: { why: words.refusal(count.refusal) } }) : ok(EXIT.ok);
};

/** Ctrl-C ends an import after the batch that is under way, and lets it be said what came; a second one ends it at once. */
const interrupted = (context: Context): { was(): boolean; end(): void } => {
  let was = false;
  const hear = (): void => {
    was = true;
    end();
  };
  const end = (): void => void process.off('SIGINT', hear);
  process.on('SIGINT', hear);
  context.onEnd(end);
  return { was: () => was, end };
};

/** What bringing in writes with: the gate, the journals by their names, attachments without the place they were taken at. */
const writing = (
  { session }: Open,
  records: readonly VaultRecord[],
  into: string | null,
  args: Args,
  context: Context,
  image: Gathering,
): Pick<BringInParts, 'isHere' | 'journalFor' | 'commit' | 'takeIn' | 'putBlob' | 'putAttachment'> => {
  const now = context.now().instant;
  const keep = args.has('keep-location');
  const alive = new Set(records.filter(isAlive).map(({ id }) => id));
  const journals = createJournalNames(records, (id) => session.keys().has(id), session.idFor, now);
  const done = async (committed: Result<Committed>): Promise<Result<Committed>> => {
    if (committed.ok) await session.noticed(committed.value.records);
    return committed;
  };
  return {
    isHere: (id) => alive.has(id),
    journalFor: (name) => into ?? journals.journalFor(name),
    async commit(changes) {
      const committed = await done(await session.vault.commit([...journals.takeMade(), ...changes], Date.now()));
      if (committed.ok) await image.take(committed.value.records);
      // A turn of the loop, in which a signal is heard.
      await new Promise(setImmediate);
      return committed;
    },
    takeIn: async (incoming) => done(await session.vault.takeIn(incoming, Date.now())),
    putBlob: (address, bytes) => session.putSealed(address, bytes),
    async putAttachment(bytes, mime) {
      const clean = keep ? bytes : withoutLocation(bytes, mime).bytes;
      const size = mime.startsWith('image/') ? pictureSize(clean, mime) : null;
      const stored = await session.putBytes(clean);
      return stored.ok ? ok({ ...stored.value, width: size?.width ?? null, height: size?.height ?? null, locationKept: keep, thumb: null }) : stored;
    },
  };
};

const readOptions = (words: Words): ReadOptions => ({ toLocal, locale: words.locale });

const counting = (context: Context, words: Words): Pick<BringInParts, 'onProgress' | 'stopped'> => ({
  onProgress: (count, day) => context.terminal.errIs && context.terminal.progress(words('import.progress', { count, day })),
  stopped: () => false,
});

/** `here` is null where there is no vault yet: then everything is new. */
const preview = async (importer: Importer, source: Source, args: Args, context: Context, here: Pick<BringInParts, 'known' | 'idFor'> | null): Promise<Result<number>> => {
  const words = await loadProblemWords(context);
  const seen = await previewImport(importer, source, readOptions(words), { ...(here ?? { known: createKnown([]), idFor: (name) => name }), ...counting(context, words) });
  context.terminal.progress(null);
  sayProblems(seen.problems, seen.problemCount, args, context, words);
  if (args.has('json')) {
    const { format, name, found, come, have, differ, firstDay, lastDay, photos, sounds, topics, people, places, journals, problemCount } = seen;
    context.terminal.say(
      toJsonLine({
        dryRun: true,
        format,
        name,
        found,
        come,
        have,
        differ,
        firstDay,
        lastDay,
        photos,
        sounds,
        topics,
        people,
        places,
        journals: journals.map(([journal, count]) => ({ journal, count })),
        problems: problemCount,
      }),
    );
    return ok(EXIT.ok);
  }
  const say = (text: string): void => context.terminal.say(harmless(text));
  say(words('preview.format', { name: seen.name, format: seen.format }));
  say(words('preview.come', { count: seen.come }) + (seen.firstDay === '' ? '' : ` ${words('preview.days', { first: seen.firstDay, last: seen.lastDay })}`));
  if (seen.have > 0) say(words('import.have', { count: seen.have }));
  if (seen.differ > 0) say(words('preview.differ', { count: seen.differ }));
  if (seen.photos + seen.sounds > 0) say(words('preview.media', { photos: seen.photos, sounds: seen.sounds }));
  for (const { when, line } of seen.samples) say(`  ${when.slice(0, 10)}  ${line}`);
  say(words('preview.nothing-written'));
  return ok(EXIT.ok);
};

export const listImports = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const everything = await readEverything(open.value);
  const notes = everything.records
    .map(importOf)
    .filter((note) => note !== null)
    .sort((a, b) => (a.made < b.made ? 1 : -1));
  for (const { id, format, name, made, came } of notes)
    context.terminal.say(
      args.has('json')
        ? toJsonLine({ id, format, name, made, came })
        : harmless(`${made.slice(0, 16).replace('T', ' ')}  ${id.slice(0, SHORT_ID)}  ${(await context.words())('import.listed', { count: came })}  ${format}  ${name}`),
    );
  if (notes.length > 0) return ok(EXIT.ok);
  if (!args.has('json')) context.terminal.note((await context.words())('import.none'));
  return ok(EXIT.nothing);
};

/** So that `kith undo` takes it out again. It bears no words of what came. */
const keepImport = async ({ session }: Open, importId: string, context: Context): Promise<void> => {
  const { device } = session.header;
  const { instant } = context.now();
  const kept = (await session.vault.byId([undoId(device, '')])).records[0];
  await session.vault.commit([keepAct({ what: 'imported', id: importId, changes: [] }, instant, device, '', kept)], Date.parse(instant));
};

export const runUndoImport = async (args: Args, context: Context): Promise<Result<number>> => {
  const [prefix] = args.words;
  if (!prefix?.trim()) return refuse({ code: 'argument-missing', with: { argument: 'ID' } });
  const open = await openVault(context);
  return open.ok ? takeOut(open.value, prefix, args, context) : open;
};

/** Takes an import out, by the beginning of its id. */
export const takeOut = async (open: Open, prefix: string, args: Args, context: Context): Promise<Result<number>> => {
  const { session } = open;
  const everything = await readEverything(open);
  const notes = everything.records.map(importOf).filter((note) => note !== null && note.id.startsWith(prefix.toLowerCase()));
  const [note] = notes;
  if (!note) return refuse({ code: 'import-not-found', with: { id: prefix.slice(0, 40) } });
  if (notes.length > 1) return refuse({ code: 'id-not-unique', with: { id: prefix.slice(0, 26), ids: notes.map((one) => one!.id).join(', ') } });
  const byId = new Map(everything.records.map((record) => [record.id, record]));
  const { out, stay, changes } = undoImport(
    note,
    entriesOf(everything.records),
    everything.records.filter(({ kind }) => kind === 'import-part'),
    (id) => byId.get(id),
    session.idFor,
  );
  const words = await context.words();
  for (let at = 0; at < changes.length; at += 500) {
    const done = await session.vault.commit(changes.slice(at, at + 500), Date.now());
    if (!done.ok) return done;
    await session.noticed(done.value.records);
    context.terminal.progress(words('import.progress', { count: Math.min(at + 500, changes.length), day: '' }));
  }
  context.terminal.progress(null);
  if (args.has('json')) context.terminal.say(toJsonLine({ import: note.id, out, stay }));
  else {
    context.terminal.say(words('import.out', { count: out }));
    if (stay > 0) context.terminal.say(words('import.stay', { count: stay }));
  }
  await sayGaps(everything, context);
  const forget = forgetActs((await session.vault.byId([undoId(session.header.device, '')])).records[0], new Set([note.id]));
  if (forget) await session.vault.commit([forget], Date.now());
  return ok(EXIT.ok);
};
