// Issues in the command line: three people with a home each, at a real host over HTTP; a letter, and a page behind a link.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHostCalls } from '#adapters/host-calls.ts';
import { readPage } from '#adapters/open-pages.ts';
import { readySodium } from '#adapters/sodium.ts';
import { fragmentToPageLink } from '#crypto/open-page.ts';
import { outsideFromJson } from '#rooms/issues/outside.ts';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from './kith.ts';

const withPassword = { env: { KITH_PASSWORD: 'four words of mine' } };

let host: RunningHost;
const homes: Home[] = [];
let [ana, ben, eve]: Home[] = [];

const withAccount = async (name: string): Promise<Home> => {
  const home = createHome();
  homes.push(home);
  await home.good(['account', 'create', name, '--host', host.address], withPassword);
  return home;
};

/** What anybody sees who has the link, without anything. */
const openLink = async (address: string) => {
  const link = fragmentToPageLink(address);
  if (!link.ok) throw new Error(link.error.code);
  const read = await readPage({ sodium: await readySodium(), calls: createHostCalls(host.address) }, link.value);
  return read.ok ? outsideFromJson(read.value) : read.error.code;
};

const DAY = 86_400_000;
/** A day so far from today, on the clock that the command line's homes have. */
const dayFrom = (days: number): string => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Rome' }).format(new Date(Date.now() + days * DAY));

describe('An issue from its raising to its end', () => {
  const circle = 'Tuesday';
  let id = '';
  const sync = async (...all: Home[]): Promise<void> => {
    for (const home of all) await home.good(['sync']);
  };
  const refusedAs = async (home: Home, ...words: string[]): Promise<string> => (await home.kith(words)).err;

  beforeAll(async () => {
    host = await startHost({ KITH_REGISTRATION: 'open' });
    [ana, ben, eve] = await Promise.all(['ana', 'ben', 'eve'].map(withAccount));
    await ana!.good(['circle', 'create', circle, '--as', 'Ana']);
    const link = await ana!.good(['circle', 'invite', circle]);
    await ben!.good(['circle', 'join', link, '--as', 'Ben']);
    await eve!.good(['circle', 'join', link, '--as', 'Eve']);
    await sync(ana!);
  });
  afterAll(async () => {
    await Promise.all(homes.map((home) => home.remove()));
    await host.stop();
  });

  test('is raised with the words of an entry, which stays, and joined by another by name', async () => {
    await ana!.good(['write', 'Late again. The next visit starts in the same minute.', '--with', 'Nadia']);
    const [entry] = (await ana!.kith(['list', '--json'])).json;
    expect(
      await ana!.good([
        'issue',
        'raise',
        circle,
        '--entry',
        String(entry!['id']),
        '--area',
        'demands',
        '--role',
        'The head of planning',
        '--ask',
        'Twelve minutes between visits.',
        '--by',
        dayFrom(7),
      ]),
    ).toContain('Everybody in it can read it');
    await sync(ana!, ben!);
    const [issue] = (await ben!.kith(['issues', circle, '--json'])).json;
    expect(issue).toMatchObject({
      title: 'Late again',
      happens: 'Late again. The next visit starts in the same minute.',
      area: 'demands',
      is: 'raised',
      yours: false,
      name: 'Ana',
    });
    expect(JSON.stringify(issue)).not.toContain('Nadia');
    id = String(issue!['id']).slice(27, 35);
    expect(await refusedAs(ben!, 'issue', 'close', circle, id, 'changed')).toContain('Only those whose it is');
    expect(await ben!.good(['issue', 'join', circle, id])).toContain('Your name stands with it');
    expect(await refusedAs(ben!, 'issue', 'change', circle, id, '--ask', 'Ten minutes.')).toContain('Only who raised it');
    expect(await refusedAs(ben!, 'issue', 'say', circle, id, 'run')).toContain('wait, without-names, go');
  });

  test('goes into a letter without a name; nobody’s words go against their wish, and names in them are found', async () => {
    const letter = await ben!.good(['issue', 'letter', circle, id, '--show', 'cause,count,names']);
    expect(letter).toContain('To: The head of planning');
    expect(letter).toContain('From people whom this concerns');
    for (const word of ['Ana', 'Ben', 'Tuesday']) expect(letter).not.toContain(word);
    await ben!.good(['issue', 'say', circle, id, 'go', '--named']);
    await ana!.good(['issue', 'say', circle, id, 'wait']);
    await sync(ana!, ben!);
    expect(await refusedAs(ben!, 'issue', 'letter', circle, id)).toContain('Ana raised this and asks to wait');
    await ana!.good(['issue', 'change', circle, id, '--text', 'Eve walked an hour.']);
    await ana!.good(['issue', 'say', circle, id, 'without-names']);
    await sync(ana!, ben!);
    expect(await refusedAs(ben!, 'issue', 'letter', circle, id)).toContain('Names stand in the words of people who have not said yes: Eve');
    expect(await ben!.good(['issue', 'letter', circle, id, '--as-is', '--show', 'names'])).toContain('Ben');
    await ana!.good(['issue', 'change', circle, id, '--text', 'The next visit starts in the same minute.']);
  });

  test('is asked, answered late, promised, kept; the record says so', async () => {
    await ana!.good(['issue', 'change', circle, id, '--by', dayFrom(-3)]);
    await ana!.good(['issue', 'asked', circle, id, '--on', dayFrom(-10)]);
    expect((await ana!.kith(['issues', circle, '--json'])).json[0]).toMatchObject({ is: 'no-answer', days: 3 });
    await ana!.good(['issue', 'answer', circle, id, 'Seven minutes on two routes.', '--on', dayFrom(-1), '--gives', 'part']);
    await ana!.good(['issue', 'promise', circle, id, 'Twelve by the end of the week.', '--by', dayFrom(2)]);
    await sync(ana!, ben!, eve!);
    expect(await refusedAs(eve!, 'issue', 'kept', circle, id)).toContain('Only those whose it is');
    await ben!.good(['issue', 'kept', circle, id]);
    await sync(ben!, ana!);
    const shown = await ana!.good(['issue', 'show', circle, id]);
    for (const part of ['Ana raised it; Ben says it is theirs too', 'No answer. 9 days', '2 days late', 'This is a part of the ask', 'Kept.']) expect(shown).toContain(part);
  });

  test('is shown to whoever has a link, and to nobody once any member withdrew it', async () => {
    const said = await ben!.kith(['issue', 'page', circle, id, '--show', 'record,names,circle', '--until', dayFrom(5)]);
    const address = said.out.trim();
    expect(address).toMatch(new RegExp(`^${host.address}/open#kithpage1\\.`));
    expect(said.err).toContain('Whoever has this link can read the page');
    const page = await openLink(address);
    expect(page).toMatchObject({ title: 'Late again', names: ['Ben'], circle, count: 0, cause: '', until: dayFrom(5) });
    expect(JSON.stringify(page)).not.toContain('Ana');
    expect(await openLink(address.replace(/.$/, (last) => (last === '0' ? '4' : '0')))).toBe('page-damaged');
    await sync(ben!, eve!);
    expect(await eve!.good(['issue', 'withdraw', circle, id])).toContain('Nobody can read it any more');
    expect(await openLink(address)).toBe('page-over');
    await sync(eve!, ana!);
    expect((await ana!.kith(['issue', 'show', circle, id, '--json'])).json[0]).toMatchObject({ pages: [{ ended: null, said: [{ text: '' }] }] });
    expect(await refusedAs(ben!, 'issue', 'page', circle, id, '--until', dayFrom(400))).toContain('Choose a day from today on');
  });

  test('is closed by those whose it is, and opened again by the other of them', async () => {
    await ben!.good(['issue', 'close', circle, id, 'partly', '--text', 'Two routes have time now.']);
    await sync(ben!, ana!);
    expect((await ana!.kith(['issues', circle, '--json'])).code).toBe(4);
    expect((await ana!.kith(['issues', circle, '--all', '--json'])).json[0]).toMatchObject({ is: 'closed' });
    await ana!.good(['issue', 'reopen', circle, id]);
    expect(await ana!.good(['issues', circle])).toContain('Promise kept on');
    for (const [words, says] of [
      [['issue', 'raise', circle, ' '], 'Say in one line'],
      [['issue', 'show', circle, 'nothere'], 'issues'],
      [['issue', 'shout', circle], 'raise, show'],
      [['issue', 'join', circle, id, '--named'], '--named'],
      [['issue', 'answer', circle, id, ' '], 'There are no words'],
    ] as const)
      expect(await refusedAs(ana!, ...words), words.join(' ')).toContain(says);
  });

  test('is raised with what got in the way of a commitment, without the name of who was in it; what goes is seen as it goes, or only seen', async () => {
    const [commitment] = (await ana!.good(['commit', 'Swim', 'on', 'Wednesday', '--with', 'Nadia'])).split(' ');
    await ana!.good(['commit', '--look', commitment!, 'A visit was added at three. Nadia waited.', '--came', 'not', '--others', 'yes', '--elsewhere', 'no']);
    const dry = await ana!.good(['need', circle, 'Time for it', '--commitment', commitment!, '--dry-run']);
    expect(dry).toMatch(/^Time for it\nA visit was added at three\. Somebody waited\.\n.*Nothing was sent\./);
    expect((await ana!.kith(['needs', circle, '--json'])).out).not.toContain('Time for it');
    expect(await ana!.good(['issue', 'raise', circle, '--commitment', commitment!])).toContain('\n\nA visit was added at three. Somebody waited.\n');
    expect((await ana!.kith(['issues', circle, '--json'])).json).toContainEqual(
      expect.objectContaining({ title: 'A visit was added at three', happens: 'A visit was added at three. Somebody waited.' }),
    );
    await ana!.good(['need', circle, 'Time for it', '--commitment', commitment!]);
    expect((await ana!.kith(['needs', circle, '--json'])).json).toContainEqual(expect.objectContaining({ text: 'Time for it\nA visit was added at three. Somebody waited.' }));
    expect(await ana!.good(['prompting', circle, '--commitment', commitment!])).toMatch(/^A visit was added at three\. Somebody waited\.\n/);
    expect((await ana!.kith(['promptings', circle, '--json'])).json).toContainEqual(expect.objectContaining({ text: 'A visit was added at three. Somebody waited.' }));
  });

  test('is what a commitment comes from, in the own vault alone: its title shows while one is in the circle, and is in no export', async () => {
    // Of the circle, not a row more.
    const rows = (): string => {
      const folder = join(ben!.path, 'circles');
      const files = readdirSync(folder).filter((name) => name.endsWith('.sqlite'));
      return files.map((name) => JSON.stringify(new DatabaseSync(join(folder, name), { readOnly: true }).prepare('select count(*), sum(ver) from record').get())).join();
    };
    const before = rows();
    expect(before).toContain('count');
    const [commitment] = (await ben!.good(['commit', 'Ask for a timetable', '--from', id, '--circle', circle])).split(' ');
    const [other] = (await ben!.good(['write', 'Rain all day.'])).split(' ');
    await ben!.good(['link', other!, id, '--circle', circle]);
    expect(await ben!.good(['show', commitment!])).toMatch(/Came from: \w{6}  Late again \(issue in Tuesday\)/);
    expect(await ben!.good(['show', other!])).toContain('issue in Tuesday');
    const [{ links }] = (await ben!.kith(['show', commitment!, '--json'])).json as [{ links: { to: string }[] }];
    expect(rows()).toBe(before);
    const folder = `${ben!.path}/out`;
    for (const format of ['markdown', 'leap2a']) await ben!.good(['export', `${folder}.${format}.zip`, '--format', format]);
    const found = createHome();
    homes.push(found);
    await found.good(['import', `${folder}.markdown.zip`]);
    expect((await found.kith(['list', '--json'])).json).toContainEqual(expect.objectContaining({ links: [{ to: links[0]!.to, as: 'about' }] }));
    expect((await found.kith(['search', 'late'])).out).toBe('');
    expect(await refusedAs(ben!, 'link', other!, 'nothere', '--circle', circle)).toContain('kith issues');
    await ben!.good(['circle', 'leave', circle]);
    const gone = await ben!.good(['show', commitment!]);
    expect(gone).toContain(`Something in a circle: it is not there any more, or you are not in that circle: ${links[0]!.to}`);
    expect(gone).not.toContain('Late');
    await ben!.good(['link', commitment!, links[0]!.to, '--as', 'comes-from', '--remove']);
    expect(await ben!.good(['show', commitment!])).not.toContain('Came from');
  });
});
