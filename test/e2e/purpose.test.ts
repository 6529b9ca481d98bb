// Purpose by keyboard: what takes energy is marked, and a check-in says what it was about; success in two versions; a possible life with a goal
// of work, its trial made a commitment, looked back at, and back with what was learnt and one answer.

import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { violationsOn } from './axe.ts';
import { begin, go, host, journey } from './device.ts';

/** By keyboard, once it is there. */
const press = async (what: Locator): Promise<void> => {
  await what.waitFor();
  await what.press('Enter');
};

journey('energy marked, success in versions, a life tried for an hour', async ({ device }) => {
  const { page } = await device();
  await begin(page);
  const main = page.getByRole('main');
  const room = `${host()}/know/purpose`;
  await go(page, room);
  await press(main.getByRole('link', { name: /^Mark what gave or took energy/ }));
  await main.getByLabel('What it was', { exact: true }).fill('Late visits');
  await main.getByLabel('What it was', { exact: true }).press('Enter');
  const energy = main.getByRole('group', { name: 'Did it drain or give energy?' }).getByRole('radio', { name: '−2' });
  await energy.focus();
  await energy.press('Space');
  const meaning = main.getByRole('group', { name: 'How much did it mean?' }).getByRole('radio', { name: '+2' });
  await meaning.focus();
  await meaning.press('Space');
  await press(main.getByRole('button', { name: 'Keep it', exact: true }));
  await main.getByRole('heading', { name: 'Energy', level: 1 }).waitFor();
  await main.getByText('not sure yet: energy −2, meaning +2, 1 time').waitFor();

  // A check-in says energy; what it was about is said here, and counts for the same thing.
  await go(page, `${host()}/journal/check-in`);
  await main.getByRole('radio', { name: /^−1/ }).check();
  await press(main.getByRole('button', { name: 'Save the check-in' }));
  await page.waitForURL(/\/journal\/e\//);
  await go(page, `${room}/energy`);
  await main.getByLabel('What it was', { exact: true }).fill('late visits');
  await main.getByLabel('What it was', { exact: true }).press('Enter');
  await press(main.getByRole('button', { name: 'Keep it', exact: true }));
  await main.getByText('not sure yet: energy −1.5, meaning +2, 2 times').waitFor();
  await press(main.getByRole('button', { name: 'The same as a table' }));
  await main.getByRole('rowheader', { name: /^week of/ }).waitFor();

  // Success: the earlier version stays.
  for (const [text, since] of [
    ['To be the one who is never late.', '2019-01-01'],
    ['Home for supper three evenings of five.', ''],
  ] as const) {
    await go(page, `${room}/write/success`);
    await main.getByLabel('What would success be?').fill(text);
    await main.getByLabel('Since when').fill(since);
    await press(main.getByRole('button', { name: 'Keep this version' }));
    await page.waitForURL(/\/know\/purpose\/version\//);
  }
  await go(page, room);
  const versions = main.getByRole('region', { name: 'Success, on my own terms' }).getByRole('listitem');
  await versions.nth(1).waitFor();
  expect(await versions.allInnerTexts()).toEqual([expect.stringMatching(/^now[^]*Home for supper/), expect.stringMatching(/^January 2019[^]*never late/)]);

  // A life with a goal of work; its trial becomes a commitment, with the words carried over.
  await press(main.getByRole('link', { name: 'Imagine a life' }));
  await main.getByLabel('What it is called').fill('Teach home care');
  await main.getByLabel('Goals that lead there', { exact: true }).fill('The certificate');
  await main.getByLabel('Goals that lead there', { exact: true }).press('Enter');
  await main.getByLabel('Small experiment', { exact: true }).fill('Let two students come along.');
  await main.getByRole('radio', { name: 'one hour' }).check();
  await press(main.getByRole('button', { name: 'Keep this life' }));
  await page.waitForURL(/\/know\/purpose\/life\//);
  const life = page.url();
  await main.getByRole('link', { name: 'The certificate' }).waitFor();
  await press(main.getByRole('button', { name: 'Try it' }));
  await main.getByRole('button', { name: 'I will do it' }).waitFor();
  expect(await main.getByLabel('What will you do?').inputValue()).toBe('Let two students come along.');
  await press(main.getByRole('button', { name: 'I will do it' }));
  await page.waitForURL(/\/act\/commitments\/[0-9a-z]{26}$/);
  await press(main.getByRole('link', { name: 'Teach home care' }));
  await page.waitForURL(life);
  await press(main.getByRole('link', { name: 'Say how it went' }));
  await page.waitForURL(/\/act\/commitments\//);
  await press(main.getByRole('button', { name: 'Say how it went' }));
  await main.getByLabel('What happened?').fill('Explaining tires me less than I thought.');
  await press(main.getByRole('button', { name: 'Keep it', exact: true }));
  await main.getByText('Explaining tires me less than I thought.').first().waitFor();

  // Back in Now with one question, and on the page of the life with what was learnt.
  await go(page, `${host()}/now`);
  await main.getByText('A trial of “Teach home care”. Does it draw you more or less now?').waitFor();
  await press(main.getByRole('link', { name: /^Answer/ }));
  await page.waitForURL(`${life}#trials`);
  await main.getByText('What I learnt').waitFor();
  await main.getByText('Explaining tires me less than I thought.').waitFor();
  const draws = main.getByRole('radio', { name: 'draws me more' });
  await draws.focus();
  await draws.press('Space');
  await press(main.getByRole('button', { name: 'Keep this', exact: true }));
  await main.getByRole('button', { name: 'Take back' }).waitFor();
  expect(await main.getByRole('radio').count()).toBe(0);
  await go(page, room);
  await main.getByRole('link', { name: 'What came of it' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
