// What the host would have to remember between the two halves of a sign-in, sealed and handed to the client, so that any node
// can answer the second half. AES-256-GCM under a key of the database; ten minutes; used once, which the database remembers.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { settingOr, type HostDatabase, type Queries } from './database.ts';

const LIVES = 10 * 60_000;

export const createTickets = (database: HostDatabase, now: () => number) => {
  let key: Promise<Buffer> | undefined;
  const keyOnce = (): Promise<Buffer> => {
    key ??= settingOr(database, 'ticket-key', () => randomBytes(32).toString('base64')).then((text) => Buffer.from(text, 'base64'));
    key.catch(() => (key = undefined));
    return key;
  };
  return {
    /** `what` names the exchange: a ticket of one is no ticket of another. */
    async seal(what: string, content: Readonly<Record<string, unknown>>): Promise<string> {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', await keyOnce(), nonce);
      cipher.setAAD(Buffer.from(`kith ticket\0${what}`));
      const plain = JSON.stringify({ id: randomBytes(16).toString('base64url'), expires: now() + LIVES, ...content });
      return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },

    /** Null when it is forged, of another exchange, or too old. */
    async open<T>(what: string, ticket: string): Promise<(T & { readonly id: string; readonly expires: number }) | null> {
      const bytes = Buffer.from(ticket, 'base64url');
      if (bytes.length < 12 + 16 || bytes.toString('base64url') !== ticket) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', await keyOnce(), bytes.subarray(0, 12));
        decipher.setAAD(Buffer.from(`kith ticket\0${what}`));
        decipher.setAuthTag(bytes.subarray(-16));
        const content = JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')) as T & { id: string; expires: number };
        return content.expires > now() ? content : null;
      } catch (error) {
        if (error instanceof Error && /auth|Unsupported state|Invalid/i.test(error.message)) return null;
        throw error;
      }
    },

    /** False when it was used before. */
    async use(tx: Queries, { id, expires }: { readonly id: string; readonly expires: number }): Promise<boolean> {
      const done = await tx
        .insertInto('used_tickets')
        .values({ id, expires })
        .onConflict((each) => each.column('id').doNothing())
        .executeTakeFirst();
      return Number(done.numInsertedOrUpdatedRows ?? 0) === 1;
    },

    async sweep(): Promise<void> {
      await database.write.deleteFrom('used_tickets').where('expires', '<=', now()).execute();
    },
  };
};
