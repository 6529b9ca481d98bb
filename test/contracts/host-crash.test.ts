// What the host has acknowledged survives its end, however sudden. The long version: `npm run crash-host`.

import { expect, test } from 'vitest';
import { crashHost } from '../crash-host.ts';

test.each([
  ['sqlite', 3],
  ['postgres', 2],
] as const)('on %s, ended with -9 under load %i times, nothing acknowledged is lost', async (engine, times) => {
  const figures = await crashHost(engine, times, 6);
  expect(figures).toMatchObject({ kills: times, lost: 0, gaps: 0, findings: [] });
  expect(figures.acknowledged).toBeGreaterThan(0);
});
