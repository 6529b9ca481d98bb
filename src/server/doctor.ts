// Examines a host and says what it found, each finding one sentence: whether the database is whole, whether its counts and
// chains agree with what is there, whether every attachment lies where it should, and whether the machine is set up safely.

import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { extend, type LogState } from '#crypto/membership-log.ts';
import type { Shelf } from './blobs.ts';
import type { HostDatabase } from './database.ts';
import type { Settings } from './settings.ts';
import { sodiumWhenNeeded } from './sodium.ts';
import type { HostWords } from './words.ts';

export interface Finding {
  readonly isWell: boolean;
  readonly sentence: string;
}

interface Saying {
  readonly well: (...said: Parameters<HostWords>) => Finding;
  readonly look: (...said: Parameters<HostWords>) => Finding;
  readonly words: HostWords;
}

const database = async (host: HostDatabase, { well, look }: Saying): Promise<Finding[]> => {
  if (host.engine === 'sqlite') {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(host.read);
    const [first] = rows;
    return [first?.integrity_check === 'ok' ? well('doctor.whole') : look('doctor.damaged', { why: first?.integrity_check ?? '' })];
  }
  const { rows } = await sql<{ fsync: string; commit: string; pages: string }>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages`.execute(host.read);
  const { fsync, commit, pages } = rows[0]!;
  return [
    fsync === 'on' && pages === 'on' ? well('doctor.durable') : look('doctor.not-durable'),
    commit === 'off' ? look('doctor.commit-off') : well('doctor.commit', { value: commit }),
  ];
};

const vaults = async (host: HostDatabase, { well, look, words }: Saying): Promise<Finding[]> => {
  const findings: Finding[] = [];
  const sodium = await sodiumWhenNeeded();
  const all = await host.read.selectFrom('vaults').selectAll().orderBy('number').execute();
  let good = 0;
  for (const vault of all) {
    const { rows } = await sql<{ count: number; bytes: number | null; places: number; top: number | null; low: number | null }>`
      select count(*) as count, sum(size) as bytes, count(distinct seq) as places, max(seq) as top, min(seq) as low from rows where vault = ${vault.number}`.execute(host.read);
    const found = rows[0]!;
    const wrong: string[] = [];
    if (Number(found.count) !== vault.row_count || Number(found.bytes ?? 0) !== vault.row_bytes) wrong.push(words('doctor.counts'));
    if (Number(found.places) !== Number(found.count)) wrong.push(words('doctor.places'));
    if (Number(found.top ?? 0) > vault.head || Number(found.low ?? 1) < 1) wrong.push(words('doctor.beyond'));
    const entries = await host.read.selectFrom('log_entries').select(['n', 'bytes', 'sig', 'hash']).where('vault', '=', vault.number).orderBy('n').execute();
    let state: LogState | null = null;
    for (const entry of entries) {
      const next = extend(sodium, state, entry);
      if (!next.ok || next.value.head !== entry.hash) {
        wrong.push(words('doctor.log-breaks', { n: entry.n }));
        break;
      }
      state = next.value;
    }
    if (entries.length !== vault.log || (state && (state.epoch !== vault.epoch || state.due === (vault.open === 1)))) wrong.push(words('doctor.state'));
    if (wrong.length === 0) good++;
    else findings.push(look('doctor.vault', { number: vault.number, what: wrong.join('; ') }));
  }
  return [well('doctor.vaults', { good, all: all.length }), ...findings];
};

const attachments = async (host: HostDatabase, shelf: Shelf, repair: boolean, { well, look }: Saying): Promise<Finding[]> => {
  const known = new Map<string, number>();
  for (const { id, address, size } of await host.read
    .selectFrom('blobs')
    .innerJoin('vaults', 'vaults.number', 'blobs.vault')
    .select(['vaults.id', 'blobs.address', 'blobs.size'])
    .execute())
    known.set(`${id} ${address}`, size);
  const total = known.size;
  let [extra, wrong] = [0, 0];
  for await (const { vault, address, size } of shelf.list()) {
    const key = `${vault} ${address}`;
    const wanted = known.get(key);
    if (wanted === undefined) {
      extra++;
      if (repair) await shelf.remove(vault, address);
    } else if (wanted !== size) wrong++;
    else known.delete(key);
  }
  return [
    known.size - wrong === 0 ? well('doctor.chunks', { there: total - wrong, all: total }) : look('doctor.chunks-missing', { count: known.size - wrong }),
    ...(wrong > 0 ? [look('doctor.chunks-size', { count: wrong })] : []),
    ...(extra > 0 ? [repair ? well('doctor.removed', { count: extra }) : look('doctor.extra', { count: extra })] : []),
  ];
};

const machine = async (settings: Settings, { well, look }: Saying): Promise<Finding[]> => {
  const findings: Finding[] = [];
  if (!settings.isPostgres && process.platform !== 'win32') {
    const mode = statSync(settings.folder, { throwIfNoEntry: false })?.mode ?? 0o700;
    findings.push((mode & 0o077) === 0 ? well('doctor.private') : look('doctor.readable', { folder: settings.folder }));
  }
  const space = await statfs(settings.folder).catch(() => null);
  if (space) {
    const free = space.bavail * space.bsize;
    const places = { free: Math.round(free / 1024 ** 2) };
    findings.push(free < 512 * 1024 ** 2 || space.bavail / space.blocks < 0.02 ? look('doctor.space-low', places) : well('doctor.space', places));
  }
  const isLocal = ['localhost', '127.0.0.1', '::1'].includes(settings.hostname);
  findings.push(isLocal ? well('doctor.local') : settings.proxies > 0 ? well('doctor.proxied') : look('doctor.open'));
  return findings;
};

export const examine = async (host: HostDatabase, shelf: Shelf, settings: Settings, words: HostWords): Promise<readonly Finding[]> => {
  const saying: Saying = {
    words,
    well: (...said) => ({ isWell: true, sentence: words(...said) }),
    look: (...said) => ({ isWell: false, sentence: words(...said) }),
  };
  return [...(await database(host, saying)), ...(await vaults(host, saying)), ...(await attachments(host, shelf, settings.repair, saying)), ...(await machine(settings, saying))];
};
