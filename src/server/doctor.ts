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

export interface Finding {
  readonly isWell: boolean;
  readonly sentence: string;
}

const well = (sentence: string): Finding => ({ isWell: true, sentence });
const look = (sentence: string): Finding => ({ isWell: false, sentence });
const some = (count: number, what: string): string => `${count} ${what}`;

const database = async (host: HostDatabase): Promise<Finding[]> => {
  if (host.engine === 'sqlite') {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(host.read);
    const [first] = rows;
    return [first?.integrity_check === 'ok' ? well('The database is whole.') : look(`The database is damaged: ${first?.integrity_check}. Restore a backup.`)];
  }
  const { rows } = await sql<{ fsync: string; commit: string; pages: string }>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages`.execute(host.read);
  const { fsync, commit, pages } = rows[0]!;
  return [
    fsync === 'on' && pages === 'on'
      ? well('PostgreSQL forces what it acknowledges to the disk.')
      : look('PostgreSQL runs with fsync or full_page_writes off: a power cut may lose what was acknowledged.'),
    commit === 'off' ? look('synchronous_commit is off in PostgreSQL. Kith turns it on for itself; other programs are not protected.') : well(`synchronous_commit is ${commit}.`),
  ];
};

const vaults = async (host: HostDatabase): Promise<Finding[]> => {
  const findings: Finding[] = [];
  const sodium = await sodiumWhenNeeded();
  const all = await host.read.selectFrom('vaults').selectAll().orderBy('number').execute();
  let good = 0;
  for (const vault of all) {
    const { rows } = await sql<{ count: number; bytes: number | null; places: number; top: number | null; low: number | null }>`
      select count(*) as count, sum(size) as bytes, count(distinct seq) as places, max(seq) as top, min(seq) as low from rows where vault = ${vault.number}`.execute(host.read);
    const found = rows[0]!;
    const wrong: string[] = [];
    if (Number(found.count) !== vault.row_count || Number(found.bytes ?? 0) !== vault.row_bytes) wrong.push('counts differ from its rows');
    if (Number(found.places) !== Number(found.count)) wrong.push('two rows have one place');
    if (Number(found.top ?? 0) > vault.head || Number(found.low ?? 1) < 1) wrong.push('a row lies beyond its head');
    const entries = await host.read.selectFrom('log_entries').select(['n', 'bytes', 'sig', 'hash']).where('vault', '=', vault.number).orderBy('n').execute();
    let state: LogState | null = null;
    for (const entry of entries) {
      const next = extend(sodium, state, entry);
      if (!next.ok || next.value.head !== entry.hash) {
        wrong.push(`its log breaks at entry ${entry.n}`);
        break;
      }
      state = next.value;
    }
    if (entries.length !== vault.log || (state && (state.epoch !== vault.epoch || state.due === (vault.open === 1)))) wrong.push('its log and its state differ');
    if (wrong.length === 0) good++;
    else findings.push(look(`Vault number ${vault.number}: ${wrong.join('; ')}.`));
  }
  return [well(`${some(good, 'vaults')} of ${all.length} agree with their rows and logs.`), ...findings];
};

const attachments = async (host: HostDatabase, shelf: Shelf, repair: boolean): Promise<Finding[]> => {
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
    known.size - wrong === 0
      ? well(`${total - wrong} of ${total} chunks of attachments are in their places.`)
      : look(`${some(known.size - wrong, 'chunks')} of attachments are missing. Restore a backup.`),
    ...(wrong > 0 ? [look(`${some(wrong, 'chunks')} of attachments have another size than they should.`)] : []),
    ...(extra > 0
      ? [
          repair
            ? well(`${some(extra, 'chunks')} that belonged to nothing were removed.`)
            : look(`${some(extra, 'chunks')} belong to nothing: left by uploads that broke off. --repair removes them.`),
        ]
      : []),
  ];
};

const machine = async (settings: Settings): Promise<Finding[]> => {
  const findings: Finding[] = [];
  if (!settings.isPostgres && process.platform !== 'win32') {
    const mode = statSync(settings.folder, { throwIfNoEntry: false })?.mode ?? 0o700;
    findings.push(
      (mode & 0o077) === 0 ? well('Only this account can read the data folder.') : look(`Others on this machine can read ${settings.folder}. Mend: chmod 700 ${settings.folder}`),
    );
  }
  const space = await statfs(settings.folder).catch(() => null);
  if (space) {
    const free = space.bavail * space.bsize;
    const sentence = `${Math.round(free / 1024 ** 2)} MB are free where the data lies`;
    findings.push(free < 512 * 1024 ** 2 || space.bavail / space.blocks < 0.02 ? look(`${sentence}: make room soon.`) : well(`${sentence}.`));
  }
  const isLocal = ['localhost', '127.0.0.1', '::1'].includes(settings.hostname);
  findings.push(
    isLocal
      ? well('The host listens to this machine alone. For others, put a proxy with TLS before it (docs/host.md).')
      : settings.proxies > 0
        ? well('The host listens to other machines, behind a proxy.')
        : look('The host listens to other machines without TLS of its own. Put a proxy with TLS before it and set KITH_PROXIES=1 (docs/host.md).'),
  );
  return findings;
};

export const examine = async (host: HostDatabase, shelf: Shelf, settings: Settings): Promise<readonly Finding[]> => [
  ...(await database(host)),
  ...(await vaults(host)),
  ...(await attachments(host, shelf, settings.repair)),
  ...(await machine(settings)),
];
