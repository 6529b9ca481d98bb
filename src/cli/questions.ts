// `kith questions`: the open questions one lives with; one asked, one said something to, and one whole: what stands under it in the order of
// time, where it was asked and what came back. Entries are gathered with `kith link ENTRY QUESTION --as gathers-under`. Invariant: answers of
// others are read from the circles on this device each time, as the page does; no host is asked.

import { ok, refuse, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { dayOf } from '#core/when.ts';
import { askedFrom } from '#rooms/asked.ts';
import { entryOf, type Entry } from '#rooms/journal/model.ts';
import { firstLine } from '#rooms/journal/opening.ts';
import { noteOnQuestion, notesOnQuestion } from '#rooms/journal/question-notes.ts';
import { askQuestion, entriesOf, questionOf, questionsOf, type Question } from '#rooms/journal/questions.ts';
import { commitUndoable } from './change.ts';
import { circlesSeen } from './circles-seen.ts';
import { dayOfInstant, type Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayTyped, freshId, namesText, textOf } from './in-circle.ts';
import { nothing } from './list.ts';
import type { Args } from './options.ts';
import { openIfThere, openVault, readEverything, type Open } from './session.ts';
import { longDay, SHORT_ID } from './show-entry.ts';
import { shownByPrefix } from './shown.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadRoomWords, type Words } from './words.ts';

const dayHere = (instant: string): string => (instant === '' ? '' : dayOfInstant(instant));

const list = async (open: Open, args: Args, context: Context, said: Words): Promise<Result<number>> => {
  const { records } = await readEverything(open);
  const entries = records.flatMap((record) => entryOf(record) ?? []);
  const questions = questionsOf(records).filter(({ closed }) => closed === '' || args.has('all'));
  for (const question of questions) {
    const [under, notes] = [entriesOf(question, entries), notesOnQuestion(question, records)];
    const { id, text, closed, made } = question;
    const facts = [said('names.count', { count: under.length }), ...(closed === '' ? [] : [said('question.closed-on', { day: longDay(closed, 'gregorian', said) })])];
    context.terminal.say(
      args.has('json')
        ? toJsonLine({ id, text, made, closed, entries: under.length, notes: notes.length })
        : harmless(`${id.slice(0, SHORT_ID)}  ${text.replace(/\s+/g, ' ')}  (${facts.join(' · ')})`),
    );
  }
  return questions.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

const show = async (open: Open, question: Question, args: Args, context: Context, said: Words): Promise<Result<number>> => {
  const { records } = await readEverything(open);
  const { asked, under } = askedFrom(question.id, withRecords(emptySnapshot(), records), await circlesSeen(open, context), dayOf(context.now().when));
  const notes = notesOnQuestion(question, records);
  const entries = entriesOf(
    question,
    records.flatMap((record) => entryOf(record) ?? []),
  );
  if (args.has('json')) {
    const { id, text, made, closed } = question;
    context.terminal.say(
      toJsonLine({
        id,
        text,
        made,
        closed,
        entries: entries.map((entry) => entry.id),
        notes: notes.map((note) => ({ id: note.when === '' ? '' : note.id, when: note.when, text: note.text })),
        answers: under.map(({ vault, id: answer, here }) => ({ circle: vault, id: answer, by: here?.answer.by ?? '', text: here?.answer.text ?? '' })),
        asked: asked.map(({ id: prompting, at, here }) => ({
          id: prompting,
          at,
          circle: here?.circle.vault ?? '',
          state: here?.prompted.standing ?? 'gone',
          answers: here?.prompted.others.map(({ by, text: words, way }) => ({ by, text: words, way })) ?? [],
        })),
      }),
    );
    return ok(EXIT.ok);
  }
  const of = await loadRoomWords(context.env, 'promptings');
  const person = (names: ReadonlyMap<string, string>, account: string): string => names.get(account) || of('nameless');
  const day = (when: string, calendar: Entry['calendar'] = 'gregorian'): string => (when === '' ? said('question.no-day') : longDay(when, calendar, said));
  const lines = [
    ...entries.map((entry) => ({ day: dayOf(entry.when), at: entry.made, text: `${day(entry.when, entry.calendar)}  ${entry.id.slice(0, SHORT_ID)}  ${firstLine(entry.text)}` })),
    ...notes.map((note) => ({ day: dayOf(note.when), at: note.at, text: `${day(note.when)}  ${note.when === '' ? '' : `${note.id.slice(0, SHORT_ID)}  `}${note.text}` })),
    ...under.map(({ here }) => {
      if (!here) return { day: '~', at: '', text: said('question.answer-gone') };
      const { answer, circle } = here;
      const by = said('question.answer-by', { name: person(circle.names, answer.by), circle: circle.name || of('unnamed') });
      return { day: dayHere(answer.at), at: answer.at, text: `${day(dayHere(answer.at))}  ${answer.text}\n${by}` };
    }),
  ].sort((a, b) => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const where = asked.map(({ at, here }) => {
    if (!here) return `${day(dayHere(at))}  ${said('question.asked-gone')}`;
    const { circle, prompted } = here;
    const name = circle.name || of('unnamed');
    const whom = prompted.toAll
      ? said('question.asked-all', { circle: name })
      : said('question.asked-some', {
          names: namesText(
            said,
            prompted.to.map((each) => person(circle.names, each)),
          ),
          circle: name,
        });
    const answers = prompted.others.map(({ by, text, way }) => `\n  ${said(`question.answer-${way}`, { name: person(circle.names, by) })}: ${text}`);
    return `${day(dayHere(at))}  ${whom}${answers.join('')}`;
  });
  context.terminal.say(harmless([question.text, ...lines.map(({ text }) => `  ${text.replace(/\n/g, '\n  ')}`)].join('\n')));
  if (where.length > 0) context.terminal.say(harmless(`\n${said('question.asked-others')}\n${where.map((line) => `  ${line.replace(/\n/g, '\n  ')}`).join('\n')}`));
  return ok(EXIT.ok);
};

const keep = async (open: Open, changes: Parameters<typeof commitUndoable>[1], is: 'written' | 'changed', id: string, args: Args, context: Context): Promise<Result<number>> => {
  const done = await commitUndoable(open, changes, { what: is, id }, '', context);
  if (!done.ok) return done;
  context.terminal.say(args.has('json') ? toJsonLine({ id }) : id);
  return ok(EXIT.ok);
};

export const runQuestions = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, question, note] = [args.words[0], args.one('ask'), args.one('text')];
  if (question !== undefined && (typed !== undefined || note !== undefined))
    return refuse({ code: 'options-clash', with: { one: '--ask', other: typed === undefined ? '--text' : 'ID' } });
  if (note !== undefined && typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'ID' } });
  if (args.has('on') && note === undefined) return refuse({ code: 'argument-missing', with: { argument: '--text' } });
  const said = await loadRoomWords(context.env, 'journal');
  const isList = question === undefined && typed === undefined;
  const there = isList ? await openIfThere(context) : await openVault(context, { begin: question !== undefined });
  if (!there.ok) return there;
  if (!there.value) return nothing(args, context);
  const open = ok(there.value);
  const now = context.now();
  if (question !== undefined) {
    const id = freshId();
    const text = textOf([question]);
    if (!text.ok) return text;
    const made = askQuestion(text.value, id, now);
    return made.ok ? keep(open.value, made.value, 'written', id, args, context) : made;
  }
  if (typed === undefined) return list(open.value, args, context, said);
  const found = await shownByPrefix(open.value, typed, ['question']);
  if (!found.ok) return found;
  const one = questionOf(found.value.record)!;
  if (note === undefined) return show(open.value, one, args, context, said);
  const [text, day] = [textOf([note]), dayTyped(args.one('on'), dayOf(now.when))];
  if (!text.ok) return text;
  if (!day.ok) return day;
  const id = freshId();
  const noted = noteOnQuestion(one, { text: text.value, ...(day.value === '' ? {} : { day: day.value }) }, id, now);
  return noted.ok ? keep(open.value, noted.value, 'written', id, args, context) : noted;
};
