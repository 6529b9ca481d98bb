// What circles need of one's own vault and its account: the keys and the session with which they are opened and followed, the record
// that says which there are, an account made for who comes with a link alone. Invariant: the account is read anew once it has changed.

import { needAccount } from '#adapters/account-parts.ts';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { openToRead, type Circle, type CircleParts, type CirclePlace } from '#adapters/circles.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { bytesToBase32 } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import type { InviteLink } from '#crypto/invites.ts';
import { createSealer } from '#crypto/seal.ts';
import { LETTERS, OUTBOX, takingBack } from '#rooms/circles/letters.ts';
import { CIRCLES, circlesKept, type KeptCircle } from '#rooms/circles/model.ts';
import type { AroundCircles } from './circle-gate.ts';
import { createAccount, openOf, partsOf } from './sync-work.ts';

const LOCKED = refuse({ code: 'vault-locked' });

export const createOwn = (around: AroundCircles) => {
  let parts: CircleParts | null = null;
  let me = '';

  const tools = async () => ({ ...(await partsOf(around.store(), around.place())), sealer: createSealer(await readySodium()), cipher: bulkCipher, argon2id });

  return {
    /** Refusals: `vault-locked`, `account-none`, those of the account's note. */
    async parts(): Promise<Result<CircleParts>> {
      if (parts) return ok(parts);
      const session = around.session();
      if (!session) return LOCKED;
      const [own, open] = [await tools(), openOf(session)];
      const account = await needAccount(own, open);
      if (!account.ok) return account;
      parts = { ...own, open, account: account.value };
      me = account.value.account;
      return ok(parts);
    },
    /** The account's keys or its session may be others now. */
    forget(): void {
      parts = null;
    },
    /** One's account; '' while that is not known. */
    me: (): string => me,
    /** Once the account has ended: what is here can still be read, with keys that are here. `why`: why there is none. */
    async readAlone(vault: string, place: CirclePlace, why: Refusal): Promise<Result<Circle>> {
      const session = around.session();
      if (!session || why.code !== 'account-none') return refuse(why);
      return openToRead({ ...(await tools()), open: openOf(session) }, vault, place);
    },
    /** For who comes with a link, or makes a circle, and has no account: the recovery code waits on the account's page. */
    async makeAccount(label: string, link?: InviteLink): Promise<Result<null>> {
      const session = around.session();
      if (!session) return LOCKED;
      const own = await tools();
      for (;;) {
        const [name, password] = [`kith-${bytesToBase32(random(5))}`, bytesToBase32(random(20))];
        const made = await createAccount(own, openOf(session), { host: location.origin, name, password, label, isMadeUp: true, ...(link ? { link } : {}) });
        if (!made.ok && made.error.code === 'account-name-taken') continue;
        if (!made.ok) return made;
        await around.accountChanged();
        return ok(null);
      }
    },
    async kept(): Promise<readonly KeptCircle[]> {
      const session = around.session();
      return session ? circlesKept((await session.vault.byId([CIRCLES])).records[0]) : [];
    },
    /** How many letters of a circle that take one back have not gone yet. */
    async takingBack(vault: string): Promise<number> {
      const session = around.session();
      const [outbox] = session ? (await session.vault.byId([OUTBOX])).records : [];
      return session && outbox ? takingBack(outbox, (await session.vault.byId(LETTERS.waits(outbox))).records, vault).length : 0;
    },
    async commit(changes: readonly Change[]): Promise<Result<null>> {
      const session = around.session();
      if (!session) return LOCKED;
      const done = await session.vault.commit(changes, Date.now());
      if (done.ok) around.wroteOwn();
      return done.ok ? ok(null) : done;
    },
  };
};
