// Maps on the command line: begun, drawn, shown with their loops, out and in as a canvas; a bad file harms nothing.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createHome, type Home } from './kith.ts';

const homes: Home[] = [];
afterAll(async () => {
  await Promise.all(homes.map((home) => home.remove()));
});

test('a map is drawn a line at a time, shows its loop, and goes out and in as a canvas', async () => {
  const home = createHome();
  homes.push(home);
  const id = (await home.kith(['map', 'Why visits run late'])).out.trim();
  expect(id).toHaveLength(26);
  for (const line of [
    ['Late', 'Walking', '--does', 'more'],
    ['Walking', 'Workers', '--does', 'less', '--late'],
    ['workers', 'late', '--does', 'less', '--note', 'five entries'],
  ])
    expect((await home.kith(['map', '--arrow', id.slice(0, 8), ...line])).code).toBe(0);
  const shown = await home.kith(['map', '--open', id]);
  expect(shown.out).toBe(
    [
      'Why visits run late',
      '  Late strengthens Walking',
      '  Walking after a while weakens Workers',
      '  Workers weakens Late (five entries)',
      'One loop closes.',
      shown.out.split('\n').at(-2),
      '',
    ].join('\n'),
  );
  expect(shown.out).toMatch(/ {2}Reinforcing: .*Late → Walking/);
  expect((await home.kith(['show', id.slice(0, 8)])).out).toContain('Walking → Workers (− ‖)');
  const canvas = await home.kith(['map', '--open', id, '--canvas']);
  const file = join(home.path, 'late.canvas');
  writeFileSync(file, canvas.out);
  expect((await home.kith(['map', '--take', file])).code).toBe(0);
  expect((await home.kith(['maps'])).out.match(/Why visits run late {2}\(3 parts, 3 arrows\)/g)).toHaveLength(2);
  writeFileSync(file, '{"nodes": 7');
  const bad = await home.kith(['map', '--take', file]);
  expect(bad.err).toContain('no JSON Canvas file');
});
