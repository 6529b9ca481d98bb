// A full circle for pictures, as a circle is after some weeks: seven accounts in the command line, each a home of its own, say what
// they need, ask, share, raise, agree and act. What stands in it is written by seven programs and read by an eighth, the browser's.

import type { Page } from 'playwright-core';
import { createHome, type Home } from '../test/cli/kith.ts';

const PASSWORD = 'seven small boats at noon';
const CIRCLE = 'Tuesday circle';
const DAY = 86_400_000;

type Line = Readonly<Record<string, unknown>>;
/** A day so far from today, as the command line's homes have it. */
const day = (from: number): string => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Rome' }).format(new Date(Date.now() + from * DAY));
const short = (id: unknown): string => String(id).slice(27, 35);

export interface Tuesday {
  /** The account that reads it in a browser. */
  readonly account: string;
  readonly circle: string;
  readonly name: string;
  /** Address of a page in it, by what it shows. */
  readonly pages: Readonly<Record<'need' | 'prompting' | 'shared' | 'issue' | 'action' | 'done' | 'agreement' | 'round', string>>;
  /** Lets one more person in. */
  readonly link: string;
}

/** In a browser that is empty: signed in as the one who reads, with the circle open and all of it come, `shows` included. */
export const openTuesday = async (page: Page, host: string, { account, circle, name }: Tuesday, shows = 'We close our phones'): Promise<void> => {
  await page.goto(`${host}/sign-in`);
  await page.getByLabel('Account name').fill(account);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('A name for this device').fill('Laptop');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('.app:not(.bare)').waitFor();
  await page.goto(`${host}${circle}`);
  await page.getByRole('heading', { name, exact: true }).waitFor({ timeout: 120_000 });
  await page.getByText(shows).first().waitFor({ timeout: 60_000 });
};

/** Fills a circle at a host that takes new accounts. Throws where a command refuses. */
export const fillTuesday = async (host: string): Promise<Tuesday> => {
  const people = ['Leila', 'Ama', 'Dev', 'Ines', 'Joris', 'Tomasz', 'Rosa'] as const;
  type Person = (typeof people)[number];
  const homes = Object.fromEntries(people.map((name) => [name, createHome()])) as Record<Person, Home>;
  const as = (who: Person, ...words: readonly string[]): Promise<string> => homes[who].good(words);
  const read = async (who: Person, ...words: readonly string[]): Promise<Line[]> => (await homes[who].kith([...words, '--json'])).json;
  const sync = async (...those: readonly Person[]): Promise<void> => {
    for (const who of those) await as(who, 'sync');
  };
  /** All send, then all have what the others sent. */
  const together = async (): Promise<void> => {
    await sync(...people);
    await sync(...people);
  };
  try {
    for (const who of people) await homes[who].good(['account', 'create', `${who.toLowerCase()}.tuesday`, '--host', host], { env: { KITH_PASSWORD: PASSWORD } });
    await as('Leila', 'circle', 'create', CIRCLE, '--as', 'Leila');
    const link = await as('Leila', 'circle', 'invite', CIRCLE);
    for (const who of people.slice(1)) await as(who, 'circle', 'join', link, '--as', who);
    await together();
    const [circle] = await read('Rosa', 'circle', 'list');

    await as('Leila', 'agreement', CIRCLE, '--mission', 'We look after people at home, and after one another while we do it. Nobody here carries it alone.');
    await as('Tomasz', 'need', CIRCLE, 'A bicycle with a good light, until March.', '--offer');
    await as('Joris', 'need', CIRCLE, 'A second pair of eyes on a letter to the landlord.');
    await as('Ama', 'need', CIRCLE, 'Company after the funeral on Saturday. Talking not required.', '--presence');
    await as('Leila', 'need', CIRCLE, 'Somebody to take my early visit, 7 to 9. My son has the dentist.', '--by', day(3));
    await as('Joris', 'prompting', CIRCLE, 'What did you stop doing this year that you would like back?', '--lend', 'unnamed');
    await as(
      'Dev',
      'write',
      '# After the home closed\n\nI had the keys to eleven flats in my coat and nobody to give them back to. The office was already dark. What stays with me is not the closing but the Thursday before, when we all knew and carried on writing the plan for January.\n\nI notice that I am still making lists.',
    );
    const [entry] = await read('Dev', 'list');
    await as('Dev', 'share', String(entry!['id']), '--with', CIRCLE, '--quote', 'unnamed', '--until', day(95));
    await as(
      'Ines',
      'agreement',
      CIRCLE,
      'We say it by Friday',
      '--even-when',
      'it is awkward',
      '--rule',
      'Plans close on Wednesday, before the week has shown what it needs.',
      '--owner',
      'Head of planning',
      '--review',
      day(60),
    );
    await as(
      'Leila',
      'issue',
      'raise',
      CIRCLE,
      'Visits are planned back to back, with no travel time',
      '--area',
      'demands',
      '--area',
      'control',
      '--text',
      'The plan gives each visit thirty minutes and the next one starts in the same minute, in another street. We walk, or take the bus, in our own time. People wait. The last ones wait longest.',
      '--cause',
      'The planning program is set to zero minutes between visits. It was set so in April to fit the new contract.',
      '--role',
      'The head of planning, Northside Home Care',
      '--ask',
      'Plan twelve minutes between visits, paid.',
      '--by',
      day(9),
    );
    await as('Ama', 'action', CIRCLE, 'Read the January plan together', '--role', 'I bring the plan');
    await as('Joris', 'action', CIRCLE, 'Take the letter to the planning office', '--role', 'I carry it');
    await together();

    const needs = await read('Rosa', 'needs', CIRCLE);
    const need = (starts: string): string => short(needs.find(({ text }) => String(text).startsWith(starts))!['id']);
    await as('Dev', 'need', CIRCLE, '--answer', need('Company'), 'I bring soup.');
    await as('Ines', 'need', CIRCLE, '--answer', need('Company'));
    await as('Leila', 'need', CIRCLE, '--answer', need('A second'), 'Send it to me tonight.');
    await as('Joris', 'need', CIRCLE, '--met', need('A second'), '--with', 'Leila');
    await as('Joris', 'thank', CIRCLE, 'Leila', 'You found the one sentence that mattered.', '--about', need('A second'));
    const [asked] = await read('Rosa', 'promptings', CIRCLE, '--all');
    await as('Ines', 'prompting', CIRCLE, '--answer', short(asked!['id']), 'Singing while I cook. The neighbours noticed before I did.', '--reads', 'circle');
    const [shared] = await read('Rosa', 'shared', CIRCLE);
    await as('Rosa', 'shared', CIRCLE, '--remark', short(shared!['id']), 'I had the Thursday plan in my bag for a month. I can take two of the keys with you, if that helps.');
    await as(
      'Leila',
      'shared',
      CIRCLE,
      '--remark',
      short(shared!['id']),
      'I was on that plan too. I think we carried on because stopping would have been the first true thing anyone said.',
      '--quote',
      'named',
    );
    const rounds = (await read('Rosa', 'agreements', CIRCLE, '--all')).filter(({ a }) => a === 'round');
    for (const round of rounds) for (const who of people.filter((one) => one !== (round['name'] as Person))) await as(who, 'agreement', CIRCLE, '--consent', short(round['id']));
    const [issue] = await read('Rosa', 'issues', CIRCLE);
    const about = short(issue!['id']);
    for (const who of ['Dev', 'Ines', 'Joris', 'Tomasz'] as const) await as(who, 'issue', 'join', CIRCLE, about);
    await as('Leila', 'issue', 'say', CIRCLE, about, 'go', '--named');
    await as('Dev', 'issue', 'say', CIRCLE, about, 'without-names');
    await as('Leila', 'issue', 'asked', CIRCLE, about, '--on', day(-19));
    await as(
      'Leila',
      'issue',
      'answer',
      CIRCLE,
      about,
      'The program allows one setting for the whole town. I will try seven minutes on two routes and report at the end of the month.',
      '--on',
      day(-8),
      '--gives',
      'part',
    );
    await as('Leila', 'issue', 'promise', CIRCLE, about, 'Seven minutes on two routes.', '--by', day(4), '--on', day(-8));
    const actions = await read('Rosa', 'actions', CIRCLE);
    const action = (starts: string): string => String(actions.find(({ ask }) => String(ask).startsWith(starts))!['id']);
    const [plan, letter] = [action('Read'), action('Take')];
    await as('Leila', 'action', CIRCLE, '--join', short(letter), '--role', 'I speak');
    await as('Dev', 'action', CIRCLE, '--join', short(letter));
    await as('Joris', 'action', CIRCLE, '--step', short(letter), 'Print it twice', '--by', day(2));
    await as('Leila', 'action', CIRCLE, '--step', short(letter), 'Ring and ask for ten minutes');
    await as('Leila', 'action', CIRCLE, '--date', short(letter), 'At the door of the office', '--at', `${day(5)} 08:30`, '--minutes', '45', '--place', 'Harbour Street 4');
    await as('Dev', 'action', CIRCLE, '--join', short(plan), '--role', 'I count the minutes');
    await as('Leila', 'action', CIRCLE, '--join', short(plan));
    await together();

    await as('Dev', 'shared', CIRCLE, '--answer', short(((await read('Dev', 'shared', CIRCLE))[0]!['remarks'] as Line[])[0]!['id']), 'Yes. I would like to say that on Tuesday.');
    await as('Ama', 'action', CIRCLE, '--done', short(plan));
    const agreed = (await read('Ines', 'agreements', CIRCLE, '--all')).find(({ a }) => a === 'agreement');
    await as('Ines', 'agreement', CIRCLE, '--strained', short(agreed!['id']), 'The rota was changed on a Thursday and I heard of it on Monday.');
    await as('Joris', 'agreement', CIRCLE, '--kept', short(agreed!['id']), 'Dev rang on Friday at six, though he had hoped it would go away.');
    await as('Tomasz', 'agreement', CIRCLE, 'We close our phones when somebody is speaking', '--even-when', 'we are on call', '--by', day(6));
    await together();

    await as(
      'Ama',
      'action',
      CIRCLE,
      '--reviewed',
      short(plan),
      '--intended',
      'To see where the minutes go.',
      '--happened',
      'We found forty visits without a minute between them.',
      '--learnt',
      'Bring a map. On paper the streets look close.',
    );
    await as(
      'Dev',
      'action',
      CIRCLE,
      '--reviewed',
      short(plan),
      '--intended',
      'To have one number we all stand behind.',
      '--happened',
      'We have two numbers, and both are bad.',
      '--next',
      'Count a week, not a day.',
    );
    const open = (await read('Ines', 'agreements', CIRCLE, '--all')).find(({ a }) => a === 'round');
    await as('Ines', 'agreement', CIRCLE, '--consent', short(open!['id']));
    await as('Ama', 'agreement', CIRCLE, '--concern', short(open!['id']), 'My mother rings when she falls. I would keep mine on the table.');
    await as('Leila', 'agreement', CIRCLE, '--object', short(open!['id']), 'On call means that I answer. Say “when we are not on call” and I consent.');
    await together();
    // Made now, so that it shows what was agreed.
    const shown = await as('Leila', 'circle', 'invite', CIRCLE);
    const below = `/circles/${String(circle!['circle'])}`;
    return {
      account: 'rosa.tuesday',
      circle: below,
      name: CIRCLE,
      link: shown,
      pages: {
        need: `${below}/needs/${String(needs.find(({ text }) => String(text).startsWith('Company'))!['id'])}`,
        prompting: `${below}/promptings/${String(asked!['id'])}`,
        shared: `${below}/sharing/${String(shared!['id'])}`,
        issue: `${below}/issues/${String(issue!['id'])}`,
        action: `${below}/actions/${letter}`,
        done: `${below}/actions/${plan}`,
        agreement: `${below}/agreements/a/${String(agreed!['id'])}`,
        round: `${below}/agreements/round/${String(open!['id'])}`,
      },
    };
  } finally {
    await Promise.all(people.map((who) => homes[who].remove()));
  }
};
