// A framework made by hand: its names as lines, of which one that begins with a dash belongs to the line above it. One that came as a file can
// be changed so too. Invariants: a name that stays, or moves, keeps its id and its code, so that skills taken up from it are still known; what
// is written as lines reads back the same; where the lines were not touched, no name is.

import type { Change } from '#core/change.ts';
import { hash53 } from '#core/hash53.ts';
import { changedTo } from '#core/kind.ts';
import type { Json } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { uuidOf } from '#core/uuid-of.ts';
import { frameworkKind, line, MOST, takeInFramework, treeOf, type Framework, type Item, type Now } from './model.ts';

/** What one types. `names`: a line each. */
export interface FrameworkTyped {
  readonly title: string;
  readonly creator: string;
  readonly licence: string;
  readonly names: string;
}

/** As many dashes as it stands deep, then the name. */
export const namesToText = (items: readonly Item[]): string =>
  treeOf(items)
    .map(({ item, depth }) => `${'-'.repeat(depth)}${depth > 0 ? ' ' : ''}${line(item.name)}`)
    .join('\n');

export const typedOf = ({ title, creator, licence, items }: Framework): FrameworkTyped => ({ title, creator, licence, names: namesToText(items) });

const BEGINS = /^([ \t]*)((?:[-\u2013\u2014*\u2022][ \t]*)*)/;

/** How far in a line stands: two for a tab, two blanks or a dash; keyboards make one long dash of two. */
const depthOf = (blank: string, dashes: string): number =>
  blank.replaceAll('\t', '  ').length + Array.from(dashes).reduce((sum, sign) => sum + (sign === '\u2014' ? 4 : sign === ' ' || sign === '\t' ? 0 : 2), 0);

/** A name and the place of the one it belongs to, -1 for none. The same name twice in one place stands once. */
const linesIn = (text: string): readonly { readonly name: string; readonly parent: number }[] => {
  const out: { name: string; parent: number }[] = [];
  const above: { at: number; depth: number }[] = [];
  for (const each of text.split(/\r?\n/)) {
    const [begins = '', blank = '', dashes = ''] = BEGINS.exec(each) ?? [];
    const name = line(each.slice(begins.length));
    if (name === '') continue;
    const depth = depthOf(blank, dashes);
    while (above.length > 0 && above.at(-1)!.depth >= depth) above.pop();
    const parent = above.at(-1)?.at ?? -1;
    const twin = out.findIndex((one) => one.name === name && one.parent === parent);
    if (twin === -1) out.push({ name, parent });
    above.push({ at: twin === -1 ? out.length - 1 : twin, depth });
    if (out.length > MOST.items) break;
  }
  return out;
};

/** The most levels that are walked up: what another wrote may lead round. */
const MOST_LEVELS = 50;

const placeOf = ({ name, parent }: Item, items: ReadonlyMap<string, Item>, level = 0): string => {
  const above = level < MOST_LEVELS ? items.get(parent) : undefined;
  return `${above ? placeOf(above, items, level + 1) : ''}\n${line(name)}`;
};

/** Refusals: `framework-no-names`, `framework-too-many`, `framework-name-long`. */
export const namesIn = (text: string, before: readonly Item[] = []): Result<readonly Item[]> => {
  const lines = linesIn(text);
  if (lines.length === 0) return refuse({ code: 'framework-no-names' });
  if (lines.length > MOST.items) return refuse({ code: 'framework-too-many', with: { most: MOST.items } });
  if (lines.some(({ name }) => name.length > MOST.statement)) return refuse({ code: 'framework-name-long', with: { most: MOST.statement } });
  const left = new Map(before.map((item) => [item.id, item]));
  const known = new Set(left.keys());
  const out: Item[] = lines.map(({ name }) => ({ id: '', code: '', name, parent: '' }));
  // Where a name stands: the names from the top down to it.
  const places: string[] = [];
  for (const { name, parent } of lines) places.push(`${places[parent] ?? ''}\n${name}`);
  const keep = (at: number, item: Item | undefined): void => {
    if (!item || !left.delete(item.id)) return;
    out[at] = { ...out[at]!, id: item.id, code: item.code };
  };
  // Those in their place first, then those that moved.
  const inPlace = new Map(before.map((item) => [placeOf(item, left), item]));
  for (const at of lines.keys()) keep(at, inPlace.get(places[at]!));
  const moved = new Map([...left.values()].map((item) => [line(item.name), item]));
  for (const at of lines.keys()) if (out[at]!.id === '') keep(at, moved.get(lines[at]!.name));
  const taken = new Set(out.map(({ id }) => id));
  for (const at of lines.keys()) {
    if (out[at]!.id !== '') continue;
    let id = hash53(places[at]!);
    while (taken.has(id) || known.has(id)) id += '+';
    taken.add(id);
    out[at] = { ...out[at]!, id };
  }
  return ok(out.map((item, at) => ({ ...item, parent: lines[at]!.parent === -1 ? '' : out[lines[at]!.parent]!.id })));
};

const named = (typed: FrameworkTyped): Result<Omit<FrameworkTyped, 'names'>> => {
  const [title, creator, licence] = [line(typed.title), line(typed.creator), line(typed.licence)];
  if (title === '') return refuse({ code: 'framework-no-title' });
  return [title, creator, licence].some((text) => text.length > MOST.title) ? refuse({ code: 'framework-line-long', with: { most: MOST.title } }) : ok({ title, creator, licence });
};

/** A framework of one's own. Refusals: `framework-no-title`, `framework-line-long`, and those of its names. `language`: BCP 47. */
export const makeFramework = (typed: FrameworkTyped, language: string, id: string, now: Now): Result<Change[]> => {
  const lines = named(typed);
  if (!lines.ok) return lines;
  const items = namesIn(typed.names);
  // The identifier that it goes out with: so it is known when it comes back.
  return items.ok ? takeInFramework({ ...lines.value, language, origin: uuidOf(`framework ${id}`), items: items.value }, id, now) : items;
};

/** Only what differs is written. Skills that were taken up stay, whatever becomes of their names. Refusals as for a new one; `framework-of-kith`. */
export const changeFramework = (framework: Framework, typed: FrameworkTyped): Result<Change[]> => {
  if (framework.isShipped) return refuse({ code: 'framework-of-kith' });
  const lines = named(typed);
  if (!lines.ok) return lines;
  const isSame = typed.names === namesToText(framework.items);
  const items = isSame ? ok(framework.items) : namesIn(typed.names, framework.items);
  if (!items.ok) return items;
  const plain = (all: readonly Item[]): Json => all.map((item): Json => ({ ...item }));
  const { title, creator, licence } = framework;
  const change = changedTo(
    frameworkKind,
    framework.id,
    { title, creator, licence, ...(isSame ? {} : { items: plain(framework.items) }) },
    { ...lines.value, ...(isSame ? {} : { items: plain(items.value) }) },
  );
  return ok(change ? [change] : []);
};
