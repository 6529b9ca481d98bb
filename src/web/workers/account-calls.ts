// What the page asks of its account, answered in the vault's worker: passwords and keys go no further than here. Each call loads
// its part when it is first asked for. Invariant: after whatever changed the account, every tab reads it again.

import type { AccountDevice } from '#adapters/account-keeping.ts';
import type { Held } from '#adapters/held-at-host.ts';
import type { Pairing } from '#adapters/pairing.ts';
import { ok, type Result } from '#core/result.ts';
import type { Header } from '#crypto/vault-lock.ts';
import type { NewsAtHost } from '#adapters/news-at-host.ts';
import type { AccountView, NewsPut } from '#sync/account-protocol.ts';
import { loadWork, type AccountSide, type Around } from './account-side.ts';
import { transferred } from './rpc.ts';

/** The recovery code as it is written down, and two of its groups (from 0) that are asked for. */
export interface CodeToWrite {
  readonly groups: readonly string[];
  readonly ask: readonly [number, number];
}

export interface Asked {
  readonly name: string;
  readonly password: string;
  /** A name for this device, which the host cannot read. */
  readonly label: string;
}

interface Inside extends Around {
  /** Opens a vault that came to this device with its account. */
  enter(header: Header, key: Uint8Array): Promise<void>;
}

type Entered = Result<{ readonly header: Header; readonly key: Uint8Array }>;

export const createAccountCalls = (side: AccountSide, around: Inside) => {
  const begin = async () => {
    const work = await loadWork();
    const parts = await work.partsOf(around.store(), around.place());
    const session = around.session();
    return { work, parts, session, open: session && work.openOf(session) };
  };
  const needed = async () => {
    const { open, ...rest } = await begin();
    if (!open) throw new Error('the vault is not open');
    return { ...rest, open };
  };
  /** The page is shown what comes only after it asked to have all opened: a vault that was not here is followed from then on. */
  const come = async (wasOpen: boolean, done: Entered): Promise<Result<null>> => {
    if (!done.ok) return done;
    if (wasOpen) await side.changed();
    else await around.enter(done.value.header, done.value.key);
    return ok(null);
  };
  const host = location.origin;
  let pairing: Pairing | null = null;
  let ends: AbortController | null = null;

  return {
    async createAccount({ name, password, label, invite }: Asked & { readonly invite: string }): Promise<Result<null>> {
      const { work, parts, open } = await needed();
      const made = await work.createAccount(parts, open, { host, name, password, label, ...(invite.trim() === '' ? {} : { invite: invite.trim() }) });
      if (made.ok) await side.changed();
      return made.ok ? ok(null) : made;
    },
    async signIn(asked: Asked): Promise<Result<null>> {
      const { work, parts, open } = await begin();
      return come(open !== null, await work.signIn(parts, open, { ...asked, host, made: new Date().toISOString() }));
    },
    async recoverAccount(asked: Asked & { readonly code: string }): Promise<Result<null>> {
      const { work, parts, open } = await begin();
      return come(open !== null, await work.recoverAccount(parts, open, { ...asked, host, made: new Date().toISOString() }));
    },
    /** Null once it was confirmed. */
    async recoveryCode(): Promise<CodeToWrite | null> {
      const { work, parts, open } = await needed();
      const found = await work.loadAccount(parts.sodium, parts.store, open.key, open.header);
      if (!found.ok || !found.value?.code) return null;
      return { groups: work.recoveryCodeToText(found.value.code).split('-'), ask: work.groupsToConfirm(parts.random) };
    },
    /** Gives the groups that are not those of the code; none, and it is no longer kept here. */
    async confirmCode(typed: readonly (readonly [group: number, text: string])[]): Promise<Result<readonly number[]>> {
      const { work, parts, open } = await needed();
      const found = await work.loadAccount(parts.sodium, parts.store, open.key, open.header);
      if (!found.ok) return found;
      const code = found.value?.code;
      const wrong = code ? typed.filter(([group, text]) => !work.isRecoveryGroup(code, group, text)).map(([group]) => group) : [];
      if (wrong.length > 0) return ok(wrong);
      const confirmed = await work.confirmRecovery(parts, open);
      if (!confirmed.ok) return confirmed;
      await side.changed();
      return ok([]);
    },
    async accountDevices(): Promise<Result<readonly AccountDevice[]>> {
      const { work, parts, open } = await needed();
      return work.listDevices(parts, open);
    },
    async accountView(): Promise<Result<AccountView>> {
      const { work, parts, open } = await needed();
      return work.viewAccount(parts, open);
    },
    /** One record of this vault as the host has it now. */
    async heldAtHost(id: string): Promise<Result<Held>> {
      const { work, parts, session } = await needed();
      const ask = () => work.heldAtHost(parts, session!, id);
      let held = await ask();
      // Perhaps under a key that came in since.
      if (held.ok && held.value.is === 'held' && held.value.says === 'broken' && (await side.fresh())) held = await ask();
      return held.ok && held.value.is === 'held' ? transferred(held, [held.value.row.blob.buffer as ArrayBuffer]) : held;
    },
    async changePassword(password: string, newPassword: string): Promise<Result<null>> {
      const { work, parts, open } = await needed();
      const done = await work.changePassword(parts, open, { password, newPassword });
      await side.changed();
      return done;
    },
    async renewCode(password: string): Promise<Result<null>> {
      const { work, parts, open } = await needed();
      const done = await work.renewRecovery(parts, open, password);
      await side.changed();
      return done.ok ? ok(null) : done;
    },
    /** A lost device: gone, and everything that it had is made anew. `seen`: the devices that were shown. */
    async revokeDevice(device: string, password: string, newPassword: string, seen: readonly string[]): Promise<Result<null>> {
      const { work, parts, open } = await needed();
      const done = await work.revokeDevices(parts, open, { password, newPassword, devices: [device], seen });
      await side.changed();
      return done.ok ? ok(null) : done;
    },
    /** For what a device that stayed needs once, after the account's keys were changed on another. */
    async showPassword(password: string): Promise<Result<null>> {
      const { work, parts, open } = await needed();
      const done = await work.showPassword(parts, open, password);
      if (done.ok) await side.changed();
      return done.ok ? ok(null) : done;
    },
    /** Being told of news while Kith is closed: as the host has it for this device. */
    async newsAtHost(): Promise<Result<NewsAtHost>> {
      const { work, parts, open } = await needed();
      return work.newsAtHost(parts, open);
    },
    async putNews(wanted: NewsPut): Promise<Result<unknown>> {
      const { work, parts, open } = await needed();
      return work.putNews(parts, open, wanted);
    },
    async dropNews(): Promise<Result<unknown>> {
      const { work, parts, open } = await needed();
      return work.dropNews(parts, open);
    },
    async signOutHere(): Promise<Result<null>> {
      const { work, parts, open } = await needed();
      const done = await work.signOut(parts, open);
      if (done.ok) await side.changed();
      return done;
    },
    /** Everything of the account leaves the host; what is here stays. Nothing is followed meanwhile, in any tab. */
    async endAccount(password: string): Promise<Result<null>> {
      const { work, parts, open, session } = await needed();
      const shown = await work.showPassword(parts, open, password);
      if (!shown.ok) return shown;
      const done = await side.alone(() => work.endAccount({ ...parts, session: session!, addressesOf: work.addressesNamed }, password));
      if (done.ok) await around.beside?.ended();
      await side.changed();
      return done;
    },
    /** On a device without a vault: an address for the other one to scan or read. */
    async beginPairing(): Promise<Result<string>> {
      const { work, parts } = await begin();
      const begun = await work.beginPairing(parts, host);
      if (!begun.ok) return begun;
      pairing = begun.value;
      return ok(begun.value.text);
    },
    /** Waits until a device that is in has answered; then the vault is here. */
    async awaitPairing(label: string): Promise<Result<null>> {
      const { work, parts } = await begin();
      if (!pairing) throw new Error('no pairing was begun');
      ends?.abort();
      ends = new AbortController();
      return come(false, await work.awaitPairing(parts, pairing, { label, made: new Date().toISOString(), signal: ends.signal }));
    },
    stopPairing(): void {
      ends?.abort();
      pairing = null;
    },
    async answerPairing(text: string): Promise<Result<null>> {
      const { work, parts, open } = await needed();
      const done = await work.answerPairing(parts, open, text);
      return done.ok ? ok(null) : done;
    },
    /** What the browser says of the network. */
    online: (is: boolean): void => side.online(is),
    putAway: (code: string): void => side.putAway(code),
  };
};
