// A passkey beside the passphrase, with Chromium's own virtual authenticator (it does CTAP 2.1 and the extension PRF as a real one
// does): added, opened with, removed. Nothing of it goes to the host.

import type { CDPSession, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { violationsOn } from './axe.ts';
import { begin, host, journey, setPassphrase } from './device.ts';
import { openText, save, unlock, write } from './person.ts';

const PASSPHRASE = 'plum tart at the window';
const LOCKED = 'Locked. Nobody can read this without your passphrase';

interface Authenticator {
  readonly cdp: CDPSession;
  readonly id: string;
  readonly credentials: () => Promise<readonly { readonly credentialId: string; readonly userName?: string; readonly rpId?: string }[]>;
}

const plugIn = async (page: Page, hasPrf = true): Promise<Authenticator> => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    cdp,
    id,
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials,
  };
};

const add = async (page: Page, passphrase = PASSPHRASE): Promise<void> => {
  // A browser makes one only for the window that a person looks at.
  await page.bringToFront();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your passphrase, once more').fill(passphrase);
  await dialog.getByRole('button', { name: 'Add a passkey' }).click();
};

const added = async (page: Page): Promise<void> => {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('The passkey is added.').waitFor();
};

const openWith = (page: Page) => page.getByRole('button', { name: 'Open with a passkey' });

/** On the page of settings. */
const lock = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Lock now' }).click();
  await page.getByLabel('Passphrase').waitFor();
};

describe('a passkey', () => {
  journey('opens what is here beside the passphrase, in every tab; the host is asked nothing for it', async ({ device }) => {
    const { context, page } = await device();
    const asked: string[] = [];
    context.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const key = await plugIn(page);
    await begin(page);
    const entry = await write(page, 'Only for the one whose finger it is.');
    await setPassphrase(page, PASSPHRASE);
    await add(page, 'not the passphrase');
    await page.getByText('That passphrase does not open it.').waitFor();
    expect(await key.credentials()).toEqual([]);
    await page.keyboard.press('Escape');
    await add(page);
    await added(page);
    const [credential] = await key.credentials();
    // What a person's list of passkeys shows, which may lie with whoever keeps it: the machine and no name of theirs.
    expect(credential).toMatchObject({ rpId: new URL(host()).hostname, userName: 'Kith, Chrome, Linux' });

    const second = await context.newPage();
    await second.goto(entry);
    await unlock(second, PASSPHRASE);
    await openText(second).getByText('Only for the one').waitFor();
    await lock(page);
    await second.getByLabel('Passphrase').waitFor();
    expect(await page.locator('.lock').innerText()).toBe(`${LOCKED} or passkey`);
    expect(await page.locator('body').innerText()).not.toContain('Only for the one');

    await openWith(page).click();
    await page.getByRole('button', { name: 'Lock now' }).waitFor();
    await page.goto(entry);
    await openWith(page).click();
    await openText(page).getByText('Only for the one').waitFor();
    // It can be written to, and the passphrase opens it as before.
    await page.keyboard.press('c');
    await page.getByRole('textbox', { name: 'What you write' }).fill('Written after the passkey.');
    await save(page);
    // A page that is loaded anew is locked.
    await page.goto(`${host()}/settings`);
    await page.getByLabel('Passphrase').waitFor();
    await unlock(page, PASSPHRASE);
    await page.getByRole('button', { name: 'Lock now' }).waitFor();
    expect(asked.filter((each) => !each.startsWith('GET '))).toEqual([]);
    expect(asked.filter((each) => each.startsWith('GET /v1'))).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
  });

  journey('that was removed, or lost, or went with the passphrase opens nothing; the passphrase does', async ({ device }) => {
    const { context, page } = await device();
    const key = await plugIn(page);
    await begin(page);
    await setPassphrase(page, PASSPHRASE);
    await add(page);
    await added(page);
    expect(await violationsOn(page)).toEqual([]);

    // The same authenticator a second time is one that is there already.
    await add(page);
    await page.getByText('This passkey is added already.').waitFor();
    await page.keyboard.press('Escape');

    // Another tab changes the passphrase, and the passkey stays.
    const second = await context.newPage();
    await second.goto(`${host()}/settings`);
    await unlock(second, PASSPHRASE);
    await second.getByRole('button', { name: 'Change the passphrase' }).click();
    for (const input of await second.getByRole('dialog').locator('input[type=password]').all()) await input.fill('pears in the attic');
    await second.getByRole('dialog').locator('button[type=submit]').click();
    await second.getByRole('dialog').waitFor({ state: 'detached' });
    await lock(page);
    await openWith(page).click();
    await page.getByRole('button', { name: 'Lock now' }).waitFor();

    // Lost: the browser has it no more.
    const [credential] = await key.credentials();
    await key.cdp.send('WebAuthn.removeCredential', { authenticatorId: key.id, credentialId: credential!.credentialId });
    await lock(page);
    await openWith(page).click();
    await page.getByText('The browser gave no passkey, so nothing has changed.').waitFor();
    expect(await page.locator('.lock').innerText()).toBe(`${LOCKED} or passkey`);
    await unlock(page, 'pears in the attic');
    await page.getByRole('button', { name: /^Remove: Passkey of/ }).click();
    await page.getByText('The passkey is removed.').waitFor();
    await second.getByLabel('Passphrase').waitFor();
    expect(await openWith(second).count()).toBe(0);

    // Removed: the browser is told, and drops it from its list.
    await add(page, 'pears in the attic');
    await added(page);
    expect(await key.credentials()).toHaveLength(1);
    await page.getByRole('button', { name: /^Remove: Passkey of/ }).click();
    await expect.poll(async () => (await key.credentials()).length).toBe(0);
    await lock(page);
    expect(await page.locator('.lock').innerText()).toBe(LOCKED);
    expect(await openWith(page).count()).toBe(0);
    await unlock(page, 'pears in the attic');

    // With the passphrase goes the passkey, and does not come back with another passphrase.
    await add(page, 'pears in the attic');
    await added(page);
    await page.getByRole('button', { name: 'Take the passphrase away' }).click();
    await page.getByRole('button', { name: 'Set a passphrase' }).waitFor();
    await setPassphrase(page, PASSPHRASE);
    await lock(page);
    expect(await openWith(page).count()).toBe(0);
    await unlock(page, PASSPHRASE);
    await page.getByRole('button', { name: 'Lock now' }).waitFor();
  });

  journey('that keeps no secret is not taken, and where there are none, nothing of them is shown', async ({ device }) => {
    const { page } = await device();
    const key = await plugIn(page, false);
    await begin(page);
    await setPassphrase(page, PASSPHRASE);
    await add(page);
    await page.getByText('This kind of passkey cannot open Kith').waitFor();
    await expect.poll(async () => (await key.credentials()).length).toBe(0);
    await page.keyboard.press('Escape');
    await lock(page);
    expect(await openWith(page).count()).toBe(0);

    // A browser of before: it says of nothing that it can.
    const { page: old } = await device();
    await old.addInitScript(() => Reflect.deleteProperty(PublicKeyCredential, 'getClientCapabilities'));
    await begin(old);
    await setPassphrase(old, PASSPHRASE);
    await old.getByRole('button', { name: 'Take the passphrase away' }).waitFor();
    await old.waitForLoadState('networkidle');
    expect(await old.locator('body').innerText()).not.toContain('asskey');
  });
});
