// The browser's passkeys (WebAuthn Level 3, extension PRF), asked for their secret and for nothing else: nobody checks a signature,
// since a passkey here opens what is on this device and signs nobody in. Only a page may ask, so what it gives passes through here
// on its way to the vault's worker. Invariant: nothing is sent anywhere, and what a passkey is told holds no name of a person.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { PasskeyOutput } from '#crypto/passkeys.ts';
import type { PasskeysShown } from '#web/workers/passkey-calls.ts';

/** Whether this browser has what is needed. An address of numbers has no passkeys; `localhost` has. */
export const canPasskey = async (): Promise<boolean> => {
  if (!isSecureContext || /^[\d.]+$|^\[/.test(location.hostname) || typeof PublicKeyCredential === 'undefined') return false;
  // A browser that cannot say what it can has no PRF either, or too young a one.
  const can = await PublicKeyCredential.getClientCapabilities?.();
  return can?.['extension:prf'] === true;
};

const bytes = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));
const known = (each: PasskeysShown['each']): PublicKeyCredentialDescriptor[] => each.map(({ id }) => ({ type: 'public-key', id: base64ToBytes(id) as Uint8Array<ArrayBuffer> }));
const asked = (salt: string): AuthenticationExtensionsClientInputs => ({ prf: { eval: { first: base64ToBytes(salt) as Uint8Array<ArrayBuffer> } } });

const outputOf = (made: PublicKeyCredential): PasskeyOutput | null => {
  const first = made.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  const output = first instanceof ArrayBuffer ? new Uint8Array(first) : new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  return { id: bytesToBase64(new Uint8Array(made.rawId)), output };
};

/** Refusals: `passkey-not-given` (put off, too late, or none there), `passkey-there` (this one is added already), `passkey-failed`. */
const calmly = async (ask: () => Promise<Credential | null>): Promise<Result<PublicKeyCredential>> => {
  try {
    const given = await ask();
    return given ? ok(given as PublicKeyCredential) : refuse({ code: 'passkey-not-given' });
  } catch (error) {
    const { name } = error as DOMException;
    if (name === 'InvalidStateError') return refuse({ code: 'passkey-there' });
    return name === 'NotAllowedError' || name === 'AbortError' ? refuse({ code: 'passkey-not-given' }) : refuse({ code: 'passkey-failed', with: { name } });
  }
};

/** Lets the browser ask for one of the vault's passkeys; to be called from a press. Refusal `passkey-cannot` besides. */
export const askPasskey = async ({ salt, each }: PasskeysShown): Promise<Result<PasskeyOutput>> => {
  const given = await calmly(() =>
    navigator.credentials.get({ publicKey: { challenge: bytes(32), allowCredentials: known(each), userVerification: 'required', extensions: asked(salt) } }),
  );
  if (!given.ok) return given;
  const output = outputOf(given.value);
  return output ? ok(output) : refuse({ code: 'passkey-cannot' });
};

/**
 * Lets the browser make one. `name` is what the browser's list of passkeys shows. Many give their secret only when they are asked
 * again, so people may be asked twice. Refusal `passkey-cannot`: what was made cannot do it, and is taken back where the browser can.
 */
export const makePasskey = async ({ salt, each }: PasskeysShown, name: string): Promise<Result<PasskeyOutput>> => {
  const made = await calmly(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Kith' },
        user: { id: bytes(16), name, displayName: name },
        challenge: bytes(32),
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key' as const, alg })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        excludeCredentials: known(each),
        extensions: asked(salt),
      },
    }),
  );
  if (!made.ok) return made;
  const output = outputOf(made.value);
  if (output) return ok(output);
  const id = bytesToBase64(new Uint8Array(made.value.rawId));
  const again = made.value.getClientExtensionResults().prf?.enabled === true ? await askPasskey({ salt, each: [{ id, made: '' }] }) : refuse({ code: 'passkey-cannot' });
  if (!again.ok) await forgetPasskey(id);
  return again;
};

/** Tells the browser that this passkey opens nothing any more, so that it can drop it from its list. What it does with that is its own. */
export const forgetPasskey = async (id: string): Promise<void> => {
  const credentialId = id.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  await PublicKeyCredential.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => undefined);
};
