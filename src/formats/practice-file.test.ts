import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textToBytes } from '#core/text.ts';
import { EMPTY_DRAFT, isKind, isNeed, isWho, KINDS, NEEDS, WHO, type Practice } from '#rooms/practices/model.ts';
import { starterPractices } from '#rooms/practices/starter.ts';
import { stepsOf, stepsToText } from '#rooms/practices/steps.ts';
import library from '#rooms/practices/library/words/en.json' with { type: 'json' };
import names from '#rooms/practices/words/en.json' with { type: 'json' };
import { MOST_PRACTICE_BYTES, MOST_PRACTICES, practiceToMarkdown, practiceToTool, readPracticeFile, stepsInMarkdown } from './practice-file.ts';

const starters = starterPractices({
  word: (key) => (names as Readonly<Record<string, string>>)[key] ?? '',
  library: (key) => (library as Readonly<Record<string, string>>)[key] ?? '',
});
const read = (text: string, file = 'x.md') => readPracticeFile(textToBytes(text), file, 'en');
const codes = (text: string, file?: string): string[] => read(text, file).troubles.map(({ code }) => code);

const words = fc.stringMatching(/^[A-Za-z“][A-Za-z0-9 ,.:'"#&“”é-]{0,30}[a-z.]$/).map((text) => text.replace(/\s+/g, ' '));
const practice: fc.Arbitrary<Practice> = fc
  .record({
    name: words,
    why: fc
      .array(fc.tuple(fc.constantFrom('', '', '- ', '2. ', '## '), fc.oneof(words, fc.constant('Steps'))), { maxLength: 3 })
      .map((parts) => parts.map((part) => part.join('')).join('\n\n')),
    kind: fc.constantFrom(null, ...KINDS),
    who: fc.constantFrom(null, ...WHO),
    minutes: fc.option(fc.integer({ min: 1, max: 600 })),
    steps: fc.array(fc.tuple(words, fc.option(fc.integer({ min: 1, max: 3600 }))), { maxLength: 6 }),
    source: fc.oneof(fc.constant(''), words),
    licence: words,
    care: fc.oneof(
      fc.constant(''),
      fc.array(words, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('\n')),
    ),
    needs: fc.subarray([...NEEDS]),
    skills: fc.subarray(['idg:B5', 'greencomp:2.1', '01h2xcejqtf2nbrexx3vqjhp41:n 1']),
    by: fc.oneof(fc.constant(''), words),
    from: fc.array(fc.record({ id: fc.constantFrom('p10', ''), name: words, by: words, licence: words }), { maxLength: 3 }),
  })
  .map(({ steps, needs, ...rest }) => ({
    ...rest,
    id: '0'.repeat(26),
    isStarter: false,
    move: null,
    steps: stepsOf(stepsToText(steps.map(([text, seconds]) => ({ text, seconds })))),
    needs: Object.fromEntries(needs.map((need) => [need, 2])),
    evidence: '',
    sceptic: 'Says nothing: yet.',
    checked: 'none',
    origin: '',
    made: '',
  }));

describe('as Markdown', () => {
  test('what Kith wrote reads back the same, with its chain', () => {
    fc.assert(
      fc.property(practice, (one) => {
        const { found } = read(practiceToMarkdown(one));
        expect(found).toHaveLength(1);
        const { draft, from, origin } = found[0]!;
        const { name, why, kind, who, minutes, source, licence, care, by, sceptic } = one;
        expect(draft).toMatchObject({ name, why, kind, who, minutes, source, licence, care, by, sceptic });
        expect(stepsOf(draft.steps)).toEqual(one.steps);
        // What names a framework of one's own stays at home.
        expect([...draft.skills].sort()).toEqual(one.skills.filter((code) => !code.startsWith('01h2')).sort());
        expect([...draft.needs].sort()).toEqual(Object.keys(one.needs).sort());
        expect(from).toEqual(one.from);
        expect(origin).toBe(`kith:${one.id}`);
      }),
      { numRuns: 25 },
    );
    for (const one of starters) {
      const { found, troubles } = read(practiceToMarkdown(one));
      expect(troubles, one.id).toEqual([]);
      expect(found[0]!.draft.skills, one.id).toEqual(one.skills);
      expect(stepsOf(found[0]!.draft.steps), one.id).toEqual(one.steps.map(({ text, seconds }) => ({ text, seconds })));
    }
  });

  test('of somebody else is read as far as it goes: name from the heading, the longest list as steps, other names of fields', () => {
    const { found, troubles } = read(
      '---\ntitle: Tea\nduration: 10 minutes\nlicense: CC0\nkind: dancing\n---\nWhy: it is warm.\n\n- one\n- two\n\nThen\n\n1. Boil\n   the water\n2. 3:00 Wait\n3. Pour\n',
    );
    expect(found[0]!.draft).toMatchObject({ name: 'Tea', minutes: 10, licence: 'CC0', kind: null, steps: 'Boil the water\n3:00 Wait\nPour' });
    expect(found[0]!.draft.why).toContain('- one');
    expect(troubles).toEqual([]);
    expect(read('# Walk\n\n* out\n* back\n').found[0]!.draft).toMatchObject({ name: 'Walk', steps: 'out\nback' });
    expect(read('Only words.', 'Quiet hour.md').found[0]!.draft).toMatchObject({ name: 'Quiet hour', why: 'Only words.' });
  });

  test('what it came from is kept however the file says it: a list, one alone, or only a name', () => {
    const from = (yaml: string) => read(`---\n${yaml}\n---\n\n1. Sit`).found[0]!.from.map(({ name, by, licence }) => [name, by, licence]);
    expect(from('from:\n  - { name: Tea, by: Ana, licence: CC BY-SA 4.0 }\n  - Old tea')).toEqual([
      ['Tea', 'Ana', 'CC BY-SA 4.0'],
      ['Old tea', '', ''],
    ]);
    expect(from('from: { name: Tea, by: Ana }')).toEqual([['Tea', 'Ana', '']]);
    expect(from('adapted-from: Tea, by Ana')).toEqual([['Tea, by Ana', '', '']]);
    expect(from('by: Ana')).toEqual([]);
  });

  test('without steps it is said, and the rest comes in', () => {
    expect(codes('---\nname: Sit\nlicence: CC0\n---\nJust sit.\n')).toEqual(['no-steps']);
    expect(read('---\nname: Sit\nlicence: CC0\n---\nJust sit.\n').found[0]!.draft).toMatchObject({ name: 'Sit', why: 'Just sit.', steps: '' });
  });

  test('broken, endless or empty, it is named and harms nothing', () => {
    expect(codes('---\nname: "Sit\n: : [\n---\n- a\n')).toContain('front-matter');
    expect(codes('')).toEqual(['not-practice']);
    expect(readPracticeFile(new Uint8Array([0, 1, 2, 3, 0]), 'x.md', 'en').troubles[0]!.code).toBe('not-practice');
    expect(readPracticeFile(new Uint8Array(MOST_PRACTICE_BYTES + 1), 'x.md', 'en').troubles[0]!.code).toBe('too-large');
    const long = read(`# Long\n\n${'word '.repeat(10_000)}\n\n- step\n`);
    expect(long.troubles.map(({ code }) => code)).toContain('shortened');
    expect(long.found[0]!.draft.why.length).toBeLessThanOrEqual(20_000);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const file of ['x.md', 'x.json']) for (const { draft } of read(text, file).found) expect(draft.name).not.toBe('');
      }),
    );
  });
});

test('a line of a million letters, and levels without end, are read at once and throw nothing', () => {
  const wide = ' '.repeat(1_000_000);
  for (const text of [`# a${wide}b`, `# Sit\n\n## steps${wide}x\n\n- a`, `# Sit\n\n- a${wide}b`, `# ${'#'.repeat(1_000_000)}x`]) expect(read(text).found).toHaveLength(1);
  const levels = 100_000;
  expect(codes(`${'{"en":{"tools":'.repeat(levels)}null${'}}'.repeat(levels)}`, 'x.json')).toEqual(['not-practice']);
  expect(read(`---\nname: Sit\nfrom: ${'['.repeat(levels)}\n---\n- a\n`).found).toHaveLength(1);
});

describe('as JSON of idg.tools', () => {
  // The shape is that of its public sources (tools by language, `actions` as Markdown); the words are ours.
  const tool = {
    id: 'cl00000000000',
    name: 'Ask twice',
    slug: 'abc1234',
    intro: 'Ask, and ask again.',
    description: 'Ask, and ask again.\n\n## How it can help\n\nYou hear more.',
    actions: 'Do this:\n\n1. Ask.\n\n2. Wait for half a minute.\n\n3. Ask again.',
    resources: '- A study',
    relevancy: [{ skill: 's', score: 90 }],
    tags: ['t'],
  };

  test('a tool, a list, a content file, and one by language are read; its own words for steps are the list in `actions`', () => {
    for (const value of [tool, [tool], { tools: [tool], skills: [], tags: [] }, { sv: { tools: [{ ...tool, name: 'Fråga' }] }, en: { tools: [tool] } }]) {
      const { found, troubles } = read(JSON.stringify(value), 'content.json');
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        origin: 'idg:cl00000000000',
        draft: { name: 'Ask twice', steps: 'Ask.\nWait for half a minute.\nAsk again.', evidence: '- A study', source: 'idg.tools, https://idg.tools/abc1234', licence: '' },
      });
      expect(found[0]!.draft.why).toContain('You hear more.');
      expect(found[0]!.draft.why).toContain('Do this:');
      expect(troubles).toEqual([{ code: 'licence', what: 'Ask twice' }]);
    }
    // An older shape, with a challenge and no list.
    expect(codes(JSON.stringify({ id: 'x', name: 'Old', description: 'd', challenge: 'Write.' }), 'x.json')).toEqual(['no-steps', 'licence']);
  });

  test('what is no tool in a list is named, the rest comes in, and too many are cut', () => {
    const { found, troubles } = read(JSON.stringify({ tools: [tool, { name: 'Empty' }, 7] }), 'content.json');
    expect(found).toHaveLength(1);
    expect(troubles.filter(({ code }) => code === 'not-practice').map(({ what }) => what)).toEqual(['Empty', 'content.json']);
    expect(read(JSON.stringify(Array.from({ length: MOST_PRACTICES + 1 }, () => tool)), 'x.json').found).toHaveLength(MOST_PRACTICES);
    expect(codes('{"tools": "no"}', 'x.json')).toEqual(['not-practice']);
    expect(codes('{ broken', 'x.json')).toEqual(['not-practice']);
    expect(codes('{"__proto__": {"tools": [1]}}', 'x.json')).toEqual(['not-practice']);
  });

  test('what Kith writes so reads back with its name and steps', () => {
    for (const one of starters) {
      const [found] = read(practiceToTool(one), 'x.json').found;
      expect(found!.draft.name).toBe(one.name);
      expect(stepsOf(found!.draft.steps)).toEqual(one.steps.map(({ text, seconds }) => ({ text, seconds })));
      expect(found!.draft.licence).toBe('CC BY-SA 4.0');
    }
  });
});

test('a list in Markdown is steps, with the lines that belong to an item', () => {
  expect(stepsInMarkdown('a\n\n- x\n  y\n- z\n\nb').steps.map(({ text }) => text)).toEqual(['x y', 'z']);
  expect(stepsInMarkdown('a\n\n- x\n\nb').rest).toBe('a\n\nb');
  expect(isKind('silence') && isWho('solo') && isNeed('tired') && EMPTY_DRAFT.name === '').toBe(true);
});
