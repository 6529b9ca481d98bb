// Skills in the command line: the frameworks without a vault, a name taken up, one of one's own, what shows it, CASE out and in once.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createHome } from './kith.ts';

const home = createHome();
afterAll(() => home.remove());

const skills = async (...more: readonly string[]) => (await home.kith(['skills', '--json', ...more])).json;

test('A skill is taken up from a framework, said more of, shown by an entry and taken back; a framework goes out as CASE and comes in once', async () => {
  const [names, frameworks, none] = await Promise.all([home.good(['skills', 'life'], { env: { KITH_LANG: 'es' } }), skills('--list'), home.kith(['skills'])]);
  expect(names).toContain('  P1  Autorregulación');
  expect(frameworks.map(({ id }) => id)).toEqual(['lifecomp', 'greencomp', 'idg']);
  expect(none.code).toBe(4);

  const id = await home.good(['skill', 'p1', '--from', 'lifecomp', '--text', 'To wait before I answer.']);
  const own = await home.good(['skill', 'Fixing', 'bikes']);
  await home.good(['link', id, own, '--as', 'rests-on']);
  // Taken up once: by its name in the language of now it is the same; no note writes over another, and the last can be taken back.
  expect(await home.good(['skill', 'autorregulación', '--text', 'No dije nada.', '--on', '1999-12-31'], { env: { KITH_LANG: 'es' } })).toBe(id);
  await home.good(['skill', id, '--text', 'Too quick again.']);
  await home.good(['undo']);
  await home.good(['skill', 'Fixing bikes', '--rename', 'Fixing what rolls']);
  const [both, tree, written, practice] = await Promise.all([
    skills(),
    skills('lifecomp'),
    home.good(['skills', 'lifecomp', '--case']),
    home.good(['practice', 'p01'], { env: { KITH_LANG: 'es' } }),
  ]);
  expect(both).toMatchObject([
    { id: own, name: 'Fixing what rolls', framework: '', notes: [], links: [] },
    {
      id,
      name: 'Self-regulation',
      framework: 'lifecomp',
      item: 'P1',
      practices: ['p01', 'p02', 'p08', 'p09'],
      links: [{ to: own, as: 'rests-on' }],
      notes: [{ text: 'To wait before I answer.' }, { when: '1999-12-31', text: 'No dije nada.' }],
    },
  ]);
  expect(practice).toContain('Entrena: Presencia, Autorregulación');
  expect(tree.find(({ code }) => code === 'P1')).toMatchObject({ depth: 1, parent: 'P', skill: id });

  const file = join(home.temporary, 'ours.json');
  writeFileSync(file, written.replaceAll('LifeComp', 'Ours'));
  // Twice in one go: the second is seen to be here.
  const taken = await home.kith(['skills', '--take', file, '--take', file, '--json']);
  expect(taken).toMatchObject({ code: 0, json: [{ taken: [expect.any(String)] }], err: expect.stringContaining('is here already') });
  expect(await skills('ours')).toMatchObject(tree.map(({ code, name, depth }) => ({ code, name, depth, skill: null })));

  const made = await home.good(['skills', '--make', 'The workshop', '-'], { input: 'With wheels\n- True a wheel\n- Mend a tyre\n' });
  expect(await home.good(['skills', '--make', 'The workshop', '-'], { input: 'With wheels\n- True a wheel\nWith people\n- Explain it\n' })).toBe(made);
  const [workshop, asCase] = await Promise.all([skills('the workshop'), home.good(['skills', 'the workshop', '--case'])]);
  expect(workshop).toMatchObject(['With wheels', 'True a wheel', 'With people', 'Explain it'].map((name, at) => ({ name, depth: at % 2 })));
  // It goes out as CASE, and is known when it comes back.
  writeFileSync(file, asCase);
  expect(await home.kith(['skills', '--take', file])).toMatchObject({ code: 4, err: expect.stringContaining('is here already') });

  writeFileSync(file, '{"a":1}');
  const wrong = [
    [['skill', 'P99', '--from', 'lifecomp'], 4, 'kith skills lifecomp'],
    [['skill', 'P1', '--from', 'nowhere'], 4, 'kith skills --list'],
    [['skill', 'x'.repeat(301)], 1, '300'],
    [['skill', id, '--rename', 'Patience'], 1, 'comes from a framework'],
    [['skill', id, '--text', 'x', '--on', '0000-01-01'], 1, '1 to 9998'],
    [['skills', '--take', file], 4, 'ours.json: This is no CASE file'],
  ] as const;
  const said = await Promise.all(wrong.map(([args]) => home.kith(args)));
  for (const [at, [args, code, text]] of wrong.entries()) expect(said[at], args.join(' ').slice(0, 80)).toMatchObject({ code, err: expect.stringContaining(text) });
  expect(await skills()).toEqual(both);
});

test('An open question is asked, said something to, gathers an entry, and is seen whole; closed ones wait for --all', async () => {
  const id = await home.good(['questions', '--ask', 'Is inner work for the many?']);
  const [entry, note] = [
    await home.good(['write', 'A talk on a train.', '--at', '2021-05-01']),
    await home.good(['questions', id, '--text', 'For those with time.', '--on', '2020-02-03']),
  ];
  await home.good(['link', entry, id, '--as', 'gathers-under']);
  await home.good(['questions', id.slice(0, 8), '--text', 'For nobody.']);
  await home.good(['undo']);
  const [all, whole, [json]] = [await home.good(['questions']), await home.good(['questions', id]), (await home.kith(['questions', id, '--json'])).json];
  expect(all).toBe(`${id.slice(0, 8)}  Is inner work for the many?  (1 entry)`);
  expect(whole.split('\n').map((line) => line.trim().split('  ').at(-1))).toEqual(['Is inner work for the many?', 'For those with time.', 'A talk on a train.']);
  expect(json).toMatchObject({ id, entries: [entry], notes: [{ id: note, when: '2020-02-03', text: 'For those with time.' }], asked: [], answers: [] });
  // Reworded and closed by its form, the note under it too; open again it stands with the others.
  await home.good(['form', note, 'text=For those who have time.', 'when=2020-02-04']);
  await home.good(['form', id, 'closed=yes', 'text=Is it for the many?']);
  expect(await home.kith(['questions'])).toMatchObject({ code: 4, out: '' });
  expect(await home.good(['questions', '--all'])).toMatch(/^\w{8} {2}Is it for the many\? {2}\(1 entry · Closed .+\)$/);
  expect((await home.kith(['questions', id, '--json'])).json).toMatchObject([
    { closed: expect.stringMatching(/^\d{4}-/), notes: [{ when: '2020-02-04', text: 'For those who have time.' }] },
  ]);
  await home.good(['form', id, 'closed=no']);
  expect(await home.good(['questions'])).toContain('Is it for the many?');
  expect((await home.kith(['questions', '--ask', ' '])).err).toContain('no question there yet');
  expect((await home.kith(['questions', entry])).code).toBe(4);
});
