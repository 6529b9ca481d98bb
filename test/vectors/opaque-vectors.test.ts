// People's passwords are registered in this form. When this fails, it is the code that is wrong, never the file.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { server, ready } from '@serenity-kit/opaque';
import { expect, test } from 'vitest';
import { createOpaqueClient, type Stretching } from '#adapters/opaque-client.ts';
import { hexOf } from '#crypto/chunks.ts';
import type { OpaqueVectors } from './opaque-vectors.ts';

const frozen = JSON.parse(readFileSync(join(import.meta.dirname, 'opaque-1.json'), 'utf8')) as OpaqueVectors;

const signIn = async (password: string, stretching?: Stretching): Promise<string | null> => {
  await ready;
  const client = createOpaqueClient(stretching);
  const { request, state } = await client.startSignIn(password);
  const { loginResponse } = server.startLogin({
    serverSetup: frozen.serverSetup,
    userIdentifier: frozen.name,
    registrationRecord: frozen.record,
    startLoginRequest: request,
  });
  const done = await client.finishSignIn(password, state, loginResponse);
  return done && hexOf(done.exportKey);
};

const argon = (memory: number, iterations: number, parallelism: number): Stretching => ({ 'argon2id-custom': { memory, iterations, parallelism } });

test('a password registered in version 1 signs in and gives its export key; each guess at it takes 64 MiB and three passes', async () => {
  expect(await signIn(frozen.password)).toBe(frozen.exportKey);
  expect(await signIn(frozen.password, argon(65_536, 3, 4))).toBe(frozen.exportKey);
  expect(await signIn(frozen.password, argon(32_768, 3, 4))).toBe(null);
});
