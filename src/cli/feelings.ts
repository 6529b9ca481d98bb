// `kith feelings`, `kith feel`, `kith talk`, `kith helplines`: what was named over time, counted; what one may be telling; a hard conversation
// before and after; whom to call. Naming a feeling is `kith check-in`. Nothing here needs a network; helplines need no vault either.

import type { Change } from '#core/change.ts';
import type { Link } from '#core/links.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { countryOfTag, GATHERED, helpIn } from '#rooms/feelings/helplines.ts';
import { CAUSES, debriefTalk, listen, NEEDS, prepareTalk, talkOf, type Now } from '#rooms/feelings/model.ts';
import { BY, FEWEST, overTime, SORTS, type By, type Named, type Picture, type Row } from '#rooms/feelings/over-time.ts';
import { shownWord, vocabularyId, vocabularyOf, wordsOf, type Quadrant } from '#rooms/journal/vocabularies.ts';
import { shownOf } from '#rooms/shown.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, freshId, textOf } from './in-circle.ts';
import { sayGaps } from './list.ts';
import { columnsOf, padTo } from './layout.ts';
import type { Args, OptionName } from './options.ts';
import { OPTIONS } from './options.ts';
import { loadWordToId } from './parts.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { shownByPrefix } from './shown.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { languageOf, loadVocabularyWords, type Words } from './words.ts';

const nowOf = (context: Context): Now => {
  const { when, instant } = context.now();
  return { when, instant };
};

const KINDS: readonly string[] = ['entry', 'telling', 'conversation', 'conversation-after'];

/** One of the words that an option takes. Refusal: `option-value-wrong`. */
const chosen = <T extends string>(args: Args, name: OptionName, otherwise: T | ''): Result<T | ''> => {
  const typed = args.one(name);
  const { of = [] } = OPTIONS[name] as { readonly of?: readonly string[] };
  if (typed === undefined) return ok(otherwise);
  return of.includes(typed) ? ok(typed as T) : refuse({ code: 'option-value-wrong', with: { option: `--${name}`, value: typed.slice(0, 40), right: of.join(', ') } });
};

const rowName = ({ by, isByMonth }: Picture, key: string, t: Words, vocabulary: Readonly<Record<string, string>>): string => {
  if (key === '') return t('over.all');
  if (by === 'time') return t(`over.time.${key}`);
  // 5 January 1970 was a Monday.
  if (by === 'day') return new Intl.DateTimeFormat(t.locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 4 + Number(key))));
  if (by === 'week' && isByMonth) return new Intl.DateTimeFormat(t.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${key}T00:00Z`));
  if (by === 'week') return t('over.week-of', { day: dayText(t, key) });
  return by === 'area' ? shownWord('areas', key, vocabulary) : key;
};

export const runFeelings = async (args: Args, context: Context): Promise<Result<number>> => {
  const by = chosen<By>(args, 'per', BY[0]);
  if (!by.ok) return by;
  const since = dayTyped(args.one('after'), nowOf(context).when.slice(0, 10));
  if (!since.ok) return since;
  const open = await openVault(context);
  if (!open.ok) return open;
  const everything = await readEverything(open.value);
  const named: Named[] = everything.records.flatMap((record) => (KINDS.includes(record.kind) ? (shownOf(record) ?? []) : []));
  const quarters = new Map<string, Quadrant | null>(
    wordsOf(
      vocabularyOf(
        'feelings',
        everything.records.find(({ id }) => id === vocabularyId('feelings')),
      ),
    ).map(({ id, quadrant }) => [id, quadrant]),
  );
  const picture = overTime(named, by.value as By, (word) => quarters.get(word) ?? 'none', since.value);
  const [t, vocabulary] = await Promise.all([context.words(), loadVocabularyWords(languageOf(context.env))]);
  if (!picture) {
    if (!args.has('json')) context.terminal.note(`${t('over.not-enough')} ${t('over.not-enough-about', { count: FEWEST.all })}`);
    await sayGaps(everything, context);
    return ok(EXIT.nothing);
  }
  const rows = [...picture.rows, picture.all];
  if (args.has('json'))
    for (const { key, counts, words, most, from, isEnough } of rows)
      context.terminal.say(toJsonLine({ per: picture.isByMonth ? 'month' : picture.by, key, counts, words, most, from, enough: isEnough }));
  else {
    const names = rows.map(({ key }) => harmless(rowName(picture, key, t, vocabulary)));
    const widest = Math.max(...names.map(columnsOf));
    const line = (row: Row): string =>
      row.isEnough
        ? SORTS.filter((sort) => row.counts[sort] > 0)
            .map((sort) => `${t(`sort.${sort}`)} ${row.counts[sort]}`)
            .join('; ')
        : t('over.few', { count: row.from.length, needed: FEWEST.row });
    rows.forEach((row, at) => {
      const most = row.isEnough
        ? ` (${row.most
            .slice(0, 3)
            .map(({ word, count }) => t('over.word', { word: shownWord('feelings', word, vocabulary), count }))
            .join(t('list.comma'))})`
        : '';
      context.terminal.say(harmless(`${padTo(names[at]!, widest)}  ${line(row)}${most}`));
    });
    if (picture.besides > 0) context.terminal.note(t('over.besides', { count: picture.besides }));
    context.terminal.note(t('over.about'));
  }
  await sayGaps(everything, context);
  return ok(EXIT.ok);
};

/** Words as the person's language or English has them, as ids; anything else is one's own. */
const idsOf = (typed: readonly string[], known: readonly string[], key: string, t: Words): string[] => {
  const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase();
  return typed.map((text) => known.find((id) => plain(id) === plain(text) || plain(t(`${key}.${id}`)) === plain(text)) ?? text.trim());
};

const written = async (open: Open, id: string, changes: readonly Change[], args: Args, context: Context): Promise<Result<number>> => {
  const done = await commitUndoable(open, changes, { what: 'written', id }, '', context);
  if (!done.ok) return done;
  context.terminal.say(args.has('json') ? toJsonLine({ id }) : id);
  return ok(EXIT.ok);
};

const feelingsOf = async (args: Args, context: Context): Promise<string[]> => {
  const wordToId = args.has('feeling') ? await loadWordToId(context.env) : null;
  return args.all('feeling').map((word) => wordToId?.('feelings', word) ?? word);
};

const linksOf = async (open: Open, args: Args): Promise<Result<Link[]>> => {
  const typed = args.one('about');
  if (typed === undefined) return ok([]);
  const found = await shownByPrefix(open, typed);
  return found.ok ? ok([{ to: found.value.record.id, as: 'about' }]) : found;
};

export const runFeel = async (args: Args, context: Context): Promise<Result<number>> => {
  const text = textOf(args.words);
  if (!text.ok) return text;
  const open = await openVault(context, { begin: !args.has('about') });
  if (!open.ok) return open;
  const links = await linksOf(open.value, args);
  if (!links.ok) return links;
  const t = await context.words();
  const id = freshId();
  const draft = {
    telling: text.value,
    ease: args.one('ease') ?? '',
    feelings: await feelingsOf(args, context),
    causes: idsOf(args.all('because'), CAUSES, 'cause', t),
    needs: idsOf(args.all('need'), NEEDS, 'need', t),
  };
  const made = listen(draft, id, nowOf(context), links.value);
  return made.ok ? written(open.value, id, made.value, args, context) : made;
};

/** Looks back at a conversation, prepared here (`--debrief ID`) or not. */
const debrief = async (open: Open, text: string, args: Args, context: Context): Promise<Result<number>> => {
  const found = args.has('debrief') ? await shownByPrefix(open, args.one('debrief'), ['conversation']) : null;
  if (found && !found.ok) return found;
  const talk = found ? talkOf(found.value.record) : null;
  const got = chosen(args, 'got', '');
  if (!got.ok) return got;
  const part = (name: OptionName): string => args.one(name) ?? '';
  const draft = {
    happened: [text, part('happened')].filter((one) => one.trim() !== '').join('\n\n'),
    theirs: part('theirs'),
    learnt: part('learnt'),
    next: part('next'),
    got: got.value,
    feelings: await feelingsOf(args, context),
    people: args.has('with') ? args.all('with') : (talk?.sets.people ?? []),
  };
  const said = [draft.happened, draft.theirs, draft.learnt, draft.next, draft.got, ...draft.feelings].some((one) => one.trim() !== '');
  if (!said) return refuse({ code: 'felt-empty' });
  const id = freshId();
  const made = debriefTalk(talk, draft, id, nowOf(context));
  return made.ok ? written(open, id, made.value, args, context) : made;
};

export const runTalk = async (args: Args, context: Context): Promise<Result<number>> => {
  const isBefore = !(['debrief', 'happened', 'got', 'learnt', 'next'] as const).some((name) => args.has(name));
  const text = textOf(args.words);
  if (!text.ok) return text;
  const open = await openVault(context, { begin: !args.has('debrief') });
  if (!open.ok) return open;
  if (!isBefore) return debrief(open.value, text.value, args, context);
  const on = dayTyped(args.one('on'), nowOf(context).when.slice(0, 10));
  if (!on.ok) return on;
  const part = (name: OptionName): string => args.one(name) ?? '';
  const id = freshId();
  const draft = {
    about: text.value,
    facts: part('facts'),
    ask: part('ask'),
    theirs: part('theirs'),
    hear: part('hear'),
    stop: part('stop'),
    people: args.all('with'),
    feelings: await feelingsOf(args, context),
    needs: idsOf(args.all('need'), NEEDS, 'need', await context.words()),
    on: on.value,
  };
  const made = prepareTalk(draft, id, nowOf(context));
  if (!made.ok) return made;
  if (!args.has('json')) context.terminal.note((await context.words())('talk.not-alone'));
  return written(open.value, id, made.value, args, context);
};

export const runHelplines = async (args: Args, context: Context): Promise<Result<number>> => {
  const t = await context.words();
  const typed = args.words[0]?.toUpperCase();
  const country = typed ?? countryOfTag((context.env['LC_ALL'] ?? context.env['LANG'] ?? '').split('.')[0]!);
  const help = helpIn(country);
  if (typed !== undefined && !/^[A-Z]{2}$/.test(typed)) return refuse({ code: 'option-value-wrong', with: { option: 'COUNTRY', value: typed.slice(0, 40), right: 'ES, US, LB' } });
  if (args.has('json')) context.terminal.say(toJsonLine(help ?? { country: '', emergency: '112', lines: [] }));
  else {
    context.terminal.say(`${t('person.emergency')}: ${help?.emergency ?? '112'}  ${t(help ? 'person.emergency-note' : 'person.112')}`);
    if (!help) context.terminal.say(t('person.elsewhere'));
    for (const { name, phone, always } of help?.lines ?? []) context.terminal.say(`${name}: ${phone}${always ? `  ${t('person.always')}` : ''}`);
    if (help && help.lines.length === 0) context.terminal.note(t('person.no-line'));
    const month = new Intl.DateTimeFormat(t.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${GATHERED}-01T00:00Z`));
    context.terminal.note(t('person.honest', { month }));
  }
  // Asked for a country that is not in the list: what is said is no number of that country.
  return ok(typed !== undefined && !help ? EXIT.nothing : EXIT.ok);
};
