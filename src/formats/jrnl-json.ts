// The JSON export of jrnl (`jrnl --format json`): `{"tags": {"@tag": 2}, "entries": [{title, body, date, time, tags, starred}]}`,
// or one such entry a file, as jrnl writes into a folder. Dates are local and carry no offset; entries carry no id. What is like it
// and says `text` in place of title and body comes in too, as diaries are handed on: `{"calendar": "Julian", "entries": [{date, text}]}`.

import type { Json } from '#core/record.ts';
import { readText } from './decode-text.ts';
import { checkedEntry, createTally, dayProblem, MOST_FAULTS, problemFrom } from './entry-checks.ts';
import { findJsonList, isJsonObject, jsonElements, parseJson, textAt, textsAt, valueAt, yesAt } from './json.ts';
import { parseClock, parseLooseDate } from './loose-date.ts';
import type { Importer, Incoming, ReadOptions, Source, SourceFile } from './port.ts';
import { endingOf } from './sniff.ts';

const isPlain = (value: Json): boolean => typeof valueAt(value, 'title') !== 'string' && typeof valueAt(value, 'text') === 'string';

const isEntry = (value: Json): boolean => isJsonObject(value) && (typeof valueAt(value, 'title') === 'string' || isPlain(value)) && typeof valueAt(value, 'date') === 'string';

/** Whether what stands before the entries says that their days are Julian ones. */
const isJulian = (text: string): boolean => /"calendar"\s*:\s*"julian\b/i.test(text.slice(0, Math.min(10_000, text.search(/"entries"\s*:/) + 1)));

const whenOf = (value: Json, options: ReadOptions): { readonly when: string; readonly zone: string } | null => {
  const date = parseLooseDate(textAt(value, 'date'), 'day-first', options.locale);
  if (typeof date === 'string') return null;
  const clock = parseClock(textAt(value, 'time'));
  return clock && !date.when.includes('T') ? { when: `${date.when}T${clock.time}`, zone: clock.zone } : date;
};

const entryFrom = (value: Json, file: string, entry: number, line: number, options: ReadOptions, julian = false): Incoming => {
  if (!isEntry(value)) return { problem: { code: 'entry-not-understood', file, at: { entry, line } } };
  const when = whenOf(value, options);
  if (!when) return problemFrom(dayProblem(textAt(value, 'date')), file, { entry, line });
  const title = textAt(value, 'title').trim();
  const body = textAt(value, isPlain(value) ? 'text' : 'body').trimEnd();
  return checkedEntry({
    key: '',
    ...when,
    text: title === '' ? body : body.trim() === '' ? title : `${title}\n${body}`,
    ...(julian || /^julian\b/i.test(textAt(value, 'calendar')) ? { calendar: 'julian' as const } : {}),
    topics: textsAt(value, 'tags').map((tag) => tag.replace(/^[@#]/, '')),
    ...(yesAt(value, 'starred') ? { again: true } : {}),
    from: { file, entry, line },
  });
};

const isJson = (file: SourceFile): boolean => endingOf(file.path) === 'json' && !file.path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

const read = async function* (source: Source, options: ReadOptions): AsyncGenerator<Incoming> {
  const files = source.files.filter((file) => source.container === 'file' || isJson(file));
  const empty = createTally();
  let entries = 0;
  for (const file of files) {
    const decoded = await readText(file);
    if (!decoded.ok) {
      yield problemFrom(decoded.error, file.path);
      continue;
    }
    const { text } = decoded.value;
    const list = findJsonList(text, 'entries');
    if (!list.ok) {
      const single = list.error.code === 'list-missing' ? parseJson(text) : list;
      if (single.ok && typeof single.value === 'object') {
        entries += 1;
        yield entryFrom(single.value, file.path, entries, 1, options);
      } else yield problemFrom(single.ok ? list.error : single.error, file.path);
      continue;
    }
    const julian = isJulian(text);
    let faults = 0;
    for (const element of jsonElements(text, list.value, isEntry)) {
      entries += 1;
      const incoming = element.value.ok
        ? entryFrom(element.value.value, file.path, entries, element.line, options, julian)
        : problemFrom(element.value.error, file.path, { entry: entries });
      if ('problem' in incoming && incoming.problem.code === 'entry-empty') empty.add('entries-empty', file.path);
      else yield incoming;
      if ('problem' in incoming && (faults += 1) > MOST_FAULTS) {
        yield { problem: { code: 'too-many-faults', file: file.path, at: { line: element.line } } };
        break;
      }
    }
  }
  if (files.length === 0) yield { problem: { code: 'no-entries-found', file: source.name } };
  yield* empty.problems();
};

export const jrnlJsonImporter: Importer = {
  format: 'jrnl-json',
  recognise: async (source) => {
    for (const file of source.files.filter(isJson).slice(0, 3)) {
      const decoded = await readText(file);
      if (!decoded.ok) continue;
      const { text } = decoded.value;
      const list = findJsonList(text, 'entries');
      if (list.ok) {
        for (const element of jsonElements(text, list.value, isEntry))
          return !element.value.ok || !isEntry(element.value.value) ? 0 : isPlain(element.value.value) ? 0.5 : valueAt(element.value.value, 'time') !== undefined ? 0.95 : 0;
        return /^\s*\{\s*"tags"\s*:\s*\{/.test(text.slice(0, 200)) ? 0.6 : 0;
      }
      const single = text.length < 1_000_000 ? parseJson(text) : list;
      if (single.ok && isJsonObject(single.value) && isEntry(single.value) && valueAt(single.value, 'starred') !== undefined && valueAt(single.value, 'time') !== undefined)
        return 0.8;
    }
    return 0;
  },
  read,
};
