// Maps of what acts on what as files: JSON Canvas 1.0 (jsoncanvas.org, MIT) both ways, so that other applications draw them too; and
// Markdown with a Mermaid flowchart to be read. What Canvas has no place for stands in `kith` beside its own fields; a canvas that knows
// nothing of Kith is read by its texts and the signs of its labels. Invariants: what can be read is read, and what was dropped is counted
// by why; nothing throws; sizes are bounded; what Kith wrote reads back the same.

import { BOX, placesOf } from '#rooms/systems/layout.ts';
import {
  DOES,
  hasNeed,
  LAYERS,
  MOST,
  partNamed,
  placeIn,
  SORTS,
  wholeArrows,
  type Arrow,
  type Does,
  type MapFile,
  type Need,
  type Part,
  type SystemMap,
} from '#rooms/systems/model.ts';
import { SIGNS } from '#rooms/systems/shown.ts';
import { decodeText } from './decode-text.ts';
import { safeName } from './outgoing.ts';

export const MOST_MAP_BYTES = 5_000_000;

export type MapDropped = 'not-canvas' | 'too-large' | 'no-words' | 'frames' | 'no-end' | 'itself' | 'twice' | 'too-many' | 'too-many-arrows' | 'cut';

export interface ReadMap {
  readonly map: MapFile | null;
  /** How many of each, where any. */
  readonly dropped: ReadonlyMap<MapDropped, number>;
}

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (bag: Bag, name: string): unknown => (Object.hasOwn(bag, name) ? bag[name] : undefined);
const text = (bag: Bag, name: string): string => {
  const value = at(bag, name);
  return typeof value === 'string' ? value.toWellFormed() : '';
};
const number = (bag: Bag, name: string): number | null => {
  const value = at(bag, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};
const own = (bag: Bag): Bag => {
  const kith = at(bag, 'kith');
  return isBag(kith) ? kith : {};
};

type Drop = (why: MapDropped, count?: number) => void;
const cutTo = (words: string, most: number, drop: Drop): string => {
  if (words.length <= most) return words;
  drop('cut');
  // Half a letter is left out whole.
  return `${words.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};

const needOf = (bag: Bag, drop: Drop): NonNullable<MapFile['parts'][number]['need']> => ({
  push: cutTo(text(bag, 'push'), MOST.push, drop),
  who: cutTo(text(bag, 'who'), MOST.who, drop),
  by: /^\d{4}-\d{2}-\d{2}$/.test(text(bag, 'by')) ? text(bag, 'by') : '',
});

const SIGN = /^\s*(?:(\+)|(-|−|–)|(×|x(?=\s|$)))\s*(‖)?\s*/iu;

/** What a label says an arrow does, where it begins with a sign; and the rest of it. */
const doesIn = (label: string): { readonly does: Does | ''; readonly isLate: boolean; readonly note: string } => {
  const match = SIGN.exec(label);
  if (!match) return { does: '', isLate: false, note: label.trim() };
  const [all, plus, minus, , late] = match;
  return { does: plus ? 'more' : minus ? 'less' : 'blocks', isLate: late !== undefined, note: label.slice(all.length).trim() };
};

/** Words of a node, and what stands under its first line. */
const wordsOf = (node: Bag): { readonly words: string; readonly more: string } => {
  const type = text(node, 'type');
  const said = type === 'file' ? (text(node, 'file').split('/').at(-1) ?? '').replace(/\.[^.]{1,8}$/, '') : type === 'link' ? text(node, 'url') : text(node, 'text');
  const lines = said.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  return first < 0
    ? { words: '', more: '' }
    : {
        // A heading of somebody else's is a heading; what Kith wrote is words.
        words: (Object.hasOwn(node, 'kith') ? lines[first]! : lines[first]!.replace(/^\s*#{1,6}\s+/, '')).replace(/\s+/gu, ' ').trim(),
        more: lines
          .slice(first + 1)
          .join('\n')
          .trim(),
      };
};

const ALLOWED = <T extends string>(all: readonly T[], said: string): T | '' => all.find((one) => one === said) ?? '';

/** `file`: its name, which is the title where the canvas has none. */
export const readMap = (bytes: Uint8Array, file: string): ReadMap => {
  const dropped = new Map<MapDropped, number>();
  const drop: Drop = (why, count = 1) => void (count > 0 && dropped.set(why, (dropped.get(why) ?? 0) + count));
  const nothing = (why: MapDropped): ReadMap => ({ map: null, dropped: new Map([[why, 1]]) });
  if (bytes.length > MOST_MAP_BYTES) return nothing('too-large');
  let json: unknown;
  try {
    const decoded = decodeText(bytes);
    json = JSON.parse(decoded.ok ? decoded.value.text : '');
  } catch {
    return nothing('not-canvas');
  }
  const [nodes, edges] = isBag(json) ? [at(json, 'nodes'), at(json, 'edges')] : [];
  if (!isBag(json) || (!Array.isArray(nodes) && !Array.isArray(edges))) return nothing('not-canvas');
  const head = own(json);

  const parts = new Map<string, MapFile['parts'][number]>();
  for (const node of (Array.isArray(nodes) ? nodes : []) as readonly unknown[]) {
    const key = isBag(node) ? text(node, 'id') : '';
    if (!isBag(node) || key === '') drop('no-words');
    else if (text(node, 'type') === 'group') drop('frames');
    else if (parts.has(key)) drop('twice');
    else if (parts.size >= MOST.parts) drop('too-many');
    else {
      const { words, more } = wordsOf(node);
      if (words === '') {
        drop('no-words');
        continue;
      }
      const [x, y, width, height] = [number(node, 'x'), number(node, 'y'), number(node, 'width') ?? BOX.width, number(node, 'height') ?? BOX.height];
      const kith = own(node);
      parts.set(key, {
        key,
        words: cutTo(words, MOST.words, drop),
        more: cutTo(more, MOST.more, drop),
        place: x === null || y === null || at(kith, 'placed') === false ? null : placeIn([x + width / 2, y + height / 2]),
        sort: ALLOWED(SORTS, text(kith, 'sort')),
        layer: ALLOWED(LAYERS, text(kith, 'layer')),
        isGuess: at(kith, 'guess') === true,
        isHere: at(kith, 'here') === true,
        need: needOf(kith, drop),
      });
    }
  }

  const arrows: MapFile['arrows'][number][] = [];
  const there = new Set<string>();
  for (const edge of (Array.isArray(edges) ? edges : []) as readonly unknown[]) {
    const [one, other] = isBag(edge) ? [text(edge, 'fromNode'), text(edge, 'toNode')] : ['', ''];
    if (!isBag(edge) || !parts.has(one) || !parts.has(other)) {
      drop('no-end');
      continue;
    }
    if (one === other) {
      drop('itself');
      continue;
    }
    const kith = own(edge);
    const said = doesIn(text(edge, 'label'));
    const isOurs = at(edge, 'kith') !== undefined;
    const rest = {
      does: isOurs ? ALLOWED(DOES, text(kith, 'does')) : said.does,
      isLate: isOurs ? at(kith, 'late') === true : said.isLate,
      note: cutTo(isOurs ? text(kith, 'note') : said.note, MOST.note, drop),
      isGuess: at(kith, 'guess') === true,
      need: needOf(kith, drop),
    };
    // An end that is an arrow is one that is led to; a line without any leads as it was drawn.
    const [fromEnd, toEnd] = [text(edge, 'fromEnd') || 'none', text(edge, 'toEnd') || 'arrow'];
    const ways = [...(toEnd === 'arrow' || fromEnd !== 'arrow' ? [[one, other] as const] : []), ...(fromEnd === 'arrow' ? [[other, one] as const] : [])];
    for (const [from, to] of ways) {
      const name = JSON.stringify([from, to, rest.does]);
      if (there.has(name)) drop('twice');
      else if (arrows.length >= MOST.arrows) drop('too-many-arrows');
      else {
        there.add(name);
        arrows.push({ from, to, ...rest });
      }
    }
  }
  const name = (file.split(/[/\\]/).at(-1) ?? '').replace(/\.(?:canvas|json)$/i, '').trim();
  const title = text(head, 'title').replace(/\s+/gu, ' ').trim() || name || 'Canvas';
  return { map: { title: cutTo(title, MOST.title, drop), about: cutTo(text(head, 'about'), MOST.about, drop), parts: [...parts.values()], arrows }, dropped };
};

const filled = (bag: Readonly<Record<string, string | boolean>>): Readonly<Record<string, string | boolean>> =>
  Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== '' && value !== false));

const needIn = ({ push, who, by }: Need): Readonly<Record<string, string>> => ({ push, who, by });

/** `placed: false` where Kith alone had put it. Other versions of words stay in the vault. */
export const mapToCanvas = (map: SystemMap): string => {
  const places = placesOf(map);
  const nodes = map.parts.map((part) => {
    const { id, words, more, sort, layer, isGuess, isHere, place, need } = part;
    const [x, y] = places.get(id)!;
    return {
      id,
      type: 'text',
      x: x - BOX.width / 2,
      y: y - BOX.height / 2,
      width: BOX.width,
      height: BOX.height,
      text: more === '' ? words : `${words}\n\n${more}`,
      kith: { ...filled({ sort, layer, guess: isGuess, here: isHere, ...needIn(need) }), ...(place === null ? { placed: false } : {}) },
    };
  });
  const edges = wholeArrows(map).map(({ id, from, to, does, isLate, note, isGuess, need }) => {
    const label = [SIGNS[does], isLate ? '‖' : '', note.split('\n')[0]!].filter((part) => part !== '').join(' ');
    return {
      id,
      fromNode: from,
      toNode: to,
      fromEnd: 'none',
      toEnd: 'arrow',
      ...(label === '' ? {} : { label }),
      kith: filled({ does, late: isLate, note, guess: isGuess, ...needIn(need) }),
    };
  });
  return `${JSON.stringify({ nodes, edges, kith: { v: 1, title: map.title, ...(map.about === '' ? {} : { about: map.about }) } }, null, 2)}\n`;
};

const inLine = (words: string): string => words.replace(/\s+/gu, ' ').trim();
/** In what follows nothing may pass for a sign of Markdown's own. */
const plain = (words: string): string => inLine(words).replace(/[\\`*_[\]<>#|]/g, '\\$&');

/** Entities, as Mermaid takes them inside quotes. */
const forMermaid = (words: string): string => inLine(words).replace(/["#&;<>`]/g, (sign) => `#${sign.charCodeAt(0)};`);

/** A flowchart: `-->` strengthens, `-.->` weakens, `--x` blocks; what is not known well has a broken line. */
export const mapToMermaid = (map: SystemMap): string => {
  const key = new Map(map.parts.map(({ id }, i) => [id, `p${i + 1}`]));
  const shape = ({ id, words, sort }: Part): string => {
    const said = `"${forMermaid(words)}"`;
    return `${key.get(id)!}${sort === 'people' || sort === 'group' ? `([${said}])` : `[${said}]`}`;
  };
  const line = { more: '-->', less: '-.->', blocks: '--x', '': '-->' } as const;
  const arrow = ({ from, to, does, isLate }: Arrow): string => {
    const label = [SIGNS[does], isLate ? '‖' : ''].filter((part) => part !== '').join(' ');
    return `${key.get(from)!} ${line[does]}${label === '' ? '' : `|"${label}"|`} ${key.get(to)!}`;
  };
  const guesses = map.parts.filter(({ isGuess }) => isGuess).map(({ id }) => key.get(id)!);
  return [
    'flowchart TD',
    ...map.parts.map((part) => `  ${shape(part)}`),
    ...wholeArrows(map).map((one) => `  ${arrow(one)}`),
    ...(guesses.length === 0 ? [] : ['  classDef guess stroke-dasharray: 5 4', `  class ${guesses.join(',')} guess`]),
  ].join('\n');
};

/** To be read: the words, the drawing as a Mermaid block, every arrow as a line. `word`: of the room's catalogue. */
export const mapToMarkdown = (map: SystemMap, word: (key: string, places?: Readonly<Record<string, string>>) => string): string => {
  const name = (id: string): string => partNamed(map, id)?.words ?? '';
  const arrows = wholeArrows(map);
  const does = ({ does: said, isLate }: Arrow): string => (isLate ? word('late-too', { does: word(`does.${said || 'none'}`) }) : word(`does.${said || 'none'}`));
  const sentence = (arrow: Arrow): string => `${plain(name(arrow.from))} ${does(arrow)} ${plain(name(arrow.to))}`;
  const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')]);
  const item = (words: string, more: string): string => `- ${words}${more === '' ? '' : `: ${plain(more)}`}`;
  const needed = (where: string, need: Need): readonly string[] => (hasNeed(need) ? [item(where, [need.push, need.who, need.by].filter((part) => part !== '').join('; '))] : []);
  return `${[
    `# ${plain(map.title)}`,
    ...(map.about === '' ? [] : [map.about]),
    ...(map.parts.length === 0 ? [] : [`\`\`\`mermaid\n${mapToMermaid(map)}\n\`\`\``]),
    ...section(
      word('parts'),
      map.parts.map(({ words, more, sort }) => item(`${plain(words)}${sort === '' ? '' : ` (${word(`sort.${sort}`)})`}`, more)),
    ),
    ...section(
      word('arrows'),
      arrows.map((arrow) => item(`${sentence(arrow)}${arrow.isGuess ? ` (${word('a-guess')})` : ''}`, arrow.note)),
    ),
    ...LAYERS.flatMap((layer) =>
      section(
        word(`layer.${layer}`),
        map.parts.filter((part) => part.layer === layer).map(({ words }) => item(plain(words), '')),
      ),
    ),
    ...section(word('need.title'), [...map.parts.flatMap(({ words, need }) => needed(plain(words), need)), ...arrows.flatMap((arrow) => needed(sentence(arrow), arrow.need))]),
  ].join('\n\n')}\n`;
};

/** A name that every file system takes. */
export const mapFileName = (map: Pick<SystemMap, 'title' | 'id'>, form: 'markdown' | 'canvas'): string =>
  `${safeName(inLine(map.title).slice(0, 60), map.id)}.${form === 'markdown' ? 'md' : 'canvas'}`;
