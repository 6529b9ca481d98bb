// Makes the frozen vectors of a format version, once. Run by hand when a new version of a format is made; an existing file is
// never written over, since vaults that people have are sealed in it.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccountVectors, createLogVectors } from './account-vectors.ts';
import { createFrameVectors } from './frame-vectors.ts';
import { createOpaqueVectors } from './opaque-vectors.ts';
import { createKeyVectors, createPasskeyVectors, createRecordVectors } from './vectors.ts';

for (const [name, make] of [
  ['record-1.json', createRecordVectors],
  ['key-1.json', createKeyVectors],
  ['passkey-1.json', createPasskeyVectors],
  ['log-1.json', createLogVectors],
  ['frame-1.json', createFrameVectors],
  ['opaque-1.json', createOpaqueVectors],
  ['account-1.json', createAccountVectors],
] as const) {
  const path = join(import.meta.dirname, name);
  if (existsSync(path)) continue;
  writeFileSync(path, `${JSON.stringify(await make(), null, 2)}\n`);
}
