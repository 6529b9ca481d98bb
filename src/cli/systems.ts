// `kith maps`, `kith map`: maps of what acts on what, one's own or a circle's: begun, written as a list (an arrow a line), shown with their
// loops, brought in from a canvas and given out as one. The room's model decides what can be drawn; nothing here needs a network.

import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { allRecords } from '#core/snapshot.ts';
import { drawArrow } from '#rooms/systems/arrows.ts';
import { loopsOf } from '#rooms/systems/loops.ts';
import { beginMap, bringMap, mapsOf, MOST, partNamed, wholeArrows, type Does, type SystemMap } from '#rooms/systems/model.ts';
import { oneOf } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { freshId, itemNamed, openInCircle, sayIfGone, textOf, writeIn } from './in-circle.ts';
import { nothing } from './list.ts';
import type { Args } from './options.ts';
import { openVault, readEverything } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

/** Where maps lie: one's own vault, or the circle that `--circle` names. */
interface Here {
  readonly maps: readonly SystemMap[];
  readonly write: (changes: readonly Change[], what: 'written' | 'changed', id: string) => Promise<Result<null>>;
}

const hereOf = async (args: Args, context: Context, begin: boolean): Promise<Result<Here>> => {
  const circle = args.one('circle');
  if (circle !== undefined) {
    const inside = await openInCircle(context, circle);
    if (!inside.ok) return inside;
    await sayIfGone(args, context, inside.value.circle);
    return ok({ maps: mapsOf(allRecords(inside.value.snapshot)), write: (changes) => writeIn(inside.value, changes) });
  }
  const open = await openVault(context, { begin });
  if (!open.ok) return open;
  const { records } = await readEverything(open.value);
  return ok({ maps: mapsOf(records), write: (changes, what, id) => commitUndoable(open.value, changes, { what, id }, '', context) });
};

const doesWords = (words: Words, { does, isLate }: { readonly does: Does | ''; readonly isLate: boolean }): string =>
  isLate ? words('late-too', { does: words(`does.${does || 'none'}`) }) : words(`does.${does || 'none'}`);

const mapText = (map: SystemMap, words: Words): string => {
  const nameOf = (id: string): string => partNamed(map, id)?.words ?? words('gone-part');
  const joined = new Set(map.arrows.flatMap(({ from, to }) => [from, to]));
  const { loops, isAll } = loopsOf(map);
  return [
    map.title,
    ...(map.about === '' ? [] : [map.about]),
    ...map.arrows.map((arrow) => `  ${nameOf(arrow.from)} ${doesWords(words, arrow)} ${nameOf(arrow.to)}${arrow.note === '' ? '' : ` (${arrow.note.replace(/\s+/g, ' ')})`}`),
    ...map.parts.filter(({ id }) => !joined.has(id)).map((part) => `  ${part.words}`),
    ...[...map.parts, ...map.arrows].flatMap((thing) => {
      const { push, who, by } = thing.need;
      const said = [push, who, by].filter((part) => part !== '').join('; ');
      return said === '' ? [] : [`${words('need.title')}: ${'from' in thing ? `${nameOf(thing.from)} → ${nameOf(thing.to)}` : thing.words}: ${said}`];
    }),
    ...(loops.length === 0 ? [] : [words(isAll ? 'loop.count' : 'loop.count-some', { count: loops.length })]),
    ...loops.map(({ parts, is }) => `  ${words(`loop.${is}`)}: ${[...parts, parts[0]!].map(nameOf).join(' → ')}`),
  ].join('\n');
};

export const runMaps = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await hereOf(args, context, false);
  if (!here.ok) return here;
  const words = await context.words();
  for (const { id, title, parts, arrows, at } of here.value.maps)
    context.terminal.say(
      args.has('json')
        ? toJsonLine({ id, title, at, parts: parts.length, arrows: arrows.length })
        : harmless(`${id.slice(0, SHORT_ID)}  ${title}  (${words('parts-count', { count: parts.length })}, ${words('arrows-count', { count: arrows.length })})`),
    );
  return here.value.maps.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

const shown = async (map: SystemMap, args: Args, context: Context): Promise<Result<number>> => {
  if (args.has('canvas')) {
    const { mapToCanvas } = await import('#formats/system-map.ts');
    context.terminal.say(mapToCanvas(map).trimEnd());
  } else if (args.has('json')) {
    const { loops, isAll } = loopsOf(map);
    const { id, title, about, at, parts, arrows } = map;
    context.terminal.say(
      toJsonLine({ id, title, about, at, parts, arrows, loops: loops.map(({ parts: round, is, isLate, isGuess }) => ({ parts: round, is, isLate, isGuess })), isAll }),
    );
  } else context.terminal.say(harmless(mapText(map, await context.words())));
  return ok(EXIT.ok);
};

/** A canvas file, read in bounds. Refusals: `file-not-found`, `file-not-read`. */
const fileOf = (file: string, most: number): Result<Uint8Array> => {
  try {
    return ok(statSync(file).size > most ? new Uint8Array(most + 1) : readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse({ code: code === 'ENOENT' || code === 'ENOTDIR' ? 'file-not-found' : 'file-not-read', with: { path: file.slice(0, 200) } });
  }
};

const bring = async (here: Here, file: string, args: Args, context: Context): Promise<Result<number>> => {
  const { MOST_MAP_BYTES, readMap } = await import('#formats/system-map.ts');
  const bytes = fileOf(file, MOST_MAP_BYTES);
  if (!bytes.ok) return bytes;
  const words = await context.words();
  const { map, dropped } = readMap(bytes.value, basename(file));
  for (const [why, count] of dropped) context.terminal.note(harmless(words(`dropped.${why}`, { count, most: why === 'too-many-arrows' ? MOST.arrows : MOST.parts })));
  if (!map) return ok(EXIT.nothing);
  const changes = bringMap(map, freshId, context.now());
  if (!changes.ok) return changes;
  const { id } = changes.value[0]!;
  const done = await here.write(changes.value, 'written', id);
  if (!done.ok) return done;
  context.terminal.say(args.has('json') ? toJsonLine({ id, parts: map.parts.length, arrows: map.arrows.length }) : id);
  return ok(EXIT.ok);
};

export const runMap = async (args: Args, context: Context): Promise<Result<number>> => {
  const chosen = oneOf(args, ['open', 'arrow', 'take']);
  if (!chosen.ok) return chosen;
  const act = chosen.value;
  const opened = await hereOf(args, context, act === null || act === 'take');
  if (!opened.ok) return opened;
  const here = opened.value;
  if (act === 'take') return bring(here, args.one('take')!, args, context);
  const shows = 'kith maps';
  if (act === 'open') {
    const map = itemNamed(args.one('open')!, here.maps, shows);
    return map.ok ? shown(map.value, args, context) : map;
  }
  if (act === 'arrow') {
    const map = itemNamed(args.one('arrow')!, here.maps, shows);
    if (!map.ok) return map;
    const [from, to] = args.words;
    if (from === undefined || to === undefined || args.words.length > 2) return refuse({ code: 'argument-missing', with: { argument: 'THIS THAT' } });
    const does = args.one('does') as Does | undefined;
    const changes = drawArrow(map.value, { from: { words: from }, to: { words: to }, does: does ?? '', isLate: args.has('late'), note: args.one('note') }, freshId, context.now());
    if (!changes.ok) return changes;
    const { id } = changes.value.at(-1)!;
    const done = await here.write(changes.value, 'written', id);
    if (!done.ok) return done;
    context.terminal.say(args.has('json') ? toJsonLine({ id, map: map.value.id, arrows: wholeArrows(map.value).length + 1 }) : id);
    return ok(EXIT.ok);
  }
  const title = textOf(args.words);
  if (!title.ok) return title;
  if (title.value.trim() === '') return refuse({ code: 'argument-missing', with: { argument: 'TITLE' } });
  const id = freshId();
  const begun = beginMap({ title: title.value }, id, context.now());
  if (!begun.ok) return begun;
  const done = await here.write(begun.value, 'written', id);
  if (!done.ok) return done;
  context.terminal.say(args.has('json') ? toJsonLine({ id }) : id);
  return ok(EXIT.ok);
};
