// Sharing in the command line: two people's devices at a real host.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHostCalls } from '#adapters/host-calls.ts';
import { readPage } from '#adapters/open-pages.ts';
import { readySodium } from '#adapters/sodium.ts';
import { orThrow } from '#core/result.ts';
import { fragmentToPageLink } from '#crypto/open-page.ts';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from './kith.ts';

const withPassword = { env: { KITH_PASSWORD: 'four words of mine' } };
const CIRCLE = 'Tuesday';
let host: RunningHost;
const [dev, rosa] = [createHome(), createHome()];

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
  await Promise.all([dev.good(['account', 'create', 'dev', '--host', host.address], withPassword), rosa.good(['account', 'create', 'rosa', '--host', host.address], withPassword)]);
  await dev.good(['circle', 'create', CIRCLE, '--as', 'Dev']);
  await rosa.good(['circle', 'join', await dev.good(['circle', 'invite', CIRCLE]), '--as', 'Rosa']);
});
afterAll(async () => {
  await Promise.all([dev.remove(), rosa.remove()]);
  await host.stop();
});

type Line = Record<string, unknown>;
const seen = async (home: Home): Promise<Line[]> => {
  await home.good(['sync']);
  return (await home.kith(['shared', CIRCLE, '--json'])).json;
};
const partOf = (id: unknown): string => String(id).slice(27, 33);

test('Part of an entry is shared on terms, remarked on between two and for all, answered, quoted, and taken back', async () => {
  await dev.good(['sync']);
  const { json } = await dev.kith(['write', 'I had the keys to eleven flats in my coat. Not for others.', '--json']);
  const entry = String(json[0]!['id']);
  const words = 'I had the keys to eleven flats in my coat.';
  const dry = await dev.good(['share', entry, '--with', CIRCLE, '--text', words, '--quote', 'unnamed', '--dry-run']);
  expect(dry).toMatch(/^I had the keys .*\n\nThe circle may read it · May be quoted without the name\nNothing was sent\. One other person/);
  expect(await seen(rosa)).toEqual([]);
  await dev.good(['share', entry, '--with', CIRCLE, '--text', words, '--quote', 'unnamed', '--until', '2098-03-01']);
  await dev.good(['sync']);
  const [shared] = await seen(rosa);
  expect(shared).toMatchObject({ name: 'Dev', text: words, terms: { quote: 'unnamed', until: '2098-03-01', ai: false, count: false }, remarks: [], between: [] });
  const id = partOf(shared!['id']);

  expect(await rosa.good(['shared', CIRCLE, '--remark', id, 'I can take two of them.'])).toContain('one person alone');
  await rosa.good(['shared', CIRCLE, '--remark', id, 'I was there too.', '--quote', 'named']);
  await rosa.good(['shared', CIRCLE, '--cite', id, '--text', 'the keys to eleven flats', 'What do we do with keys?']);
  expect((await rosa.kith(['shared', CIRCLE, '--cite', id, '--text', 'twelve'])).err).toContain('do not stand in the text');
  await rosa.good(['sync']);
  const [mine, quote] = await seen(dev);
  expect(mine).toMatchObject({
    remarks: [{ name: 'Rosa', text: 'I was there too.', terms: { quote: 'named' } }],
    between: [{ name: 'Rosa', text: 'I can take two of them.', state: 'came' }],
  });
  expect(quote).toMatchObject({ is: 'quote', name: 'Rosa', words: 'the keys to eleven flats', whose: null, text: 'What do we do with keys?' });
  const [open, between] = [(mine!['remarks'] as Line[])[0]!, (mine!['between'] as Line[])[0]!];
  await dev.good(['shared', CIRCLE, '--answer', partOf(open['id']), 'Yes, on Tuesday.']);
  expect(await dev.good(['shared', CIRCLE, '--answer', partOf(between['id']), 'Thank you.'])).toContain('one person alone');
  await dev.good(['sync']);
  expect((await seen(rosa))[0]).toMatchObject({
    remarks: [{ answers: [{ name: 'Dev', text: 'Yes, on Tuesday.' }] }],
    between: [{ answers: [{ name: 'Dev', text: 'Thank you.' }] }],
  });
  expect(await rosa.good(['shared', CIRCLE])).toContain('You (between Dev and you): I can take two of them.');

  await dev.good(['shared', CIRCLE, '--terms', id, '--quote', 'no']);
  await dev.good(['sync']);
  expect((await seen(rosa)).map(({ is }) => is)).toEqual(['shared', 'loose']);
  const own = await rosa.kith(['shared', CIRCLE, '--withdraw', id]);
  expect([own.code, own.err]).toEqual([4, expect.stringContaining(`There is nothing ${id} there.`)]);
  expect(await dev.good(['shared', CIRCLE, '--withdraw', id])).toContain('they may remember it, or have copied it');
  await dev.good(['sync']);
  const left = await seen(rosa);
  expect(left.map(({ is, text }) => [is, text]).sort()).toEqual([
    ['loose', 'I was there too.'],
    ['loose', 'What do we do with keys?'],
  ]);
});

test('What cannot be is said, and writes nothing', async () => {
  const said = async (...args: readonly string[]): Promise<[number | null, string]> => {
    const { code, err } = await dev.kith(args);
    return [code, err];
  };
  expect(await said('share', 'zzzz')).toEqual([2, expect.stringContaining('--with CIRCLE')]);
  expect(await said('share', 'zzzz', '--with', CIRCLE)).toEqual([4, expect.stringContaining('zzzz')]);
  const { json } = await dev.kith(['write', 'Only words.', '--json']);
  const entry = String(json[0]!['id']);
  expect(await said('share', entry, '--with', CIRCLE, '--until', '2026-01-01')).toEqual([1, expect.stringContaining('This day is over already')]);
  expect(await said('share', entry, '--with', CIRCLE, '--quote', 'maybe')).toEqual([2, expect.stringContaining('no, unnamed, named')]);
  expect(await said('shared', CIRCLE, '--remark', 'zzzz', '--until', '2098-01-01')).toEqual([2, expect.stringContaining('cannot be used together')]);
  expect(await said('shared', CIRCLE, '--quote', 'no')).toEqual([2, expect.stringContaining('--remark ID')]);
});

test('A practice is shared in the circle, adapted there by another, taken into one’s own, and taken out; its licence may forbid it', async () => {
  await dev.good(['practice', '--make', 'Keys first', '--text', 'Say who has them.', '--licence', 'All rights reserved']);
  expect(await dev.kith(['practice', 'keys first', '--share', CIRCLE])).toMatchObject({ code: 1, err: expect.stringContaining('It may not be given on') });
  await dev.good(['practice', '--make', 'Hooks', '--text', 'One hook a key.', '--licence', 'CC BY 4.0', '--as', 'Dev']);
  expect(await dev.good(['practice', 'hooks', '--share', CIRCLE, '--dry-run'])).toMatch(/1\. One hook a key\.[^]*Made by Dev[^]*Nothing was sent/);
  await dev.good(['practice', 'hooks', '--share', CIRCLE]);
  expect(await dev.kith(['practice', 'hooks', '--share', CIRCLE])).toMatchObject({ code: 4, err: expect.stringContaining('there already') });
  await dev.good(['sync']);
  await rosa.good(['sync']);
  await rosa.good(['practice', 'hooks', '--circle', CIRCLE, '--adapt', 'Labelled hooks', '--text', 'A label a hook.']);
  await rosa.good(['practice', 'labelled', '--circle', CIRCLE, '--mine']);
  expect(await rosa.kith(['practice', 'labelled', '--circle', CIRCLE, '--mine'])).toMatchObject({ code: 4, err: expect.stringContaining('among your own') });
  expect((await rosa.kith(['practice', 'labelled', '--json'])).json).toMatchObject([{ by: 'Rosa', licence: 'CC BY 4.0', from: [{ name: 'Hooks', by: 'Dev' }] }]);
  expect(await rosa.kith(['practice', 'hooks', '--circle', CIRCLE, '--remove'])).toMatchObject({ code: 1, err: expect.stringContaining('Only who shared it') });
  await rosa.good(['practice', 'hooks', '--circle', CIRCLE, '--worse']);
  expect(await rosa.good(['practices', '--circle', CIRCLE])).toMatch(/^[0-9a-z]{8} {2}Labelled hooks .*Shared by Rosa$/);
  await dev.good(['practice', 'hooks', '--circle', CIRCLE, '--remove']);
  expect((await dev.kith(['practices', '--circle', CIRCLE, '--json'])).json).toEqual([]);

  // Published under a licence, read by whoever has the link, withdrawn.
  const [published] = (await dev.kith(['practice', 'hooks', '--publish', 'CC0 1.0', '--json'])).json;
  const open = async () => readPage({ sodium: await readySodium(), calls: createHostCalls(host.address) }, orThrow(fragmentToPageLink(String(published!['link']))));
  expect(await open()).toMatchObject({ value: { is: 'practice', name: 'Hooks', by: 'Dev', licence: 'CC0 1.0', steps: 'One hook a key.' } });
  await dev.good(['practice', 'hooks', '--unpublish']);
  expect((await dev.kith(['practice', 'hooks', '--unpublish'])).code).toBe(4);
  expect(await open()).toMatchObject({ error: { code: 'page-over' } });
});

test('A path is walked together from two devices: both swap, one says a sentence, the other ends it; nobody is counted, and words of others stay', async () => {
  const circle = ['--circle', CIRCLE];
  const paths = async (home: Home) => (await home.kith(['paths', ...circle, '--all', '--json'])).json;
  const both = async (): Promise<void> => {
    for (const home of [dev, rosa, dev]) await home.good(['sync']);
  };
  expect((await dev.kith(['paths', ...circle])).code).toBe(4);
  expect(await dev.good(['path', 'limits', ...circle])).toMatch(/^p\d\d {2}/);
  expect((await paths(dev)).length).toBe(0);
  await dev.good(['path', 'limits', ...circle, '--minutes', '15', '--text', 'The rota', '--begin']);
  await both();
  const [path] = await paths(rosa);
  const id = String(path!['id']);
  const [one, two] = (path!['steps'] as { readonly practice: string }[]).map(({ practice }) => practice);
  // Swapped at once on both devices, each another step: both stay.
  await dev.good(['path', '--swap', id.slice(0, 8), one!, ...circle]);
  await rosa.good(['path', '--swap', id, two!, ...circle]);
  await both();
  const [swapped] = await paths(dev);
  const steps = (swapped!['steps'] as { readonly practice: string }[]).map(({ practice }) => practice);
  expect([steps.includes(one!), steps.includes(two!)]).toEqual([false, false]);
  expect(await paths(rosa)).toEqual(await paths(dev));

  await rosa.good(['path', '--date', id, steps[0]!, '--on', '2027-01-05', ...circle]);
  await rosa.good(['path', '--remark', id, steps[0]!, '--text', 'We laughed a lot.', ...circle]);
  await both();
  expect(await dev.good(['path', id, ...circle])).toMatch(/The rota\n.*Jan 5, 2027[^]*We laughed a lot\. \(Rosa, /);
  const word = ((await paths(dev))[0]!['said'] as { readonly id: string }[])[0]!.id;
  expect(await dev.kith(['path', '--withdraw', word, ...circle])).toMatchObject({ code: 1, out: '' });
  expect(await dev.kith(['path', id, '--remove', ...circle])).toMatchObject({ code: 1, err: expect.stringContaining('Somebody said something') });
  await rosa.good(['path', '--withdraw', word.slice(27, 33), ...circle]);
  // No day typed takes none away; a word does.
  expect(await dev.kith(['path', '--date', id, steps[0]!, ...circle])).toMatchObject({ code: 2, err: expect.stringContaining('--on') });
  await dev.good(['path', '--date', id, steps[0]!, '--on', 'any', ...circle]);
  expect((await dev.kith(['path', '--date', id, steps[0]!, '--on', 'any', '--json', ...circle])).json).toEqual([{ changed: false }]);
  const [said] = (await dev.kith(['path', '--remark', id, steps[1]!, '--text', '-', '--json', ...circle], { input: 'Twice.' })).json;
  await dev.good(['path', '--withdraw', String(said!['id']), ...circle]);

  await dev.good(['path', '--leave', id, '--came', 'part', ...circle]);
  expect((await dev.kith(['paths', ...circle])).code).toBe(4);
  // Over, it stays as somebody named it, until it is taken up again.
  for (const args of [
    ['--leave', id, '--came', 'let-go'],
    ['--swap', id, steps[0]!],
    [id, '--remove'],
  ])
    expect(await dev.kith(['path', ...args, ...circle])).toMatchObject({ code: 1, err: expect.stringContaining('has ended') });
  await dev.good(['path', '--open', id, ...circle]);

  // What is refused writes nothing, and nothing that is typed is dropped.
  const before = await paths(dev);
  for (const [args, says] of [
    [['--done', id, ...circle], 'cannot be used together'],
    [['--remark', id, steps[0]!, '--text', 'Alone.'], '--circle NAME'],
    [['--remark', id, steps[0]!, ...circle], '--text'],
    [['--leave', id, ...circle], '--came'],
    [['--leave', id, '--came', 'done', ...circle], 'walked, part, rests, let-go'],
    [['--leave', id, 'more', '--came', 'part', ...circle], 'more'],
    [['--swap', id, ...circle], 'STEP'],
    [[id, '--begin', ...circle], 'cannot be used together'],
    [['limts', '--begin', ...circle], 'limits'],
    [[...circle], 'NEED'],
  ] as const)
    expect(await dev.kith(['path', ...args])).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
  for (const args of [
    ['--swap', id, steps[0]!, 'p12'],
    ['--date', id, steps[0]!, '2027-01-05', '--on', 'any'],
  ])
    expect((await dev.kith(['path', ...args, ...circle])).code).toBe(4);
  expect(await paths(dev)).toEqual(before);
  await both();
  await rosa.good(['path', id, '--remove', ...circle]);
  expect(await paths(rosa)).toEqual([]);
});
