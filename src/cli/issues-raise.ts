// `kith issue raise`: an issue in a few words, from an entry, or from what got in the way of a commitment; and what all acts of `kith issue`
// share: the hand that writes, the draft that options say.

import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { raiseIssue, type Doer, type IssueDraft } from '#rooms/issues/deeds.ts';
import { draftFromEntry, draftFromStrain } from '#rooms/issues/from-entry.ts';
import { AREAS, type Area } from '#rooms/issues/sheet.ts';
import { carriedFrom, sayCarried } from './carried.ts';
import type { Context } from './context.ts';
import { dayTyped, freshId, sayDone, textOf, writeIn, type InCircle } from './in-circle.ts';
import { entryByPrefix } from './list.ts';
import type { Args } from './options.ts';

export const doerOf = ({ me, now: { instant } }: InCircle): Doer => ({ me, id: freshId(), instant });

/** Writes what a deed gave, and says so. */
export const written = async (
  changes: Change[] | Result<Change[]>,
  key: string,
  { inside, args, context }: { readonly inside: InCircle; readonly args: Args; readonly context: Context },
  more: Readonly<Record<string, unknown>> = {},
): Promise<Result<number>> => {
  const wanted = 'ok' in changes ? changes : ok(changes);
  if (!wanted.ok) return wanted;
  const done = await writeIn(inside, wanted.value);
  return done.ok ? sayDone(args, context, { ids: wanted.value.map(({ id }) => id), ...more }, key, { circle: inside.name }) : done;
};

const areaTyped = (typed: string | undefined): Result<Area | undefined> => {
  if (typed === undefined) return ok(undefined);
  const area = AREAS.find((each) => each === typed.trim().toLowerCase());
  return area ? ok(area) : refuse({ code: 'option-value-wrong', with: { option: '--area', value: typed.slice(0, 40), right: AREAS.join(', ') } });
};

/** What the options say of an issue; what they do not say is left out. */
export const draftTyped = (args: Args, inside: InCircle): Result<Partial<IssueDraft>> => {
  const [area, due] = [areaTyped(args.one('area')), dayTyped(args.one('by'), inside.now.today)];
  if (!area.ok) return area;
  if (!due.ok) return due;
  const given: [keyof IssueDraft, string | undefined][] = [
    ['title', args.one('title')],
    ['happens', args.one('text')],
    ['cause', args.one('cause')],
    ['role', args.one('role')],
    ['ask', args.one('ask')],
  ];
  return ok({
    ...Object.fromEntries(given.filter(([, text]) => text !== undefined)),
    ...(area.value ? { area: area.value } : {}),
    ...(args.has('by') ? { due: due.value } : {}),
  });
};

/** Refusals: those of finding an entry, `entry-empty`. */
const fromEntry = async (typed: string | undefined, { here }: InCircle): Promise<Result<IssueDraft>> => {
  const entry = await entryByPrefix(here.open, typed);
  if (!entry.ok) return entry;
  const draft = draftFromEntry((await here.open.session.vault.byId([entry.value.id])).records[0]);
  return draft ? ok(draft) : refuse({ code: 'entry-empty' });
};

const fromCommitment = async (typed: string, inside: InCircle, context: Context): Promise<Result<IssueDraft>> => {
  const carried = await carriedFrom(typed, inside, context);
  return carried.ok ? ok(draftFromStrain(carried.value.words, carried.value.look?.replies ?? {})) : carried;
};

export const runRaise = async (words: readonly string[], inside: InCircle, args: Args, context: Context): Promise<Result<number>> => {
  const [typed, title] = [draftTyped(args, inside), textOf(words)];
  if (!typed.ok) return typed;
  if (!title.ok) return title;
  const commitment = args.one('commitment');
  if (commitment !== undefined && args.has('entry')) return refuse({ code: 'options-clash', with: { one: '--entry', other: '--commitment' } });
  const from = commitment !== undefined ? await fromCommitment(commitment, inside, context) : args.has('entry') ? await fromEntry(args.one('entry'), inside) : ok({ title: '' });
  if (!from.ok) return from;
  const draft: IssueDraft = { ...from.value, ...typed.value, title: title.value.trim() || from.value.title };
  const raised = raiseIssue(draft, doerOf(inside));
  const said = [draft.title, draft.happens, draft.cause, draft.role, draft.ask].filter((part) => part !== undefined && part !== '').join('\n\n');
  const dry = raised.ok ? await sayCarried(said, inside, args, context) : null;
  return dry ?? written(raised, 'cli.raised', { inside, args, context });
};
