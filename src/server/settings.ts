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
  readonly rest: readonly string[];
  readonly repair: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;
const no = (sentence: string) => refuse({ code: 'setting-wrong', with: { sentence } });

const wholeFrom = (text: string | undefined, otherwise: number, most: number): number | null =>
  text === undefined || text === '' ? otherwise : /^\d{1,7}$/.test(text) && Number(text) <= most ? Number(text) : null;

/** Refusal: `setting-wrong {sentence}`. */
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
    return no(`${error instanceof Error ? error.message.split('\n')[0] : 'An option is not known.'}`);
  }
  const { values, positionals } = given;
  const written = values.port ?? env['PORT'];
  const port = wholeFrom(written, 4600, 65_535);
  if (port === null) return no(`PORT must be a number from 0 to 65535; it is “${written}”.`);
  const registration = values.registration ?? (env['KITH_REGISTRATION'] || 'invite');
  if (registration !== 'open' && registration !== 'invite' && registration !== 'closed') return no(`KITH_REGISTRATION must be open, invite or closed; it is “${registration}”.`);
  const proxies = wholeFrom(env['KITH_PROXIES'], 0, 10);
  if (proxies === null) return no(`KITH_PROXIES must be a number from 0 to 10; it is “${env['KITH_PROXIES']}”.`);
  const rate = wholeFrom(env['KITH_REQUESTS_PER_SECOND'], -1, 1_000_000);
  if (rate === null) return no(`KITH_REQUESTS_PER_SECOND must be a number; it is “${env['KITH_REQUESTS_PER_SECOND']}”.`);
  const folder = resolve(values.data ?? (env['KITH_DATA'] || 'data'));
  const database = values.database ?? (env['KITH_DATABASE'] || join(folder, 'kith.db'));
  if (/^\w{2,}:/.test(database) && !/^(?:postgres(?:ql)?|sqlite):/.test(database))
    return no(`The database “${database.split(':')[0]}:…” is not known. Name a file, or an address postgres://….`);
  return ok({
    port,
    hostname: values.host ?? (env['HOST'] || 'localhost'),
    folder,
    database,
    isPostgres: /^postgres(?:ql)?:/.test(database),
    blobs: values.blobs ?? (env['KITH_BLOBS'] || join(folder, 'blobs')),
    registration,
    proxies,
    requestsPerSecond: rate === -1 ? null : rate,
    logsRequests: env['KITH_LOG'] === 'requests',
    metricsToken: env['KITH_METRICS_TOKEN'] || undefined,
    rest: positionals,
    repair: values.repair === true,
  });
};
