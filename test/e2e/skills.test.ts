// A skill taken up from a framework, shown by an entry that is linked to it; a CASE file that breaks its schema, taken in as far as it goes.

import { expect } from 'vitest';
import { violationsOn } from './axe.ts';
import { begin, go, host, journey } from './device.ts';
import { write } from './person.ts';

journey('A skill is taken up, shown by an entry, and a framework of one’s own school comes in', async ({ device }) => {
  const { page } = await device();
  await begin(page);
  await write(page, 'I waited until she had said it all.');
  await go(page, `${host()}/act/skills`);
  await page.getByRole('link', { name: 'LifeComp' }).click();
  await page.getByText('Licence: CC BY 4.0').waitFor();
  await page.getByRole('button', { name: 'Take up Empathy' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Empathy' }).waitFor();
  await page.getByRole('region', { name: 'Practices that train it' }).getByRole('link', { name: 'Ask an elder or newcomer' }).waitFor();
  await page.getByLabel('A note for today').fill('I wait before I answer, mostly.');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.getByRole('link', { name: /^Change the note/ }).waitFor();
  await page.getByText('I wait before I answer, mostly.').waitFor();
  await page.getByRole('button', { name: 'Link to something' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('I waited until she had said it all.').click();
  await dialog.waitFor({ state: 'detached' });
  await page
    .locator('.linked')
    .getByRole('link', { name: /I waited until/ })
    .waitFor();
  expect(await violationsOn(page)).toEqual([]);

  await go(page, `${host()}/act/skills`);
  await page.getByText('shown by 1').waitFor();
  const file = {
    CFDocument: { identifier: 'd1', title: 'Our school', creator: 'Us' },
    CFItems: [{ identifier: 'a', fullStatement: 'Asks before helping' }, { identifier: 'b', fullStatement: 'Says no in time' }, { identifier: 'c' }],
    CFAssociations: [
      { associationType: 'isChildOf', originNodeURI: { identifier: 'a' }, destinationNodeURI: { identifier: 'b' } },
      { associationType: 'isChildOf', originNodeURI: { identifier: 'b' }, destinationNodeURI: { identifier: 'a' } },
    ],
  };
  await page.locator('input[type=file]').setInputFiles({ name: 'school.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await page.getByText('“Our school”: 2 items can be read.').waitFor();
  await page.getByText('1 links that led round in a circle.').waitFor();
  await page.getByRole('button', { name: 'Take it in' }).click();
  await page.getByRole('link', { name: 'Our school' }).click();
  await page.getByText('Asks before helping').waitFor();
  expect(await violationsOn(page)).toEqual([]);

  await go(page, `${host()}/act/skills`);
  await page.getByRole('link', { name: 'Make one of your own' }).click();
  await page.getByLabel('Title').fill('The workshop');
  await page.getByLabel('Names').fill('With wheels\n- True a wheel');
  await page.getByRole('button', { name: 'Keep the framework' }).click();
  await page.getByRole('heading', { level: 1, name: 'The workshop' }).waitFor();
  await page.getByRole('button', { name: 'Take up True a wheel' }).waitFor();
});
