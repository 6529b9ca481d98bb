// Daylio's CSV export: full_date, date, weekday, time, mood, activities ("a | b"), scales in newer versions, note_title, note;
// older ones have a `year` and a day without it. Clocks of 12 and 24 hours stand mixed; notes carry a little HTML.
// Decided here: the mood's word becomes a feeling, as it was named; energy is not inferred from it. Activities become topics;
// scales, which have no field, are kept as lines of the text. A row without a note is a check-in.

import { readText, withPlainLineEnds } from './decode-text.ts';
import { createTally, dayProblem, checkedEntry, MOST_FAULTS, problemFrom } from './entry-checks.ts';
import { csvRecords, separatorOf } from './csv.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { dayOrderOf, parseClock, parseLooseDate, type DayOrder } from './loose-date.ts';
import type { Importer, Incoming, ReadOptions, Source, SourceFile } from './port.ts';
import { endingOf } from './sniff.ts';
import { withTitle } from './titled.ts';

const COLUMNS = ['full_date', 'year', 'date', 'time', 'mood', 'activities', 'scales', 'note_title', 'note'] as const;
type Column = (typeof COLUMNS)[number];
type Columns = ReadonlyMap<Column, number>;

const columnsOf = (cells: readonly string[]): Columns | null => {
  const names = cells.map((cell) =>
    cell
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase(),
  );
  const columns = new Map<Column, number>(COLUMNS.filter((name) => names.includes(name)).map((name) => [name, names.indexOf(name)]));
  return columns.has('mood') && columns.has('activities') && (columns.has('full_date') || (columns.has('year') && columns.has('date'))) ? columns : null;
};

const parts = (text: string): string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const TAGS = /<\/?(?:b|i|u|s|p|ul|ol|li|div|span|strong|em|strike|del|a|h[1-6])(?:\s[^<>]{0,300})?\/?>/i;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };

/** A note as Markdown: line breaks as lines; with other tags, all of its HTML; plain text stays as it is. */
export const noteText = (note: string): string => {
  if (TAGS.test(note)) return htmlToMarkdown(note.replace(/\n/g, '<br>')).text.trim();
  return note
    .replace(/<br ?\/?>/gi, '\n')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (_, name: string) => ENTITIES[name]!)
    .trim();
};

const whenOf = (cell: (column: Column) => string, order: DayOrder, options: ReadOptions): { readonly when: string; readonly zone: string } | null => {
  const full = cell('full_date') || `${cell('date')} ${cell('year')}`;
  const day = parseLooseDate(full, order, options.locale);
  if (typeof day === 'string') return null;
  const clock = parseClock(cell('time'));
  return clock && !day.when.includes('T') ? { when: `${day.when}T${clock.time}`, zone: '' } : day;
};

const readOne = function* (file: SourceFile, text: string, options: ReadOptions, counter: { entries: number }): Generator<Incoming> {
  const separator = separatorOf(text);
  const records = csvRecords(text, separator);
  const first = records.next();
  const columns = first.done ? null : columnsOf(first.value.cells);
  if (!columns) {
    yield { problem: { code: 'not-daylio', file: file.path } };
    return;
  }
  const dates = function* (): Generator<string> {
    for (const { cells } of csvRecords(text, separator)) yield cells[columns.get('full_date') ?? 0] ?? '';
  };
  const order = dayOrderOf(dates(), options.locale);
  const words = new Map((options.feelingWords ?? []).map((word) => [word.toLowerCase(), word]));
  const width = first.done ? 0 : first.value.cells.length;
  let faults = 0;
  for (const { cells, line, unclosed } of records) {
    counter.entries += 1;
    const at = { entry: counter.entries, line };
    // More cells than columns: the note at the end held the sign that parts them.
    const cell = (column: Column): string =>
      column === 'note' && columns.get('note') === width - 1
        ? cells
            .slice(width - 1)
            .join(separator)
            .trim()
        : (cells[columns.get(column) ?? -1]?.trim() ?? '');
    if (unclosed) yield { problem: { code: 'quote-not-closed', file: file.path, at } };
    const when = whenOf(cell, order, options);
    if (!when) {
      yield problemFrom(dayProblem(cell('full_date') || [cell('date'), cell('year')].join(' ')), file.path, at);
      if ((faults += 1) > MOST_FAULTS) {
        yield { problem: { code: 'too-many-faults', file: file.path, at: { line } } };
        return;
      }
      continue;
    }
    const mood = cell('mood');
    const note = withTitle(noteText(cell('note_title')), noteText(cell('note')));
    const scales = parts(cell('scales'))
      .map((scale) => `- ${scale}`)
      .join('\n');
    yield checkedEntry({
      key: '',
      ...when,
      text: [note, scales].filter((part) => part !== '').join('\n\n'),
      ...(note === '' ? { form: 'check-in' as const } : {}),
      feelings: mood === '' ? [] : [words.get(mood.toLowerCase()) ?? mood],
      topics: parts(cell('activities')),
      from: { file: file.path, ...at },
    });
  }
};

const isCsv = (file: SourceFile): boolean => endingOf(file.path) === 'csv' && !file.path.startsWith('__MACOSX/');

const read = async function* (source: Source, options: ReadOptions): AsyncGenerator<Incoming> {
  const counter = { entries: 0 };
  const empty = createTally();
  const files = source.files.filter((file) => source.container === 'file' || isCsv(file));
  for (const file of files) {
    const decoded = await readText(file);
    if (!decoded.ok) yield problemFrom(decoded.error, file.path);
    else {
      for (const incoming of readOne(file, withPlainLineEnds(decoded.value.text), options, counter)) {
        if ('problem' in incoming && incoming.problem.code === 'entry-empty') empty.add('entries-empty', file.path);
        else yield incoming;
      }
    }
  }
  if (files.length === 0) yield { problem: { code: 'no-entries-found', file: source.name } };
  yield* empty.problems();
};

export const daylioImporter: Importer = {
  format: 'daylio',
  recognise: async (source) => {
    for (const file of source.files.filter((each) => source.container === 'file' || isCsv(each)).slice(0, 3)) {
      const decoded = await readText(file);
      const head = decoded.ok ? csvRecords(decoded.value.text.slice(0, 2000)).next() : null;
      if (head && !head.done && columnsOf(head.value.cells)) return 0.97;
    }
    return 0;
  },
  read,
};
