// How a host says to a push service who it is (VAPID, RFC 8292): a key made once, kept with the host's secrets in the database, so that a
// backup has it; browsers are bound to it. What is sent has no content, so nothing is encrypted here (decision 15).

import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { settingOr, type HostDatabase } from './database.ts';

const LASTS = 12 * 3600;

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export const createVapid = (database: HostDatabase, contact: string, now: () => number) => {
  let loading: Promise<{ readonly key: ReturnType<typeof createPrivateKey>; readonly shown: string }> | undefined;
  const load = () => {
    loading ??= settingOr(database, 'vapid', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()).then(
      (pem) => {
        const key = createPrivateKey(pem);
        const { x, y } = key.export({ format: 'jwk' });
        return { key, shown: Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]).toString('base64url') };
      },
    );
    // A database that was gone for a moment must not silence the host for ever.
    loading.catch(() => (loading = undefined));
    return loading;
  };
  return {
    /** The public key, as browsers take it. */
    async shown(): Promise<string> {
      return (await load()).shown;
    },
    /** `keep`: milliseconds that the push service may hold it back for a device that sleeps. */
    async headers(endpoint: string, keep: number): Promise<Readonly<Record<string, string>>> {
      const { key, shown } = await load();
      const claims = `${text({ typ: 'JWT', alg: 'ES256' })}.${text({ aud: new URL(endpoint).origin, exp: Math.floor(now() / 1000) + LASTS, sub: contact })}`;
      const signature = sign('sha256', Buffer.from(claims), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
      return { authorization: `vapid t=${claims}.${signature}, k=${shown}`, ttl: String(Math.floor(keep / 1000)), topic: 'kith', urgency: 'normal' };
    },
  };
};
