// What the page asks of its circles, answered in the vault's worker: one made, others invited, joined with a link, somebody sent away,
// left, written in. Invariants: nobody is in a circle who did not join it themself; a link is given out only when it holds; a circle
// stands in one's own vault before anything is written in it, so that every device of one's own finds it.

import {
  createCircle,
  inviteToCircle,
  isGone,
  joinCircle,
  leaveCircle,
  lookAtLink,
  membersOf,
  noteGone,
  removeFromCircle,
  renewCircle,
  setRoleInCircle,
  type Circle,
  type CircleParts,
  type CirclePlace,
  type LookedAt,
} from '#adapters/circles.ts';
import { callsOf } from '#adapters/account-parts.ts';
import { changesUnsent } from '#adapters/circle-unsent.ts';
import { layPage, withdrawPage, type PageParts } from '#adapters/open-pages.ts';
import type { DexieStore } from '#adapters/browser/store.ts';
import { zipOf } from '#adapters/zip-out.ts';
import { readySodium } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import type { Committed } from '#core/vault.ts';
import { linkOfPage, newPageSecret, pageLinkToFragment } from '#crypto/open-page.ts';
import { fragmentToLink, linkToFragment, type InviteLink } from '#crypto/invites.ts';
import { safetyNumber } from '#crypto/safety-number.ts';
import { keepCircle, nameCircle, nameMember, readName, type KeptCircle } from '#rooms/circles/model.ts';
import { welcomeOf } from '#rooms/circles/welcome.ts';
import type { CircleHere } from './circle-side.ts';

interface Inside {
  parts(): Promise<Result<CircleParts>>;
  placeOf(vault: string): Promise<Result<CirclePlace & { readonly store: DexieStore }>>;
  enter(kept: KeptCircle, place: CirclePlace & { readonly store: DexieStore }): CircleHere;
  here(vault: string): CircleHere | null;
  kept(): Promise<readonly KeptCircle[]>;
  commitOwn(changes: readonly Change[]): Promise<Result<null>>;
  /** How many letters of a circle that take one back have not gone yet. */
  takingBack(vault: string): Promise<number>;
  carryLetters(): void;
  fresh(one: CircleHere): Promise<void>;
  deedDone(one: CircleHere): void;
  wrote(one: CircleHere, seq: number, count: number): void;
  /** A new vault on a device that has none. Refusals: those of the store; `vault-there` where it is locked. */
  beginVault(): Promise<Result<null>>;
  makeAccount(label: string, link?: InviteLink): Promise<Result<null>>;
}

/** From a whole address or its part after #. Refusals: `link-damaged`, `link-newer`, `circle-host-other`. */
const readLink = (typed: string): Result<InviteLink> => {
  const link = fragmentToLink(typed);
  const before = typed.slice(0, Math.max(0, typed.lastIndexOf('#'))).trim();
  if (!link.ok || before === '' || before.startsWith('/')) return link;
  const host = URL.parse(before.includes('://') ? before : `https://${before}`)?.host;
  return host === undefined || host === location.host ? link : refuse({ code: 'circle-host-other', with: { host, own: location.host } });
};

interface Opened {
  readonly one: CircleHere;
  readonly circle: Circle;
  readonly parts: CircleParts;
}

/** Milliseconds that what waits to be sent is given before one leaves. */
const LAST_WORDS = 5000;
const LOOK = 200;

export const createCircleCalls = (inside: Inside) => {
  /**
   * The account that one does this with. A device that is in none makes one, and the vault too where there is none: with a name that
   * tells nothing and a password that nobody knows, kept here until the person sets one of their own.
   */
  const signedIn = async (label: string, link?: InviteLink): Promise<Result<CircleParts>> => {
    let parts = await inside.parts();
    if (!parts.ok && (parts.error.code === 'account-none' || parts.error.code === 'vault-locked')) {
      const begun = parts.error.code === 'vault-locked' ? await inside.beginVault() : ok(null);
      const made = begun.ok ? await inside.makeAccount(label, link) : begun;
      if (!made.ok) return made;
      parts = await inside.parts();
    }
    return parts.ok && parts.value.account.token === null ? refuse({ code: 'session-needed' }) : parts;
  };

  /** Refusals: `circle-none` (no such circle here), and why it does not open. */
  const opened = async (vault: string): Promise<Result<Opened>> => {
    const [one, parts] = [inside.here(vault), await inside.parts()];
    if (!parts.ok) return parts;
    if (!one) return refuse({ code: 'circle-none' });
    if (!one.circle) return refuse(one.trouble ?? { code: 'circle-key-none' });
    await inside.fresh(one);
    return ok({ one, circle: one.circle, parts: parts.value });
  };

  /** Refusals: `circle-left`, `circle-gone`, those of `opened`. */
  const within = async (vault: string): Promise<Result<Opened>> => {
    const found = await opened(vault);
    if (!found.ok) return found;
    if (found.value.one.kept.left !== null) return refuse({ code: 'circle-left' });
    return (await isGone(found.value.one.place)) ? refuse({ code: 'circle-gone' }) : found;
  };

  /** Where a page lies: in a circle that one is in, or (null) with the account's own vault, and what lays it there. */
  const pageAt = async (vault: string | null): Promise<Result<{ readonly vault: string; readonly parts: PageParts }>> => {
    const found = vault === null ? await inside.parts() : await within(vault);
    if (!found.ok) return found;
    const parts = 'parts' in found.value ? found.value.parts : found.value;
    const { token, host } = parts.account;
    if (token === null) return refuse({ code: 'session-needed' });
    return ok({ vault: vault ?? parts.account.vault, parts: { sodium: parts.sodium, random: parts.random, calls: callsOf(parts, host), token } });
  };

  /** A change of who belongs, made at the host at once. */
  const deed = async <T>(vault: string, does: (found: Opened) => Promise<Result<T>>): Promise<Result<T>> => {
    const found = await within(vault);
    if (!found.ok) return found;
    if (found.value.parts.account.token === null) return refuse({ code: 'session-needed' });
    const done = await does(found.value);
    inside.deedDone(found.value.one);
    return done;
  };

  /** Whether the others have something still that was changed or taken back here. Another tab may be the one that sends it. */
  const isOwing = async ({ circle, parts }: Opened): Promise<boolean> => (await changesUnsent(circle, parts.account.account)) > 0 || (await inside.takingBack(circle.vault)) > 0;

  const write = async ({ one, circle }: Opened, changes: readonly Change[], now: number): Promise<Result<Committed>> => {
    const done = await circle.session.vault.commit(changes, now);
    if (done.ok) inside.wrote(one, done.value.seq, done.value.records.length);
    return done;
  };

  /** A circle that one is in from now on: noted in one's own vault, shown, and one's name said in it. */
  const begin = async (
    parts: CircleParts,
    circle: Circle,
    place: CirclePlace & { readonly store: DexieStore },
    name: string,
    says: readonly Change[],
  ): Promise<Result<{ readonly vault: string }>> => {
    const { vault, ring } = circle;
    const kept: KeptCircle = { vault, name, begins: ring.hashes()[0]!, me: parts.account.account, left: null };
    await noteGone(place, false);
    const one = inside.here(vault) ?? inside.enter(kept, place);
    const isFirst = one.circle === null;
    one.kept = kept;
    one.circle = circle;
    one.trouble = null;
    const noted = await inside.commitOwn([keepCircle(kept)]);
    if (!noted.ok) return noted;
    const done = await circle.session.vault.commit(says, Date.now());
    if (!done.ok) return done;
    await (isFirst ? one.showing.all() : one.showing.catchUp());
    inside.wrote(one, done.value.seq, 0);
    inside.deedDone(one);
    return ok({ vault });
  };

  return {
    /** `label`: what this device is called, where an account is made with it. Refusals: `name-empty`, `name-too-long`, `session-needed`, those of the log and the host. */
    async createCircle(name: string, myName: string, label: string): Promise<Result<{ readonly vault: string }>> {
      const [called, own] = [readName(name), readName(myName)];
      if (!called.ok) return called;
      if (!own.ok) return own;
      const parts = await signedIn(label);
      if (!parts.ok) return parts;
      let place: (CirclePlace & { readonly store: DexieStore }) | null = null;
      const made = await createCircle(parts.value, async (vault) => {
        const there = await inside.placeOf(vault);
        place = there.ok ? there.value : null;
        return there;
      });
      if (!made.ok || !place) return made.ok ? refuse({ code: 'store-gone' }) : made;
      return begin(parts.value, made.value, place, called.value, [nameCircle(called.value), nameMember(parts.value.account.account, own.value)]);
    },
    /** An address for others, and until when it opens. */
    async inviteToCircle(vault: string): Promise<Result<{ readonly link: string; readonly until: string }>> {
      return deed(vault, async ({ circle, parts }) => {
        const records: VaultRecord[] = [];
        for await (const batch of circle.session.vault.all()) records.push(...batch.records);
        const made = await inviteToCircle(parts, circle, welcomeOf(records, parts.account.account, membersOf(circle)));
        if (!made.ok) return made;
        const { until } = circle.ring.state()!.invites.get(made.value.invite)!;
        return ok({ link: `${parts.account.host}/join${linkToFragment(made.value)}`, until });
      });
    },
    /**
     * What a link shows before anything is made; nothing is needed for it but the link. Refusals: `link-damaged`, `link-newer`,
     * `link-over`, `link-forged`, `welcome-damaged`, `circle-host-other`, the host's.
     */
    async lookAtLink(linkText: string): Promise<Result<LookedAt & { readonly vault: string; readonly isIn: boolean }>> {
      const link = readLink(linkText);
      if (!link.ok) return link;
      const { vault } = link.value;
      const looked = await lookAtLink({ sodium: await readySodium() }, location.origin, link.value);
      if (!looked.ok) return looked;
      return ok({ ...looked.value, vault, isIn: (await inside.kept()).some((each) => each.vault === vault && each.left === null) });
    },
    /**
     * Comes in with a link, which may be a whole address; also on a device without an account, or without a vault. Refusals: those of
     * `lookAtLink` and `createCircle`; `registration-closed`, `invite-used-up` where a new account cannot be made with it.
     */
    async joinCircle(linkText: string, myName: string, label: string): Promise<Result<{ readonly vault: string }>> {
      const [link, own] = [readLink(linkText), readName(myName)];
      if (!link.ok) return link;
      if (!own.ok) return own;
      // Looked at first, so that nothing is made for a link that is over.
      const looked = await lookAtLink({ sodium: await readySodium() }, location.origin, link.value);
      if (!looked.ok && looked.error.code !== 'welcome-damaged') return looked;
      const parts = await signedIn(label, link.value);
      if (!parts.ok) return parts.error.code === 'invite-wrong' ? refuse({ code: 'link-over' }) : parts;
      const { vault } = link.value;
      const place = await inside.placeOf(vault);
      if (!place.ok) return place;
      const joined = await joinCircle(parts.value, link.value, place.value);
      if (!joined.ok) return joined;
      const before = (await inside.kept()).find((each) => each.vault === vault);
      return begin(parts.value, joined.value, place.value, before?.name ?? '', [nameMember(parts.value.account.account, own.value)]);
    },
    async renameMe(vault: string, name: string): Promise<Result<null>> {
      const [found, own] = [await within(vault), readName(name)];
      if (!found.ok) return found;
      if (!own.ok) return own;
      const done = await write(found.value, [nameMember(found.value.parts.account.account, own.value)], Date.now());
      if (done.ok) await found.value.one.showing.catchUp();
      return done.ok ? ok(null) : done;
    },
    removeFromCircle: (vault: string, members: readonly string[]): Promise<Result<null>> => deed(vault, ({ circle, parts }) => removeFromCircle(parts, circle, members)),
    setRoleInCircle: (vault: string, member: string, role: 'facilitator' | 'member'): Promise<Result<null>> =>
      deed(vault, ({ circle, parts }) => setRoleInCircle(parts, circle, member, role)),
    /**
     * What waits to be sent goes first, as far as that can be done soon; after this the host takes nothing from here. Refusal
     * `circle-leave-unsent`: the others still have what was changed or taken back here; with `asItIs` one goes all the same.
     */
    async leaveCircle(vault: string, asItIs: boolean): Promise<Result<null>> {
      return deed(vault, async (found) => {
        const { one, circle, parts } = found;
        const until = Date.now() + LAST_WORDS;
        one.sync?.wrote();
        inside.carryLetters();
        if (one.sync) await Promise.race([one.sync.settled(), new Promise((done) => setTimeout(done, LAST_WORDS))]);
        while (await isOwing(found)) {
          if (Date.now() < until) await new Promise((done) => setTimeout(done, LOOK));
          else if (asItIs) break;
          else return refuse({ code: 'circle-leave-unsent' });
        }
        const done = await leaveCircle(parts, circle);
        if (!done.ok) return done;
        const kept = (await inside.kept()).find((each) => each.vault === vault) ?? one.kept;
        return inside.commitOwn([keepCircle({ ...kept, left: new Date().toISOString() })]);
      });
    },
    renewCircle: (vault: string): Promise<Result<null>> => deed(vault, ({ circle, parts }) => renewCircle(parts, circle)),
    /** Twelve groups of digits to compare. Refusals: `circle-safety-self`, `log-member-unknown`. */
    async safetyNumber(vault: string, member: string): Promise<Result<readonly string[]>> {
      const found = await opened(vault);
      if (!found.ok) return found;
      const { circle, parts } = found.value;
      if (member === parts.account.account) return refuse({ code: 'circle-safety-self' });
      const other = circle.ring.state()?.members.get(member);
      return other ? ok(safetyNumber(parts.sodium, { id: parts.account.account, sign: parts.account.identity.publicKeys.sign }, other)) : refuse({ code: 'log-member-unknown' });
    },
    /** What one takes along, as one file. */
    async zipTexts(files: readonly { readonly path: string; readonly text: string }[]): Promise<Result<Blob>> {
      const all = async function* () {
        for (const { path, text } of files) yield { path, bytes: async () => textToBytes(text) };
      };
      const zipped = zipOf(all()) as ReadableStream<Uint8Array<ArrayBuffer>>;
      return ok(await new Response(zipped, { headers: { 'content-type': 'application/zip' } }).blob());
    },
    /**
     * Lays a page for whoever has its link, or (with its secret) what it shows now. `vault`: a circle, or null for the account's own.
     * `until`: milliseconds. Refusals: `page-too-large`, `session-needed`, those of the host.
     */
    async layPage(
      vault: string | null,
      { secret, until, json }: { readonly secret: string | null; readonly until: number; readonly json: string },
    ): Promise<Result<{ readonly secret: string }>> {
      const at = await pageAt(vault);
      if (!at.ok) return at;
      const own = secret ?? newPageSecret(at.value.parts.random);
      const laid = await layPage(at.value.parts, at.value.vault, { secret: own, until, json });
      return laid.ok ? ok({ secret: own }) : laid;
    },
    async withdrawPage(vault: string | null, secret: string): Promise<Result<null>> {
      const at = await pageAt(vault);
      return at.ok ? withdrawPage(at.value.parts, at.value.vault, secret) : at;
    },
    /** The whole address. Refusal `page-link-damaged`. */
    async pageLink(vault: string | null, secret: string): Promise<Result<string>> {
      const parts = vault === null ? await inside.parts() : await opened(vault);
      if (!parts.ok) return parts;
      const { sodium, account } = 'parts' in parts.value ? parts.value.parts : parts.value;
      const link = linkOfPage(sodium, secret);
      return link ? ok(`${account.host}/open${pageLinkToFragment(link)}`) : refuse({ code: 'page-link-damaged' });
    },
    /** The one way to write in a circle; the page shows the records that it gets back. */
    async commitIn(vault: string, changes: readonly Change[], now: number): Promise<Result<Committed>> {
      const found = await within(vault);
      return found.ok ? write(found.value, changes, now) : found;
    },
  };
};
