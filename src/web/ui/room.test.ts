import { expect, test } from 'vitest';
import { circleSections, showInCircles } from './room.ts';

test('What rooms show on a circle’s page stands in their order, whatever the order in which they were found', () => {
  const View = (): null => null;
  showInCircles([
    { order: 60, key: 'agreements 2', View },
    { order: 10, key: 'needs', View },
    { order: 5, key: 'agreements', View },
  ]);
  expect(circleSections().map(({ key }) => key)).toEqual(['agreements', 'needs', 'agreements 2']);
});
