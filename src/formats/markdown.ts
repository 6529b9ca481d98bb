// Notes in Markdown: a folder, a zip or one file. Front matter of Kith and of others; daily notes of Obsidian, journals of
// Logseq, exports of memos (0.2x: files named by their moment; 0.31: `manifest.json` and a record beside each memo), Jekyll.
// The day comes from the front matter, else the file name, else a first line that is a day, else the file's last change.
// Decided here: `#tags` stay in the text and become topics too, unless the front matter tells the topics; an embedded picture
// or recording becomes an attachment and leaves the text (its caption goes along); one that is missing stays in the text and is named.
// Invariants: one note in memory at a time; hidden folders, bins and backups of the applications are not looked into.

import type { Json } from '#core/record.ts';
import { parseWhen, type WhenAndZone } from '#core/when.ts';
import { attach, missing } from './attached.ts';
import { readText, withPlainLineEnds } from './decode-text.ts';
import { createKeyring, createTally, dayProblem, keyedEntry, problemFrom, type Keyring } from './entry-checks.ts';
import { parseFields, readFields, splitFrontMatter, type FrontMatter, type YamlValue } from './front-matter.ts';
import { listAt, parseJson, textAt, textsAt, valueAt } from './json.ts';
import { dayOrderOf, type DayOrder } from './loose-date.ts';
import { embedsIn, hashTagsIn, linesWithCode, readOutline } from './markdown-text.ts';
import { dayInFirstLine, dayInPath } from './note-date.ts';
import type { Importer, Incoming, IncomingAttachment, IncomingEntry, Problem, ReadOptions, Source, SourceFile } from './port.ts';
import { endingOf, mimeByName } from './sniff.ts';
import { withTitle } from './titled.ts';
import { instantToLocal, textToInstant, textToLocal } from './written-when.ts';

const NOTES = new Set(['md', 'markdown', 'mdown', 'mkd']);
const PLAIN = new Set(['txt', 'text']);

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Folders of the applications themselves: `.obsidian`, `.trash`, Logseq's backups, what Macs add to zips. */
const isAside = (path: string): boolean =>
  MAY_BE_ASIDE.test(path) &&
  (/(?:^|\/)(?:\.[^/]+|__MACOSX|node_modules)\//.test(`${path}/`.replace(/^\.\//, '')) || (/(?:^|\/)(?:logseq\/)?(?:bak|\.recycle)\//.test(path) && /(?:^|\/)logseq\//.test(path)));
const MAY_BE_ASIDE = /(?:^|\/)\.|__MACOSX|node_modules|bak/;

interface Shelf {
  /** The file at exactly this path. */
  at(path: string): SourceFile | undefined;
  /** The file that a reference from a note means: beside it, from the top, or by a name that is there once. */
  find(reference: string, from: string): SourceFile | 'several' | null;
}

const joined = (folder: string, reference: string): string => {
  const parts: string[] = [];
  for (const part of `${folder}${reference}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
};

/** Put in order when the first note asks for a file: most folders of notes have no other. */
const shelve = (source: Source): Shelf => {
  const exactly = new Map<string, SourceFile>();
  const byPath = new Map<string, SourceFile>();
  const byName = new Map<string, SourceFile[]>();
  let isShelved = false;
  const shelveAll = (): void => {
    isShelved = true;
    for (const file of source.files) {
      exactly.set(file.path, file);
      if (isAside(file.path)) continue;
      const path = file.path.normalize('NFC').toLowerCase();
      if (!byPath.has(path)) byPath.set(path, file);
      const name = nameOf(path);
      byName.set(name, [...(byName.get(name)?.slice(0, 1) ?? []), file]);
    }
  };
  const look = (reference: string, from: string): SourceFile | 'several' | null => {
    const here = exactly.get(joined(folderOf(from), reference));
    if (here) return here;
    const path = reference.normalize('NFC').toLowerCase().replace(/\\/g, '/');
    const folder = folderOf(from.normalize('NFC').toLowerCase());
    const found = (path.startsWith('/') ? undefined : byPath.get(joined(folder, path))) ?? byPath.get(joined('', path));
    if (found) return found;
    const named = byName.get(nameOf(path));
    return named === undefined ? null : named.length > 1 ? 'several' : named[0]!;
  };
  return {
    at(path) {
      if (!isShelved) shelveAll();
      return exactly.get(path);
    },
    find(reference, from) {
      if (reference === '' || reference.length > 1000) return null;
      if (!isShelved) shelveAll();
      const direct = look(reference, from);
      if (direct !== null || !/[%?#]/.test(reference)) return direct;
      try {
        return look(decodeURIComponent(reference.split(/[?#]/, 1)[0]!), from);
      } catch {
        return null;
      }
    },
  };
};

interface Kind {
  readonly logseq: boolean;
  readonly memos: boolean;
}

const kindOf = async (source: Source): Promise<Kind> => {
  const logseq = source.files.some((file) => /(?:^|\/)logseq\/config\.edn$/.test(file.path)) && source.files.some((file) => /(?:^|\/)journals\/[^/]+$/.test(file.path));
  const manifest = source.files.find((file) => file.path === 'manifest.json');
  const read = manifest && manifest.size < 1_000_000 ? await readText(manifest, 1_000_000) : null;
  const parsed = read?.ok ? parseJson(read.value.text) : null;
  const memos = parsed?.ok === true && /^memos-(?:export|archive)$/.test(textAt(parsed.value, 'format'));
  return { logseq, memos };
};

const notesOf = (source: Source, { logseq }: Kind): SourceFile[] => {
  if (source.container === 'file') return source.files.slice(0, 1);
  return source.files.filter(({ path }) => !isAside(path) && (NOTES.has(endingOf(path)) || PLAIN.has(endingOf(path)) || (logseq && endingOf(path) === 'org')));
};

interface Context {
  readonly source: Source;
  readonly shelf: Shelf;
  readonly kind: Kind;
  readonly order: DayOrder;
  readonly options: ReadOptions;
  readonly keyring: Keyring;
  readonly tally: ReturnType<typeof createTally>;
}

interface Embedded {
  readonly text: string;
  readonly attachments: readonly IncomingAttachment[];
  readonly problems: readonly Problem[];
}

/** Takes embedded pictures and sound out of the text. A line of nothing else goes, with one empty line before it. */
const takeEmbeds = async (text: string, file: SourceFile, entry: number, firstLine: number, context: Context): Promise<Embedded> => {
  const attachments: IncomingAttachment[] = [];
  const problems: Problem[] = [];
  const taken = new Map<SourceFile, string>();
  const kept: string[] = [];
  for (const { line, code, number } of linesWithCode(text)) {
    const embeds = code ? [] : embedsIn(line);
    let out = '';
    let from = 0;
    for (const embed of embeds) {
      const media = mimeByName(embed.target);
      if (/^[a-z][a-z0-9+.-]+:/i.test(embed.target) || embed.target === '' || NOTES.has(endingOf(embed.target)) || (embed.wiki && media === null)) continue;
      const at = { entry, line: firstLine + number - 1, name: nameOf(embed.target).slice(0, 200) };
      const found = context.shelf.find(embed.target, file.path);
      if (found === null || found === 'several') {
        problems.push(
          found === null ? { ...(missing(embed.target, { file: file.path, entry }) as { problem: Problem }).problem, at } : { code: 'attachment-name-twice', file: file.path, at },
        );
        continue;
      }
      if (!taken.has(found)) {
        const got = await attach(found, { file: file.path, entry }, embed.caption);
        if ('problem' in got) {
          problems.push({ ...got.problem, at: { ...got.problem.at, line: at.line } });
          continue;
        }
        attachments.push(got.attachment);
        taken.set(found, got.attachment.name);
      }
      // Logseq notes the size to show a picture at behind it.
      const to = embed.to + (/^\{:[^{}]{0,200}\}/.exec(line.slice(embed.to, embed.to + 210))?.[0].length ?? 0);
      const alone =
        embeds.length === 1
          ? /^\s*(?:[-*+]\s+)?$/.test(line.slice(0, embed.from).slice(-200)) && line.slice(to).trim() === ''
          : line.replace(/!\[[^\]]{0,300}\](?:\([^)]{0,600}\)|\])(?:\{:[^{}]{0,200}\})?/g, '').trim() === '';
      out += line.slice(from, embed.from) + (alone ? '' : embed.caption || taken.get(found)!);
      from = to;
    }
    const now = out + line.slice(from);
    if (from > 0 && now.replace(/^\s*[-*+]\s*$/, '').trim() === '') {
      if (kept.at(-1)?.trim() === '') kept.pop();
    } else kept.push(now);
  }
  return { text: kept.join('\n'), attachments, problems };
};

interface Memo {
  readonly json: Json;
  readonly when: WhenAndZone | null;
}

const memoOf = async (file: SourceFile, context: Context): Promise<Memo | null> => {
  const beside = context.shelf.at(file.path.replace(/\.md$/, '.json'));
  const read = beside ? await readText(beside, 1_000_000) : null;
  const parsed = read?.ok ? parseJson(read.value.text) : null;
  if (!parsed?.ok) return null;
  return { json: parsed.value, when: instantToLocal(textToInstant(textAt(parsed.value, 'createTime')), null, context.options) };
};

const dateOf = (
  matter: FrontMatter,
  memo: Memo | null,
  file: SourceFile,
  body: string,
  context: Context,
): { readonly day: WhenAndZone | null; readonly by: 'told' | 'file' | 'none'; readonly rest: string | null } => {
  const named = dayInPath(file.path, context.order, context.options);
  // The title of a journal page of Logseq is its day in words.
  const told = matter.date ?? memo?.when ?? named ?? dayInFirstLine(matter.title, context.order, context.options) ?? dayInFirstLine(body, context.order, context.options);
  if (told) return { day: { when: told.when, zone: told.zone }, by: 'told', rest: named ? named.rest : null };
  const changed = parseWhen(file.modified).ok ? textToLocal(file.modified, null, context.options) : null;
  return { day: changed, by: changed ? 'file' : 'none', rest: null };
};

/** The file name as a title, where it is words and not a day, an id or a slug of the text. */
const titleOf = (matter: FrontMatter, rest: string | null, file: SourceFile, memo: Memo | null, context: Context): string => {
  if (matter.own || memo) return matter.title;
  if (matter.title !== '') return dayInFirstLine(matter.title, context.order, context.options) ? '' : matter.title;
  // "(2)" is how a second file of the same name is told from the first.
  const name = (rest ?? (context.source.container === 'file' ? '' : nameOf(file.path).replace(/\.[^.]*$/, ''))).replace(/(?:^| )\(\d{1,3}\)$/, '');
  if (name === '' || /^[\da-f-]{12,}$/i.test(name) || /^(?:index|readme|untitled)$/i.test(name)) return '';
  return name.includes(' ') ? name : name.replace(/[-_]+/g, ' ');
};

/** What comes of one note: a list, for a generator would take a turn of the loop for each item of ten thousand notes. */
const readNote = async (file: SourceFile, entry: number, context: Context): Promise<Incoming[]> => {
  const decoded = await readText(file);
  if (!decoded.ok) return [problemFrom(decoded.error, file.path)];
  const out: Incoming[] = [];
  if (decoded.value.damaged) out.push({ problem: { code: 'text-damaged', file: file.path } });
  const whole = withPlainLineEnds(decoded.value.text);
  const split = splitFrontMatter(whole);
  const parsed = parseFields(split.yaml ?? '');
  if (parsed.broken) out.push({ problem: { code: 'front-matter-broken', file: file.path, at: { line: 1 } } });
  // Broken front matter stays in the text, so that nothing of it is lost.
  let body = parsed.broken ? whole : split.body;
  let { fields } = parsed;
  // Logseq can keep its pages in Org mode too: their words come as they are.
  const outline = (context.kind.logseq && endingOf(file.path) !== 'org') || /(?:^|\/)journals\/\d{4}_\d{2}_\d{2}\.md$/.test(file.path);
  if (outline) {
    const page = readOutline(body);
    const told = [...page.properties].map(([key, value]): [string, YamlValue] => [key, value.replace(/\[\[([^[\]]{1,300})\]\]/g, '$1').replace(/#/g, '')]);
    fields = new Map([...fields, ...told.filter(([key]) => !parsed.fields.has(key))]);
    body = page.text;
  }
  const matter = readFields(fields, context.order, context.options);
  const memo = context.kind.memos ? await memoOf(file, context) : null;
  const { day, by, rest } = dateOf(matter, memo, file, body, context);
  if (matter.badDate !== '') {
    // A day that is told, and cannot be, is not replaced by the day of the file: the note waits until it is put right.
    const fault = dayProblem(matter.badDate);
    const cannotBe = fault.code === 'date-does-not-exist' || fault.code === 'date-out-of-range';
    out.push(problemFrom(cannotBe && by !== 'told' ? fault : { code: 'date-not-understood', with: { text: matter.badDate.slice(0, 40) } }, file.path, { line: 1 }));
    if (cannotBe && by !== 'told') return out;
  }
  if (!day) {
    if (matter.badDate === '') out.push({ problem: { code: 'no-date', file: file.path } });
    return out;
  }
  if (!matter.own) for (const name of matter.unknown) context.tally.add('fields-left-out', file.path, 1, name);
  const embeds = body.includes('![') ? await takeEmbeds(body, file, entry, parsed.broken ? 1 : split.bodyLine, context) : { text: body, attachments: [], problems: [] };
  const attachments = [...embeds.attachments];
  const problems = [...embeds.problems];
  for (const item of listAt(memo?.json, 'attachments')) {
    const path = textAt(item, 'path');
    const found = path === '' ? null : context.shelf.find(path, '');
    if (found !== null && found !== 'several' && attachments.some((attachment) => attachment.file === found)) continue;
    const got =
      found === null || found === 'several'
        ? missing(textAt(item, 'filename') || path, { file: file.path, entry })
        : await attach(found, { file: file.path, entry, name: textAt(item, 'filename') });
    if ('attachment' in got) attachments.push(got.attachment);
    else problems.push(got.problem);
  }
  const text = (/^[ \t]*\n/.test(embeds.text) ? embeds.text.replace(/^(?:[ \t]*\n)+/, '') : embeds.text).trimEnd();
  // A note of nothing but its own name says nothing; the name becomes a heading only of a note that says something.
  const title = text.trim() === '' && attachments.length === 0 ? '' : titleOf(matter, rest, file, memo, context);
  const incoming: IncomingEntry = {
    key: matter.id || textAt(memo?.json, 'uid'),
    when: day.when,
    zone: day.zone,
    text: title === '' ? text : withTitle(title, text),
    ...(matter.form === 'entry' ? {} : { form: matter.form }),
    ...(matter.julian ? { calendar: 'julian' } : {}),
    place: matter.place || textAt(valueAt(memo?.json, 'location'), 'placeholder'),
    topics: matter.topicsTold && matter.own ? matter.topics : [...matter.topics, ...textsAt(memo?.json, 'tags'), ...hashTagsIn(text)],
    people: matter.people,
    areas: matter.areas,
    feelings: matter.feelings,
    energy: matter.energy,
    body: matter.body,
    ...(matter.journal === '' ? {} : { journal: matter.journal }),
    ...(matter.again ? { again: true } : {}),
    ...(matter.heavy ? { heavy: true } : {}),
    modified: matter.modified || (textToInstant(textAt(memo?.json, 'updateTime')) ?? ''),
    attachments,
    links: matter.own ? matter.links.map(({ to, as }) => ({ key: to, as })) : textAt(memo?.json, 'parent') === '' ? [] : [{ key: textAt(memo?.json, 'parent'), as: 'about' }],
    from: { file: file.path, entry },
  };
  for (const problem of problems) out.push({ problem });
  for (const item of keyedEntry(incoming, context.keyring)) {
    if ('problem' in item && item.problem.code === 'entry-empty') context.tally.add('entries-empty', file.path);
    else {
      if ('entry' in item && by === 'file') context.tally.add('dated-by-file', file.path);
      out.push(item);
    }
  }
  return out;
};

const read = async function* (source: Source, options: ReadOptions): AsyncGenerator<Incoming> {
  const kind = await kindOf(source);
  const files = notesOf(source, kind);
  const context: Context = { source, shelf: shelve(source), kind, order: dayOrderOf([], options.locale), options, keyring: createKeyring(), tally: createTally() };
  let entry = 0;
  for (const file of files) {
    if (kind.logseq && !/(?:^|\/)journals\//.test(file.path)) {
      context.tally.add('pages-left-out', file.path);
      continue;
    }
    entry += 1;
    for (const item of await readNote(file, entry, context)) yield item;
  }
  if (files.length === 0) yield { problem: { code: 'no-entries-found', file: source.name } };
  yield* context.tally.problems();
};

export const markdownImporter: Importer = {
  format: 'markdown',
  recognise: async (source) => {
    const kind = await kindOf(source);
    const notes = notesOf(source, kind);
    const marked = notes.filter((file) => NOTES.has(endingOf(file.path)));
    if (source.container === 'file') return marked.length > 0 ? 0.7 : notes.some((file) => PLAIN.has(endingOf(file.path))) ? 0.3 : 0;
    if (kind.logseq || kind.memos) return 0.95;
    if (marked.length === 0) return notes.length > 0 ? 0.2 : 0;
    const daily = marked.some((file) => /(?:^|\/)\d{4}[-_]\d{2}[-_]\d{2}[^/]*$/.test(file.path)) || source.files.some((file) => /(?:^|\/)\.obsidian\//.test(file.path));
    // Among many other documents, a few notes are only a README.
    const others = source.files.filter((file) => !isAside(file.path) && /^(?:json|html?|xml|csv)$/.test(endingOf(file.path))).length;
    return others > marked.length ? 0.2 : daily ? 0.85 : 0.6;
  },
  read,
};
