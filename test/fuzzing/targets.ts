// What is fuzzed: each importer on changed copies of its own fixtures, the containers on changed zips and tars, and the
// removal of places on changed pictures. Each takes a fixture and dice, makes an input, reads all of it, and says what is wrong.
// Invariant: an input is small (a fixture's first entries stand for all), so that tens of thousands are read in a minute.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openContainer } from '#adapters/containers.ts';
import { checkRecord } from '#core/check-record.ts';
import { pictureSize, withoutLocation } from '#core/picture.ts';
import { draftOfIncoming } from '#formats/incoming.ts';
import type { Importer, Incoming, Source } from '#formats/port.ts';
import { importers } from '#formats/registry.ts';
import { writeEntry } from '#rooms/journal/model.ts';
import { readOptions } from '../fixtures/memory-source.ts';
import { tinyTar, tinyZip } from '../tiny-zip.ts';
import { faultyTarget, leakyTarget } from './faults.ts';
import { mutateBytes, mutateFile, type Dice } from './mutations.ts';

export interface Target {
  readonly name: string;
  /** A new input. */
  make(dice: Dice): { readonly name: string; readonly bytes: Buffer };
  /** Reads it whole; null, or what is wrong. */
  read(input: { readonly name: string; readonly bytes: Buffer }, dice: Dice): Promise<string | null>;
}

interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A fixture taken apart: one file, or the members of a container. */
interface Fixture {
  readonly name: string;
  readonly container: 'file' | 'zip' | 'tar';
  readonly members: readonly Member[];
  readonly whole: Uint8Array;
}

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const SMALL = 24 * 1024;
const MOST_MEMBERS = 14;

const shortened = (value: unknown, keep: number): unknown =>
  Array.isArray(value)
    ? value.slice(0, keep).map((item) => shortened(item, keep))
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .slice(0, 60)
            .map(([k, v]) => [k, shortened(v, keep)]),
        )
      : typeof value === 'string'
        ? value.slice(0, 2000)
        : value;

/** The start of a long file, still of its own grammar where that is cheap to keep. */
const shorten = (name: string, bytes: Uint8Array): Uint8Array => {
  if (bytes.length <= SMALL) return bytes;
  if (/\.json$/i.test(name)) {
    try {
      const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
      for (const keep of [8, 3, 1]) {
        const text = Buffer.from(JSON.stringify(shortened(parsed, keep)));
        if (text.length <= SMALL || keep === 1) return text;
      }
    } catch {
      // Not JSON after all: cut like any other.
    }
  }
  const end = bytes.lastIndexOf(10, SMALL);
  return bytes.slice(0, end > SMALL / 2 ? end + 1 : SMALL);
};

const isTold = (path: string): boolean => !/(?:^|\/)(?:SOURCE|LICEN[SC]E|NOTICE)[^/]*$/i.test(path) && !path.endsWith('.ts');

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .sort();

const MEDIA = /\.(?:jpe?g|png|heic|mp4|m4a|mp3|mov|gif|webp)$/i;

/** One fixture file: what it holds when it is a container, else itself. */
const fixtureOf = async (name: string, path: string): Promise<Fixture> => {
  const whole = new Uint8Array(readFileSync(path));
  const opened = await openContainer(new Blob([whole]), name);
  const container = opened.ok && opened.value.container !== 'folder' ? opened.value.container : 'file';
  const members: Member[] = [];
  // Text first: it is what importers take apart; media only have to be there.
  const files = opened.ok ? opened.value.files.toSorted((a, b) => Number(MEDIA.test(a.path)) - Number(MEDIA.test(b.path))) : [];
  for (const file of files.slice(0, MOST_MEMBERS)) {
    const read = await file.read(64 * 1024 * 1024);
    if (read.ok) members.push({ name: file.path, bytes: shorten(file.path, read.value) });
  }
  if (members.length === 0) return { name, container: 'file', members: [{ name, bytes: shorten(name, whole) }], whole: whole.slice(0, SMALL) };
  return { name, container, members, whole: whole.length <= 4 * SMALL ? whole : pack(container, members) };
};

/**
 * The files of a format's folder as it may meet them: each by itself, and each folder packed as a zip and as a tar
 * (some applications' exports lie unpacked there, one note a file).
 */
const fixturesIn = async (folder: string): Promise<Fixture[]> => {
  const found: Fixture[] = [];
  const files = filesUnder(folder).filter((file) => isTold(relative(folder, file)));
  for (const file of files) found.push(await fixtureOf(basename(file), file));
  for (const root of new Set([
    folder,
    ...readdirSync(folder, { withFileTypes: true })
      .filter((item) => item.isDirectory())
      .map((item) => join(folder, item.name)),
  ])) {
    const inside = files.filter((file) => file.startsWith(root + sep) && !/\.(?:zip|jex|tar|tgz)$/i.test(file));
    // Long folders are seen in several samples.
    for (let at = 0; at < Math.min(inside.length, 5 * MOST_MEMBERS) && inside.length > 1; at += MOST_MEMBERS) {
      const members = inside.slice(at, at + MOST_MEMBERS).map((file) => ({ name: relative(root, file).replaceAll('\\', '/'), bytes: shorten(file, readFileSync(file)) }));
      for (const [container, ending] of [
        ['zip', 'zip'],
        ['tar', 'jex'],
      ] as const)
        found.push({ name: `${basename(root)}.${ending}`, container, members, whole: pack(container, members) });
    }
  }
  return found;
};

const pack = (container: Fixture['container'], members: readonly Member[]): Buffer =>
  container === 'zip'
    ? tinyZip(members.map((m) => ({ name: m.name, data: m.bytes })))
    : container === 'tar'
      ? tinyTar(members.map((m) => ({ name: m.name.slice(0, 99), data: m.bytes })))
      : Buffer.from(members[0]!.bytes);

const HOSTILE_NAMES = ['../x.md', '/x', 'a\\b', 'x\0y', 'con', '.', '__proto__', 'ü'.repeat(80), ' ', 'x.md/y', '🜁.json'];

const changed = (fixture: Fixture, other: Fixture, dice: Dice): Buffer => {
  if (dice(6) === 0) return mutateBytes(fixture.whole, other.whole, dice);
  const members = [...fixture.members];
  const at = dice(members.length);
  const member = members[at]!;
  const twin = dice.pick(other.members);
  switch (fixture.container === 'file' ? 9 : dice(10)) {
    case 0:
      members.splice(at, 1);
      break;
    case 1:
      members.splice(at, 0, { name: member.name, bytes: twin.bytes });
      break;
    case 2:
      members[at] = { name: dice.pick(HOSTILE_NAMES), bytes: member.bytes };
      break;
    default:
      members[at] = { name: member.name, bytes: mutateFile(member.name, member.bytes, twin.bytes, dice) };
  }
  return members.length === 0 ? Buffer.alloc(0) : pack(fixture.container, members);
};

const NOW = { when: '2026-01-02T03:04', zone: 'Z', instant: '2026-01-02T03:04:00Z' };
const CODE = /^[a-z0-9][a-z0-9-]*$/;

const faultInProblem = (problem: { readonly code: string; readonly file: string }): string | null =>
  CODE.test(problem.code) && typeof problem.file === 'string' ? null : `a problem without a code or file: ${JSON.stringify(problem).slice(0, 200)}`;

/** What is wrong with one thing an importer gave, as the gate and the page would find it. */
const faultIn = async (incoming: Incoming, source: Source): Promise<string | null> => {
  if ('problem' in incoming) return faultInProblem(incoming.problem);
  if ('record' in incoming) {
    const checked = checkRecord(incoming.record);
    if (!checked.ok) return `a record that is none: ${checked.error.code}`;
    for (const { file } of incoming.blobs ?? []) await file.read(1_000_000);
    return null;
  }
  const { entry } = incoming;
  if (entry.text !== entry.text.toWellFormed()) return 'an entry whose text is no Unicode';
  if (typeof entry.from.file !== 'string' || !Number.isInteger(entry.from.entry)) return 'an entry that does not say where it is from';
  const draft = draftOfIncoming(entry, []);
  if (typeof draft === 'string') return `an entry that cannot be one: ${draft}`;
  const written = writeEntry(draft, 'a'.repeat(26), NOW);
  const mediaOnly = !written.ok && written.error.code === 'entry-empty' && (entry.attachments?.length ?? 0) > 0;
  if (!written.ok && !mediaOnly) return `an entry that is refused: ${written.error.code} ${JSON.stringify(written.error.with ?? {})}`;
  for (const attachment of entry.attachments ?? []) {
    if (!/^(?:image|audio)\//.test(attachment.mime) || attachment.mime === 'image/svg+xml') return `an attachment of kind ${attachment.mime}`;
    if (/[\\/]/.test(attachment.name)) return 'an attachment whose name has folders';
    if (!source.files.includes(attachment.file) && typeof attachment.file.read !== 'function') return 'an attachment without a file';
    const read = await attachment.file.read(4_000_000);
    if (!read.ok && !CODE.test(read.error.code)) return 'a refusal without a code';
  }
  return null;
};

const faultInSource = (source: Source): string | null => {
  const seen = new Set<string>();
  for (const { path } of source.files) {
    if (path === '' || path.startsWith('/') || path.split('/').some((part) => part === '..' || part === '' || part === '.')) return `a path that climbs out: ${path}`;
    if (seen.has(path)) return `a path twice: ${path}`;
    seen.add(path);
  }
  return source.problems.map(faultInProblem).find((fault) => fault !== null) ?? null;
};

const OWN_OF_PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).length;
const options = readOptions();

const importerTarget = (importer: Importer, fixtures: readonly Fixture[]): Target => ({
  name: importer.format,
  make(dice) {
    const fixture = dice.pick(fixtures);
    return { name: fixture.name, bytes: changed(fixture, dice.pick(fixtures), dice) };
  },
  async read({ name, bytes }, dice) {
    const opened = await openContainer(new Blob([bytes as Buffer<ArrayBuffer>]), name);
    if (!opened.ok) return CODE.test(opened.error.code) ? null : 'a refusal without a code';
    const source = opened.value;
    // Every importer is asked what this is, as the page does; now and then, since it costs as much as reading.
    for (const asked of dice(10) === 0 ? importers : [importer]) {
      const sure = await asked.recognise(source);
      if (!(sure >= 0 && sure <= 1)) return `${asked.format} is sure to ${sure}`;
    }
    let letters = 0;
    let given = 0;
    for await (const incoming of importer.read(source, options)) {
      const fault = await faultIn(incoming, source);
      if (fault) return fault;
      if ('entry' in incoming) letters += incoming.entry.text.length;
      given++;
      // A thousandfold is what deflate can do; more was made of nothing.
      if (letters > bytes.length * 1100 + 1_000_000 || given > bytes.length * 20 + 10_000) return `${given} parts with ${letters} letters from ${bytes.length} bytes`;
    }
    return Object.getOwnPropertyNames(Object.prototype).length === OWN_OF_PROTOTYPE ? null : 'the prototype of every object was written to';
  },
});

const readAll = async ({ name, bytes }: { readonly name: string; readonly bytes: Buffer }): Promise<string | null> => {
  const opened = await openContainer(new Blob([bytes as Buffer<ArrayBuffer>]), name);
  if (!opened.ok) return CODE.test(opened.error.code) ? null : 'a refusal without a code';
  const fault = faultInSource(opened.value);
  if (fault) return fault;
  for (const file of opened.value.files) {
    const read = await file.read(1_000_000);
    if (!read.ok && !CODE.test(read.error.code)) return 'a refusal without a code';
    if (read.ok && (read.value.length > 1_000_000 || (opened.value.container !== 'file' && read.value.length !== file.size)))
      return `${read.value.length} bytes from a file of ${file.size}`;
  }
  return null;
};

const containerTarget = (): Target => {
  const text = 'Words of a day that was long. '.repeat(20);
  const entries = [
    { name: 'a/one.md', data: text, deflate: true },
    { name: 'two.json', data: '{"a":1}' },
    { name: 'día.md', data: text, deflate: true, streamed: true },
    { name: 'b.bin', data: Buffer.from(Array.from({ length: 700 }, (_, i) => (i * 31) & 255)), zip64: true },
    { name: 'link', data: 'x', mode: 0o120777 },
  ] as const;
  const tar = tinyTar([
    { name: 'a.md', data: text },
    { name: 'x', type: 'x', data: '14 path=día\n' },
    { name: 'b', data: 'two' },
    { name: 'l', type: '2' },
    { name: 'x', type: 'L', data: 'long/name\0' },
    { name: 'c', data: text.repeat(3) },
  ]);
  const bases = [
    tinyZip(entries),
    tinyZip(entries, { noDirectory: true }),
    tinyZip(entries, { zip64End: true, comment: 'PK\u0005\u0006 no' }),
    tinyZip([...entries, ...entries]),
    tar,
  ];
  return {
    name: 'containers',
    make(dice) {
      const at = dice(bases.length);
      return { name: at === 4 ? 'x.jex' : 'x.zip', bytes: mutateBytes(bases[at]!, dice.pick(bases), dice) };
    },
    read: readAll,
  };
};

const pictureTarget = (): Target => {
  const folder = join(FIXTURES, 'pictures');
  const bases = readdirSync(folder)
    .filter(isTold)
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  return {
    name: 'pictures',
    make(dice) {
      const base = dice.pick(bases);
      return { name: base.name, bytes: mutateBytes(base.bytes, dice.pick(bases).bytes, dice) };
    },
    read: async ({ name, bytes }) => {
      const mime = /\.(?:m4a|mp3|3gp|mov)$/.test(name) ? 'audio/x' : 'image/x';
      const done = withoutLocation(bytes, mime);
      const size = pictureSize(bytes, mime);
      if (done.bytes.length > bytes.length + 64) return 'a picture that grew';
      if (size && !(Number.isInteger(size.width) && Number.isInteger(size.height))) return 'a size that is none';
      return null;
    },
  };
};

/** The names of all that can be fuzzed. */
export const targetNames = (): string[] => [...importers.map((importer) => importer.format), 'containers', 'pictures'];

/** One target, its fixtures read. Throws when an importer has no fixtures: then nothing would be tested. */
export const loadTarget = async (name: string): Promise<Target> => {
  if (name === 'containers') return containerTarget();
  if (name === 'pictures') return pictureTarget();
  if (name === 'faulty') return faultyTarget;
  if (name === 'leaky') return leakyTarget;
  const importer = importers.find((one) => one.format === name);
  if (!importer) throw new Error(`nothing is called ${name}; there are ${targetNames().join(', ')}`);
  const fixtures = await fixturesIn(join(FIXTURES, name));
  if (fixtures.length === 0) throw new Error(`test/fixtures/${name} holds no files to change`);
  return importerTarget(importer, fixtures);
};
