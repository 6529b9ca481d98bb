// Circles below the page, in real browsers at a real host: what the vault's worker answers and tells, asked as the page asks it. What
// a person sees of it stands in circles.test.ts. Two tabs and two people: one makes a circle, the other comes in with a link, both
// read what each writes without loading anything again, and who is sent away reads nothing more.

import type { Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { journey } from './device.ts';
import { forgive, peopleAt } from './in-account.ts';
import { unlock } from './person.ts';

let host: RunningHost;
const { at, begin } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());

interface Heard {
  readonly circle: {
    readonly vault: string;
    readonly name: string;
    readonly standing: string;
    readonly members: readonly { readonly id: string }[];
    readonly unsent: number;
    readonly me: string;
  } | null;
  readonly records: string;
}

const vaultWorker = async (page: Page): Promise<Worker> => {
  await page.locator('.app').waitFor();
  const isVaults = (each: Worker): boolean => each.url().includes('vault-worker');
  return page.workers().find(isVaults) ?? page.waitForEvent('worker', isVaults);
};

/** Keeps what the worker tells the page of circles from now on, and lets a test ask it. */
const listen = async (page: Page): Promise<void> => {
  const worker = await vaultWorker(page);
  await worker.evaluate(() => {
    const scope = self as unknown as {
      heard: { circle: unknown; records: string };
      answers: Map<string, (result: unknown) => void>;
      postMessage: (message: unknown, transfer?: Transferable[]) => void;
    };
    scope.heard = { circle: null, records: '' };
    scope.answers = new Map();
    const post = scope.postMessage.bind(self);
    scope.postMessage = (message, transfer = []) => {
      const { event, n, result, fault } = Object(message) as { event?: { kind: string; circle?: unknown; text?: string }; n?: string; result?: unknown; fault?: string };
      if (event?.kind === 'circle') scope.heard.circle = event.circle;
      if (event?.kind === 'batch' && event.circle !== undefined) scope.heard.records += event.text;
      const answer = scope.answers.get(String(n));
      if (answer) return answer(fault === undefined ? result : { fault });
      post(message, transfer);
    };
  });
};

const heard = async (page: Page): Promise<Heard> => (await vaultWorker(page)).evaluate(() => (self as unknown as { heard: Heard }).heard);

const ask = async <T>(page: Page, call: string, ...args: unknown[]): Promise<T> => {
  const result = await (
    await vaultWorker(page)
  ).evaluate(
    ([name, given]) =>
      new Promise<unknown>((done) => {
        const n = `test ${Math.random()}`;
        (self as unknown as { answers: Map<string, (result: unknown) => void> }).answers.set(n, done);
        self.dispatchEvent(new MessageEvent('message', { data: { call: name, n, args: given } }));
      }),
    [call, args] as const,
  );
  return result as T;
};

interface Answer<T> {
  readonly ok: boolean;
  readonly value: T;
  readonly error: { readonly code: string };
}

const note = (me: string, id: string, text: string) => [{ id: `${me}-${id}`, kind: 'note', v: 1, set: { at: '2026-11-25T12:00:00.000Z' }, write: { text } }];

const eventually = async <T>(look: () => Promise<T>, is: (found: T) => boolean): Promise<T> => {
  const until = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (is(found)) return found;
    if (Date.now() > until) throw new Error(`it did not come to be: ${JSON.stringify(found).slice(0, 2000)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
};

const names = (page: Page): Promise<string[]> => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''));

journey('a circle in two browsers and a second tab', async ({ device }) => {
  const ana = await device();
  const ben = await device();
  await begin(ana.page);
  await begin(ben.page);
  await listen(ana.page);
  await listen(ben.page);

  const made = await ask<Answer<{ vault: string }>>(ana.page, 'createCircle', 'Tuesday', 'Ana', 'Ana’s browser');
  expect(made).toMatchObject({ ok: true });
  const { vault } = made.value;
  const invited = await ask<Answer<{ link: string; until: string }>>(ana.page, 'inviteToCircle', vault);
  expect(invited).toMatchObject({ ok: true });
  expect(invited.value.link).toContain(`${host.address}/join#kith1.`);

  const tab = await ana.context.newPage();
  await tab.goto(at('/settings'));
  await listen(tab);

  const joined = await ask<Answer<{ vault: string }>>(ben.page, 'joinCircle', invited.value.link, 'Ben', 'Ben’s browser');
  expect(joined).toMatchObject({ ok: true, value: { vault } });
  const both = await eventually(
    () => heard(ana.page),
    ({ circle }) => circle?.members.length === 2,
  );
  const [anaId, benId] = both.circle!.members.map(({ id }) => id);
  expect(both.circle!.me).toBe(anaId);
  await eventually(
    () => heard(tab),
    ({ circle }) => circle?.members.length === 2,
  );

  const wrote = await ask<Answer<unknown>>(ben.page, 'commitIn', vault, note(benId!, 'a', 'Are you there this evening?'), Date.now());
  expect(wrote).toMatchObject({ ok: true });
  for (const page of [ana.page, tab])
    await eventually(
      () => heard(page),
      ({ records }) => records.includes('Are you there this evening?'),
    );
  expect(await ask<Answer<unknown>>(tab, 'commitIn', vault, note(anaId!, 'b', 'Yes, from seven on.'), Date.now())).toMatchObject({ ok: true });
  for (const page of [ana.page, ben.page])
    await eventually(
      () => heard(page),
      ({ records }) => records.includes('Yes, from seven on.'),
    );

  // Nobody leaves before what they took back has reached the others.
  const pushes = `**/v1/vaults/${vault}/push`;
  await ben.context.route(pushes, (route) => route.abort());
  expect(await ask<Answer<unknown>>(ben.page, 'commitIn', vault, [{ id: `${benId}-a`, kind: 'note', v: 1, drop: true }], Date.now())).toMatchObject({ ok: true });
  expect(await ask<Answer<unknown>>(ben.page, 'leaveCircle', vault, false)).toMatchObject({ ok: false, error: { code: 'circle-leave-unsent' } });
  await ben.context.unroute(pushes);

  // Somebody who has never seen Kith, with the link and a name alone. What it shows is there before anything is made.
  const cem = await device();
  await cem.page.goto(at('/join'));
  await listen(cem.page);
  const looked = await ask<Answer<unknown>>(cem.page, 'lookAtLink', invited.value.link);
  expect(looked).toEqual({
    ok: true,
    value: { vault, isIn: false, admits: true, welcome: { circle: 'Tuesday', from: 'Ana', members: 1, mission: '', agreements: [], more: false } },
  });
  expect(await names(cem.page)).not.toContain(`kith circle ${vault}`);
  expect(await ask<Answer<unknown>>(cem.page, 'joinCircle', `${invited.value.link}x`, 'Cem', 'Cem’s browser')).toMatchObject({ ok: false, error: { code: 'link-damaged' } });
  expect(await ask<Answer<unknown>>(cem.page, 'joinCircle', invited.value.link, 'Cem', 'Cem’s browser')).toMatchObject({ ok: true, value: { vault } });
  for (const page of [ana.page, ben.page, cem.page])
    await eventually(
      () => heard(page),
      ({ circle }) => circle?.members.length === 3,
    );
  await eventually(
    () => heard(cem.page),
    ({ records }) => records.includes('Yes, from seven on.'),
  );
  await cem.page.goto(at('/account'));
  await cem.page.getByRole('list', { name: 'Recovery code, seven groups' }).waitFor();

  // From a tab that does not follow the host: the one that does hears of it.
  expect(await ask<Answer<unknown>>(tab, 'removeFromCircle', vault, [benId])).toMatchObject({ ok: true });
  await eventually(
    () => heard(ben.page),
    ({ circle }) => circle?.standing === 'removed',
  );
  expect(await ask<Answer<unknown>>(ben.page, 'commitIn', vault, note(benId!, 'c', 'After that.'), Date.now())).toMatchObject({ ok: false, error: { code: 'circle-gone' } });
  for (const page of [ana.page, tab])
    expect(
      (
        await eventually(
          () => heard(page),
          ({ circle }) => circle?.members.length === 2,
        )
      ).circle!.standing,
    ).toBe('in');
  expect(await ask<Answer<unknown>>(ana.page, 'commitIn', vault, note(anaId!, 'd', 'Now it is only me.'), Date.now())).toMatchObject({ ok: true });
  await eventually(
    () => heard(tab),
    ({ records }) => records.includes('Now it is only me.'),
  );
  expect((await heard(ben.page)).records).not.toContain('only me');

  // Who ends an account that nobody knows a password of is out of the circle for all, and can go on reading what had come.
  await listen(cem.page);
  expect(await ask<Answer<unknown>>(cem.page, 'endAccount', '')).toMatchObject({ ok: true });
  await eventually(
    () => heard(ana.page),
    ({ circle }) => circle?.members.length === 1,
  );
  await cem.page.goto(at(`/circles/${vault}`));
  await cem.page.getByText('Tuesday').first().waitFor();
  // What is one's own stays one's own.
  await cem.page.goto(at(`/circles/${vault}/members`));
  await cem.page.getByText('(you)').waitFor();

  // What lies in the browser of a circle cannot be read there.
  const lies = await ana.page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((done) => {
      const opening = indexedDB.open(name);
      opening.addEventListener('success', () => done(opening.result));
    });
    const tables = [...db.objectStoreNames];
    const all = await Promise.all(
      tables.map(
        (table) =>
          new Promise<unknown[]>((done) => {
            const asked = db.transaction(table).objectStore(table).getAll();
            asked.addEventListener('success', () => done(asked.result));
          }),
      ),
    );
    db.close();
    const text = (value: unknown): string =>
      value instanceof Uint8Array
        ? new TextDecoder('latin1').decode(value)
        : typeof value === 'object' && value !== null
          ? Object.values(value).map(text).join(' ')
          : String(value);
    return all.map(text).join(' ');
  }, `kith circle ${vault}`);
  expect(lies.length).toBeGreaterThan(3000);
  for (const word of ['Tuesday', 'this evening', 'from seven']) expect(lies.includes(word), word).toBe(false);

  // A lock shuts circles with the journal, in every tab.
  const PASSPHRASE = 'plum tart at the window';
  await tab.goto(at('/settings'));
  await tab.getByRole('button', { name: 'Set a passphrase' }).click();
  for (const label of ['New passphrase', 'The same once more']) await tab.getByRole('dialog').getByLabel(label).fill(PASSPHRASE);
  await tab.getByRole('dialog').getByRole('button', { name: 'Set a passphrase' }).click();
  await tab.getByRole('dialog').waitFor({ state: 'detached' });
  await ana.page.goto(at(`/circles/${vault}`));
  await unlock(ana.page, PASSPHRASE);
  await ana.page.getByText('Tuesday').first().waitFor();
  await tab.getByRole('button', { name: 'Lock now' }).click();
  for (const page of [ana.page, tab]) {
    await page.getByLabel('Passphrase').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Tuesday');
  }
  await ana.page.goto(at(`/circles/${vault}`));
  await ana.page.getByLabel('Passphrase').waitFor();
  expect(await ana.page.locator('body').innerText()).not.toContain('Tuesday');

  // Nothing of it is left once the device is cleared.
  expect(await names(ben.page)).toContain(`kith circle ${vault}`);
  await ask(ben.page, 'erase').catch(() => undefined);
  // A worker lets go of its database a moment after it was asked to.
  await expect.poll(async () => (await names(ben.page)).filter((name) => name.startsWith('kith')), { timeout: 10_000 }).toEqual([]);
  // The page that asked for it is still there, as it is not for a person.
  ben.complaints.splice(0, ben.complaints.length, ...ben.complaints.filter((each) => !each.includes('wants to delete database') && each !== `${ben.page.url()}: `));
  forgive(ana);
  forgive(ben);
  forgive(cem);
});
