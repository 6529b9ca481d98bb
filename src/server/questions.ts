// Questions answered once and without a name. The host makes a fresh RSA key for each, which the circle's log pins; it signs
// one blinded message a member (RFC 9474, the host's half: a private-key operation without padding), and takes ballots from
// anybody who shows a token. Ballots lie until the question has closed, then are given out shuffled if k came, else destroyed.
// What is sealed in a ballot the host cannot read, and a token cannot be led back to whom it was signed for.

import { constants, createHash, createPrivateKey, createPublicKey, generateKeyPair, privateDecrypt, randomInt, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Access, Session } from './access.ts';
import type { HostDatabase, Queries, Writing } from './database.ts';

const LEAST_K = 5;
const MOST_BALLOTS = 5000;
/** Keys made but not yet pinned that one circle may hold. */
const MOST_UNPINNED = 20;
const BITS = 2048;

const makeKey = promisify(generateKeyPair);
const NOT_FOUND = refuse({ code: 'not-found' });

export interface Ballot {
  readonly message: string;
  readonly signature: string;
  readonly ballot: string;
}
export type Ballots = { readonly state: 'open' | 'released' | 'destroyed'; readonly ballots: readonly Ballot[] };

/** Until a question is pinned it goes by its key. */
const nameOf = (publicKey: string): string => `key ${createHash('sha256').update(publicKey).digest('hex')}`;

/** In the log's transaction: the key was made here, for this circle, and for no other question. Then k and closing are as pinned. */
export const pinQuestion = async (
  tx: Queries,
  vault: number,
  question: { readonly id: string; readonly publicKey: string; readonly closes: string; readonly k: number },
): Promise<boolean> => {
  const done = await tx
    .updateTable('questions')
    .set({ id: question.id, closes: Date.parse(question.closes), k: Math.max(LEAST_K, question.k), state: 'open' })
    .where('vault', '=', vault)
    .where('id', '=', nameOf(question.publicKey))
    .where('state', '=', 'made')
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
};

/** RFC 9474, 6: RSASSA-PSS with SHA-384, salt of 48 bytes, over the prepared message. */
const isToken = (key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean =>
  verify('sha384', message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, signature);

export const createQuestions = (database: HostDatabase, access: Access, now: () => number) => {
  const spki = (base64: string): KeyObject => createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });

  const find = (vault: number, id: string) =>
    database.read.selectFrom('questions').selectAll().where('vault', '=', vault).where('id', '=', id).where('state', '!=', 'made').executeTakeFirst();

  /** Holds the question's row, so that settling it comes wholly before or after. Whether it is open still. */
  const holdOpen = async (tx: Writing, vault: number, id: string): Promise<boolean> => {
    const held = await tx
      .updateTable('questions')
      .set((each) => ({ state: each.ref('state') }))
      .where('vault', '=', vault)
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('closes', '>', now())
      .returning('state')
      .executeTakeFirst();
    return held !== undefined;
  };

  /** Circles for which a key is being made: it takes a core a tenth of a second. */
  const making = new Set<number>();

  return {
    /** A key for a question to come. Refusals: `not-found`, `quota-full`, `too-many` (one is being made). */
    async makeKey(session: Session, vault: string): Promise<Result<{ readonly publicKey: string }>> {
      const entered = await access.enter(session, vault);
      if (!entered) return NOT_FOUND;
      const { count } = await database.read
        .selectFrom('questions')
        .select((each) => each.fn.countAll<number>().as('count'))
        .where('vault', '=', entered.number)
        .where('state', '=', 'made')
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_UNPINNED) return refuse({ code: 'quota-full' });
      if (making.has(entered.number)) return refuse({ code: 'too-many', with: { seconds: 1 } });
      making.add(entered.number);
      try {
        return ok(await keepKey(entered.number));
      } finally {
        making.delete(entered.number);
      }
    },

    /** Signs a member's blinded message: the same signature for the same message, `already-given` for a second one. */
    async sign(session: Session, vault: string, question: string, blinded: string): Promise<Result<{ readonly signature: string }>> {
      const entered = await access.enter(session, vault);
      const asked = entered && (await find(entered.number, question));
      if (!entered || !asked || asked.state !== 'open' || asked.closes <= now()) return NOT_FOUND;
      const message = Buffer.from(blinded, 'base64');
      if (message.length !== BITS / 8) return refuse({ code: 'malformed', with: { why: 'blinded' } });
      let signature: Buffer;
      try {
        signature = privateDecrypt(
          { key: createPrivateKey({ key: Buffer.from(asked.private_key, 'base64'), format: 'der', type: 'pkcs8' }), padding: constants.RSA_NO_PADDING },
          message,
        );
      } catch {
        return refuse({ code: 'malformed', with: { why: 'blinded' } });
      }
      const given = await database.transaction(async (tx) => {
        if (!(await holdOpen(tx, entered.number, question))) return null;
        await tx
          .insertInto('tokens')
          .values({ vault: entered.number, question, member: entered.author, blinded: message, signature })
          .onConflict((each) => each.columns(['vault', 'question', 'member']).doNothing())
          .execute();
        return tx
          .selectFrom('tokens')
          .select(['blinded', 'signature'])
          .where('vault', '=', entered.number)
          .where('question', '=', question)
          .where('member', '=', entered.author)
          .executeTakeFirstOrThrow();
      });
      if (!given) return NOT_FOUND;
      return Buffer.compare(Buffer.from(given.blinded), message) === 0 ? ok({ signature: Buffer.from(given.signature).toString('base64') }) : refuse({ code: 'already-given' });
    },

    /** Takes a ballot with a good token. A token counts once: the same ballot again is answered the same, another is refused. */
    async cast(vault: string, question: string, { message, signature, ballot }: Ballot): Promise<Result<null>> {
      const place = await database.read.selectFrom('vaults').select('number').where('id', '=', vault).executeTakeFirst();
      const asked = place && (await find(place.number, question));
      if (!place || !asked || asked.state !== 'open' || asked.closes <= now()) return NOT_FOUND;
      if (!isToken(spki(asked.public_key), Buffer.from(message, 'base64'), Buffer.from(signature, 'base64'))) return NOT_FOUND;
      const token = createHash('sha256').update(message).digest('hex');
      const body = JSON.stringify({ message, signature, ballot });
      return database.transaction(async (tx) => {
        if (!(await holdOpen(tx, place.number, question))) return NOT_FOUND;
        const { count } = await tx
          .selectFrom('ballots')
          .select((each) => each.fn.countAll<number>().as('count'))
          .where('vault', '=', place.number)
          .where('question', '=', question)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST_BALLOTS) return refuse({ code: 'quota-full' });
        await tx
          .insertInto('ballots')
          .values({ vault: place.number, question, token, body })
          .onConflict((each) => each.columns(['vault', 'question', 'token']).doNothing())
          .execute();
        const kept = await tx.selectFrom('ballots').select('body').where('vault', '=', place.number).where('question', '=', question).where('token', '=', token).executeTakeFirst();
        return kept?.body === body ? ok(null) : refuse({ code: 'already-given' });
      });
    },

    /** Nothing before closing, however many came; afterwards all, shuffled, or nothing for ever. */
    async ballots(session: Session, vault: string, question: string): Promise<Result<Ballots>> {
      const entered = await access.enter(session, vault);
      const asked = entered && (await find(entered.number, question));
      if (!entered || !asked) return NOT_FOUND;
      if (asked.state === 'destroyed') return ok({ state: 'destroyed', ballots: [] });
      if (asked.closes > now()) return ok({ state: 'open', ballots: [] });
      const isReleased = await settle(entered.number, question, asked.k);
      if (!isReleased) return ok({ state: 'destroyed', ballots: [] });
      const rows = await database.write.selectFrom('ballots').select('body').where('vault', '=', entered.number).where('question', '=', question).execute();
      return ok({ state: 'released', ballots: shuffled(rows.map(({ body }) => JSON.parse(body) as Ballot)) });
    },

    /** Closed questions are settled whether anybody asks or not; keys never pinned are dropped after a day. */
    async sweep(): Promise<void> {
      const closed = await database.read.selectFrom('questions').select(['vault', 'id', 'k']).where('state', '=', 'open').where('closes', '<=', now()).execute();
      for (const { vault, id, k } of closed) await settle(vault, id, k);
      await database.write
        .deleteFrom('questions')
        .where('state', '=', 'made')
        .where('closes', '<', now() - 86_400_000)
        .execute();
    },
  };

  async function keepKey(vault: number): Promise<{ readonly publicKey: string }> {
    const pair = await makeKey('rsa', { modulusLength: BITS });
    const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    await database.write
      .insertInto('questions')
      .values({ vault, id: nameOf(publicKey), public_key: publicKey, private_key: privateKey, closes: now(), k: LEAST_K, state: 'made' })
      .execute();
    return { publicKey };
  }

  /** Once closed: released with k ballots or more, else the ballots are destroyed. Either way key and tokens go: nobody signs any more. */
  async function settle(vault: number, question: string, k: number): Promise<boolean> {
    return database.transaction(async (tx) => {
      const held = await tx
        .updateTable('questions')
        .set((each) => ({ state: each.ref('state') }))
        .where('vault', '=', vault)
        .where('id', '=', question)
        .returning('state')
        .executeTakeFirst();
      if (!held || held.state !== 'open') return held?.state === 'released';
      const { count } = await tx
        .selectFrom('ballots')
        .select((each) => each.fn.countAll<number>().as('count'))
        .where('vault', '=', vault)
        .where('question', '=', question)
        .executeTakeFirstOrThrow();
      const isEnough = Number(count) >= Math.max(LEAST_K, k);
      await tx
        .updateTable('questions')
        .set({ state: isEnough ? 'released' : 'destroyed', private_key: '' })
        .where('vault', '=', vault)
        .where('id', '=', question)
        .execute();
      await tx.deleteFrom('tokens').where('vault', '=', vault).where('question', '=', question).execute();
      if (!isEnough) await tx.deleteFrom('ballots').where('vault', '=', vault).where('question', '=', question).execute();
      return isEnough;
    });
  }
};

/** Fisher and Yates, with the platform's randomness; the database's order would tell when each came. */
const shuffled = <T>(list: readonly T[]): T[] => {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
};
