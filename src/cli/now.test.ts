// What `kith now` names, and where it says that it is done.

import { expect, test } from 'vitest';
import { whereOf } from './now.ts';

const VAULT = 'v'.repeat(26);
const OWN = '0123456789abcdefghjkmnpqrs';
const THING = `${'h'.repeat(26)}-${OWN}`;

test.each([
  [`/circles/${VAULT}/needs/${THING}`, '01234567', 'kith needs "Garden"'],
  [`/circles/${VAULT}/agreements/round/${THING}`, '01234567', 'kith agreements "Garden"'],
  [`/circles/${VAULT}/agreements/a/${THING}`, '01234567', 'kith agreements "Garden"'],
  // No command takes a circle's path.
  [`/circles/${VAULT}/paths/${THING}`, '01234567', ''],
  [`/circles/${VAULT}/agreements`, 'abcdefgh', 'kith agreements "Garden"'],
  [`/know/decisions/${OWN}/review`, '01234567', 'kith show 01234567'],
  ['/act/practices/p42?path=x', 'p42', 'kith practice p42'],
])('%s is named %s', (href, name, command) => {
  expect(whereOf({ href, id: 'mission-abcdefghjk-2026-12-01' }, [{ vault: VAULT, name: 'Garden' }])).toEqual({ name, command });
});
