// libsodium, loaded when the first push comes, or the first signature is to be checked: an idle host does without its memory.

import type { Sodium } from '#crypto/seal.ts';

let loading: Promise<Sodium> | undefined;

export const sodiumWhenNeeded = (): Promise<Sodium> =>
  (loading ??= import('libsodium-wrappers').then(async ({ default: sodium }) => {
    await sodium.ready;
    return sodium as unknown as Sodium;
  }));
