// A feeling from its name to what one does about it: named in a check-in with words of two sorts and one of one's own, asked what it may be
// telling, made a commitment with the words carried over; grounding with no network, worse, and so whom to call; a hard conversation; over time.

import { describe, expect } from 'vitest';
import { tinyZip } from '../tiny-zip.ts';
import { violationsOn } from './axe.ts';
import { begin, go, host, journey, KEEPS_PAGES } from './device.ts';

describe('a feeling', () => {
  journey('is named, leads to a commitment, and where grounding made it worse a person is one tap away, offline', async ({ device }) => {
    const { context, page } = await device(KEEPS_PAGES);
    const main = page.getByRole('main');
    await begin(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await go(page, `${host()}/know/feelings`);
    await main.getByRole('link', { name: 'Name a feeling' }).click();

    // Named: a quarter, a word, one's own, and one of no quarter; then what it may be telling.
    await main.getByRole('radio', { name: /Unpleasant.*low energy/ }).check();
    await main.getByRole('checkbox', { name: 'exhausted' }).check();
    await main.getByRole('checkbox', { name: 'mixed' }).check();
    await main.getByRole('button', { name: 'Add a word of your own' }).click();
    await main.getByRole('textbox', { name: 'A word of your own' }).fill('wrung out');
    await main.getByRole('button', { name: 'Add', exact: true }).click();
    await main.getByRole('checkbox', { name: 'wrung out' }).waitFor();
    await main.getByRole('button', { name: 'Save the check-in' }).click();
    await main.getByText('exhausted').first().waitFor();
    await main.getByRole('link', { name: 'What may it be telling?' }).click();
    await main.getByRole('heading', { level: 1, name: 'What may it be telling?' }).waitFor();
    await main.getByText('wrung out').first().waitFor();
    expect(await main.getByRole('radio', { name: /Unpleasant/ }).count()).toBe(0);
    await main.getByRole('checkbox', { name: 'too much to do' }).check();
    await main.getByLabel('What may it be telling you?').fill('Three late visits in a row are too many.');
    await main.getByRole('checkbox', { name: 'a fair say' }).check();
    const sizes = await Promise.all(
      ['Ask others', 'Make a commitment', 'Write about it', 'Keep it, no more'].map(async (name) => {
        const box = await main.getByRole('button', { name, exact: true }).boundingBox();
        return `${Math.round(box!.width)} ${Math.round(box!.height)}`;
      }),
    );
    expect(new Set(sizes).size).toBe(1);
    await main.getByRole('button', { name: 'Make a commitment' }).click();
    await page.waitForURL(/\/act\/commitments\/new\?to=/);
    await main.getByText('I need: a fair say').waitFor();
    await main.getByLabel('What will you do?').fill('Ask for two in a row at most');
    await main.getByRole('button', { name: 'I will do it' }).click();
    await page.waitForURL(/\/act\/commitments\/[0-9a-z]{26}$/);
    await main.getByRole('link', { name: 'Three late visits in a row are too many.' }).click();
    await page.waitForURL(/\/know\/feelings\/telling\//);
    await page.getByRole('region', { name: 'What rests on it' }).getByText('Ask for two in a row at most').waitFor();
    expect(await violationsOn(page)).toEqual([]);

    // Grounding with no network: begun, stopped, worse. It is not offered any more, and a person is one tap away.
    await go(page, `${host()}/know/feelings/ground`);
    await main.getByRole('link', { name: 'Begin: Three slow breaths out' }).waitFor();
    await page.waitForFunction(async () => {
      const [name, more] = await caches.keys();
      return more === undefined && name !== undefined && (await (await caches.open(name)).keys()).some(({ url }) => /\/assets\/helplines-|\/assets\/help-/.test(url));
    });
    await context.setOffline(true);
    await main.getByRole('link', { name: 'Begin: Three slow breaths out' }).click();
    await main.getByRole('button', { name: 'Begin', exact: true }).click();
    await main.getByRole('button', { name: 'Stop', exact: true }).click();
    await main.getByRole('button', { name: 'Begin', exact: true }).waitFor();
    await main.getByRole('button', { name: 'Worse', exact: true }).click();
    await main.getByRole('link', { name: 'Talk to a person now' }).click();
    await main.getByLabel('Country').selectOption('ES');
    const line = main.getByRole('link', { name: 'Línea 024 024' });
    await line.waitFor();
    expect(await line.getAttribute('href')).toBe('tel:024');
    expect(await violationsOn(page)).toEqual([]);
    await go(page, `${host()}/know/feelings/ground`);
    await main.getByRole('heading', { name: '1 not offered' }).waitFor();
    expect(await main.getByRole('link', { name: 'Begin: Three slow breaths out' }).count()).toBe(0);
    await context.setOffline(false);

    // A hard conversation, before and after; each shows the other; undone.
    await go(page, `${host()}/know/feelings/conversation/new`);
    await main.getByLabel('What is it about?').fill('The late visits');
    await main.getByLabel('What do I ask for?').fill('Two in a row at most.');
    await main.getByLabel('Their side, as they would tell it').fill('Two are ill.');
    await main.getByRole('button', { name: 'Keep this' }).click();
    await main.getByRole('heading', { level: 1, name: 'The late visits' }).waitFor();
    await main.getByRole('link', { name: 'How did it go?' }).click();
    await main.getByText('Two in a row at most.').waitFor();
    await main.getByLabel('What happened?').fill('She listened.');
    await main.getByText('heard in part', { exact: true }).click();
    await main.getByRole('button', { name: 'Keep this' }).click();
    await page.waitForURL(/\/know\/feelings\/after\//);
    await main.getByRole('link', { name: 'The late visits' }).first().click();
    await main.getByRole('link', { name: 'She listened.' }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await go(page, `${host()}/know/feelings`);
    await main.getByText('Looked back at').waitFor();
    await main.getByRole('link', { name: 'Over time' }).click();
    await main.getByText('Not enough yet to say anything.').waitFor();

    // With days brought in there is enough: by time of day, by area, as a table, with what each row rests on.
    const files = Array.from({ length: 11 }, (_, n) => ({
      name: `${n}.md`,
      data: new TextEncoder().encode(
        `---\ndate: 2024-03-${10 + n}T${n < 6 ? '08' : '20'}:00\nfeelings: [${n < 6 ? 'hopeful' : 'exhausted'}]\n${n < 6 ? 'areas: [learning]\n' : ''}---\n\nDay ${n}.\n`,
      ),
    }));
    await go(page, `${host()}/bring-in`);
    await page.getByLabel('A file', { exact: true }).setInputFiles({ name: 'days.zip', mimeType: 'application/zip', buffer: tinyZip(files) });
    await page.getByRole('button', { name: /^Bring in \d+ entr/ }).click();
    await page
      .getByText(/came in/)
      .first()
      .waitFor();
    await go(page, `${host()}/know/feelings/over-time?by=area`);
    await main.getByRole('img', { name: 'learning: pleasant, high energy 6' }).waitFor();
    await main.getByText('6 times: hopeful 6').click();
    await main.getByText('15 March 2024').first().waitFor();
    await main.getByText('Time of day', { exact: true }).click();
    await main.getByRole('img', { name: /^Morning: .*\bpleasant, high energy 6/ }).waitFor();
    await main.getByText('The same as a table').click();
    await main.getByRole('row', { name: /^Morning/ }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });
});
