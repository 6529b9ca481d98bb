import { expect, test } from 'vitest';
import { crashTab } from '../crash-tab.ts';

test('A tab, and then the whole browser, ended outright while it writes loses nothing it had acknowledged', async () => {
  const figures = await crashTab(2, () => 0.4);
  expect(figures).toMatchObject({ kills: 2, lost: 0, broken: 0 });
  expect(figures.acknowledged).toBeGreaterThan(4);
});
