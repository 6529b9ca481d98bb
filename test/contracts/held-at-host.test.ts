// One entry as the host has it: the bytes are those in its database, opened from what came and not from what is here; and what is
// said where there is nothing to show, or something else comes.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { heldAtHost, type Held } from '#adapters/held-at-host.ts';
import type { Fetch } from '#adapters/host-calls.ts';
import { isAlive, textsOf } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { SEAL } from '#crypto/seal.ts';
import { decodePull, encodePull, type HostRow, type PullAnswer } from '#sync/protocol.ts';
import { codeOf, oneAccount } from './one-account.ts';
import { entryChange, type TestDevice } from './synced-device.ts';

const at = oneAccount();
const { signedIn, withAccount } = at;

const ask = (device: TestDevice, id: string, fetch?: Fetch) => heldAtHost({ ...device.parts, sync: device.sync, ...(fetch ? { fetch } : {}) }, device.session(), id);
const held = async (device: TestDevice, id: string, fetch?: Fetch) => {
  const found: Held = orThrow(await ask(device, id, fetch));
  if (found.is !== 'held') throw new Error(found.is);
  return found;
};

/** Every blob in the host's own database. */
const blobsThere = (): Buffer[] => {
  const [file] = readdirSync(join(at.folder, 'host')).filter((name) => name.endsWith('.db'));
  const db = new DatabaseSync(join(at.folder, 'host', file!), { readOnly: true });
  const rows = db.prepare('select blob from rows').all();
  db.close();
  return rows.map(({ blob }) => Buffer.from(blob as Uint8Array));
};

/** The host's answer to a pull, changed on its way. */
const lie =
  (change: (page: PullAnswer) => PullAnswer): Fetch =>
  async (address, init) => {
    const answer = await fetch(address, init);
    if (!new URL(address).pathname.endsWith('/pull')) return answer;
    return new Response(encodePull(change(orThrow(decodePull(new Uint8Array(await answer.arrayBuffer()))))));
  };
const lieOf = (change: (row: HostRow) => HostRow): Fetch => lie((page) => ({ ...page, rows: page.rows.map(change) }));

test('The bytes shown are those in the host’s database, what they say is read out of them, and its size is within what the padding lets be told', async () => {
  const first = await withAccount();
  const id = await first.write('What nobody else reads.');
  await first.live().settled();
  const shown = await held(first, id);
  expect(blobsThere().some((blob) => blob.equals(shown.row.blob))).toBe(true);
  expect(shown).toMatchObject({ vault: first.open().header.vault, verdict: 'good', beside: 'same', isThisDevice: true, row: { id, ver: 1, epoch: 1, key: '' } });
  expect(typeof shown.says === 'object' && isAlive(shown.says) && textsOf(shown.says, 'text')).toEqual(['What nobody else reads.']);
  expect(shown.size! >= shown.between.least && shown.size! <= shown.between.most && shown.between.most + 4 + SEAL === shown.row.blob.length).toBe(true);
  // The other device says of the same bytes that it did not write them.
  const second = await signedIn('second');
  const there = await held(second, id);
  expect([Buffer.from(there.row.blob).equals(shown.row.blob), there.isThisDevice, there.beside]).toEqual([true, false, 'same']);
});

test('What is not there is said: not written here, not sent yet, written since, written over on another device, no connection', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  const id = await first.write('As it was sent.');
  await first.live().settled();
  await second.live().settled();
  expect(orThrow(await ask(first, 'nothing-of-that-name'))).toEqual({ is: 'absent' });
  first.stop();
  const unsent = await first.write('Not sent.');
  expect(orThrow(await ask(first, unsent))).toEqual({ is: 'not-sent' });
  orThrow(await first.session().vault.commit([entryChange('As it is here now.', id)], Date.now()));
  const older = await held(first, id);
  expect([older.beside, typeof older.says === 'object' && textsOf(older.says, 'text')]).toEqual(['older', ['As it was sent.']]);
  orThrow(await second.session().vault.commit([entryChange('Written over.', id)], Date.now()));
  second.live().wrote();
  await second.live().settled();
  expect(orThrow(await ask(first, id))).toEqual({ is: 'written-over' });
  first.cable.in = false;
  expect(codeOf(await ask(first, id))).toBe('host-offline');
});

test('A host that answers something else is not believed: another record, another number, fewer rows, changed bytes, a page of another kind', async () => {
  const first = await withAccount();
  const id = await first.write('Mine.');
  const other = await first.write('Another.');
  await first.live().settled();
  const { row: another } = await held(first, other);
  expect(
    orThrow(
      await ask(
        first,
        id,
        lieOf(({ seq }) => ({ ...another, seq })),
      ),
    ),
  ).toEqual({ is: 'went-back' });
  expect(
    orThrow(
      await ask(
        first,
        id,
        lie((page) => ({ ...page, rows: [], head: 1 })),
      ),
    ),
  ).toEqual({ is: 'went-back' });
  expect(
    codeOf(
      await ask(
        first,
        id,
        lieOf((row) => ({ ...row, seq: row.seq - 1 })),
      ),
    ),
  ).toBe('host-malformed');
  expect(codeOf(await ask(first, id, async () => new Response('<p>Sign in to this network</p>')))).toBe('host-malformed');
  const bent = await held(
    first,
    id,
    lieOf((row) => ({ ...row, blob: row.blob.map((byte, i) => (i === 60 ? byte ^ 1 : byte)) })),
  );
  expect(bent).toMatchObject({ verdict: 'signature-wrong', beside: 'other', says: 'broken', size: null });
  // Nothing of it was taken: what is here is as it was.
  expect(await held(first, id)).toMatchObject({ verdict: 'good', beside: 'same' });
  expect(await first.texts()).toEqual(expect.arrayContaining(['Mine.', 'Another.']));
});
