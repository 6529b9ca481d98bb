// `kith check-in`: how it is now, in four short questions on a terminal; with options alone elsewhere. Every question may
// be passed over with Enter.

import { ok, type Result } from '#core/result.ts';
import type { EntryDraft } from '#rooms/journal/model.ts';
import { draftOfParts } from '#rooms/journal/cli.ts';
import { QUADRANTS, shownWord, vocabularyId, vocabularyOf, wordsOf, type ListName } from '#rooms/journal/vocabularies.ts';
import type { Context } from './context.ts';
import { wrap } from './layout.ts';
import type { Args } from './options.ts';
import { draftOfArgs, journalToWriteIn, loadWordToId, textFromInput } from './parts.ts';
import { openVault, type Open } from './session.ts';
import { filesOfArgs, sayWritten, writeDraft } from './write.ts';
import { languageOf, loadVocabularyWords } from './words.ts';

export const runCheckIn = async (args: Args, context: Context): Promise<Result<number>> => {
  const draft = await draftOfArgs(args, context);
  if (!draft.ok) return draft;
  const files = await filesOfArgs(args);
  if (!files.ok) return files;
  const typed = args.words.join(' ');
  const text = typed === '-' ? textFromInput() : ok(typed);
  if (!text.ok) return text;
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const journal = await journalToWriteIn(args, open.value.session);
  if (!journal.ok) return journal;
  const { feelings, energy, body } = draft.value;
  const said = text.value !== '' || feelings !== undefined || energy !== undefined || body !== undefined;
  const asked = said || !context.terminal.inIs ? ok({ text: text.value }) : await askFour(open.value, context);
  if (!asked.ok) return asked;
  const id = await writeDraft(open.value, { ...draft.value, ...asked.value, form: 'check-in', ...(journal.value === '' ? {} : { journal: journal.value }) }, files.value, context);
  if (!id.ok) return id;
  await sayWritten(id.value, args, context);
  return ok(0);
};

/** The words of a list as one chooses from them: numbered, the feelings by quadrant. */
const offer = async (
  { session }: Open,
  list: ListName,
  words: Readonly<Record<string, string>>,
): Promise<{ readonly ids: string[]; readonly groups: { readonly name: string; readonly text: string }[] }> => {
  const record = (await session.vault.byId([vocabularyId(list)])).records[0];
  const all = wordsOf(vocabularyOf(list, record));
  const ids: string[] = [];
  const groups = (list === 'feelings' ? [...QUADRANTS, null] : [null]).flatMap((quadrant) => {
    const these = list === 'feelings' ? all.filter((word) => word.quadrant === quadrant) : all;
    if (these.length === 0) return [];
    // A number and its word stay on one line.
    const text = these.map(({ id }) => `${ids.push(id)} ${shownWord(list, id, words)}`.replaceAll(' ', '\u00a0')).join('\u00a0· ');
    return [{ name: quadrant === null ? '' : (words[`quadrants.${quadrant}`] ?? quadrant), text }];
  });
  return { ids, groups };
};

const askFour = async (open: Open, context: Context): Promise<Result<EntryDraft>> => {
  const { askLines } = await import('./ask.ts');
  const [words, shown, wordToId] = await Promise.all([context.words(), loadVocabularyWords(languageOf(context.env)), loadWordToId(context.env)]);
  const { terminal } = context;
  const lines = askLines();
  const show = async (list: ListName): Promise<string[]> => {
    const { ids, groups } = await offer(open, list, shown);
    for (const { name, text } of groups) terminal.note(`${name === '' ? '' : `${name}\n`}${wrap(text, terminal.width)}`);
    return ids;
  };
  /** Numbers or words, divided by commas; a word that is not in the list is one's own. */
  const chosen = (line: string, ids: readonly string[], list: ListName): string[] =>
    line
      .split(/[,،;]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .flatMap((part) => (/^\d+( +\d+)*$/.test(part) ? part.split(/ +/).flatMap((number) => ids[Number(number) - 1] ?? []) : [wordToId(list, part)]));
  try {
    const feelingIds = await show('feelings');
    const feelings = chosen(await lines.line(`${words('check-in.feeling')} `), feelingIds, 'feelings');
    let energy = draftOfParts({ energy: undefined, topics: [], people: [], areas: [], feelings: [], body: [] }, { now: context.now(), zoneAt: context.zoneAt, wordToId });
    for (;;) {
      const line = (await lines.line(`${words('check-in.energy')} `)).trim();
      energy = draftOfParts(
        { energy: line === '' ? undefined : line, topics: [], people: [], areas: [], feelings: [], body: [] },
        { now: context.now(), zoneAt: context.zoneAt, wordToId },
      );
      if (energy.ok) break;
      terminal.note(words.refusal(energy.error));
    }
    const bodyIds = await show('body');
    const areas = chosen(await lines.line(`${words('check-in.body')} `), bodyIds, 'body');
    const body: { area: string; sensation: string }[] = [];
    if (areas.length > 0) {
      const sensationIds = await show('sensations');
      for (const area of areas) {
        const sensations = chosen(await lines.line(`${words('check-in.sensation', { area: shownWord('body', area, shown) })} `), sensationIds, 'sensations');
        for (const sensation of sensations.length > 0 ? sensations : ['']) body.push({ area, sensation });
      }
    }
    const text = await lines.line(`${words('check-in.text')} `);
    return ok({ ...energy.value, text, ...(feelings.length > 0 ? { feelings } : {}), ...(body.length > 0 ? { body } : {}) });
  } finally {
    lines.close();
  }
};
