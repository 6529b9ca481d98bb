// What the page asks of the passkeys of its vault, answered in the vault's worker. The page alone may speak to the browser's
// passkeys (web/passkey.ts); it hands over what they gave and forgets it. Invariant: the header is read anew before it is written,
// since another tab may have changed it.

import { random, readySodium } from '#adapters/sodium.ts';
import { ok, type Result } from '#core/result.ts';
import { addPasskey, passkeySalt, passkeysOf, removePasskey, unlockWithPasskey, type PasskeyOutput, type PasskeyParts } from '#crypto/passkeys.ts';
import { unlockVault, type Header, type LockParts } from '#crypto/vault-lock.ts';

/** The passkeys of a vault as the page may know them: how to ask for them, and when they were made. */
export interface PasskeysShown {
  readonly salt: string;
  readonly each: readonly { readonly id: string; readonly made: string }[];
}

export const shownPasskeys = (header: Header): PasskeysShown | null => {
  const found = passkeysOf(header);
  return found && { salt: found.salt, each: found.each.map(({ id, made }) => ({ id, made })) };
};

interface Inside {
  lockParts(): Promise<LockParts>;
  /** As it lies in the store now. */
  header(): Promise<Result<Header>>;
  /** The vault's first key; the vault is open. */
  key(): Uint8Array;
  enter(header: Header, key: Uint8Array): Promise<void>;
  /** Keeps it, and tells the other tabs. */
  changed(header: Header): void;
}

export const createPasskeyCalls = ({ lockParts, header, key, enter, changed }: Inside) => {
  const parts = async (): Promise<PasskeyParts> => ({ sodium: await readySodium(), random, store: (await lockParts()).store });
  const done = (next: Result<Header>): Result<PasskeysShown | null> => {
    if (!next.ok) return next;
    changed(next.value);
    return ok(shownPasskeys(next.value));
  };
  return {
    /** Asks for the passphrase once more, so that nobody adds a way in of their own at a screen left open. Gives what to ask with. */
    async beginPasskey(passphrase: string): Promise<Result<PasskeysShown>> {
      const now = await header();
      if (!now.ok) return now;
      const right = await unlockVault(now.value, passphrase, await lockParts());
      return right.ok ? ok({ salt: passkeySalt(now.value, random), each: shownPasskeys(now.value)?.each ?? [] }) : right;
    },
    async addPasskey(given: PasskeyOutput & { readonly salt: string; readonly made: string }): Promise<Result<PasskeysShown | null>> {
      const now = await header();
      return now.ok ? done(await addPasskey(now.value, key(), given, await parts())) : now;
    },
    async removePasskey(id: string): Promise<Result<PasskeysShown | null>> {
      const now = await header();
      return now.ok ? done(await removePasskey(now.value, id, (await lockParts()).store)) : now;
    },
    async unlockWithPasskey(given: PasskeyOutput): Promise<Result<null>> {
      const now = await header();
      if (!now.ok) return now;
      const opened = unlockWithPasskey(now.value, given, await readySodium());
      if (!opened.ok) return opened;
      await enter(now.value, opened.value);
      return ok(null);
    },
  };
};
