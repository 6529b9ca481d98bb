import { expect, test } from 'vitest';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { createdAs, createKind } from '#core/kind.ts';
import { idInHandOf } from '#core/one-hand.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { raisedAlike } from './raised.ts';

const DEVICE = '0'.repeat(13);
const AT = '2026-11-04T12:00:00.000Z';
const issueKind = createKind('issue', { title: 'text', happens: 'text', at: 'register' });
const circle = (...titles: readonly string[]) => ({
  vault: 'v',
  snapshot: withRecords(
    emptySnapshot(),
    titles.map((title, n) =>
      applyChange(
        undefined,
        createdAs(issueKind, idInHandOf('a'.repeat(26), String(n).padStart(26, '0')), { title, happens: '', at: AT }),
        stampOf(tick('', Date.parse(AT)), DEVICE),
        DEVICE,
      ),
    ),
  ),
});
const titles = (circles: Parameters<typeof raisedAlike>[0], words: string) => raisedAlike(circles, words).map(({ title }) => title);

test('An open issue that shares two telling words is shown; one word, or a word that most have, is not enough', () => {
  const here = circle('No travel time between visits', 'The kitchen has no window', 'Visits are planned by nobody');
  expect(titles([here], 'The last visits ran late: no time for travel.')).toEqual(['No travel time between visits']);
  expect(titles([here], 'A window was open.')).toEqual([]);
  expect(titles([here], '')).toEqual([]);
  expect(titles([], 'No travel time between visits')).toEqual([]);
  expect(titles([circle('Visits are added late', 'Visits are added early', 'Visits are added at noon')], 'Visits are added')).toEqual([]);
});
