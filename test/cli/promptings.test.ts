// Promptings in the command line: asked of all and of one, answered to whom one chooses, passed, thanked, taken back; each home a person's
// device, at a real host.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from './kith.ts';
import { orThrow } from '../../src/core/result.ts';
import { restCircle } from '../../src/rooms/circles/model.ts';
import { putAnswerUnder } from '../../src/rooms/journal/questions.ts';
import { openInCircle, writeIn } from '../../src/cli/in-circle.ts';
import { openVault } from '../../src/cli/session.ts';
import { contextIn } from './context.ts';

const CIRCLE = 'Tuesday';
let host: RunningHost;
let homes: Home[];

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
  homes = ['ana', 'ben', 'eve'].map(() => createHome());
  await Promise.all(homes.map((home, n) => home.good(['account', 'create', ['ana', 'ben', 'eve'][n]!, '--host', host.address], { env: { KITH_PASSWORD: 'four words of mine' } })));
  const [ana, ben, eve] = homes as [Home, Home, Home];
  await ana.good(['circle', 'create', CIRCLE, '--as', 'Ana']);
  const link = await ana.good(['circle', 'invite', CIRCLE]);
  await ben.good(['circle', 'join', link, '--as', 'Ben']);
  await eve.good(['circle', 'join', link, '--as', 'Eve']);
  await ana.good(['sync']);
});
afterAll(async () => {
  await Promise.all(homes.map((home) => home.remove()));
  await host.stop();
});

const seen = async (home: Home): Promise<readonly Record<string, unknown>[]> => (await home.kith(['promptings', CIRCLE, '--all', '--json'])).json;
const sync = async (...those: readonly Home[]): Promise<void> => {
  for (const home of those) await home.good(['sync']);
};
const othersOf = (one: Record<string, unknown> | undefined): string[] =>
  ((one?.['others'] ?? []) as { name: string; way: string; text: string }[]).map(({ name, way, text }) => `${name} ${way}: ${text}`);

test('A prompting to all is answered to the asker, to the circle, and for oneself; each is read by whom it was said', async () => {
  const [ana, ben, eve] = homes as [Home, Home, Home];
  expect(await ana.good(['prompting', CIRCLE, 'What did you stop doing?', '--lend', 'named'])).toContain('Everybody in Tuesday can read it');
  expect((await ana.kith(['prompting', CIRCLE, 'x', '--lend', 'perhaps'])).code).toBe(2);
  await sync(ana, ben, eve);
  const id = String((await seen(ben))[0]!['id']);
  expect(await ben.good(['prompting', CIRCLE, '--answer', id, 'Swimming', '--reads', 'asker'])).toBe('It goes to Ana alone; `kith sync` sends it.');
  expect(await eve.good(['prompting', CIRCLE, '--answer', id, 'Nothing that I miss'])).toContain('Only you read it');
  await sync(ben, eve, ana);
  expect((await seen(ana)).map(othersOf)).toEqual([['Ben asker: Swimming']]);
  expect((await seen(eve)).map(othersOf)).toEqual([[]]);
  expect(await eve.good(['list'])).toContain('What did you stop doing?');
  // Thanks reach him alone; taken back, his words are gone with her, and he says it to all.
  const answer = ((await seen(ana))[0]!['others'] as { id: string }[])[0]!.id;
  expect(await ana.good(['prompting', CIRCLE, '--thanks', answer, 'I did not know.'])).toContain('Ben alone reads your thanks');
  await sync(ana, ben);
  expect(await ben.good(['promptings', CIRCLE, '--all'])).toContain('Ana thanks you. I did not know.');
  expect(await ben.good(['prompting', CIRCLE, '--withdraw', id])).toContain('Taken back');
  await ben.good(['prompting', CIRCLE, '--answer', id, 'Singing', '--reads', 'circle']);
  await sync(ben, ana, eve);
  for (const home of [ana, eve]) expect((await seen(home)).map(othersOf)).toEqual([['Ben circle: Singing']]);
});

test('What is asked of one alone leaves no trace with the others, and passing none at all', async () => {
  const [ana, ben, eve] = homes as [Home, Home, Home];
  expect(await eve.good(['prompting', CIRCLE, 'When have you seen me at my best?', '--with', 'Ana', '--by', 'tomorrow'])).toContain('nothing in Tuesday shows it');
  await sync(eve, ana, ben);
  const [asked] = (await seen(ana)).filter(({ name }) => name === 'Eve');
  expect(asked).toMatchObject({ text: 'When have you seen me at my best?', to: [], answers: 'asker', is: 'open' });
  expect((await seen(ben)).filter(({ name }) => name === 'Eve')).toEqual([]);
  expect(await ana.kith(['prompting', CIRCLE, '--answer', String(asked!['id']), 'x', '--reads', 'circle'])).toMatchObject({ code: 1 });
  expect(await ana.good(['prompting', CIRCLE, '--pass', String(asked!['id'])])).toBe('Passed. Nobody is told.');
  await sync(ana, eve);
  expect((await seen(eve)).find(({ name }) => name === 'Eve')).toMatchObject({ others: [], thanks: [] });
  expect((await ana.kith(['promptings', CIRCLE])).code).toBe(0);
  expect(await ana.kith(['prompting', CIRCLE, 'x', '--pass', 'y'])).toMatchObject({ code: 2 });
});

test('An answer under a question of one’s own stays there with the name of who said it, when they have left and the circle rests; Now leaves the circle alone', async () => {
  const [ana, ben, eve] = homes as [Home, Home, Home];
  const [circle] = (await ana.kith(['circle', 'list', '--json'])).json;
  const answer = (await seen(ana)).flatMap(({ others }) => others as { id: string; text: string }[]).find(({ text }) => text === 'Singing')!;
  const question = await ana.good(['questions', '--ask', 'What did we stop doing?']);
  await eve.good(['need', CIRCLE, 'A ladder']);
  await eve.good(['sync']);
  await ben.good(['circle', 'leave', CIRCLE]);
  await sync(ana);
  expect(await ana.good(['now'])).toContain('A ladder');
  // The page does both; the command line has no words for them.
  const { context, end } = contextIn(ana.path, ana.env);
  const open = orThrow(await openVault(context));
  const [record] = (await open.session.vault.byId([question])).records;
  orThrow(await open.session.vault.commit(putAnswerUnder(record!, { vault: circle!['circle'], id: answer.id }), Date.now()));
  orThrow(await writeIn(orThrow(await openInCircle(context, CIRCLE, open)), [restCircle(new Date().toISOString())]));
  await end();
  expect(await ana.good(['questions', question])).toMatch(/ {2}Singing\n {2}.*Ben.*Tuesday/);
  expect(await ana.good(['now'])).not.toContain('A ladder');
});
