// What the frozen words of OPAQUE hold: a host's setup, a password's record in it, and the export key that comes out of signing in.
// Its messages are made of chance, so it is made once and signed in to again for ever.

import { server, ready } from '@serenity-kit/opaque';
import { createOpaqueClient } from '#adapters/opaque-client.ts';
import { hexOf } from '#crypto/chunks.ts';

export interface OpaqueVectors {
  readonly serverSetup: string;
  readonly name: string;
  readonly password: string;
  readonly record: string;
  readonly exportKey: string;
}

export const createOpaqueVectors = async (): Promise<OpaqueVectors> => {
  await ready;
  const client = createOpaqueClient();
  const given = { name: 'rosa.a', password: 'corrëct horse · صحيح', serverSetup: server.createSetup() };
  const { request, state } = await client.startRegistration(given.password);
  const { registrationResponse } = server.createRegistrationResponse({ serverSetup: given.serverSetup, userIdentifier: given.name, registrationRequest: request });
  const made = (await client.finishRegistration(given.password, state, registrationResponse))!;
  return { ...given, record: made.record, exportKey: hexOf(made.exportKey) };
};
