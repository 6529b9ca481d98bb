// `kith circle …`: a circle made, others invited, joined with a link, written in and read, led, somebody sent away, left. What changes who
// belongs is done at the host at once; writing and reading need no network. Invariants: nobody is in a circle who did not join it
// themself; a link is printed only when it holds; whoever can read what is written is said where it is written.

import { createCircle, inviteToCircle, isGone, joinCircle, leaveCircle, membersOf, noteGone, removeFromCircle, renewCircle, setRoleInCircle } from '#adapters/circles.ts';
import { changesUnsent } from '#adapters/circle-unsent.ts';
import { random } from '#adapters/sodium.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { fragmentToLink, linkToFragment } from '#crypto/invites.ts';
import { safetyNumber } from '#crypto/safety-number.ts';
import { welcomeOf } from '#rooms/circles/welcome.ts';
import { LETTERS, OUTBOX, takingBack } from '#rooms/circles/letters.ts';
import { circleName, memberNames, nameCircle, nameMember, notesOf, readName, writeNote } from '#rooms/circles/model.ts';
import { readHostAddress } from '#adapters/host-calls.ts';
import {
  isHere,
  keepInOwn,
  keptCircles,
  membersIn,
  openCircles,
  openKept,
  openNamed,
  openReading,
  placeOf,
  recordsIn,
  type HereCircles,
  type HereReading,
  type OpenedCircle,
} from './circle-here.ts';
import { syncCircleNow } from './circle-sync.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { memberNamed, momentText, sayDone, sayIfGone, whyNoWriting } from './in-circle.ts';
import { holdSync } from './linked.ts';
import { CIRCLE_ACTS, type Args } from './options.ts';
import { textFromInput } from './parts.ts';
import { harmless, toJsonLine } from './terminal.ts';

type Act = (typeof CIRCLE_ACTS)[number];
type Run<Here = HereCircles> = (words: readonly string[], args: Args, context: Context, here: Here) => Promise<Result<number>>;

const ROLES = ['facilitator', 'member'] as const;

/** What must stand after the act, and whether more may. */
const TAKES: Readonly<Record<Act, { readonly words: readonly string[]; readonly more?: true; readonly as?: true; readonly asIs?: true }>> = {
  create: { words: ['NAME'], more: true, as: true },
  invite: { words: ['CIRCLE'] },
  join: { words: ['LINK'], as: true },
  list: { words: [] },
  members: { words: ['CIRCLE'] },
  write: { words: ['CIRCLE', 'TEXT'], more: true },
  read: { words: ['CIRCLE'] },
  remove: { words: ['CIRCLE', 'MEMBER'] },
  role: { words: ['CIRCLE', 'MEMBER', ROLES.join('|')] },
  leave: { words: ['CIRCLE'], asIs: true },
  renew: { words: ['CIRCLE'] },
  safety: { words: ['CIRCLE', 'MEMBER'] },
};

export const runCircle = async (args: Args, context: Context): Promise<Result<number>> => {
  const [word, ...words] = args.words;
  if (word === undefined) return refuse({ code: 'argument-missing', with: { argument: CIRCLE_ACTS.join(', ') } });
  const act = CIRCLE_ACTS.find((each) => each === word);
  if (!act) return refuse({ code: 'option-value-wrong', with: { option: 'kith circle', value: word.slice(0, 40), right: CIRCLE_ACTS.join(', ') } });
  const takes = TAKES[act];
  const missing = takes.words[words.length];
  if (missing !== undefined) return refuse({ code: 'argument-missing', with: { argument: missing } });
  if (!takes.more && words.length > takes.words.length)
    return refuse({ code: 'too-many-words', with: { word: words[takes.words.length]!.slice(0, 40), command: `circle ${act}` } });
  const wrong = args.has('as') && !takes.as ? '--as' : args.has('as-is') && !takes.asIs ? '--as-is' : null;
  if (wrong !== null) return refuse({ code: 'option-unknown', with: { option: wrong, command: `circle ${act}` } });
  if (act === 'list' || act === 'read') {
    const here = await openReading(context);
    return here.ok ? READ[act](words, args, context, here.value) : here;
  }
  const here = await openCircles(context);
  return here.ok ? RUN[act](words, args, context, here.value) : here;
};

/** Sends and fetches now, unless another command does it already. */
const syncNow = async (here: HereCircles, circle: OpenedCircle, context: Context): Promise<void> => {
  if ((await holdSync(context)).ok) await syncCircleNow(here, circle);
};

const nameOf = (args: Args, here: HereCircles): Result<string> => readName(args.one('as') ?? here.circles.account.name);

const isSignedIn = (here: HereCircles): Result<null> => (here.circles.account.token === null ? refuse({ code: 'session-needed' }) : ok(null));

const runCreate: Run = async (words, args, context, here) => {
  const [name, own, signed] = [readName(words.join(' ')), nameOf(args, here), isSignedIn(here)];
  if (!name.ok) return name;
  if (!own.ok) return own;
  if (!signed.ok) return signed;
  if ((await keptCircles(here)).some((kept) => kept.left === null && kept.name.toLowerCase() === name.value.toLowerCase()))
    return refuse({ code: 'circle-there', with: { name: name.value } });
  const made = await createCircle(here.circles, (vault) => placeOf(here, vault));
  if (!made.ok) return made;
  const { vault, ring } = made.value;
  const kept = { vault, name: name.value, begins: ring.hashes()[0]!, me: here.circles.account.account, left: null };
  const noted = await keepInOwn(here, kept);
  if (!noted.ok) return noted;
  const written = await made.value.session.vault.commit([nameCircle(name.value), nameMember(here.circles.account.account, own.value)], Date.parse(context.now().instant));
  if (!written.ok) return written;
  const opened = await openKept(here, kept);
  if (!opened.ok) return opened;
  await syncNow(here, opened.value, context);
  return sayDone(args, context, { circle: vault, name: name.value }, 'circle.created', { name: name.value });
};

const runInvite: Run = async ([typed], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const link = await inviteToCircle(here.circles, circle.value, welcomeOf(await recordsIn(circle.value), here.circles.account.account, membersOf(circle.value)));
  if (!link.ok) return link;
  const text = `${here.circles.account.host}/join${linkToFragment(link.value)}`;
  const { until } = circle.value.ring.state()!.invites.get(link.value.invite)!;
  if (args.has('json')) context.terminal.say(toJsonLine({ link: text, until }));
  else {
    const words = await context.words();
    const when = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(until));
    context.terminal.note(harmless(words('circle.invite', { name: circle.value.kept.name, when })));
    context.terminal.say(text);
  }
  return ok(EXIT.ok);
};

/** Refusals: `link-damaged`, `link-newer`, `circle-host-other`. */
const readLink = (typed: string, host: string): ReturnType<typeof fragmentToLink> => {
  const link = fragmentToLink(typed);
  // A link made in the page leads to the page that joins.
  const before = typed
    .slice(0, Math.max(0, typed.lastIndexOf('#')))
    .trim()
    .replace(/\/join\/?$/, '');
  if (!link.ok || before === '') return link;
  const address = readHostAddress(before, { isPlainAllowed: true });
  return address.ok && address.value !== host ? refuse({ code: 'circle-host-other', with: { host: address.value, own: host } }) : link;
};

const runJoin: Run = async ([typed], args, context, here) => {
  const [link, own, signed] = [readLink(typed!, here.circles.account.host), nameOf(args, here), isSignedIn(here)];
  if (!link.ok) return link;
  if (!own.ok) return own;
  if (!signed.ok) return signed;
  const { vault } = link.value;
  const place = placeOf(here, vault);
  if (!place.ok) return place;
  const before = (await keptCircles(here)).find((each) => each.vault === vault);
  const joined = await joinCircle(here.circles, link.value, place.value);
  if (!joined.ok) return joined;
  const kept = { vault, name: before?.name ?? '', begins: joined.value.ring.hashes()[0]!, me: here.circles.account.account, left: null };
  const noted = await keepInOwn(here, kept);
  if (!noted.ok) return noted;
  const written = await joined.value.session.vault.commit([nameMember(here.circles.account.account, own.value)], Date.parse(context.now().instant));
  if (!written.ok) return written;
  const circle: OpenedCircle = { ...joined.value, place: place.value, kept };
  await noteGone(circle.place, false);
  await syncNow(here, circle, context);
  const name = circleName(await recordsIn(circle));
  const members = joined.value.ring.state()!.members.size;
  return sayDone(args, context, { circle: vault, name, members }, 'circle.joined', { name: name || vault, count: members });
};

const runList: Run<HereReading> = async (_words, args, context, here) => {
  const words = await context.words();
  for (const kept of await keptCircles(here)) {
    const circle = isHere(here, kept.vault) ? await openKept(here, kept) : null;
    const state = kept.left !== null ? 'left' : circle?.ok && (await isGone(circle.value.place)) ? 'gone' : 'in';
    const members = circle?.ok ? (circle.value.ring.state()?.members.size ?? null) : null;
    if (args.has('json')) context.terminal.say(toJsonLine({ circle: kept.vault, name: kept.name, is: state, members }));
    else {
      const what = state === 'in' ? (members === null ? words('circle.not-here-yet') : words('circle.members', { count: members })) : words(`circle.is-${state}`);
      context.terminal.say(harmless(`${kept.name || kept.vault}  (${what})`));
    }
  }
  return ok(EXIT.ok);
};

const runMembers: Run = async ([typed], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const words = await context.words();
  for (const { id, name, role, isMe } of membersIn(here, circle.value, await recordsIn(circle.value))) {
    const what = [words(`circle.role-${role}`), ...(isMe ? [words('circle.you')] : [])].join('; ');
    context.terminal.say(args.has('json') ? toJsonLine({ id, name, role, you: isMe }) : harmless(`${id.slice(0, 6)}  ${name || '?'}  (${what})`));
  }
  return ok(EXIT.ok);
};

const runWrite: Run = async ([typed, ...text], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const { session, kept } = circle.value;
  const not = await whyNoWriting(circle.value);
  if (not) return refuse(not);
  const input = text.length === 1 && text[0] === '-' ? textFromInput() : ok(text.join(' '));
  if (!input.ok) return input;
  const now = context.now();
  const id = newId(random);
  const note = writeNote(here.circles.account.account, id, input.value, now.instant);
  if (!note.ok) return note;
  const done = await session.vault.commit([note.value], Date.parse(now.instant));
  if (!done.ok) return done;
  if (args.has('json')) context.terminal.say(toJsonLine({ id: note.value.id }));
  else context.terminal.say(harmless((await context.words())('circle.written', { name: kept.name })));
  return ok(EXIT.ok);
};

const runRead: Run<HereReading> = async ([typed], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const records = await recordsIn(circle.value);
  const names = memberNames(records);
  const words = await context.words();
  await sayIfGone(args, context, circle.value);
  const notes = notesOf(records);
  for (const { id, by, text, otherTexts, at } of notes) {
    const name = names.get(by) || by.slice(0, 6);
    if (args.has('json')) context.terminal.say(toJsonLine({ id, by, name, at, text, otherTexts }));
    else context.terminal.say(harmless(`${name}  (${momentText(words, at)})\n${[text, ...otherTexts].join('\n').replace(/^/gm, '  ')}`));
  }
  if (notes.length === 0 && !args.has('json')) context.terminal.note(words('circle.nothing'));
  return ok(notes.length === 0 ? EXIT.nothing : EXIT.ok);
};

const runRemove: Run = async ([typed, who], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const member = memberNamed(who!, membersIn(here, circle.value, await recordsIn(circle.value)));
  if (!member.ok) return member;
  if (member.value.isMe) return refuse({ code: 'circle-leave-instead' });
  const done = await removeFromCircle(here.circles, circle.value, [member.value.id]);
  if (!done.ok) return done;
  await syncNow(here, circle.value, context);
  const name = member.value.name || member.value.id;
  return sayDone(args, context, { removed: member.value.id, name: member.value.name }, 'circle.removed', { name, circle: circle.value.kept.name });
};

const runRole: Run = async ([typed, who, as], args, context, here) => {
  const role = ROLES.find((each) => each === as);
  if (!role) return refuse({ code: 'option-value-wrong', with: { option: 'kith circle role', value: as!.slice(0, 40), right: ROLES.join(', ') } });
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const members = membersIn(here, circle.value, await recordsIn(circle.value));
  const member = memberNamed(who!, members);
  if (!member.ok) return member;
  const { id, isMe } = member.value;
  if (role === 'member' && isMe && members.every((each) => each.isMe || each.role !== 'facilitator')) return refuse({ code: 'circle-only-facilitator' });
  const done = await setRoleInCircle(here.circles, circle.value, id, role);
  if (!done.ok) return done;
  await syncNow(here, circle.value, context);
  return sayDone(args, context, { id, name: member.value.name, role }, `circle.role-${role}-done`, { name: member.value.name || id, circle: circle.value.kept.name });
};

/** Whether the others have something still that was changed or taken back here. */
const isOwing = async ({ circles, open: { session } }: HereCircles, circle: OpenedCircle): Promise<boolean> => {
  if ((await changesUnsent(circle, circles.account.account)) > 0) return true;
  const [outbox] = (await session.vault.byId([OUTBOX])).records;
  return outbox !== undefined && takingBack(outbox, (await session.vault.byId(LETTERS.waits(outbox))).records, circle.vault).length > 0;
};

const runLeave: Run = async ([typed], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  // What waits to be sent goes first: after this the host takes nothing from here.
  await syncNow(here, circle.value, context);
  if (!args.has('as-is') && (await isOwing(here, circle.value))) return refuse({ code: 'circle-leave-unsent' });
  const done = await leaveCircle(here.circles, circle.value);
  if (!done.ok) return done;
  const kept = (await keptCircles(here)).find(({ vault }) => vault === circle.value.vault) ?? circle.value.kept;
  const noted = await keepInOwn(here, { ...kept, left: context.now().instant });
  return noted.ok ? sayDone(args, context, { left: kept.vault, name: kept.name }, 'circle.left', { name: kept.name }) : noted;
};

const runRenew: Run = async ([typed], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const done = await renewCircle(here.circles, circle.value);
  if (!done.ok) return done;
  await syncNow(here, circle.value, context);
  const { kept, vault, ring } = circle.value;
  return sayDone(args, context, { renewed: vault, epoch: ring.standing().epoch }, 'circle.renewed', { name: kept.name });
};

const runSafety: Run = async ([typed, who], args, context, here) => {
  const circle = await openNamed(here, typed!);
  if (!circle.ok) return circle;
  const member = memberNamed(who!, membersIn(here, circle.value, await recordsIn(circle.value)));
  if (!member.ok) return member;
  if (member.value.isMe) return refuse({ code: 'circle-safety-self' });
  const { members } = circle.value.ring.state()!;
  const { account, sodium } = here.circles;
  const groups = safetyNumber(sodium, { id: account.account, sign: account.identity.publicKeys.sign }, members.get(member.value.id)!);
  if (args.has('json')) context.terminal.say(toJsonLine({ id: member.value.id, name: member.value.name, groups }));
  else {
    context.terminal.note(harmless((await context.words())('circle.safety', { name: member.value.name || member.value.id })));
    context.terminal.say([0, 4, 8].map((from) => groups.slice(from, from + 4).join(' ')).join('\n'));
  }
  return ok(EXIT.ok);
};

/** What is here is read, with an account or without. */
const READ = { list: runList, read: runRead };

const RUN: Readonly<Record<Exclude<Act, keyof typeof READ>, Run>> = {
  create: runCreate,
  invite: runInvite,
  join: runJoin,
  members: runMembers,
  write: runWrite,
  remove: runRemove,
  role: runRole,
  leave: runLeave,
  renew: runRenew,
  safety: runSafety,
};
