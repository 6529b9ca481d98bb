// A number that two people read to each other to know that no host stands between them with keys of its own. The same for both,
// and another as soon as either's keys change.
//   BLAKE2b-512 of `kith safety` 0 `1` 0 id 0 sign key 0 id 0 sign key (ids ascending), 12 groups: 5 bytes big-endian modulo 100000

import { domainBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

interface Known {
  readonly id: string;
  readonly sign: string;
}

/** Twelve groups of five digits. */
export const safetyNumber = (sodium: Pick<Sodium, 'crypto_generichash'>, one: Known, other: Known): readonly string[] => {
  const pair = [one, other].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.sign < b.sign ? -1 : 1));
  const hash = sodium.crypto_generichash(
    64,
    domainBytes(
      'safety',
      pair.flatMap(({ id, sign }) => [id, sign]),
    ),
    null,
  );
  return Array.from({ length: 12 }, (_, group) => {
    const number = hash.subarray(group * 5, group * 5 + 5).reduce((sum, byte) => sum * 256 + byte, 0);
    return String(number % 100_000).padStart(5, '0');
  });
};
