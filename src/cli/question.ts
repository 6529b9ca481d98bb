// `kith question`: one question for the moment one is in, never two alike in a row; with `--never` the last that was asked goes for good.
// Answering it is writing an entry, or nothing.

import { ok, refuse, type Result } from '#core/result.ts';
import { GROUP_MOMENTS, MOMENTS, nextQuestion, type Moment } from '#rooms/practices/questions.ts';
import { bringBackQuestions, dismissQuestion, keepAsked, WISHES, wishesOf } from '#rooms/practices/told.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { sayDone } from './in-circle.ts';
import type { Args } from './options.ts';
import { openVault } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadLibraryWords } from './words.ts';

const ALL: readonly Moment[] = [...MOMENTS, ...GROUP_MOMENTS];

export const runQuestion = async (args: Args, context: Context): Promise<Result<number>> => {
  const typed = args.words[0]?.trim().toLowerCase();
  const words = await context.words();
  const moment = ALL.find((one) => one === typed || words(`moment.${one}`) === typed);
  if (typed !== undefined && !moment) return refuse({ code: 'option-value-wrong', with: { option: 'kith question', value: typed.slice(0, 40), right: ALL.join(', ') } });
  if (args.has('never') && args.has('all')) return refuse({ code: 'options-clash', with: { one: '--never', other: '--all' } });
  if (moment && (args.has('never') || args.has('all')))
    return refuse({ code: 'too-many-words', with: { word: typed!, command: `question --${args.has('all') ? 'all' : 'never'}` } });
  if (!moment && !args.has('never') && !args.has('all')) {
    for (const one of ALL)
      context.terminal.say(args.has('json') ? toJsonLine({ moment: one, group: GROUP_MOMENTS.some((each) => each === one) }) : `${one}  ${words(`moment.${one}`)}`);
    return ok(EXIT.ok);
  }
  const open = await openVault(context, { begin: moment !== undefined });
  if (!open.ok) return open;
  const wishes = wishesOf((await open.value.session.vault.byId([WISHES])).records[0]);
  const library = await loadLibraryWords(context.env);
  if (!moment) {
    const [last] = wishes.asked;
    const changes = args.has('all') ? bringBackQuestions(wishes) : last === undefined ? [] : dismissQuestion(last);
    if (changes.length === 0) return refuse({ code: args.has('all') ? 'question-none-gone' : 'question-none-asked' });
    const done = await commitUndoable(open.value, changes, { what: 'changed', id: WISHES }, '', context);
    return done.ok ? sayDone(args, context, { changed: true }, args.has('all') ? 'question.is-back' : 'question.gone') : done;
  }
  const question = nextQuestion(moment, wishes.dismissed, wishes.asked);
  if (!question) {
    if (!args.has('json')) context.terminal.note(words('question.none'));
    return ok(EXIT.nothing);
  }
  // That it was asked is no act of the person: it is not what `kith undo` takes back.
  const kept = await open.value.session.vault.commit(keepAsked(question.id, wishes.asked), Date.parse(context.now().instant));
  if (!kept.ok) return kept;
  const text = library[`question.${question.id}`] ?? question.id;
  context.terminal.say(args.has('json') ? toJsonLine({ id: question.id, moment: question.moment, text }) : harmless(text));
  return ok(EXIT.ok);
};
