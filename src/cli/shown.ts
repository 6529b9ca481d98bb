// A record of any kind on the command line: found by the beginning of its id, shown whole with what it rests on and what rests on it
// (`kith show`), linked to another (`kith link`). What it says of itself comes from its room (rooms/shown.ts).

import { idsBeginning } from '#adapters/node/id-prefix.ts';
import { linkChange, LINK_REASONS, linksIn, isReason, targetToPlace, type Link } from '#core/links.ts';
import { registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Shown } from '#core/shown.ts';
import { shownWord } from '#rooms/journal/vocabularies.ts';
import { pointingAmong, SHOWN, shownKind, shownOf } from '#rooms/shown.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { cutTo, paintOf, wrap } from './layout.ts';
import type { Args } from './options.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { longDay, SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine, type Terminal } from './terminal.ts';
import { loadRoomWords, loadVocabularyWords, type Words } from './words.ts';

export interface FoundRecord {
  readonly record: VaultRecord;
  readonly shown: Shown;
}

const MOST_TITLE = 60;
const short = (id: string): string => id.slice(0, SHORT_ID);
const titleOf = (shown: Shown, words: Words): string => harmless(cutTo(shown.title.replace(/\s+/g, ' '), MOST_TITLE)) || words(`kind.${shown.kind}`);

/**
 * The record whose id begins so, of the kinds or of any. Refusals: `argument-missing`, `record-not-found`, `id-not-unique`,
 * `record-damaged`, `journal-locked-entry`.
 */
export const shownByPrefix = async ({ session, store }: Open, typed: string | undefined, kinds?: readonly string[]): Promise<Result<FoundRecord>> => {
  if (!typed?.trim()) return refuse({ code: 'argument-missing', with: { argument: 'ID' } });
  const prefix = typed.trim().toLowerCase();
  const missing = refuse({ code: kinds?.length === 1 && kinds[0] === 'entry' ? 'entry-not-found' : 'record-not-found', with: { id: typed.slice(0, 40) } });
  const found: FoundRecord[] = [];
  let hidden: Result<FoundRecord> | null = null;
  for (const row of await store.rowsById(idsBeginning(store.db, prefix, 50))) {
    const record = session.vault.openRow(row);
    if (record === null) hidden = refuse({ code: 'journal-locked-entry', with: { id: short(row.id) } });
    else if ('why' in record) hidden = refuse({ code: 'record-damaged', with: { id: row.id } });
    else {
      const shown = kinds && !kinds.includes(record.kind) ? null : shownOf(record);
      if (shown) found.push({ record, shown });
    }
  }
  const [one] = found;
  if (!one) return hidden ?? missing;
  if (found.length > 1)
    return refuse({
      code: 'id-not-unique',
      with: {
        id: prefix,
        ids: found
          .slice(0, 5)
          .map(({ shown }) => `${shown.id.slice(0, SHORT_ID + 4)} ${cutTo(shown.title, 30)}`)
          .join('; '),
      },
    });
  return ok(one);
};

interface Around {
  readonly of: (id: string) => Shown | null;
  /** In words, what lies in a circle. */
  readonly far: (to: string) => string;
  readonly pointing: readonly FoundRecord[];
}

/** Links both ways, a line each: `Rests on  1abc…  first words`. */
export const linkLines = (links: readonly Link[], self: string, { of, far, pointing }: Around, words: Words): string[] => [
  ...links.map((link) => {
    const other = of(link.to);
    const said = targetToPlace(link.to) ? far(link.to) : `${short(link.to)}${other ? `  ${titleOf(other, words)}` : ''}`;
    return `${words(`link.out.${link.as}`)}: ${said}`;
  }),
  ...pointing.flatMap(({ shown }) => shown.links.filter(({ to }) => to === self).map(({ as }) => `${words(`link.in.${as}`)}: ${short(shown.id)}  ${titleOf(shown, words)}`)),
];

const pointingTo = ({ record }: FoundRecord, records: readonly VaultRecord[]): FoundRecord[] =>
  pointingAmong(records, record.id).flatMap((one) => {
    const shown = shownOf(one);
    return shown ? [{ record: one, shown }] : [];
  });

/** What stands round a record: what it points to by id, and what points to it. */
export const around = async (open: Open, found: FoundRecord, context: Context): Promise<Around & { readonly whole: Shown }> => {
  const { shown } = found;
  const { records } = await readEverything(open);
  const leads = shown.links.filter(({ to }) => targetToPlace(to));
  const wanted = new Set(shown.links.map(({ to }) => to));
  const near = new Map(records.filter(({ id }) => wanted.has(id)).map((one) => [one.id, one]));
  return {
    // A whole says its parts.
    whole: shownKind(shown.kind)?.withAll?.([shown], records)[0] ?? shown,
    far: leads.length === 0 ? (to) => to : await (await import('./far.ts')).farTexts(open, leads, context),
    of: (id) => {
      const one = near.get(id);
      return one ? shownOf(one) : null;
    },
    pointing: pointingTo(found, records),
  };
};

const wholeText = async (shown: Shown, links: readonly string[], words: Words, terminal: Pick<Terminal, 'width' | 'colour' | 'outIs'>): Promise<string> => {
  const paint = paintOf(terminal.colour);
  const vocabulary = await loadVocabularyWords(words.language);
  const clean = terminal.outIs ? harmless : (text: string): string => text;
  const width = terminal.outIs ? Math.min(terminal.width, 100) : Infinity;
  const fit = (text: string): string => (width === Infinity ? clean(text) : wrap(clean(text), width));
  const facts = (
    [
      ['topics', shown.topics],
      ['people', shown.people],
      ['areas', shown.areas.map((id) => shownWord('areas', id, vocabulary))],
      ['feelings', shown.feelings.map((id) => shownWord('feelings', id, vocabulary))],
    ] as const
  ).flatMap(([name, list]) => (list.length === 0 ? [] : [`${paint.dim(`${words(`fact.${name}`)}:`)} ${paint.name(clean(list.join(', ')))}`]));
  const parts = shown.parts.flatMap(({ label, text = '', words: chosen = [] }) => {
    const said = [chosen.map((key) => words(key)).join(', '), text.trim()].filter((each) => each !== '').join('\n');
    return said === '' ? [] : ['', ...(label === '' ? [] : [paint.strong(words(label))]), fit(said)];
  });
  return [
    paint.strong(fit(shown.title || words(`kind.${shown.kind}`))),
    paint.dim(`${words(`kind.${shown.kind}`)}, ${longDay(shown.when, shown.calendar ?? 'gregorian', words)}`),
    ...facts,
    ...parts,
    ...(links.length === 0 ? [] : ['', ...links.map((line) => paint.name(clean(line)))]),
    '',
    paint.dim(shown.id),
  ].join('\n');
};

export const shownToJson = ({ record, shown }: FoundRecord, pointing: readonly FoundRecord[] = []): Record<string, unknown> => ({
  id: shown.id,
  kind: shown.kind,
  title: shown.title,
  when: shown.when,
  modified: shown.modified,
  topics: shown.topics,
  people: shown.people,
  areas: shown.areas,
  feelings: shown.feelings,
  links: shown.links,
  pointing: pointing.flatMap((one) => one.shown.links.filter(({ to }) => to === shown.id).map(({ as }) => ({ from: one.shown.id, kind: one.shown.kind, as }))),
  // As the record holds it, by field: what its own command gives in its own words.
  fields: Object.fromEntries(
    Object.keys(record.fields).flatMap((name) => {
      const field = record.fields[name]!;
      return name === 'links' ? [] : [[name, 'r' in field ? registerOf(record, name) : 't' in field ? field.t.map(([, text]) => text) : Object.keys(field.s)] as const];
    }),
  ),
});

/** `kith show` of what is no entry. */
export const showShown = async (open: Open, found: FoundRecord, args: Args, context: Context): Promise<Result<number>> => {
  // What lies in circles is read for a reader alone.
  if (args.has('json')) context.terminal.say(toJsonLine(shownToJson(found, pointingTo(found, (await readEverything(open)).records))));
  else {
    const near = await around(open, found, context);
    const words = await loadRoomWords(context.env, shownKind(found.shown.kind)!.room);
    context.terminal.say(await wholeText(near.whole, linkLines(found.shown.links, found.shown.id, near, words), words, context.terminal));
  }
  return ok(EXIT.ok);
};

/** What a link is to point to: a record of one's own, or with `--circle` an issue or an action there; or as `kith show` names what cannot be seen any more. */
const targetTyped = async (open: Open, args: Args, words: Words, context: Context): Promise<Result<{ readonly to: string; readonly said: string }>> => {
  const typed = args.words[1]!;
  const circle = args.one('circle');
  if (circle !== undefined) {
    const { farNamed, farText } = await import('./far.ts');
    const far = await farNamed(open, circle, typed, context);
    return far.ok ? ok({ to: far.value.to, said: farText(far.value, words) }) : far;
  }
  if (args.has('remove') && targetToPlace(typed)) return ok({ to: typed, said: words('link.far-gone') });
  const found = await shownByPrefix(open, typed);
  return found.ok ? ok({ to: found.value.shown.id, said: `${short(found.value.shown.id)}  ${titleOf(found.value.shown, words)}` }) : found;
};

/** `kith link ID ID --as HOW`: the first points to the second. */
export const runLink = async (args: Args, context: Context): Promise<Result<number>> => {
  const as = args.one('as') ?? 'about';
  if (!isReason(as)) return refuse({ code: 'option-value-wrong', with: { option: '--as', value: as.slice(0, 40), right: LINK_REASONS.join(', ') } });
  if (args.words.length < 2) return refuse({ code: 'argument-missing', with: { argument: 'ID' } });
  const open = await openVault(context);
  if (!open.ok) return open;
  const from = await shownByPrefix(open.value, args.words[0]);
  if (!from.ok) return from;
  const words = await loadRoomWords(context.env);
  const target = await targetTyped(open.value, args, words, context);
  if (!target.ok) return target;
  const link: Link = { to: target.value.to, as };
  if (link.to === from.value.shown.id) return refuse({ code: 'link-to-itself', with: { id: short(link.to) } });
  const [add, remove] = args.has('remove') ? [[], [link]] : [[link], []];
  const change = linkChange(from.value.record, add, remove);
  if (change) {
    const done = await commitUndoable(open.value, [change], { what: 'changed', id: from.value.shown.id }, journalOf(from.value.record), context);
    if (!done.ok) return done;
  }
  if (args.has('json')) context.terminal.say(toJsonLine({ id: from.value.shown.id, changed: change !== null, links: after(from.value.record, link, args.has('remove')) }));
  else {
    context.terminal.say(`${short(from.value.shown.id)}  ${words(`link.out.${as}`)}: ${target.value.said}`);
    if (!change) context.terminal.note(words('unchanged'));
  }
  return ok(EXIT.ok);
};

const after = (record: VaultRecord, link: Link, gone: boolean): readonly Link[] => {
  const others = linksIn(record).filter(({ to, as }) => to !== link.to || as !== link.as);
  return gone ? others : [...others, link];
};

/** The journal a record says it lies in: what undoes a change of it lies under the same lock. */
export const journalOf = (record: VaultRecord): string => {
  const journal = registerOf(record, 'journal');
  return typeof journal === 'string' ? journal : '';
};

/** Kinds that are no entries. */
export const OTHER_KINDS: readonly string[] = SHOWN.map(({ kind }) => kind).filter((kind) => kind !== 'entry');
