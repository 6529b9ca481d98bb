// A mission consented to by two, an agreement objected to and put in other words, an action done and reviewed: in the command line, two
// people's devices at a real host.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from './kith.ts';

const withPassword = { env: { KITH_PASSWORD: 'four words of mine' } };
const CIRCLE = 'Tuesday';
let host: RunningHost;
const [ana, ben] = [createHome(), createHome()];

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
  await Promise.all([ana.good(['account', 'create', 'ana', '--host', host.address], withPassword), ben.good(['account', 'create', 'ben', '--host', host.address], withPassword)]);
  await ana.good(['circle', 'create', CIRCLE, '--as', 'Ana']);
  await ben.good(['circle', 'join', await ana.good(['circle', 'invite', CIRCLE]), '--as', 'Ben']);
  await ana.good(['sync']);
});
afterAll(async () => {
  await Promise.all([ana.remove(), ben.remove()]);
  await host.stop();
});

const handOn = async (from: Home, to: Home): Promise<void> => {
  await from.good(['sync']);
  await to.good(['sync']);
};
const all = async (home: Home, a: string) => (await home.kith(['agreements', CIRCLE, '--all', '--json'])).json.filter((one) => one['a'] === a);
const shortOf = (one: { readonly [key: string]: string } | undefined): string => one!['id']!.slice(27, 33);

test('Both consent, one objects and it is put in other words; an action is done and reviewed by both', async () => {
  await ana.good(['agreement', CIRCLE, '--mission', 'Nobody', 'here', 'carries', 'it', 'alone.']);
  expect(await ana.good(['agreement', CIRCLE, 'We say it by Friday', '--even-when', 'it is awkward', '--rule', 'Plans close on Wednesday.'])).toMatch(
    /^Proposed in Tuesday as \w{6}, with/,
  );
  await ana.good(['action', CIRCLE, 'Bring the letter', '--role', 'I carry it']);
  await handOn(ana, ben);

  const rounds = await all(ben, 'round');
  const [mission, agreement] = ['mission', 'agreement'].map((about) => rounds.find(({ proposal }) => proposal.about === about));
  // Now names each as it is typed.
  const now = await ben.good(['now']);
  for (const one of [mission, agreement]) expect(now).toMatch(new RegExp(`^${one!['id'].slice(27, 35)} [^]*?\\n {2}kith agreements "${CIRCLE}"`, 'm'));
  await ben.good(['now', '--later', mission!['id'].slice(27, 35)]);
  await ben.good(['agreement', CIRCLE, '--consent', mission!['id'].slice(27, 35)]);
  expect((await ben.kith(['agreement', CIRCLE, '--object', shortOf(agreement)])).code).toBe(2);
  await ben.good(['agreement', CIRCLE, '--object', shortOf(agreement), 'Friday is my day off.']);
  expect((await ben.kith(['agreement', CIRCLE, '--amend', shortOf(agreement), 'mine'])).err).toContain('Only the person who proposed this');
  const id = shortOf((await ben.kith(['actions', CIRCLE, '--json'])).json[0]);
  await ben.good(['action', CIRCLE, '--step', id, 'Ring the planner', '--by', 'tomorrow']);
  await ben.good(['action', CIRCLE, '--date', id, 'At the gate', '--at', '2031-12-01 18:30', '--place', 'Gate 2']);
  expect(await ben.good(['action', CIRCLE, '--calendar', id])).toMatch(
    /DTSTART:2031120[12]T\d{6}Z\r\n[^]*SUMMARY:At the gate\r\nDESCRIPTION:Bring the letter\\nTuesday\r\nLOCATION:Gate 2\r\n/,
  );
  await ben.good(['action', CIRCLE, '--done', id]);
  await handOn(ben, ana);

  expect(await ana.good(['agreements', CIRCLE])).toMatch(/Mission, since [^\n]*\n {2}Nobody here carries it alone\.\n[^]*Ben: an objection\. Friday is my day off\./);
  await ana.good(['agreement', CIRCLE, '--amend', shortOf(agreement), 'We say it by Thursday', '--even-when', 'it is awkward']);
  await ana.good(['action', CIRCLE, '--reviewed', id, '--happened', 'He came out.', '--learnt', 'Ring before you stand at a gate.']);
  await handOn(ana, ben);

  await ben.good(['agreement', CIRCLE, '--consent', shortOf((await all(ben, 'round'))[0])]);
  expect((await all(ben, 'agreement'))[0]).toMatchObject({
    proposal: { words: 'We say it by Thursday' },
    versions: [{ words: [{ name: 'Ana' }, { name: 'Ben', say: 'consent' }] }],
  });
  await ben.good(['action', CIRCLE, '--reviewed', id, '--happened', 'He did not see us at first.']);
  expect(await ben.good(['actions', CIRCLE, '--all'])).toMatch(
    /Ana is in\. I carry it\n[^]*Ben: Ring the planner[^]*Ana, Happened: He came out\.\n[^]*Ben, Happened: He did not see us/,
  );
  expect(await ben.good(['learnt', CIRCLE, 'GATE'])).toMatch(/Bring the letter\n {2}Ana: Ring before you stand at a gate\.$/);
});
