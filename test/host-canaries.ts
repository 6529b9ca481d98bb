// Words put into everything that a person can write, alone and in a circle (circle-canaries.ts), and the person's secrets, travel through a host as in earnest: command lines,
// a proxy that keeps what passes, a host process, SQLite or PostgreSQL. Then all that the host has is searched, and all that passed:
// they must be nowhere, in no form. The account's name, which a host does know, is what the search must find.
//   npm run canaries -- --database sqlite|postgres --entries N

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { openDatabase } from '#server/database.ts';
import { canaryOf, filesUnder, leaksIn, picture, type Leak } from './canaries.ts';
import { circleCanaries, IN_CIRCLE } from './circle-canaries.ts';
import { createHome, type Home } from './cli/kith.ts';
import { startPostgres } from './postgres.ts';
import { layersOf, tap } from './traffic.ts';

/** All canaries begin alike, so that what is large is searched for one word. */
const BEGINNING = canaryOf('host ').slice(0, -'Qwv'.length);
const canary = (place: string): string => canaryOf(`host ${place}`);

/** What a person writes, by where they write it; each must arrive on the other device. */
const WRITTEN = [
  'title',
  'body',
  'edited',
  'topic',
  'person',
  'place',
  'area',
  'feeling',
  'body-area',
  'journal',
  'in-journal',
  'look-back',
  'imported',
  'attachment-name',
  'photo',
  'photo-name',
] as const;
/** What the host must not see either, though it need not arrive. */
const FURTHER = ['deleted', 'undone', 'password', 'new-password', 'wrong-password', 'device', 'other-device', 'file-name', 'folder-name', 'sought'] as const;

export interface CanaryFigures {
  readonly words: number;
  /** Places that were searched (files, and their names; tables; messages), with how many bytes. */
  readonly places: number;
  readonly bytes: number;
  readonly leaks: readonly Leak[];
  /** Words that did not arrive on the other device: then the run proves nothing. */
  readonly missing: readonly string[];
  /** Kinds of places in which the control (the account's name, or a planted word) was found. */
  readonly controls: readonly string[];
}

interface Place {
  readonly kind: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every value of every table, so that no page's end cuts a word, and nothing that the database packs is passed over. */
const tablesOf = async (url: string): Promise<Place[]> => {
  const database = await openDatabase(url);
  try {
    const names =
      database.engine === 'sqlite'
        ? await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(database.read)
        : await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(database.read);
    const places: Place[] = [];
    for (const { name } of names.rows) {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(database.read);
      const values = rows.flatMap((row) => Object.values(row)).map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))));
      places.push({ kind: 'table', name, bytes: Buffer.concat(values.flatMap((value) => [value, Buffer.from('\n')])) });
    }
    return places;
  } finally {
    await database.close();
  }
};

const startHost = async (folder: string, url: string): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> => {
  const log = createWriteStream(join(folder, 'log'));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/server/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      KITH_DATA: join(folder, 'data'),
      KITH_DATABASE: url,
      KITH_REGISTRATION: 'open',
      KITH_LOG: 'requests',
      TMPDIR: join(folder, 'tmp'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  // Also when the tests' process is ended before this one is done.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const port = await new Promise<number>((ready, failed) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        log.write(part);
        said += String(part);
        const at = /Kith is ready at \S+:(\d+)/.exec(said)?.[1];
        if (at) ready(Number(at));
      });
    child.once('exit', () => failed(new Error(said || 'the host did not start')));
  });
  return {
    port,
    async stop() {
      process.off('exit', end);
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await ended;
      await new Promise((done) => log.end(done));
    },
  };
};

/** Everything that a person writes, on one device; the words of the recovery kit come back. */
const writeAll = async (home: Home, address: string, name: string, entries: number): Promise<string> => {
  const outside = join(home.path, '..', canary('folder-name'));
  mkdirSync(outside);
  const photo = join(outside, `${canary('photo-name')}.png`);
  writeFileSync(photo, picture(canary('photo')));
  writeFileSync(join(outside, `${canary('attachment-name')}.png`), picture('another'));
  writeFileSync(join(outside, `${canary('file-name')}.md`), `---\ndate: 2018-03-01\n---\n\n${canary('imported')} ![x](${canary('attachment-name')}.png)\n`);
  await home.good(['journals', '--add', canary('journal')]);
  const id = await home.good([
    'write',
    `# ${canary('title')}\n\n${canary('body')} ${'long '.repeat(2000)}`,
    ...['topic', 'place', 'area', 'feeling'].flatMap((field) => [`--${field}`, canary(field)]),
    '--with',
    canary('person'),
    '--body',
    `${canary('body-area')}:tight`,
    '--attach',
    photo,
  ]);
  const kit = await home.good(['account', 'create', name, '--host', address, '--device', canary('device')], { env: { KITH_PASSWORD: canary('password') } });
  await home.good(['sync']);
  await home.good(['look-back', canary('look-back'), '--to', id]);
  await home.good(['write', canary('in-journal'), '--journal', canary('journal')]);
  const later = await home.good(['write', `${canary('edited')} before`]);
  await home.good(['sync']);
  await home.good(['change', later, '--text', `${canary('edited')} after`]);
  await home.good(['delete', await home.good(['write', canary('deleted')])]);
  await home.good(['write', canary('undone')]);
  await home.good(['undo']);
  await home.good(['import', outside]);
  for (let n = 0; n < entries; n++) await home.good(['write', `${canary('body')} ${n} ${'and so on '.repeat(n % 300)}`]);
  await home.kith(['search', canary('sought')]);
  await home.good(['sync']);
  rmSync(outside, { recursive: true });
  return /(?:[0-9A-Z]{5}-){6}[0-9A-Z]{5}/.exec(kit)![0];
};

/** All of it as the other device has it, with what it fetches of attachments. */
const arrivedAt = async (home: Home, address: string, name: string): Promise<readonly string[]> => {
  const wrong = await home.kith(['account', 'sign-in', name, '--host', address], { env: { KITH_PASSWORD: canary('wrong-password') } });
  if (wrong.code === 0) throw new Error('a wrong password was let in');
  await home.good(['account', 'sign-in', name, '--host', address, '--device', canary('other-device')], { env: { KITH_PASSWORD: canary('password') } });
  await home.good(['sync']);
  await home.good(['export', join(home.path, '..', 'all.zip')]);
  const all = filesUnder(join(home.path, '..')).filter(({ path }) => path.endsWith('all.zip'));
  return WRITTEN.filter((place) => !all.some(({ path, bytes }) => leaksIn(path, bytes, [canary(place)]).length > 0 || bytes.includes(canary(place))));
};

/** All that a home with circles is once it is locked, and its backup. */
const lockedAway = async (home: Home): Promise<ReturnType<typeof filesUnder>> => {
  await home.good(['vault', 'lock'], { input: `${canary('passphrase')}\n` });
  await home.good(['vault', 'backup', join(home.path, 'backup.kith')]);
  return filesUnder(join(home.path, '..'));
};

/** `circles`: a second person, and a circle of the two. */
export const hostCanaries = async (engine: 'sqlite' | 'postgres', entries: number, circles = true): Promise<CanaryFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-canaries-'));
  for (const part of ['data', 'tmp']) mkdirSync(join(folder, part));
  const postgres = engine === 'postgres' ? await startPostgres() : null;
  const url = postgres?.fresh() ?? join(folder, 'data', 'kith.db');
  const began = Date.now() - 2000;
  const homes = [createHome(), createHome(), createHome()] as const;
  const name = `control${canary('name').toLowerCase().slice(-8)}`;
  const host = await startHost(folder, url);
  const wire = await tap(host.port);
  try {
    const code = await writeAll(homes[0], wire.address, name, entries);
    const key = readFileSync(join(homes[0].path, 'key'));
    const missing = await arrivedAt(homes[1], wire.address, name);
    await homes[1].good(['account', 'show']);
    let inCircle: Awaited<ReturnType<typeof circleCanaries>> = { secrets: [], missing: [] };
    if (circles) {
      await homes[2].good(['account', 'create', `${name}b`, '--host', wire.address], { env: { KITH_PASSWORD: canary('other-password') } });
      inCircle = await circleCanaries(homes[0], homes[2], wire.address, canary);
    }
    await homes[1].good(['account', 'password'], { env: { KITH_PASSWORD: canary('password'), KITH_NEW_PASSWORD: canary('new-password') } });
    await homes[0].kith(['sync']);
    const secrets = [code, code.replaceAll('-', ''), code.toLowerCase(), code.toLowerCase().replaceAll('-', ''), key, ...inCircle.secrets];
    const words = [BEGINNING, BEGINNING.toLowerCase(), ...secrets];

    const places: Place[] = [];
    const look = (kind: string, found: readonly { readonly path: string; readonly bytes: Buffer }[]): void =>
      void places.push(...found.map(({ path, bytes }) => ({ kind, name: path, bytes })));
    const atHome = circles ? await lockedAway(homes[2]) : [];
    look('home', atHome);
    // While it runs, its write-ahead log among it; then what a gentle end leaves.
    look('host', filesUnder(folder));
    places.push(...(await tablesOf(url)));
    await host.stop();
    look('host', filesUnder(folder));
    postgres?.stop();
    // What the server made of itself before there was anything to keep is the same on every machine.
    if (postgres) look('postgres', filesUnder(postgres.folder, began));
    await wire.close();
    for (const heard of wire.heard()) places.push(...layersOf(heard).map(({ name: which, bytes }) => ({ kind: 'traffic', name: which, bytes })));
    const leaks = places.flatMap((place) => leaksIn(`${place.kind} ${place.name}`, place.bytes, words));

    // The log may not even name the account.
    const log = readFileSync(join(folder, 'log'));
    leaks.push(...leaksIn('log', log, [name]));
    const controls = new Set(places.filter((place) => leaksIn('', place.bytes, [name], 0).length > 0).map(({ kind }) => kind));
    if (log.includes('"event":"request"')) controls.add('log');
    // No word of the account's name is in a home: that a circle's file and the backup were among what was searched is what shows here.
    if (atHome.some(({ path }) => /circles\/\w{26}\.sqlite$/.test(path)) && atHome.some(({ path, bytes }) => path.endsWith('backup.kith') && bytes.length > 50_000))
      controls.add('home');
    // A word that somebody puts there would be found: each folder that the host writes to.
    for (const part of ['data/blobs/planted', 'tmp/planted', 'log']) {
      writeFileSync(join(folder, part), `what went before ${canary('title')} and after`, { flag: 'a' });
      if (filesUnder(folder).some(({ path, bytes }) => path.endsWith(part) && leaksIn(path, bytes, words).length > 0)) controls.add(part);
    }
    return {
      words: WRITTEN.length + FURTHER.length + secrets.length + (circles ? IN_CIRCLE.length : 0),
      places: places.length,
      bytes: places.reduce((sum, { bytes }) => sum + bytes.length, 0),
      leaks,
      missing: [...missing, ...inCircle.missing],
      controls: [...controls].sort(),
    };
  } finally {
    await host.stop();
    for (const home of homes) await home.remove();
    postgres?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Where the control must be found, or the search was blind. */
export const controlsOf = (engine: 'sqlite' | 'postgres', circles = true): readonly string[] =>
  ['data/blobs/planted', 'log', 'table', 'tmp/planted', 'traffic', engine === 'sqlite' ? 'host' : 'postgres', ...(circles ? ['home'] : [])].sort();

if (import.meta.main) {
  const { values } = parseArgs({ options: { database: { type: 'string', default: 'sqlite' }, entries: { type: 'string', default: '200' } } });
  const engine = values.database === 'postgres' ? 'postgres' : 'sqlite';
  const figures = await hostCanaries(engine, Number(values.entries));
  const isSeeing = controlsOf(engine).every((kind) => figures.controls.includes(kind));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.exit(figures.leaks.length === 0 && figures.missing.length === 0 && isSeeing ? 0 : 1);
}
