// `kith account …`: making an account for the journal that is here, coming into one, keeping it, ending it. Words typed become a call
// of adapters/account-*.ts, and what comes back becomes words. Invariants: a password comes from the environment, a terminal or
// standard input, never from the arguments, which others on the machine can read; nothing here is needed to write or to read.

import { createAccount, recoverAccount, signIn, type Entered } from '#adapters/account-entry.ts';
import { changePassword, renewRecovery, signOut, viewAccount } from '#adapters/account-keeping.ts';
import { endAccount } from '#adapters/account-end.ts';
import { awaitPairing, beginPairing } from '#adapters/pairing.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import { recoveryCodeToText } from '#crypto/recovery-code.ts';
import { addressesNamed } from '#rooms/journal/attachments.ts';
import { foldName } from '#sync/account-protocol.ts';
import { runConfirm, sayKit } from './account-kit.ts';
import { sayView } from './account-view.ts';
import { askLines, askNewPassword, askPassword, askRecoveryCode } from './ask.ts';
import { keepInOwn, keptCircles } from './circle-here.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { sayDone } from './in-circle.ts';
import { holdSync, labelOf, openAny, openHere, openLinked, type Here } from './linked.ts';
import { ACCOUNT_ACTS, type Args, type OptionName } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';

type Act = (typeof ACCOUNT_ACTS)[number];
type Run = (name: string | undefined, args: Args, context: Context) => Promise<Result<number>>;

/** What may stand beside each; `--json` beside all. */
const ENTRY: readonly OptionName[] = ['host', 'device', 'plain-http'];
const TAKES: Readonly<Record<Act, { readonly name?: true; readonly options?: readonly OptionName[] }>> = {
  create: { name: true, options: [...ENTRY, 'invite'] },
  confirm: {},
  'sign-in': { name: true, options: ENTRY },
  recover: { name: true, options: ENTRY },
  pair: { options: ENTRY },
  show: {},
  password: {},
  code: {},
  'sign-out': {},
  delete: { name: true },
};

export const runAccount = async (args: Args, context: Context): Promise<Result<number>> => {
  const [word, name] = args.words;
  if (word === undefined) return refuse({ code: 'argument-missing', with: { argument: ACCOUNT_ACTS.join(', ') } });
  const act = ACCOUNT_ACTS.find((each) => each === word);
  if (!act) return refuse({ code: 'option-value-wrong', with: { option: 'kith account', value: word.slice(0, 40), right: ACCOUNT_ACTS.join(', ') } });
  const takes = TAKES[act];
  if (name !== undefined && !takes.name) return refuse({ code: 'too-many-words', with: { word: name.slice(0, 40), command: `account ${act}` } });
  for (const option of [...ENTRY, 'invite'] as const)
    if (args.has(option) && !takes.options?.includes(option)) return refuse({ code: 'option-unknown', with: { option: `--${option}`, command: `account ${act}` } });
  return RUN[act](name, args, context);
};

const outwardly = ({ name, host, vault, device }: DeviceAccount) => ({ account: name, host, vault, device: device.id });

/** Name and host as typed, or as they are kept. */
const whoAndWhere = (name: string | undefined, args: Args, kept: DeviceAccount | null = null): Result<{ readonly name: string; readonly host: string }> => {
  const [who, where] = [name ?? kept?.name, args.one('host') ?? kept?.host];
  if (who === undefined) return refuse({ code: 'argument-missing', with: { argument: 'NAME' } });
  if (foldName(who) === null) return refuse({ code: 'account-name-wrong', with: { name: who.slice(0, 40) } });
  return where === undefined ? refuse({ code: 'argument-missing', with: { argument: '--host' } }) : ok({ name: who, host: where });
};

const entryOf = async (args: Args, here: Parameters<typeof labelOf>[1]) => ({ label: await labelOf(args, here), isPlainAllowed: args.has('plain-http') });

const runCreate: Run = async (typed, args, context) => {
  const to = whoAndWhere(typed, args);
  if (!to.ok) return to;
  const here = await openHere(context, { begin: true });
  if (!here.ok) return here;
  const { parts, vault, open } = here.value;
  if (open.linked) return refuse({ code: 'account-there', with: { name: open.linked.account.name } });
  const password = await askNewPassword(context, true);
  if (!password.ok) return password;
  const invite = args.one('invite');
  const made = await createAccount(parts, vault, { ...to.value, ...(await entryOf(args, undefined)), password: password.value, ...(invite === undefined ? {} : { invite }) });
  if (!made.ok) return made;
  if (args.has('json')) context.terminal.say(toJsonLine({ ...outwardly(made.value), recoveryCode: recoveryCodeToText(made.value.code!) }));
  else context.terminal.note(harmless((await context.words())('account.created', { name: made.value.name, host: made.value.host })));
  return sayKit(here.value, made.value, args, context);
};

/** What both ways into an account say at their end. */
const sayEntered = async ({ vault }: { readonly vault: unknown }, entered: Entered, key: string, args: Args, context: Context): Promise<Result<number>> => {
  const { account } = entered;
  if (vault === null) context.terminal.note((await context.words())('begun', { path: context.paths.folder }));
  return sayDone(args, context, outwardly(account), key, { name: account.name, host: account.host });
};

const keptOf = (here: Here & { readonly open?: { readonly linked: { readonly account: DeviceAccount } | null } }): DeviceAccount | null => here.open?.linked?.account ?? null;

const runSignIn: Run = async (typed, args, context) => {
  const here = await openAny(context);
  if (!here.ok) return here;
  const to = whoAndWhere(typed, args, keptOf(here.value));
  if (!to.ok) return to;
  const password = await askPassword(context);
  if (!password.ok) return password;
  const entered = await signIn(here.value.parts, here.value.vault, { ...to.value, ...(await entryOf(args, here.value)), password: password.value, made: context.now().instant });
  return entered.ok ? sayEntered(here.value, entered.value, 'account.signed-in', args, context) : entered;
};

const runRecover: Run = async (typed, args, context) => {
  const here = await openAny(context);
  if (!here.ok) return here;
  const to = whoAndWhere(typed, args, keptOf(here.value));
  if (!to.ok) return to;
  const code = await askRecoveryCode(context);
  if (!code.ok) return code;
  const password = await askNewPassword(context, true);
  if (!password.ok) return password;
  const given = { ...to.value, ...(await entryOf(args, here.value)), password: password.value, code: code.value, made: context.now().instant };
  const entered = await recoverAccount(here.value.parts, here.value.vault, given);
  return entered.ok ? sayEntered(here.value, entered.value, 'account.recovered', args, context) : entered;
};

/** The new device's half; `kith pair` on a device that is in is the other. */
const runPairing: Run = async (_typed, args, context) => {
  const host = args.one('host');
  if (host === undefined) return refuse({ code: 'argument-missing', with: { argument: '--host' } });
  const here = await openAny(context);
  if (!here.ok) return here;
  if (here.value.vault) return refuse({ code: 'vault-there' });
  const pairing = await beginPairing(here.value.parts, host, { isPlainAllowed: args.has('plain-http') });
  if (!pairing.ok) return pairing;
  if (args.has('json')) context.terminal.say(toJsonLine({ pair: pairing.value.text }));
  else {
    context.terminal.note((await context.words())('pair.show'));
    context.terminal.say(`kith pair ${pairing.value.text}`);
  }
  const entered = await awaitPairing(here.value.parts, pairing.value, { label: await labelOf(args), made: context.now().instant });
  return entered.ok ? sayEntered(here.value, entered.value, 'account.signed-in', args, context) : entered;
};

const runShow: Run = async (_typed, args, context) => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const { parts, vault, linked } = here.value;
  const view = await viewAccount(parts, vault);
  if (!view.ok) return view;
  await sayView(view.value, linked.account, vault.key, parts, args, context);
  return ok(EXIT.ok);
};

const runPassword: Run = async (_typed, args, context) => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const password = await askPassword(context);
  if (!password.ok) return password;
  const fresh = await askNewPassword(context, false);
  if (!fresh.ok) return fresh;
  const changed = await changePassword(here.value.parts, here.value.vault, { password: password.value, newPassword: fresh.value });
  return changed.ok ? sayDone(args, context, { password: 'changed' }, 'account.password') : changed;
};

const runCode: Run = async (_typed, args, context) => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const password = await askPassword(context);
  if (!password.ok) return password;
  const made = await renewRecovery(here.value.parts, here.value.vault, password.value);
  if (!made.ok) return made;
  if (args.has('json')) context.terminal.say(toJsonLine({ recoveryCode: recoveryCodeToText(made.value.code!) }));
  else context.terminal.note((await context.words())('account.code'));
  return sayKit(here.value, made.value, args, context);
};

const runSignOut: Run = async (_typed, args, context) => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const done = await signOut(here.value.parts, here.value.vault);
  return done.ok ? sayDone(args, context, { signedOut: true }, 'account.signed-out') : done;
};

const runDelete: Run = async (typed, args, context) => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const { parts, sync, open, linked } = here.value;
  const name = typed ?? (await askName(linked.account.name, context));
  if (name === null) return refuse({ code: 'argument-missing', with: { argument: 'NAME' } });
  if (foldName(name) !== linked.account.name) return refuse({ code: 'account-name-other', with: { name: name.slice(0, 40) } });
  const password = await askPassword(context);
  if (!password.ok) return password;
  const held = await holdSync(context);
  if (!held.ok) return held;
  const ended = await endAccount({ ...parts, session: open.session, sync, addressesOf: addressesNamed }, password.value);
  if (!ended.ok) return ended;
  // One is gone from every circle with it.
  for (const kept of await keptCircles(here.value)) {
    const noted = kept.left === null ? await keepInOwn({ open, context }, { ...kept, left: context.now().instant }) : ended;
    if (!noted.ok) return noted;
  }
  const dropped = await parts.store.setNote('synced', null);
  return dropped.ok ? sayDone(args, context, { deleted: linked.account.name }, 'account.deleted', { host: linked.account.host }) : dropped;
};

const askName = async (name: string, context: Context): Promise<string | null> => {
  if (!context.terminal.inIs) return null;
  const lines = askLines();
  try {
    return await lines.line(`${(await context.words())('ask.delete', { name })} `);
  } finally {
    lines.close();
  }
};

const RUN: Readonly<Record<Act, Run>> = {
  create: runCreate,
  confirm: (_typed, args, context) => runConfirm(args, context),
  'sign-in': runSignIn,
  recover: runRecover,
  pair: runPairing,
  show: runShow,
  password: runPassword,
  code: runCode,
  'sign-out': runSignOut,
  delete: runDelete,
};
