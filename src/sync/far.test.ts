import { expect, test } from 'vitest';
import { howFar } from './far.ts';

test('How far two clocks are apart is said in the largest unit of which there are two', () => {
  const said = [49, -72, 24 * 100, 24 * 365, 87_660, -87_660].map((hours) => howFar(hours, 'en'));
  expect(said).toEqual(['2 days', '3 days', '3 months', '12 months', '10 years', '10 years']);
  expect([howFar(87_660, 'es'), howFar(87_660, 'ar-EG')]).toEqual(['10 años', '١٠ سنوات']);
});
