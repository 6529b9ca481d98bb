// The device's half of OPAQUE (RFC 9807; @serenity-kit/opaque), loaded when somebody first types a password. The password stays
// here; what comes out besides messages is the export key, which the host never sees.

import { ok, refuse, type Result } from '#core/result.ts';
import { base64ToBytes } from '#core/base64.ts';
import type { client as Client } from '@serenity-kit/opaque';

/** How dear each guess is: 64 MiB and three passes of Argon2id (RFC 9106, second recommended option); tests take less. */
export type Stretching = 'memory-constrained' | { readonly 'argon2id-custom': { readonly iterations: number; readonly memory: number; readonly parallelism: number } };

export interface OpaqueClient {
  startRegistration(password: string): Promise<{ readonly request: string; readonly state: string }>;
  /** Null when the host's answer is none of OPAQUE's. */
  finishRegistration(password: string, state: string, response: string): Promise<{ readonly record: string; readonly exportKey: Uint8Array } | null>;
  startSignIn(password: string): Promise<{ readonly request: string; readonly state: string }>;
  /** Null when the password is wrong, or nobody has that name: the two cannot be told apart. */
  finishSignIn(password: string, state: string, response: string): Promise<{ readonly finish: string; readonly exportKey: Uint8Array } | null>;
}

export const LEAST_PASSWORD = 8;

/** One writing of what is typed, on every keyboard. Refusal `password-short`. */
export const readPassword = (typed: string): Result<string> => {
  const password = typed.normalize('NFKC');
  return [...password].length < LEAST_PASSWORD ? refuse({ code: 'password-short', with: { least: LEAST_PASSWORD } }) : ok(password);
};

const bytesOf = (text: string): Uint8Array => {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return base64ToBytes(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='))!;
};

let loading: Promise<typeof Client> | undefined;
const load = (): Promise<typeof Client> => {
  loading ??= import('@serenity-kit/opaque').then(async ({ ready, client }) => {
    await ready;
    return client;
  });
  // A part that could not be fetched is asked for again.
  loading.catch(() => (loading = undefined));
  return loading;
};

export const createOpaqueClient = (keyStretching: Stretching = 'memory-constrained'): OpaqueClient => ({
  async startRegistration(password) {
    const { registrationRequest, clientRegistrationState } = (await load()).startRegistration({ password });
    return { request: registrationRequest, state: clientRegistrationState };
  },
  async finishRegistration(password, state, response) {
    try {
      const done = (await load()).finishRegistration({ password, clientRegistrationState: state, registrationResponse: response, keyStretching });
      return { record: done.registrationRecord, exportKey: bytesOf(done.exportKey) };
    } catch {
      return null;
    }
  },
  async startSignIn(password) {
    const { startLoginRequest, clientLoginState } = (await load()).startLogin({ password });
    return { request: startLoginRequest, state: clientLoginState };
  },
  async finishSignIn(password, state, response) {
    try {
      const done = (await load()).finishLogin({ password, clientLoginState: state, loginResponse: response, keyStretching });
      return done ? { finish: done.finishLoginRequest, exportKey: bytesOf(done.exportKey) } : null;
    } catch {
      return null;
    }
  },
});
