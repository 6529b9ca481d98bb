// A primary lost under load, once; the long version: `npm run failover`.

import { expect, test } from 'vitest';
import { failOver } from './failover.ts';

test('when the primary is lost the nodes go on with the standby, and nothing acknowledged is missing', { timeout: 180_000 }, async () => {
  const figures = await failOver(1, 4);
  expect(figures).toMatchObject({ failovers: 1, lost: 0, gaps: 0 });
  expect(figures.acknowledged).toBeGreaterThan(20);
});
