// An entry shared by one person and read by another: remarked on between the two and before the circle, quoted as its terms allow, its
// terms tightened, taken back, and gone on the other screen; a practice given to the circle, and adapted there.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { violationsOn } from './axe.ts';
import { go, journey } from './device.ts';
import { peopleAt } from './in-account.ts';
import { comeIn, linkInto, makeCircle } from './in-circle.ts';

let host: RunningHost;
const { at, begin, write } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());

const press = (page: Page, name: string, within = page.locator('main')): Promise<void> => within.getByRole('button', { name, exact: true }).click();

journey('An entry is shared on terms, remarked on privately and openly, quoted as allowed, taken back and gone on the other screen', async ({ device }) => {
  const [{ page: dev }, { page: rosa }] = await Promise.all([device(), device()]);
  await begin(dev);
  const circle = new URL(await makeCircle(dev, host.address, 'Tuesday circle', 'Dev')).pathname;
  await comeIn(rosa, host.address, await linkInto(dev, at(circle)), 'Rosa');

  // From the entry's page, part of it, with terms.
  await write(dev, 'I had the keys to eleven flats in my coat.\n\nNobody else should read this.');
  await dev.getByRole('button', { name: 'More' }).first().click();
  await dev.getByRole('menuitem', { name: 'Share a copy in a circle' }).press('Enter');
  // The menu is gone, and what opened it; who pressed a key in it stands on the page that it led to.
  await dev.waitForFunction(() => location.pathname === '/share' && document.activeElement?.closest('#main') !== null);
  await dev.waitForURL(/\/share\?entry=/);
  await dev.getByText('Rosa reads it: the other person in Tuesday circle now.').waitFor();
  const words = dev.getByLabel('These words go, exactly as they stand here');
  expect(await words.inputValue()).toContain('Nobody else');
  await words.fill('I had the keys to eleven flats in my coat.');
  await dev.getByText('yes, without my name', { exact: true }).click();
  expect(await violationsOn(dev)).toEqual([]);
  await press(dev, 'Share with Tuesday circle');
  await dev.waitForURL(/\/sharing\/[0-9a-z-]{53}$/);
  const shared = new URL(dev.url()).pathname;

  // On the other screen, by itself, with its terms.
  const text = rosa.getByText('I had the keys to eleven flats in my coat.');
  await text.waitFor();
  await rosa.getByText('May be quoted without the name').waitFor();
  expect(await rosa.locator('main').innerText()).not.toContain('Nobody else');

  // One remark between the two, one for the circle.
  await rosa.getByLabel('Your remark').fill('I can take two of the keys with you.');
  await press(rosa, 'Send the remark');
  await rosa.getByText('Only Dev and you can see that this remark exists.').waitFor();
  await rosa.getByLabel('Your remark').fill('I was on that plan too.');
  await rosa.getByText('quotable with my name', { exact: true }).click();
  await press(rosa, 'Send the remark');
  await rosa.getByText('quotable with your name').waitFor();
  expect(await violationsOn(rosa)).toEqual([]);
  const remark = (page: Page, said: string) => page.locator('main li.stack').filter({ hasText: said });
  await remark(dev, 'I was on that plan too.').getByText('quotable with the name').waitFor();
  await remark(dev, 'I can take two').getByText('between Rosa and you').waitFor();
  await press(dev, 'Answer', remark(dev, 'I can take two'));
  await dev.getByLabel('Your answer').fill('Yes. On Tuesday.');
  await press(dev, 'Send the answer');
  await remark(rosa, 'I can take two').getByText('Yes. On Tuesday.').waitFor();

  // Quoted without the name, since the terms say so; not quoted any more when they say no.
  await press(rosa, 'Quote it');
  const dialog = rosa.getByRole('dialog');
  await dialog.getByLabel('The words that you quote').fill('the keys to twelve flats');
  await press(rosa, 'Quote it', dialog);
  await dialog.getByText('These words do not stand in the text like this.').waitFor();
  await dialog.getByLabel('The words that you quote').fill('the keys to eleven flats');
  await dialog.getByLabel('What you say to it, if you wish').fill('What do we do with keys?');
  await press(rosa, 'Quote it', dialog);
  await dialog.waitFor({ state: 'detached' });
  await go(rosa, at(`${circle}/sharing`));
  const quoted = (page: Page) => page.locator('main li.row').filter({ hasText: 'What do we do with keys?' });
  await quoted(rosa).getByText('Somebody in this circle').waitFor();
  await go(dev, at(`${circle}/sharing`));
  await quoted(dev).getByText('the keys to eleven flats').waitFor();
  expect(await violationsOn(dev)).toEqual([]);
  await go(dev, at(shared));
  await press(dev, 'Change the terms');
  await dev.getByRole('dialog').getByText('no', { exact: true }).click();
  await press(dev, 'Keep these terms', dev.getByRole('dialog'));
  await rosa.getByText('Yours, on what is not here any more').waitFor();
  expect(await rosa.locator('main blockquote').count()).toBe(0);

  // Taken back: gone here, there, and from the circle's page.
  await dev.locator('main .terms').waitFor();
  await dev.locator('main').getByRole('button', { name: 'Take it back', exact: true }).first().click();
  await dev.getByText('You took it back. Others may remember it').waitFor();
  await text.waitFor({ state: 'detached' });
  await go(rosa, at(shared));
  await rosa.getByText('Dev took it back, or it ended').waitFor();
  await go(rosa, at(circle));
  await rosa.getByRole('heading', { name: 'Shared', exact: true }).waitFor();
  expect(await rosa.locator('main').innerText()).not.toContain('eleven flats');
  // What hung on it is its writer's still, and goes with all of theirs.
  await go(rosa, at(`${circle}/sharing`));
  await rosa.getByText('I was on that plan too.').waitFor();
  await press(rosa, 'Take back all that is yours here');
  await rosa.getByText('I was on that plan too.').waitFor({ state: 'detached' });

  // A practice given to the circle by one, adapted there by the other, with what it came from.
  await go(dev, at('/act/practices/p10/share'));
  await press(dev, 'Share it in Tuesday circle');
  await dev.getByText('Shared by Dev').waitFor();
  await go(rosa, at(`${circle}/practices`));
  await rosa.getByRole('link', { name: 'Two-way listening' }).click();
  await rosa.getByRole('link', { name: 'Adapt it for the circle' }).click();
  await rosa.getByLabel('Name', { exact: true }).fill('Listening at lunch');
  await press(rosa, 'Save');
  await rosa.getByText('Made by Rosa').waitFor();
  await go(dev, at(`${circle}/practices`));
  await dev.getByRole('link', { name: 'Listening at lunch' }).click();
  await dev.getByRole('link', { name: 'Two-way listening, by Kith, CC BY-SA 4.0' }).waitFor();
  await press(dev, 'Take it into your own');
  await dev.getByRole('link', { name: 'You have it among your own' }).waitFor();
  expect(await violationsOn(dev)).toEqual([]);
});
