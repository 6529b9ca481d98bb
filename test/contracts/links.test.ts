// Links into a circle at a host: the welcome that lies there sealed, who lays it, who is given it and until when; and accounts that a
// link lets in where registration asks for an invitation. The same on both databases.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesToBase32, newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { admissionProof, inviteProof, type InviteLink } from '#crypto/invites.ts';
import { invitePeople, leave, newEpoch, removeMembers } from '#crypto/membership-deeds.ts';
import type { LogState } from '#crypto/membership-log.ts';
import { openWelcome, sealWelcome } from '#crypto/welcome.ts';
import { inviteHash } from '#server/accounts.ts';
import { createLinks } from '#server/links.ts';
import { ACCOUNT_LIMITS, isWelcomePage } from '#sync/account-protocol.ts';
import { ask, base64, doing, engines, newCircle, newPerson, postEntry, random, register, startHost, tools, type Answer, type Person, type TestHost } from './host-people.ts';

const TOLD = { circle: 'Tuesday', from: 'Ana', members: 2, mission: 'That nobody is alone with it.', agreements: [['We ask before we advise', 'we know better']] } as const;
const NOT_FOUND = { error: 'not-found' };
const DAY = 86_400_000;

interface Circle {
  readonly vault: string;
  log: LogState;
  key: Uint8Array;
}

describe.each(engines())('links on %s', (_engine, url) => {
  let host: TestHost;
  let [ana, ben, eva]: Person[] = [];
  beforeAll(async () => {
    host = await startHost(url());
    [ana, ben, eva] = [await newPerson(host.base), await newPerson(host.base), await newPerson(host.base)];
  });
  afterAll(() => host?.close());

  const invite = async (at: TestHost, by: Person, circle: Circle): Promise<InviteLink> => {
    const made = orThrow(invitePeople(doing(by.account, Date.now() + at.clock.ahead), circle.log, circle.key));
    expect((await postEntry(at.base, by.token, circle.vault, made.entry)).status).toBe(200);
    circle.log = made.state;
    return made.link;
  };
  const pathOf = ({ vault, invite: id }: InviteLink): string => `/vaults/${vault}/invites/${id}/welcome`;
  const lay = async (at: TestHost, by: Person, link: InviteLink, bytes?: Uint8Array): Promise<Answer> =>
    ask(at.base, 'PUT', pathOf(link), { token: by.token, body: { welcome: base64(bytes ?? sealWelcome(await tools(), random, by.account, link, TOLD)) } });
  const look = async (at: TestHost, link: InviteLink, proof?: string): Promise<Answer> =>
    ask(at.base, 'GET', pathOf(link), { headers: { 'kith-invite': proof ?? inviteProof(await tools(), link) } });
  const rowsOf = (at: TestHost) => at.services.database.read.selectFrom('links').selectAll().execute();

  test('who has the link is shown what the inviter laid there, without a session; nobody else is', async () => {
    const circle: Circle = await newCircle(host.base, ana!, [ben!]);
    const link = await invite(host, ana!, circle);
    expect((await look(host, link)).body).toEqual({ welcome: null, admits: true });
    expect((await lay(host, ana!, link)).status).toBe(200);
    const shown = await look(host, link);
    expect(isWelcomePage(shown.body)).toBe(true);
    const sealed = new Uint8Array(Buffer.from(shown.body['welcome'] as string, 'base64'));
    expect(orThrow(openWelcome(await tools(), link, sealed))).toEqual({ ...TOLD, more: false });
    // Nothing of it is readable to the host.
    expect(Buffer.from(sealed).toString('latin1')).not.toMatch(/Tuesday|Ana|alone/);
    const other = await invite(host, ana!, circle);
    const guessed = { ...link, secret: random(16) };
    const proofs = [inviteProof(await tools(), guessed), inviteProof(await tools(), other), `${link.invite} ${base64(random(64))}`, link.invite, '', 'x y z'];
    for (const proof of proofs) expect((await look(host, link, proof)).body, proof).toEqual(NOT_FOUND);
    for (const absent of [
      { ...link, invite: newId(random) },
      { ...link, vault: newId(random) },
      { ...link, vault: ana!.vault },
    ])
      expect((await look(host, absent)).body).toEqual(NOT_FOUND);
  });

  test('what the host holds of an account names what its circles’ links show, with its bytes', async () => {
    const circle: Circle = await newCircle(host.base, eva!, []);
    const view = async () =>
      (await ask(host.base, 'GET', '/account', { token: eva!.token })).body as { readonly welcomes: { readonly items: number; readonly bytes: number }; readonly bytes: number };
    const link = await invite(host, eva!, circle);
    const before = await view();
    expect(before.welcomes).toEqual({ items: 0, bytes: 0 });
    await lay(host, eva!, link, random(300));
    const after = await view();
    expect([after.welcomes, after.bytes - before.bytes]).toEqual([{ items: 1, bytes: 300 }, 300]);
  });

  test('only who made the link lays its welcome, no larger than it may be; another one takes its place', async () => {
    const circle: Circle = await newCircle(host.base, ana!, [ben!]);
    const link = await invite(host, ana!, circle);
    for (const by of [ben!, eva!]) expect((await lay(host, by, link)).body).toEqual(NOT_FOUND);
    expect((await ask(host.base, 'PUT', pathOf(link), { body: { welcome: base64(random(50)) } })).body).toEqual({ error: 'session-needed' });
    expect((await lay(host, ana!, link, random(ACCOUNT_LIMITS.welcomeBytes + 1))).status).toBe(400);
    expect((await lay(host, ana!, link, random(3 * ACCOUNT_LIMITS.welcomeBytes))).status).toBe(413);
    expect((await look(host, link)).body['welcome']).toBeNull();
    for (const bytes of [random(ACCOUNT_LIMITS.welcomeBytes), random(100)]) {
      expect((await lay(host, ana!, link, bytes)).status).toBe(200);
      expect((await look(host, link)).body['welcome']).toBe(base64(bytes));
    }
    expect((await lay(host, ana!, { ...link, invite: newId(random) })).body).toEqual(NOT_FOUND);
    expect((await lay(host, ana!, { ...link, vault: ana!.vault })).body).toEqual(NOT_FOUND);
  });

  test('it is gone after its week, with the next epoch, and with the circle', async () => {
    const circle: Circle = await newCircle(host.base, ana!, [ben!]);
    const before = (await rowsOf(host)).length;
    const [old, ended] = [await invite(host, ana!, circle), await invite(host, ana!, circle)];
    for (const link of [old, ended]) expect((await lay(host, ana!, link)).status).toBe(200);
    host.clock.ahead = 8 * DAY;
    expect((await look(host, old)).body).toEqual(NOT_FOUND);
    expect((await lay(host, ana!, old)).body).toEqual(NOT_FOUND);
    await host.services.sweep();
    host.clock.ahead = 0;
    expect(await rowsOf(host)).toEqual([]);
    // As it was before it was too old: what lay there is gone for good, the link itself lives by the host's clock.
    expect((await look(host, ended)).body).toEqual({ welcome: null, admits: true });
    expect((await lay(host, ana!, ended)).status).toBe(200);
    const gone = orThrow(removeMembers(doing(ana!.account), circle.log, [ben!.account.id], circle.key));
    expect((await postEntry(host.base, ana!.token, circle.vault, gone.entry)).status).toBe(200);
    expect((await look(host, ended)).body).toEqual(NOT_FOUND);
    expect((await lay(host, ana!, ended)).body).toEqual(NOT_FOUND);
    expect(await rowsOf(host)).toEqual([]);
    [circle.log, circle.key] = [gone.state, gone.key];
    const last = await invite(host, ana!, circle);
    expect((await lay(host, ana!, last)).status).toBe(200);
    expect(before).toBeGreaterThan(0);
    const alone = orThrow(leave(doing(ana!.account), circle.log));
    expect((await postEntry(host.base, ana!.token, circle.vault, alone.entry)).status).toBe(200);
    expect((await look(host, last)).body).toEqual(NOT_FOUND);
    expect(await rowsOf(host)).toEqual([]);
  });

  const invited = async (): Promise<{ readonly at: TestHost; readonly keeper: Person; readonly circle: Circle }> => {
    const at = await startHost(url(), { registration: 'invite' });
    const code = bytesToBase32(random(10));
    await at.services.database.write
      .insertInto('invites')
      .values({ hash: inviteHash(code), expires: Date.now() + DAY })
      .execute();
    const keeper = await newPerson(at.base, 'keeper', 'four words of mine', code);
    return { at, keeper, circle: await newCircle(at.base, keeper) };
  };
  const come = async (at: TestHost, name: string, link: InviteLink, proofOf = name): Promise<Answer> =>
    (await register(at.base, name, 'words', undefined, admissionProof(await tools(), link, proofOf))).answer;

  test('where one is let in by invitation, a living link makes an account of the name it was shown for, and no other', async () => {
    const { at, keeper, circle } = await invited();
    try {
      const link = await invite(at, keeper, circle);
      expect((await register(at.base, 'nobody', 'words')).answer.body).toEqual({ error: 'invite-wrong' });
      expect((await come(at, 'mallory', link, 'ben')).body).toEqual({ error: 'invite-wrong' });
      expect((await come(at, 'mallory', { ...link, secret: random(16) })).body).toEqual({ error: 'invite-wrong' });
      expect((await come(at, 'mallory', { ...link, invite: newId(random) })).body).toEqual({ error: 'invite-wrong' });
      // The proof with which the log is read is none for an account.
      const [id, sig] = inviteProof(await tools(), link).split(' ') as [string, string];
      expect((await register(at.base, 'mallory', 'words', undefined, { vault: link.vault, invite: id, sig })).answer.body).toEqual({ error: 'invite-wrong' });
      expect((await come(at, 'ben', link)).status).toBe(200);
      expect((await come(at, 'ben', link)).body).toEqual({ error: 'name-taken' });
      at.clock.ahead = 8 * DAY;
      expect((await come(at, 'late', link)).body).toEqual({ error: 'invite-wrong' });
      at.clock.ahead = 0;
      const round = orThrow(newEpoch(doing(keeper.account), circle.log, circle.key));
      expect((await postEntry(at.base, keeper.token, circle.vault, round.entry)).status).toBe(200);
      expect((await come(at, 'later', link)).body).toEqual({ error: 'invite-wrong' });
    } finally {
      await at.close();
    }
  });

  test('one link lets in thirty, also when many come at once, and laying its welcome anew gives no more', async () => {
    const { at, keeper, circle } = await invited();
    try {
      const link = await invite(at, keeper, circle);
      expect((await lay(at, keeper, link)).status).toBe(200);
      await at.services.database.write
        .updateTable('links')
        .set({ accounts: ACCOUNT_LIMITS.accountsOfLink - 2 })
        .execute();
      const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => come(at, name, link)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 403, 403, 403]);
      expect(answers.filter(({ status }) => status === 403).map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => ({ error: 'invite-used-up' })));
      expect((await lay(at, keeper, link)).status).toBe(200);
      expect((await look(at, link)).body['admits']).toBe(false);
      expect((await come(at, 'f', link)).body).toEqual({ error: 'invite-used-up' });
      // Who is there already may still join with it: another link lets in more.
      expect((await come(at, 'f', await invite(at, keeper, circle))).status).toBe(200);
    } finally {
      await at.close();
    }
  });

  test('a host that takes no accounts takes none by a link either, and says so to who looks', async () => {
    const at = await startHost(url(), { registration: 'open' });
    const keeper = await newPerson(at.base, 'keeper');
    const circle: Circle = await newCircle(at.base, keeper);
    const link = await invite(at, keeper, circle);
    expect((await look(at, link)).body).toEqual({ welcome: null, admits: true });
    const { database } = at.services;
    const closed = createLinks(database, at.services.logs, { now: () => Date.now(), registration: 'closed', ration: () => 0 });
    const [id, sig] = inviteProof(await tools(), link).split(' ') as [string, string];
    expect(await closed.welcome(link.vault, { invite: id, sig })).toEqual({ ok: true, value: { welcome: null, admits: false } });
    await at.close();
    const shut = await startHost(url(), { registration: 'closed' });
    expect((await come(shut, 'x', link)).body).toEqual({ error: 'registration-closed' });
    await shut.close();
  });

  test('accounts that come with links of one circle are rationed', async () => {
    const { at, keeper, circle } = await invited();
    try {
      const link = await invite(at, keeper, circle);
      const slow = createLinks(at.services.database, at.services.logs, { now: () => Date.now(), registration: 'invite', ration: () => 600 });
      expect(await at.services.database.transaction((tx) => slow.admit(tx, link))).toEqual({ ok: false, error: { code: 'too-many', with: { seconds: 600 } } });
    } finally {
      await at.close();
    }
  });
});
