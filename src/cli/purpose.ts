// `kith purpose` and `kith energy`: what a person lives by, in versions, their gifts, possible lives and goals; what gave and took energy. The
// same records and the same sums as in the page; nothing here asks for a purpose. Undone with `kith undo`.

import type { Change } from '#core/change.ts';
import type { Link } from '#core/links.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { entryOf } from '#rooms/journal/model.ts';
import { LEVELS, markEnergy, marksIn, TERMS, type Level, type Terms } from '#rooms/purpose/energy.ts';
import { giftsIn, keepGift, SETTINGS, settingsOf } from '#rooms/purpose/gifts.ts';
import { goalsIn, setGoal } from '#rooms/purpose/goals.ts';
import { DRAWS, imagineLife, lifeKind, livesIn, lookAtLife } from '#rooms/purpose/lives.ts';
import { activitiesIn, askedOf, isFew, narrowed, saidIn, type Activity } from '#rooms/purpose/map.ts';
import { OF, versionsIn, writeVersion, type Version } from '#rooms/purpose/model.ts';
import { oneOf } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, freshId, textOf } from './in-circle.ts';
import { nothing, sayGaps } from './list.ts';
import type { Args, OptionName } from './options.ts';
import { loadWordToId } from './parts.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { shownByPrefix } from './shown.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const WHAT = ['success', 'gift', 'life', 'goal'] as const;

const written = async (open: Open, id: string, changes: Result<Change[]>, args: Args, context: Context): Promise<Result<number>> => {
  if (!changes.ok) return changes;
  const done = await commitUndoable(open, changes.value, { what: 'written', id }, '', context);
  if (!done.ok) return done;
  context.terminal.say(args.has('json') ? toJsonLine({ id }) : id);
  return ok(EXIT.ok);
};

/** What `--from` names: what the new one rests on. */
const restsOn = async (open: Open, args: Args): Promise<Result<readonly Link[]>> => {
  const links: Link[] = [];
  for (const typed of args.all('from')) {
    const found = await shownByPrefix(open, typed);
    if (!found.ok) return found;
    links.push({ to: found.value.record.id, as: 'rests-on' });
  }
  return ok(links);
};

/** Options that say something of one sort only. */
const BELONGS: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  with: ['gift'],
  by: ['goal'],
  area: ['goal'],
  asks: ['life'],
  tests: ['life'],
  trial: ['life'],
  why: ['purpose', 'success'],
  on: ['purpose', 'success', 'gift'],
};

const write = async (text: string, args: Args, context: Context): Promise<Result<number>> => {
  const named = oneOf(args, WHAT);
  if (!named.ok) return named;
  const what = named.value ?? 'purpose';
  const strange = (Object.keys(BELONGS) as OptionName[]).find((option) => args.has(option) && !BELONGS[option]!.includes(what));
  if (strange) return refuse({ code: 'options-clash', with: { one: `--${strange}`, other: what === 'purpose' ? 'purpose' : `--${what}` } });
  const now = context.now();
  const today = dayOf(now.when);
  const [on, by] = [dayTyped(args.one('on'), today), dayTyped(args.one('by'), today)];
  if (!on.ok) return on;
  if (!by.ok) return by;
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const links = await restsOn(open.value, args);
  if (!links.ok) return links;
  const id = freshId();
  const put = (changes: Result<Change[]>): Promise<Result<number>> => written(open.value, id, changes, args, context);
  if (what === 'gift') return put(keepGift({ text, by: args.all('with')[0] ?? '', day: on.value }, id, now, links.value));
  if (what === 'goal') {
    const toId = args.has('area') ? await loadWordToId(context.env) : null;
    return put(setGoal({ what: text, by: by.value, areas: args.all('area').map((word) => toId!('areas', word)) }, id, now, links.value));
  }
  if (what === 'life') return put(imagineLife({ name: text, asks: args.one('asks') ?? '', tests: args.one('tests') ?? '', trial: args.one('trial') ?? '' }, id, now, links.value));
  return put(writeVersion(what, { text, why: args.one('why') ?? '', since: on.value }, id, now, links.value));
};

/** What a trial of a life changed: `--tried LIFE`, and of which commitment with `--from`. */
const tried = async (text: string, args: Args, context: Context): Promise<Result<number>> => {
  const strange = [...WHAT, ...(Object.keys(BELONGS) as OptionName[]), 'all' as const].find((option) => args.has(option));
  if (strange) return refuse({ code: 'options-clash', with: { one: '--tried', other: `--${strange}` } });
  const typed = args.one('draws');
  const draws = DRAWS.find((one) => one === typed?.trim().toLowerCase()) ?? null;
  if (typed !== undefined && draws === null) return refuse({ code: 'option-value-wrong', with: { option: '--draws', value: typed.slice(0, 40), right: DRAWS.join(', ') } });
  const open = await openVault(context);
  if (!open.ok) return open;
  const life = await shownByPrefix(open.value, args.one('tried'), [lifeKind.name]);
  if (!life.ok) return life;
  const trial = args.has('from') ? await shownByPrefix(open.value, args.one('from'), ['commitment']) : null;
  if (trial && !trial.ok) return trial;
  const id = freshId();
  return written(open.value, id, lookAtLife(life.value.record, { draws, text, trial: trial?.value.record.id ?? '' }, id, context.now()), args, context);
};

const short = (id: string): string => id.slice(0, SHORT_ID);
const inLines = (text: string): string => text.replace(/\n/g, '\n  ');

const versionLine = ({ id, text, since }: Version, isNow: boolean, t: Words): string =>
  `${short(id)}  ${isNow ? `${t('version.now')}, ${t('version.since', { day: dayText(t, since) })}` : dayText(t, since)}\n  ${inLines(text)}`;

export const runPurpose = async (args: Args, context: Context): Promise<Result<number>> => {
  const text = textOf(args.words);
  if (!text.ok) return text;
  if (args.has('tried')) return tried(text.value, args, context);
  if (args.has('draws')) return refuse({ code: 'argument-missing', with: { argument: '--tried LIFE' } });
  if (text.value.trim() !== '') return write(text.value, args, context);
  const open = await openVault(context);
  if (!open.ok) return open;
  const everything = await readEverything(open.value);
  const { records } = everything;
  const t = await context.words();
  const { say } = context.terminal;
  const isAll = args.has('all');
  const versions = versionsIn(records);
  const gifts = giftsIn(records);
  const lives = livesIn(records).filter(({ aside }) => isAll || aside === '');
  const goals = goalsIn(records).filter(({ end }) => isAll || end === null);
  if (args.has('json')) {
    for (const { read: _, ...version } of OF.flatMap((of) => versions.filter((one) => one.of === of).slice(0, isAll ? undefined : 1)))
      say(toJsonLine({ kind: version.of, ...version }));
    for (const { read: _, ...gift } of gifts) say(toJsonLine({ kind: 'gift', ...gift }));
    for (const { read: _, ...life } of lives) say(toJsonLine({ kind: 'life', ...life }));
    for (const { read: _, ...goal } of goals) say(toJsonLine({ kind: 'goal', ...goal }));
  } else {
    const part = (title: string, lines: readonly string[]): void => {
      if (lines.length > 0) say(harmless([t(title), ...lines].join('\n')));
    };
    for (const of of OF) {
      const those = versions.filter((one) => one.of === of).slice(0, isAll ? undefined : 1);
      part(
        `${of}.title`,
        those.map((version, at) => versionLine(version, at === 0, t)),
      );
    }
    part(
      'gifts.title',
      gifts.map(({ id, text: words, by }) => `${short(id)}  ${by === '' ? t('gift.mine') : t('gift.says', { name: by })}\n  ${inLines(words)}`),
    );
    part(
      'lives.title',
      lives.map(({ id, name, trial, aside }) => `${short(id)}  ${name}${aside === '' ? '' : ` (${t('aside')})`}${trial === '' ? '' : `\n  ${t('life.trial')}: ${inLines(trial)}`}`),
    );
    part(
      'goals.title',
      goals.map(({ id, what, by, end }) => `${short(id)}  ${what}${end !== null ? ` (${t(`end.${end}`)})` : by === '' ? '' : ` (${t('goal.by-on', { day: dayText(t, by) })})`}`),
    );
  }
  await sayGaps(everything, context);
  return versions.length + gifts.length + lives.length + goals.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

const levelOf = (args: Args, name: 'energy' | 'meaning'): Result<Level> => {
  const typed = args.one(name);
  if (typed === undefined) return ok(null);
  const level = LEVELS.find((one) => String(one) === typed.trim().replace('−', '-').replace(/^\+/, ''));
  return level === undefined ? refuse({ code: 'option-value-wrong', with: { option: `--${name}`, value: typed.slice(0, 40), right: LEVELS.join(', ') } }) : ok(level);
};

const termsOf = (args: Args): Result<Terms | null> => {
  const typed = args.one('set-by');
  if (typed === undefined) return ok(null);
  const terms = TERMS.find((one) => one === typed);
  return terms ? ok(terms) : refuse({ code: 'option-value-wrong', with: { option: '--set-by', value: typed.slice(0, 40), right: TERMS.join(', ') } });
};

const mark = async (what: string, args: Args, context: Context): Promise<Result<number>> => {
  const now = context.now();
  const [energy, meaning, terms, day] = [levelOf(args, 'energy'), levelOf(args, 'meaning'), termsOf(args), dayTyped(args.one('on'), dayOf(now.when))];
  if (!energy.ok) return energy;
  if (!meaning.ok) return meaning;
  if (!terms.ok) return terms;
  if (!day.ok) return day;
  const toId = args.has('area') ? await loadWordToId(context.env) : null;
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const draft = {
    what,
    energy: energy.value,
    meaning: meaning.value,
    terms: terms.value,
    gained: args.all('with'),
    areas: args.all('area').map((word) => toId!('areas', word)),
    note: args.one('text') ?? '',
    day: day.value,
  };
  const id = freshId();
  return written(open.value, id, markEnergy(draft, id, now), args, context);
};

const sumsText = (activity: Activity, t: Words): string => {
  const { energy, meaning, said } = activity;
  const format = new Intl.NumberFormat(t.locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  const signed = (level: number): string => format.format(level).replace('-', '−');
  const times = t('times', { count: said.length });
  if (energy === null) return t('sums.meaning', { meaning: signed(meaning!.mean), times });
  const text = t(meaning === null ? 'sums.energy' : 'sums.both', { energy: signed(energy.mean), meaning: signed(meaning?.mean ?? 0), times });
  return isFew(activity) ? t('sums.few', { sums: text }) : text;
};

const saidAmong = (records: readonly VaultRecord[]) =>
  saidIn(
    records.flatMap((record) => entryOf(record) ?? []),
    marksIn(records),
  );

export const runEnergy = async (args: Args, context: Context): Promise<Result<number>> => {
  const what = args.words.join(' ');
  if (what.trim() !== '') return mark(what, args, context);
  const open = await openVault(context);
  if (!open.ok) return open;
  const everything = await readEverything(open.value);
  const after = dayTyped(args.one('after'), dayOf(context.now().when));
  if (!after.ok) return after;
  const [typed = ''] = args.all('area');
  const area = typed === '' ? '' : (await loadWordToId(context.env))('areas', typed);
  const said = saidAmong(everything.records);
  const activities = activitiesIn(narrowed(said, { area, from: after.value }));
  const t = await context.words();
  for (const activity of activities) {
    const { name, energy, meaning, gives, takes, terms } = activity;
    if (args.has('json')) context.terminal.say(toJsonLine({ name, energy, meaning, gives, takes, terms, isFew: isFew(activity) }));
    else context.terminal.say(harmless(`${name}  (${sumsText(activity, t)})`));
  }
  const settings = settingsOf(everything.records.find(({ id }) => id === SETTINGS));
  const [asked] = askedOf(said, activitiesIn(said), settings.unasked);
  if (asked && !args.has('json')) {
    const { name, takes, gives, energy } = asked.activity;
    context.terminal.note(harmless(`${t('ask.takes', { name })} ${t('ask.counts', { takes, gives, of: energy!.count })} ${t('ask.chance')}`));
  }
  await sayGaps(everything, context);
  return activities.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};
