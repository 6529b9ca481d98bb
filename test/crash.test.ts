import { expect, test } from 'vitest';
import { crashCommandLine } from './crash.ts';

test('A command ended outright while it writes loses nothing it had acknowledged, and leaves the vault whole', async () => {
  const figures = await crashCommandLine(4);
  expect(figures).toMatchObject({ kills: 4, lost: 0, broken: 0 });
  expect(figures.acknowledged).toBeGreaterThan(0);
});
