// What the keeper of a host may say, in the environment or after the command: where it listens, where it keeps things, who may
// register. One reading for every command, so that `backup` looks where `start` writes.

import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Registration } from './accounts.ts';

export interface Settings {
  readonly port: number;
  readonly hostname: string;
  readonly folder: string;
  /** A path (SQLite) or `postgres://…`. */
  readonly database: string;
  readonly isPostgres: boolean;
  /** A folder or `s3://…`. */
  readonly blobs: string;
  readonly registration: Registration;
  readonly proxies: number;
  readonly requestsPerSecond: number | null;
  readonly logsRequests: boolean;
  readonly metricsToken: string | undefined;
  /** For push services; null: no closed device is told anything. */
  readonly contact: string | null;
  readonly rest: readonly string[];
  readonly repair: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;
const shown = (value: string | undefined): string => (value ?? '').slice(0, 80);

const wholeFrom = (text: string | undefined, otherwise: number, most: number): number | null =>
  text === undefined || text === '' ? otherwise : /^\d{1,7}$/.test(text) && Number(text) <= most ? Number(text) : null;

/** Refusals, each with its sentence in words/: `option-wrong`, `port-wrong`, `registration-wrong`, `proxies-wrong`, `rate-wrong`, `contact-wrong`, `database-unknown`, `blobs-unknown`. */
export const readSettings = (args: readonly string[], env: Env = process.env): Result<Settings> => {
  let given: { values: { database?: string; blobs?: string; data?: string; registration?: string; port?: string; host?: string; repair?: boolean }; positionals: string[] };
  try {
    const text = { type: 'string' } as const;
    given = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { database: text, blobs: text, data: text, registration: text, port: text, host: text, repair: { type: 'boolean' } },
    });
  } catch (error) {
    return refuse({ code: 'option-wrong', with: { why: error instanceof Error ? error.message.split(/\n|\. /)[0]! : '' } });
  }
  const { values, positionals } = given;
  const written = values.port ?? env['PORT'];
  const port = wholeFrom(written, 4600, 65_535);
  if (port === null) return refuse({ code: 'port-wrong', with: { value: shown(written) } });
  const registration = values.registration ?? (env['KITH_REGISTRATION'] || 'invite');
  if (registration !== 'open' && registration !== 'invite' && registration !== 'closed') return refuse({ code: 'registration-wrong', with: { value: shown(registration) } });
  const proxies = wholeFrom(env['KITH_PROXIES'], 0, 10);
  if (proxies === null) return refuse({ code: 'proxies-wrong', with: { value: shown(env['KITH_PROXIES']) } });
  const rate = wholeFrom(env['KITH_REQUESTS_PER_SECOND'], -1, 1_000_000);
  if (rate === null) return refuse({ code: 'rate-wrong', with: { value: shown(env['KITH_REQUESTS_PER_SECOND']) } });
  const folder = resolve(values.data ?? (env['KITH_DATA'] || 'data'));
  const database = values.database ?? (env['KITH_DATABASE'] || join(folder, 'kith.db'));
  if (/^\w{2,}:/.test(database) && !/^(?:postgres(?:ql)?|sqlite):/.test(database)) return refuse({ code: 'database-unknown', with: { kind: shown(database.split(':')[0]) } });
  const blobs = values.blobs ?? (env['KITH_BLOBS'] || join(folder, 'blobs'));
  if (/^\w{2,}:/.test(blobs) && !blobs.startsWith('s3://')) return refuse({ code: 'blobs-unknown', with: { kind: shown(blobs.split(':')[0]) } });
  const contact = env['KITH_CONTACT'] || null;
  if (contact !== null && !/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(contact)) return refuse({ code: 'contact-wrong', with: { value: shown(contact) } });
  return ok({
    port,
    hostname: values.host ?? (env['HOST'] || 'localhost'),
    folder,
    database,
    isPostgres: /^postgres(?:ql)?:/.test(database),
    blobs,
    registration,
    proxies,
    requestsPerSecond: rate === -1 ? null : rate,
    logsRequests: env['KITH_LOG'] === 'requests',
    contact,
    metricsToken: env['KITH_METRICS_TOKEN'] || undefined,
    rest: positionals,
    repair: values.repair === true,
  });
};
