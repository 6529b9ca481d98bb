// Values by keyboard: cards picked, put in order by choices between two, one of them taken back; then one drifts, is asked about with its
// counts and what it rests on, answered, and the next dismissed for good.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { createdAs } from '#core/kind.ts';
import { addDays } from '#core/when.ts';
import { entryKind } from '#rooms/journal/model.ts';
import { tinyZip } from '../tiny-zip.ts';
import { violationsOn } from './axe.ts';
import { begin, go, host, journey } from './device.ts';

/** In the order in which this person would choose them. */
const LIKED = ['honesty', 'care', 'beauty', 'skill', 'freedom', 'fun'];
const DEVICE = '0000000000000';

/** Forty days of entries as another Kith would give them: those of the first half serve one value, those of the second another, all of them the rest. */
const archive = (early: string, late: string, always: readonly string[]): Buffer => {
  const lines: string[] = [];
  let clock = tick('', Date.parse('2026-01-01T00:00:00Z'));
  for (let n = 0; n < 40; n++) {
    clock = tick(clock, 0);
    const id = `drift${String(n).padStart(21, '0')}`;
    const made = `${addDays('2026-01-01', n)}T09:00:00.000Z`;
    const change = createdAs(entryKind, id, {
      form: 'entry',
      text: n < 20 ? `Day ${n}. I said honestly what I saw.` : `Day ${n}. We laughed a great deal.`,
      when: addDays('2026-01-01', n),
      links: [n < 20 ? early : late, ...always].map((id) => `serves:${id}`),
      made,
      modified: made,
    });
    lines.push(JSON.stringify(applyChange(undefined, change, stampOf(clock, DEVICE), DEVICE)));
  }
  const header = { format: 'kith-archive', version: 1, made: '2026-03-01T00:00:00.000Z', records: 40, entries: 40, attachments: 0, parts: ['records.jsonl'] };
  return Buffer.from(
    tinyZip([
      { name: 'records.jsonl', data: `${lines.join('\n')}\n` },
      { name: 'kith.json', data: JSON.stringify(header) },
    ]),
  );
};

const pick = async (page: Page, name: string): Promise<void> => {
  const card = page.getByRole('checkbox', { name: new RegExp(`\\b${name}\\b`) });
  await card.focus();
  await page.keyboard.press('Space');
  expect(await card.isChecked()).toBe(true);
};

journey('cards, an order by choices, a value that drifts: asked, answered, and the next one dismissed', async ({ device }) => {
  const { page } = await device();
  await begin(page);
  await go(page, `${host()}/know/values`);
  await page.getByRole('link', { name: /^From cards/ }).press('Enter');
  for (const name of LIKED) await pick(page, name);
  await page.getByRole('button', { name: 'Keep these 6' }).press('Enter');
  await page.getByRole('link', { name: 'Put them in order' }).press('Enter');
  await page.getByRole('button', { name: 'Begin with these 6' }).press('Enter');

  // Two at a time, by arrow keys; the first choice is taken back once.
  const pair = page.locator('.pair .card > span');
  const choose = async (): Promise<void> => {
    const [first, second] = await pair.allInnerTexts();
    await page.keyboard.press(LIKED.indexOf(first!) < LIKED.indexOf(second!) ? 'ArrowLeft' : 'ArrowRight');
  };
  await page.getByText('0 of at most 15').waitFor();
  await choose();
  await page.getByText('1 of at most 15').waitFor();
  await page.keyboard.press('Backspace');
  let count = 0;
  for (;;) {
    await page
      .getByText(`${count} of at most 15`)
      .or(page.getByRole('heading', { name: 'Your order' }))
      .first()
      .waitFor();
    if (await page.getByRole('heading', { name: 'Your order' }).isVisible()) break;
    await choose();
    count++;
  }
  expect(count).toBeLessThanOrEqual(15);
  expect(count).toBeGreaterThan(5);
  expect(await page.locator('.standings .said').allInnerTexts()).toEqual(LIKED.map((name, at) => `place ${at + 1} ${name}`));
  await page.getByRole('button', { name: 'Keep this order' }).press('Enter');
  await page.getByRole('heading', { name: /^Order of / }).waitFor();

  // Nothing is asked of nothing; then forty days come in from elsewhere.
  await go(page, `${host()}/know/values`);
  await page.getByRole('heading', { name: 'Said and done', level: 1 }).waitFor();
  expect(await page.getByText('Kith asks').count()).toBe(0);
  const idOf = async (name: string): Promise<string> => (await page.getByRole('link', { name, exact: true }).getAttribute('href'))!.split('/').at(-1)!;
  const ids = await Promise.all(LIKED.map(idOf));
  const drifting = archive(ids[0]!, ids.at(-1)!, ids.slice(1, -1));
  await go(page, `${host()}/bring-in`);
  await page.locator('input[type=file]').first().setInputFiles({ name: 'from-elsewhere.zip', mimeType: 'application/zip', buffer: drifting });
  await page.getByRole('button', { name: /^Bring in 40 entr/ }).click();
  await page
    .getByText(/came in/)
    .first()
    .waitFor();

  await go(page, `${host()}/know/values`);
  await page.getByRole('heading', { name: /^You put “honesty” in place 1 of 6\. Since about 21 January 2026, less of what you did served it\. What happened there\?$/ }).waitFor();
  await page.getByText('Before: 20 of 20 (100%). Since then: 0 of 20 (0%). Over all: 20 of 40 (50%).').waitFor();
  expect(await page.getByRole('cell', { name: 'I said honestly what I saw.' }).count()).toBe(3);
  await page
    .getByRole('img', { name: /^honesty, over time\./ })
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'The same as a table' }).press('Enter');
  await page.getByRole('rowheader', { name: 'honesty' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);

  // What the circumstances decided leads to others, and to a circle first where there is none: never to advice.
  await page.getByRole('button', { name: /^I had no real choice/ }).press('Enter');
  await page.getByRole('link', { name: 'Make a circle' }).waitFor();

  // An answer with a line of one's own; what stands lower and became commoner is asked next, and is not to be looked at again.
  await page.getByRole('button', { name: /^It fits what I value/ }).press('Enter');
  await page.getByLabel('Why it fits').fill('I need not say it any more; they know.');
  await page.getByRole('button', { name: 'Keep the answer' }).press('Enter');
  await page.getByRole('heading', { name: /^You put “fun” in place 6 of 6\. Since about 21 January 2026, more of what you did served it\./ }).waitFor();
  await page.getByRole('button', { name: 'Don’t look at this' }).press('Enter');
  await page.getByText('Kith will not look at this.').waitFor();
  expect(await page.getByText('Kith asks').count()).toBe(0);
  await page.reload();
  await page.getByRole('heading', { name: 'Said and done', level: 1 }).waitFor();
  expect(await page.getByText('Kith asks').count()).toBe(0);
  await page.getByRole('link', { name: 'honesty', exact: true }).press('Enter');
  await page.getByText('I need not say it any more; they know.').first().waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
