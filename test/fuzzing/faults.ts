// Two targets that fail on purpose, so that a test can show that the fuzzer notices: one fails in each way that counts,
// the other keeps what it read. They are not in the list of what is fuzzed.

import type { Target } from './targets.ts';

export const FAULTS = ['throws', 'rejects', 'is-wrong', 'hangs', 'never-ends', 'breaks-later'] as const;

/** Its input's name says how it will fail; most do not. */
export const faultyTarget: Target = {
  name: 'faulty',
  make: (dice) => ({ name: FAULTS[dice(30)] ?? 'fine', bytes: Buffer.alloc(1) }),
  async read({ name }) {
    switch (name) {
      case 'throws':
        throw new RangeError('on purpose');
      case 'rejects':
        return Promise.reject(new Error('on purpose'));
      case 'is-wrong':
        return 'wrong on purpose';
      case 'hangs':
        for (;;) if (performance.now() < 0) return null;
      case 'never-ends':
        return new Promise(() => undefined);
      case 'breaks-later':
        void Promise.reject(new Error('on purpose, and nobody waits for it'));
        await new Promise((done) => setTimeout(done, 50));
        return null;
      default:
        return null;
    }
  },
};

const kept: Uint8Array[] = [];

export const leakyTarget: Target = {
  name: 'leaky',
  make: () => ({ name: 'any', bytes: Buffer.alloc(1) }),
  async read() {
    kept.push(new Uint8Array(1024 * 1024).fill(1));
    return null;
  },
};
