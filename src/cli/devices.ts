// `kith devices`, `kith pair` and `kith revoke`: the devices of the account, one let in, one sent away.

import { listDevices, revokeDevices, type AccountDevice } from '#adapters/account-keeping.ts';
import { answerPairing } from '#adapters/pairing.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { recoveryCodeToText } from '#crypto/recovery-code.ts';
import { sayKit } from './account-kit.ts';
import { askNewPassword, askPassword } from './ask.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { openLinked } from './linked.ts';
import type { Args } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';

const instantOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export const runDevices = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const devices = await listDevices(here.value.parts, here.value.vault);
  if (!devices.ok) return devices;
  if (args.has('json')) {
    for (const { id, name, isThis, isSignedIn, isMember, created, seen } of devices.value)
      context.terminal.say(toJsonLine({ id, name, this: isThis, signedIn: isSignedIn, reads: isMember, created: instantOf(created), seen: instantOf(seen) }));
    return ok(EXIT.ok);
  }
  const words = await context.words();
  const when = (ms: number): string => new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(ms));
  const stateOf = ({ isThis, isSignedIn, isMember, seen }: AccountDevice): string =>
    [
      isThis ? words('devices.this') : seen === null ? words('devices.unknown') : words('devices.seen', { when: when(seen) }),
      ...(isSignedIn ? [] : [words('devices.signed-out')]),
      ...(isMember ? [] : [words('devices.reads-nothing')]),
    ].join('; ');
  context.terminal.say(harmless(devices.value.map((device) => `${device.id}  ${device.name || '?'}  (${stateOf(device)})`).join('\n')));
  return ok(EXIT.ok);
};

/** The old device's half: lets in the one that shows this text. */
export const runPair = async (args: Args, context: Context): Promise<Result<number>> => {
  const [text] = args.words;
  if (text === undefined) return refuse({ code: 'argument-missing', with: { argument: 'TEXT' } });
  const here = await openLinked(context);
  if (!here.ok) return here;
  const answered = await answerPairing(here.value.parts, here.value.vault, text);
  if (!answered.ok) return answered;
  if (args.has('json')) context.terminal.say(toJsonLine({ paired: true }));
  else context.terminal.say((await context.words())('pair.answered'));
  return ok(EXIT.ok);
};

/** By id, by how it begins, or by name. Refusals: `device-not-found`, `device-not-unique`. */
const deviceNamed = (typed: string, devices: readonly AccountDevice[]): Result<AccountDevice> => {
  const text = typed.trim().toLowerCase();
  const exact = devices.filter(({ id, name }) => id === text || name.toLowerCase() === text);
  const found = exact.length > 0 || text.length < 4 ? exact : devices.filter(({ id }) => id.startsWith(text));
  const [one] = found;
  if (!one) return refuse({ code: 'device-not-found', with: { device: typed.slice(0, 40) } });
  return found.length > 1 ? refuse({ code: 'device-not-unique', with: { device: typed.slice(0, 40), ids: found.map(({ id }) => id).join(', ') } }) : ok(one);
};

export const runRevoke = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed] = args.words;
  if (!typed?.trim()) return refuse({ code: 'argument-missing', with: { argument: 'DEVICE' } });
  const here = await openLinked(context);
  if (!here.ok) return here;
  const { parts, vault } = here.value;
  const devices = await listDevices(parts, vault);
  if (!devices.ok) return devices;
  const device = deviceNamed(typed, devices.value);
  if (!device.ok) return device;
  const { id, name, isThis } = device.value;
  if (isThis) return refuse({ code: 'log-leave-instead' });
  const password = await askPassword(context);
  if (!password.ok) return password;
  // The lost device may know the old one.
  const fresh = await askNewPassword(context, false);
  if (!fresh.ok) return fresh;
  const done = await revokeDevices(parts, vault, { password: password.value, newPassword: fresh.value, devices: [id], seen: devices.value.map((each) => each.id) });
  if (!done.ok) return done;
  if (args.has('json')) context.terminal.say(toJsonLine({ revoked: id, recoveryCode: recoveryCodeToText(done.value.code!) }));
  else context.terminal.note(harmless((await context.words())('devices.revoked', { name: name || id })));
  return sayKit(here.value, done.value, args, context);
};
