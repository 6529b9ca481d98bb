// From read arguments to the parts of an entry, and from a journal's name to its id. Words of vocabularies are loaded only
// when a word was given.

import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToTextStrict, decodeAs } from '#core/text.ts';
import type { Session } from '#crypto/session.ts';
import { draftOfParts, type Surroundings } from '#rooms/journal/cli.ts';
import { MOST_TEXT, type EntryDraft } from '#rooms/journal/model.ts';
import { SETTINGS, settingsOf } from '#rooms/journal/settings.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';
import { readInput } from './terminal.ts';
import { languageOf, loadVocabularyWords } from './words.ts';

/** How a typed word becomes the id of a starter word: in English, or in the person's language. */
export const loadWordToId = async (env: NodeJS.ProcessEnv): Promise<Surroundings['wordToId']> => {
  const [{ wordToId }, words] = await Promise.all([import('#rooms/journal/vocabularies.ts'), loadVocabularyWords(languageOf(env))]);
  return (list, typed) => wordToId(list, typed, words);
};

const asTyped: Surroundings['wordToId'] = (_list, typed) => typed;

export const draftOfArgs = async (args: Args, context: Context): Promise<Result<EntryDraft>> => {
  const named = args.has('area') || args.has('feeling') || args.has('body');
  return draftOfParts(
    {
      at: args.one('at'),
      place: args.one('place'),
      energy: args.one('energy'),
      topics: args.all('topic'),
      people: args.all('with'),
      areas: args.all('area'),
      feelings: args.all('feeling'),
      body: args.all('body'),
    },
    { now: context.now(), zoneAt: context.zoneAt, wordToId: named ? await loadWordToId(context.env) : asTyped },
  );
};

/** The records of journals, and nothing else. */
export const journalRecords = async (session: Session): Promise<readonly VaultRecord[]> => {
  const note = await session.store.note('journals');
  const ids = note === null ? [] : (JSON.parse(note) as string[]);
  return (await session.vault.byId(ids)).records;
};

/** Id of the journal named, '' when none is. Refusals: `journal-not-found`, `journal-locked`. */
export const journalOfArgs = async (args: Args, session: Session): Promise<Result<string>> => {
  const name = args.one('journal');
  if (name === undefined) return ok('');
  const [{ journalsOf }, { journalNamed }] = await Promise.all([import('#rooms/journal/journals.ts'), import('#rooms/journal/cli-read.ts')]);
  const found = journalNamed(name, journalsOf(await journalRecords(session)));
  if (!found.ok) return found;
  return found.value.lock && !session.keys().has(found.value.id) ? refuse({ code: 'journal-locked', with: { journal: found.value.name } }) : ok(found.value.id);
};

/** The same, and where none is named the one that Settings say new entries go into. */
export const journalToWriteIn = async (args: Args, session: Session): Promise<Result<string>> => {
  if (args.has('journal')) return journalOfArgs(args, session);
  const [record] = (await session.vault.byId([SETTINGS])).records;
  const { journal } = settingsOf(record);
  if (journal === '') return ok('');
  const { journalsOf } = await import('#rooms/journal/journals.ts');
  const found = journalsOf(await journalRecords(session)).find(({ id }) => id === journal);
  if (!found) return ok('');
  return found.lock && !session.keys().has(found.id) ? refuse({ code: 'journal-locked', with: { journal: found.name } }) : ok(found.id);
};

/** Text from standard input: UTF-8, or UTF-16 with its mark. Refusals: `entry-too-long`, `text-not-readable`. */
export const textFromInput = (): Result<string> => {
  const bytes = readInput(4 * MOST_TEXT);
  return bytes === null ? refuse({ code: 'entry-too-long', with: { most: MOST_TEXT } }) : textOfBytes(bytes);
};

export const textOfBytes = (bytes: Uint8Array): Result<string> => {
  const text =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? decodeAs(bytes.subarray(2), 'utf-16le')
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? decodeAs(bytes.subarray(2), 'utf-16be')
        : bytesToTextStrict(bytes);
  if (text === null || text.includes('\0')) return refuse({ code: 'text-not-readable' });
  return ok(
    text
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n')
      .replace(/\n+$/, ''),
  );
};
