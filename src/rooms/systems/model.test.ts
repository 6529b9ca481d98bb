import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { merge, type VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import { deleteShown, wholesBeyondEntries } from '#rooms/shown.ts';
import { changeArrow, drawArrow, sayLoop, sayNeed, settleLoop, takeArrow } from './arrows.ts';
import { BOX, placeBeside, placesOf, towards } from './layout.ts';
import { keyOf, loopsOf, MOST_LOOPS } from './loops.ts';
import {
  addPart,
  arrangeMap,
  beginMap,
  bringMap,
  changePart,
  deleteMap,
  mapsOf,
  moveParts,
  MOST,
  renameMap,
  settleMap,
  settlePart,
  takePart,
  wholeArrows,
  type Arrow,
  type Part,
  type SystemMap,
} from './model.ts';
import { firstView, inBox, zoomed } from './picture.ts';

const NOW = { instant: '2026-11-26T09:00:00.000Z' };
let seconds = 0;
/** Each act a second after the one before. */
const later = () => ({ instant: new Date(Date.parse(NOW.instant) + (seconds += 1) * 1000).toISOString() });

/** A device: its own clock, its own copy of the records. */
const device = (name: string, from: readonly VaultRecord[] = []) => {
  const records = new Map(from.map((record) => [record.id, record]));
  let clock = '';
  let ids = 0;
  const write = (changes: readonly Change[] | Result<readonly Change[]>): void => {
    const wanted = 'ok' in changes ? changes : ({ ok: true, value: changes } as const);
    if (!wanted.ok) throw new Error(wanted.error.code);
    for (const change of wanted.value) {
      clock = tick(clock, Date.parse(NOW.instant));
      records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, name.repeat(13)), name.repeat(13)));
    }
  };
  return {
    write,
    records,
    newId: () => `${name}${String((ids += 1)).padStart(25, '0')}`,
    map: (): SystemMap => mapsOf(records.values())[0]!,
    take: (others: Iterable<VaultRecord>): void => {
      for (const record of others) records.set(record.id, records.has(record.id) ? merge(records.get(record.id)!, record) : record);
    },
  };
};

const draw = (one: ReturnType<typeof device>, from: string, to: string, does: 'more' | 'less' | 'blocks' | '' = 'more'): void =>
  one.write(drawArrow(one.map(), { from: { words: from }, to: { words: to }, does }, one.newId, later()));

const begun = (title = 'Why visits run late') => {
  const one = device('a');
  one.write(beginMap({ title }, 'm'.repeat(26), later()));
  return one;
};

const nameOf = (map: SystemMap, id: string): string => map.parts.find((part) => part.id === id)!.words;

test('a map is written as a list: an arrow makes the parts that it names, and finds those that are there', () => {
  const one = begun();
  draw(one, 'Visits run late', 'Unpaid walking');
  draw(one, ' visits  RUN late', 'People who wait', 'less');
  const map = one.map();
  expect(map.parts.map(({ words }) => words)).toEqual(['Visits run late', 'Unpaid walking', 'People who wait']);
  expect(map.arrows.map(({ from, to, does }) => [nameOf(map, from), does, nameOf(map, to)])).toEqual([
    ['Visits run late', 'more', 'Unpaid walking'],
    ['Visits run late', 'less', 'People who wait'],
  ]);
  const again = drawArrow(map, { from: { words: 'Visits run late' }, to: { words: 'Unpaid walking' }, does: 'more' }, one.newId, later());
  const itself = drawArrow(map, { from: { words: 'New' }, to: { words: 'new' } }, one.newId, later());
  expect([again, itself].map((refused) => !refused.ok && refused.error.code)).toEqual(['arrow-there', 'arrow-to-itself']);
});

test('loops are found and named by their signs: even minuses reinforce, odd ones balance, an arrow without a sign leaves it open', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  draw(one, 'Walking', 'Workers', 'less');
  draw(one, 'Workers', 'Late', 'less');
  draw(one, 'Late', 'Calls');
  draw(one, 'Calls', 'Late', 'blocks');
  draw(one, 'Calls', 'Sick days', '');
  draw(one, 'Sick days', 'Calls');
  const map = one.map();
  const { loops, isAll } = loopsOf(map);
  expect(isAll).toBe(true);
  expect(
    loops
      .map(({ parts, is }) => [
        parts
          .map((id) => nameOf(map, id))
          .sort()
          .join(),
        is,
      ])
      .sort(),
  ).toEqual([
    ['Calls,Late', 'balancing'],
    ['Calls,Sick days', 'open'],
    ['Late,Walking,Workers', 'reinforcing'],
  ]);
  one.write(
    sayLoop(
      map,
      loops
        .find(({ is }) => is === 'reinforcing')!
        .parts.toReversed()
        .toReversed(),
      { says: 'yes', name: 'The late wheel' },
      NOW,
    ),
  );
  one.write(sayLoop(one.map(), loops.find(({ is }) => is === 'reinforcing')!.parts, { says: 'no' }, later()));
  expect(one.map().sayings).toMatchObject([{ says: 'no', name: 'The late wheel' }]);
});

const bare = (count: number, pairs: readonly (readonly [number, number])[]): Pick<SystemMap, 'parts' | 'arrows'> => {
  const need = { push: '', otherPushes: [], who: '', by: '' };
  const rest = { of: 'm', isGuess: false, need, at: '', changed: '', links: [] };
  return {
    parts: Array.from({ length: count }, (_, i): Part => ({
      ...rest,
      id: `p${i}`,
      words: `P${i}`,
      otherWords: [],
      more: '',
      otherMore: [],
      sort: '',
      layer: '',
      isHere: false,
      place: null,
    })),
    arrows: pairs.map(([from, to], i): Arrow => ({
      ...rest,
      id: `a${i}`,
      from: `p${from}`,
      to: `p${to}`,
      does: i % 3 === 0 ? 'less' : 'more',
      isLate: false,
      note: '',
      otherNotes: [],
    })),
  };
};

const graphs = fc.integer({ min: 1, max: 7 }).chain((count) => fc.tuple(fc.constant(count), fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 14 })));

/** Every loop, by trying all ways: what loopsOf is held against. */
const allLoops = ({ parts, arrows }: Pick<SystemMap, 'parts' | 'arrows'>): Set<string> => {
  const out = new Set<string>();
  const next = (id: string): string[] => wholeArrows({ parts, arrows }).flatMap(({ from, to }) => (from === id ? [to] : []));
  const walk = (path: readonly string[]): void => {
    for (const to of next(path.at(-1)!)) {
      if (to === path[0]) out.add(keyOf(path));
      else if (!path.includes(to)) walk([...path, to]);
    }
  };
  for (const { id } of parts) walk([id]);
  return out;
};

test('law: all loops of a small map are found, and no others; whether these are all is true', () => {
  fc.assert(
    fc.property(graphs, ([count, pairs]) => {
      const map = bare(count, pairs);
      const { loops, isAll } = loopsOf(map);
      const real = allLoops(map);
      for (const { key } of loops) expect(real.has(key)).toBe(true);
      if (real.size < MOST_LOOPS) expect([loops.length, isAll]).toEqual([real.size, true]);
      else expect(isAll).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('law: no two parts stand on each other, arranged or beside what was placed by hand, which stays', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 })), { maxLength: 7 }), ([count, pairs], placed) => {
      const map = bare(count, pairs);
      const parts = map.parts.map((part, i): Part => (placed[i] ? { ...part, place: [placed[i][0] * 300, placed[i][1] * 200 + i] } : part));
      const places = placesOf({ ...map, parts });
      expect(places.size).toBe(count);
      for (const part of parts) if (part.place) expect(places.get(part.id)).toEqual(part.place);
      const free = parts.filter(({ place }) => !place).map(({ id }) => places.get(id)!);
      for (const [i, [x, y]] of free.entries())
        for (const [a, b] of [...free.slice(i + 1), ...parts.flatMap(({ place }) => (place ? [place] : []))])
          expect(Math.abs(a - x) >= BOX.width || Math.abs(b - y) >= BOX.height).toBe(true);
      const [x, y] = placeBeside(places, [0, 0]);
      for (const [a, b] of places.values()) expect(Math.abs(a - x) >= BOX.width || Math.abs(b - y) >= BOX.height).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('2,000 parts in rings of rings are read, laid out and searched for loops; nothing is lost, and that there are more is said', () => {
  const pairs = Array.from({ length: 2000 }, (_, i) => [[i, (i + 1) % 2000] as const, [i, (i * 7 + 3) % 2000] as const]).flat();
  const map = bare(2000, pairs);
  const { loops, isAll } = loopsOf(map);
  expect([loops.length, isAll]).toEqual([MOST_LOOPS, false]);
  expect(placesOf(map).size).toBe(2000);
  const ring = loopsOf(
    bare(
      2000,
      pairs.filter((_, i) => i % 2 === 0),
    ),
  );
  expect(ring.loops.map(({ parts }) => parts.length)).toEqual([2000]);
});

test('two who draw at once both keep what they drew: parts, arrows, words and places', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  const other = device('b', [...one.records.values()]);
  const late = one.map().parts[0]!;
  one.write(changePart(late, { words: 'Visits run late' }, later()));
  one.write(moveParts(one.map(), new Map([[late.id, [40, 40]]])));
  draw(one, 'Walking', 'Workers', 'less');
  other.write(changePart(late, { words: 'Late visits', sort: 'force' }, later()));
  other.write(sayNeed(late, { push: 'Twelve minutes' }, later()));
  draw(other, 'Contract', 'Late');
  const [mine, theirs] = [[...one.records.values()], [...other.records.values()]];
  one.take(theirs);
  other.take(mine);
  expect(one.map()).toEqual(other.map());
  const map = one.map();
  const both = map.parts.find(({ id }) => id === late.id)!;
  expect([both.words, ...both.otherWords].sort()).toEqual(['Late visits', 'Visits run late']);
  expect(both).toMatchObject({ sort: 'force', place: [40, 40], need: { push: 'Twelve minutes' } });
  expect(map.arrows).toHaveLength(3);
  // Another edit keeps the other's words; settling ends it.
  one.write(changePart(both, { words: 'Late again', more: 'Four days of five.' }, later()));
  const edited = one.map().parts.find(({ id }) => id === late.id)!;
  expect([edited.words, edited.otherWords]).toEqual(['Late again', both.otherWords]);
  one.write(settlePart(edited, 'words', 'Late again', later()));
  expect(one.map().parts.find(({ id }) => id === late.id)!.otherWords).toEqual([]);
});

test('two who first move a part at once both find theirs where they put it', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  draw(one, 'Walking', 'Workers');
  const other = device('b', [...one.records.values()]);
  const [late, walking] = one.map().parts;
  one.write(moveParts(one.map(), new Map([[late!.id, [400, 400]]])));
  other.write(moveParts(other.map(), new Map([[walking!.id, [900, 900]]])));
  one.take(other.records.values());
  const placed = (id: string) => one.map().parts.find((part) => part.id === id)!.place;
  expect([placed(late!.id), placed(walking!.id)]).toEqual([
    [400, 400],
    [900, 900],
  ]);
  expect(one.map().parts.every(({ place }) => place !== null)).toBe(true);
  one.write(arrangeMap(one.map()));
  expect(one.map().parts.every(({ place }) => place === null)).toBe(true);
});

test('a part that one takes away while another draws an arrow to it leaves that arrow to be seen, and to be put elsewhere', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  const other = device('b', [...one.records.values()]);
  one.write(takePart(one.map(), one.map().parts[1]!));
  expect([one.map().parts.length, one.map().arrows.length]).toEqual([1, 0]);
  draw(other, 'Walking', 'Workers');
  one.take(other.records.values());
  const map = one.map();
  expect(map.parts.map(({ words }) => words)).toEqual(['Late', 'Workers']);
  expect(wholeArrows(map)).toEqual([]);
  const [loose] = map.arrows;
  one.write(changeArrow(map, loose!, { from: map.parts[0]!.id }, later()));
  expect(wholeArrows(one.map())).toHaveLength(1);
  one.write(takeArrow(loose!));
  expect(one.map().arrows).toEqual([]);
});

test('moved by hand once, a drawing stays as it was seen; arranged, it is Kith’s again', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  draw(one, 'Walking', 'Workers');
  const before = placesOf(one.map());
  const [late, walking] = one.map().parts;
  one.write(moveParts(one.map(), new Map([[late!.id, [500, 0]]])));
  expect(placesOf(one.map()).get(walking!.id)).toEqual(before.get(walking!.id));
  one.write(addPart(one.map(), { words: 'Contract' }, one.newId(), NOW, late!.id));
  const beside = one.map().parts.find(({ words }) => words === 'Contract')!.place!;
  expect(Math.hypot(beside[0] - 500, beside[1])).toBeLessThan(300);
  one.write(arrangeMap(one.map()));
  expect(one.map().parts.every(({ place }) => place === null)).toBe(true);
  expect(towards(before, late!.id, 'down')).toBe(walking!.id);
});

test('what another program wrote is read within bounds: strange fields are left out, nothing throws', () => {
  const one = begun();
  one.write([
    { id: 'p1', kind: 'map-part', v: 1, set: { of: 'm'.repeat(26), sort: 'king', layer: 7, place: [1, 'x'], by: '2026-02-31x', guess: 'yes' }, write: { words: 'x'.repeat(9000) } },
  ]);
  one.write([{ id: 'p2', kind: 'map-loop', v: 1, set: { of: 'm'.repeat(26), parts: [1, {}], says: 'maybe' } }]);
  const [part] = one.map().parts;
  expect(part).toMatchObject({ sort: '', layer: '', place: null, isGuess: false, need: { by: '' } });
  expect(part!.words).toHaveLength(MOST.words);
  expect(one.map().sayings).toEqual([]);
});

test('a map goes out in words with all that is on it, and is deleted with all of it', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  one.write(sayNeed(one.map().parts[0]!, { push: 'Twelve minutes', who: 'Planning', by: '2026-12-01' }, later()));
  one.write(changePart(one.map().parts[0]!, { layer: 'repeats' }, later()));
  const out = wholesBeyondEntries(one.records.values());
  expect(out.map(({ kind }) => kind)).toEqual(['map']);
  expect(out[0]!.parts.map(({ label, text }) => [label, text])).toEqual([
    ['parts', '- Late\n- Walking'],
    ['arrows.signs', '- Late → Walking (+)'],
    ['layer.repeats', '- Late'],
    ['need.title', '- Late: Twelve minutes; Planning; 2026-12-01'],
  ]);
  one.write(
    sayLoop(
      one.map(),
      one.map().parts.map(({ id }) => id),
      { name: 'Round and round' },
      later(),
    ),
  );
  const head = one.records.get('m'.repeat(26))!;
  expect(
    deleteShown(head, one.records.values())
      .map(({ id }) => id)
      .sort(),
  ).toEqual(
    deleteMap(one.map())
      .map(({ id }) => id)
      .sort(),
  );
});

test('a file brings what can be a part or an arrow, and words break in a box at spaces', () => {
  const one = device('a');
  const file = {
    title: 'T',
    about: '',
    parts: [
      { key: 'x', words: 'X', place: [1, 2] as const },
      { key: 'y', words: ' ', place: null },
      { key: 'z', words: 'Z', place: null, need: { push: 'Go' } },
    ],
    arrows: [
      { from: 'x', to: 'z', does: 'blocks' as const, isLate: true },
      { from: 'x', to: 'y' },
    ],
  };
  one.write(bringMap(file, one.newId, later()));
  expect(one.map()).toMatchObject({
    title: 'T',
    parts: [
      { words: 'X', place: [1, 2] },
      { words: 'Z', need: { push: 'Go' } },
    ],
    arrows: [{ does: 'blocks', isLate: true }],
  });
  expect(inBox('Contract since April')).toEqual(['Contract since April']);
  expect(inBox('A contract that pays per visit, for the whole town')).toEqual(['A contract that pays', 'per visit, for the wh…']);
  const view = firstView({ x: 0, y: 0, width: 4000, height: 4000 }, { width: 400, height: 400 });
  const [size, corner] = [{ width: 400, height: 400 }, [0, 0] as const];
  const larger = zoomed(view, size, 2, corner);
  expect(larger.x - 200 / larger.scale).toBeCloseTo(view.x - 200 / view.scale);
});

test('a part that is deleted by its id takes its arrows along, as on its page', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  draw(one, 'Walking', 'Workers');
  draw(one, 'Contract', 'Workers');
  const map = one.map();
  const ids = (changes: readonly Change[]): readonly string[] => changes.map(({ id }) => id).sort();
  expect(ids(deleteShown(one.records.get(map.parts[1]!.id)!, one.records.values()))).toEqual(ids(takePart(map, map.parts[1]!)));
});

test('names that two give a loop at once both stay, and go out with the map, until one of them is kept', () => {
  const one = begun();
  draw(one, 'Late', 'Walking');
  draw(one, 'Walking', 'Late');
  const other = device('b', [...one.records.values()]);
  const round = one.map().parts.map(({ id }) => id);
  one.write(sayLoop(one.map(), round, { name: 'Round and round' }, later()));
  other.write(sayLoop(other.map(), round, { name: 'The treadmill' }, later()));
  one.take(other.records.values());
  const saying = one.map().sayings[0]!;
  expect([saying.name, ...saying.otherNames].sort()).toEqual(['Round and round', 'The treadmill']);
  const said = wholesBeyondEntries(one.records.values())[0]!.parts.find(({ label }) => label === 'loops')!.text!;
  expect(said.split('\n').sort()).toEqual(['- Round and round', '- The treadmill']);
  one.write(settleLoop(saying, 'The treadmill'));
  expect(one.map().sayings).toMatchObject([{ name: 'The treadmill', otherNames: [] }]);
});

test('what two say a map is about, at once, both stays until one of them is kept', () => {
  const one = begun();
  const other = device('b', [...one.records.values()]);
  one.write(renameMap(one.map(), { title: one.map().title, about: 'The evenings.' }, later()));
  other.write(renameMap(other.map(), { title: other.map().title, about: 'The mornings.' }, later()));
  one.take(other.records.values());
  expect([one.map().about, ...one.map().otherAbouts].sort()).toEqual(['The evenings.', 'The mornings.']);
  one.write(settleMap(one.map(), 'about', 'The evenings.', later()));
  expect([one.map().about, one.map().otherAbouts]).toEqual(['The evenings.', []]);
});
