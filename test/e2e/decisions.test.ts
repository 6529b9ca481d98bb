// A decision from its question to what came of it: made by keyboard, linked and found, looked at again by mouse with no network, before
// its day too; everything can be undone.

import { describe, expect } from 'vitest';
import { begin, go, host, journey, KEEPS_PAGES } from './device.ts';
import { violationsOn } from './axe.ts';

describe('a decision', () => {
  journey('is made by keyboard, put off, found, linked, and looked at again without a network', async ({ device }) => {
    const { context, page } = await device(KEEPS_PAGES);
    await begin(page);
    await go(page, `${host()}/now`);
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Know' }).waitFor();

    // By keyboard alone: g k, the room, the form.
    await page.locator('main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    await page.getByRole('heading', { level: 1, name: 'Know' }).waitFor();
    await page
      .getByRole('main')
      .getByRole('link', { name: /Decisions/ })
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Decide something' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('What is to be decided?').fill('Shall I take the team lead post?');
    const ways = page.getByRole('group', { name: /^Way \d$/ });
    await ways.nth(0).getByLabel('Way 1', { exact: true }).fill('Take it, from January');
    await ways.nth(0).getByLabel('For', { exact: true }).fill('A say in the rota.\n160 more a month.');
    await ways.nth(1).getByLabel('Way 2', { exact: true }).fill('Ask for it at half time');
    await ways.nth(1).getByText('Values, feeling, body').focus();
    await page.keyboard.press('Enter');
    await ways.nth(1).getByLabel('Values at stake', { exact: true }).fill('care');
    await page.keyboard.press('Enter');
    await ways.nth(1).getByLabel('Feeling', { exact: true }).fill('hopef');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await ways.nth(1).getByLabel('This one').focus();
    await page.keyboard.press('Space');
    await page.getByLabel('What would change my mind?').fill('If planning keeps zero minutes between visits.');
    await page.getByLabel('By the day I look again, this will be true').fill('I still want this post.');
    const likely = page.getByRole('slider', { name: /How likely/ });
    await likely.focus();
    for (let n = 0; n < 15; n += 1) await page.keyboard.press('ArrowRight');
    expect(await likely.getAttribute('aria-valuetext')).toBe('65 in 100');
    await page.getByLabel('Look again on').fill('2020-05-03');

    // Kept as it is typed: a page that is loaded anew has all of it.
    await page.waitForTimeout(500);
    await page.reload();
    expect(await page.getByLabel('Way 2', { exact: true }).inputValue()).toBe('Ask for it at half time');
    expect(await page.getByRole('slider', { name: /How likely/ }).getAttribute('aria-valuetext')).toBe('65 in 100');
    // Sent twice at once, as by two quick presses: one decision.
    await page.locator('main form').evaluate((form) => {
      (form as HTMLFormElement).requestSubmit();
      (form as HTMLFormElement).requestSubmit();
    });
    await page.waitForURL(/\/know\/decisions\/[0-9a-z]{26}$/);
    const made = page.url();
    await go(page, `${host()}/know/decisions`);
    await page.locator('main').getByText('Shall I take the team lead post?').first().waitFor();
    expect(await page.locator('main').getByText('Shall I take the team lead post?').count()).toBe(1);
    await go(page, made);
    const address = page.url();
    const main = page.getByRole('main');
    for (const text of ['Shall I take the team lead post?', 'A say in the rota.', 'hopeful', 'care', '65 in 100', 'zero minutes']) await main.getByText(text).first().waitFor();
    expect(await main.locator('.way-read.chosen').innerText()).toContain('Ask for it at half time');
    expect(await violationsOn(page)).toEqual([]);

    // Its calendar file, and an entry that it rests on, from the page; the entry shows the decision.
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Put it in my calendar' }).click()]);
    expect(file.suggestedFilename()).toMatch(/\.ics$/);
    await go(page, `${host()}/journal/write`);
    await page.getByRole('textbox', { name: 'What you write' }).fill('Tomasz said he would like it.');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/journal\/e\//);
    const entry = page.url();
    await go(page, address);
    await page.getByRole('button', { name: 'Link to something' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Rests on', { exact: true }).click();
    await dialog.getByRole('button', { name: /Tomasz said/ }).click();
    await main.getByRole('link', { name: 'Tomasz said he would like it.' }).click();
    await page.waitForURL(entry);
    await page.getByRole('region', { name: 'What rests on it' }).getByText('Rests on this').waitFor();
    await go(page, `${host()}/journal/search?q=rota`);
    await main.getByRole('link', { name: 'Shall I take the team lead post?' }).waitFor();

    // It becomes a commitment with its words, or is asked of those it touches; who is in no circle is shown where to begin one. what is mine or the machine's is changed.
    await go(page, address);
    await main.getByRole('heading', { name: 'Ask those it touches' }).waitFor();
    await main.getByRole('link', { name: 'Make a circle' }).waitFor();
    await main.getByRole('button', { name: 'Make it a commitment' }).click();
    await page.waitForURL(/\/act\/commitments\/new\?to=/);
    expect(await page.getByLabel('What will you do?').inputValue()).toBe('Ask for it at half time');
    await main.getByText('Shall I take the team lead post?').first().waitFor();
    await go(page, `${host()}/know/decisions/machine`);
    await page.getByLabel('What is the task?').fill('Answer the families');
    await page.getByText('I do it myself', { exact: true }).click();
    await page.getByRole('button', { name: 'Keep this decision' }).click();
    await page.waitForURL(/\/know\/decisions\/[0-9a-z]{26}$/);
    await main.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByText('I ask the machine, and decide', { exact: true }).click();
    await page.getByRole('button', { name: 'Keep this decision' }).click();
    await main.getByRole('link', { name: 'Look again' }).waitFor();
    await main.getByText('I ask the machine, and decide').waitFor();

    // It is due: Now says so. Looked at again by mouse, with no network.
    await go(page, `${host()}/now`);
    await main.getByText('You said 65 in 100.').waitFor();
    // No, once and for all; and taken back.
    await main.getByRole('button', { name: 'No, not again' }).click();
    await main.getByText('You said 65 in 100.').waitFor({ state: 'detached' });
    await page.keyboard.press('u');
    await main.getByText('You said 65 in 100.').waitFor();
    await context.setOffline(true);
    await main
      .getByRole('link', { name: /Look again/ })
      .first()
      .click();
    await page.getByText('it did not', { exact: true }).click();
    await page.getByLabel('What happened?').fill('Joris broke his wrist.');
    await page.getByText('a good decision', { exact: true }).click();
    await page.getByText('bad luck', { exact: true }).click();
    await page.getByText('Six questions on how you decided').click();
    await page
      .getByRole('group', { name: /what could be known/ })
      .getByText('in part', { exact: true })
      .click();
    await page.getByRole('button', { name: 'Keep this' }).click();
    await page.waitForURL(address);
    for (const text of ['it did not', 'you said 65', 'Joris broke his wrist.', 'a good decision · bad luck', 'in part']) await main.getByText(text).first().waitFor();
    await page.keyboard.press('u');
    await main.getByText('To look again since').waitFor();
    await page.getByRole('link', { name: 'Look again' }).click();
    await page.getByRole('button', { name: 'Put off' }).click();
    await page
      .getByRole('button', { name: /^Until/ })
      .first()
      .click();
    await page.waitForURL(address);
    await main.getByRole('link', { name: 'Look again already now' }).waitFor();
    await go(page, `${host()}/know/decisions`);
    await page.getByText('Not enough yet to say anything.').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await context.setOffline(false);
  });
});
