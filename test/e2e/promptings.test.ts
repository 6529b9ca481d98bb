// A prompting from one person to others, as they live through it: Ana asks, Ben answers her alone, Cai sees nothing of it. A tab that is
// killed while Ben writes loses nothing; what Ana asks Ben alone reaches him while he looks, and he passes, which nobody is told.

import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from '../cli/kith.ts';
import { violationsOn } from './axe.ts';
import { go, journey } from './device.ts';
import { forgive, PASSWORD, peopleAt } from './in-account.ts';

let host: RunningHost;
let homes: Home[];
const { at, signIn } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
  homes = ['ana', 'cai'].map(() => createHome());
});
afterAll(async () => {
  for (const home of homes) await home.remove();
  await host.stop();
});

journey('a prompting is answered to its asker alone, and another is passed', async ({ device }) => {
  const [ana, cai] = homes as [Home, Home];
  for (const [home, name] of [
    [ana, 'ana'],
    [cai, 'cai'],
  ] as const)
    await home.good(['account', 'create', name, '--host', host.address], { env: { KITH_PASSWORD: PASSWORD } });
  await ana.good(['circle', 'create', 'Tuesday', '--as', 'Ana']);
  const link = await ana.good(['circle', 'invite', 'Tuesday']);
  await cai.good(['circle', 'join', link, '--as', 'Cai']);
  await ana.good(['sync']);

  const ben = await device();
  await go(ben.page, at(`/join${link.slice(link.indexOf('#'))}`));
  await ben.page.locator('main input').first().fill('Ben');
  await ben.page.getByRole('button', { name: 'Join', exact: true }).click();
  await ben.page.waitForURL(/\/circles\/[0-9a-z]{26}$/);
  const circle = ben.page.url();

  // What is written to a circle on the command line is read by who has the page alone.
  await ana.good(['circle', 'write', 'Tuesday', 'Can we meet earlier?']);
  await ana.good(['sync']);
  await ben.page.getByRole('heading', { name: 'Notes', exact: true }).waitFor();
  await ben.page.getByText('Can we meet earlier?', { exact: true }).waitFor();

  // Ana asks in a browser of hers.
  const hers = await device();
  await signIn(hers.page, 'ana');
  await go(hers.page, `${circle}/promptings/ask`);
  await hers.page.getByRole('button', { name: 'When have you seen me at my best? What was I doing?' }).click();
  await hers.page.getByLabel('as each person chooses').check();
  await hers.page.getByRole('button', { name: 'Ask', exact: true }).click();
  await hers.page.getByText('Nobody has answered you yet.').waitFor();

  // It comes to Ben while he looks; what he has typed is there again after the tab was killed.
  const answer = ben.page.getByLabel('Your answer');
  await answer.fill('When you waited until everybody had spoken.');
  await ben.page.getByLabel('Ana', { exact: true }).check();
  await ben.page.waitForTimeout(1000);
  await ben.page.close({ runBeforeUnload: false });
  const again = await ben.context.newPage();
  await go(again, circle);
  expect(await again.getByLabel('Your answer').inputValue()).toBe('When you waited until everybody had spoken.');
  expect(await again.getByLabel('Ana', { exact: true }).isChecked()).toBe(true);
  await again.getByText('Nobody is told whether you answered or passed.').waitFor();
  await again.getByRole('button', { name: 'Send to Ana' }).click();
  await again.getByText('Your answer. Only Ana and you read it.').waitFor();

  await hers.page.getByText('When you waited until everybody had spoken.').waitFor();
  await hers.page.getByText('Ben, to you alone').waitFor();
  await hers.page.getByRole('button', { name: 'Thank Ben' }).click();
  await again.getByText('Ana thanks you.').waitFor();

  // What Ben saw waits in her room of purpose, and is kept there as a gift in words of her own.
  await go(hers.page, at('/know/purpose'));
  await hers.page.getByText('An answer from Ben has come.').waitFor();
  await hers.page.getByRole('link', { name: 'Open it' }).click();
  await hers.page.getByRole('button', { name: 'Keep as a gift' }).click();
  await hers.page.getByRole('heading', { name: 'A gift', level: 1 }).waitFor();
  expect(await hers.page.getByLabel('What it is').inputValue()).toBe('When you waited until everybody had spoken.');
  await hers.page.getByLabel('What it is').fill('I wait until everybody has spoken.');
  await hers.page.getByRole('button', { name: 'Keep it' }).click();
  await hers.page.getByRole('link', { name: 'I wait until everybody has spoken.' }).waitFor();
  await hers.page.getByText('Ben says').waitFor();
  expect(await hers.page.getByText('An answer from Ben has come.').count()).toBe(0);

  // Another, an open question of hers, to Ben alone; he passes.
  await go(hers.page, at('/journal/questions'));
  await hers.page.getByLabel('A question you want to keep open').fill('What would you rather not say in the circle?');
  await hers.page.getByRole('button', { name: 'Keep the question' }).click();
  await hers.page.getByRole('link', { name: 'What would you rather not say in the circle?' }).click();
  await hers.page.getByLabel('What would you say to it now?').fill('That I am tired.');
  await hers.page.getByRole('button', { name: 'Keep these words' }).click();
  await hers.page.getByRole('link', { name: /^Change the note/ }).waitFor();
  const question = hers.page.url();
  // What is being said to one question does not stand under the next.
  await go(hers.page, at('/journal/questions'));
  await hers.page.getByLabel('A question you want to keep open').fill('What else?');
  await hers.page.getByRole('button', { name: 'Keep the question' }).click();
  await hers.page.getByRole('link', { name: 'What else?' }).click();
  await hers.page.getByRole('heading', { level: 1, name: 'What else?' }).waitFor();
  await hers.page.getByLabel('What would you say to it now?').fill('Half a thought.');
  await go(hers.page, question);
  await hers.page.getByRole('heading', { level: 1, name: 'What would you rather not say in the circle?' }).waitFor();
  await expect.poll(() => hers.page.getByLabel('What would you say to it now?').inputValue()).toBe('');
  await go(hers.page, `${circle}/promptings/ask?question=${question.split('/').at(-1)}`);
  await hers.page.getByLabel('some of them').check();
  await hers.page.getByLabel('Ben', { exact: true }).check();
  await hers.page.getByText('It goes to Ben alone. Nothing in the circle shows that it exists.').waitFor();
  expect(await violationsOn(hers.page)).toEqual([]);
  await hers.page.getByRole('button', { name: 'Ask', exact: true }).click();
  await hers.page.getByText('Only you and Ben know of this.').waitFor();
  await go(again, `${circle}/promptings`);
  await again.getByText('What would you rather not say in the circle?').waitFor();
  expect(await violationsOn(again)).toEqual([]);
  await again.getByRole('button', { name: 'Pass', exact: true }).click();
  await again.getByText('You passed. Nobody is told.').waitFor();

  // After all he answers; she puts it under her question, which shows it and holds no word of it.
  await again.getByRole('button', { name: 'Answer after all' }).click();
  await again.getByLabel('Your answer').fill('That I want to stop.');
  await again.getByLabel('Ana', { exact: true }).check();
  await again.getByRole('button', { name: 'Send to Ana' }).click();
  await again.getByText('That I want to stop.').waitFor();
  await go(hers.page, question);
  await hers.page.getByText('Ben, in Tuesday').waitFor();
  await hers.page.getByRole('button', { name: 'Put it under the question: the answer of Ben' }).click();
  await hers.page.getByText('Ben answered, in Tuesday').waitFor();
  expect(await violationsOn(hers.page)).toEqual([]);

  // Cai has all of the circle, and nothing of that.
  await cai.good(['sync']);
  const seen = (await cai.kith(['promptings', 'Tuesday', '--all', '--json'])).json;
  expect(seen).toMatchObject([{ name: 'Ana', text: 'When have you seen me at my best? What was I doing?', mine: null, others: [], thanks: [] }]);
  forgive(hers);
  forgive(ben);
});
