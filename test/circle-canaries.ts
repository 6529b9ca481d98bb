// The part of host-canaries.ts that is of circles: two people's command lines write words into everything that a circle takes, make links
// into it and a page behind a secret link, and read what the other wrote. What comes back: the secrets that no host may have, and the
// words that did not arrive with the other, without which a search for them would prove nothing.

import { createHostCalls } from '#adapters/host-calls.ts';
import { readPage } from '#adapters/open-pages.ts';
import { readySodium } from '#adapters/sodium.ts';
import { orThrow } from '#core/result.ts';
import { fragmentToLink } from '#crypto/invites.ts';
import { fragmentToPageLink } from '#crypto/open-page.ts';
import type { Home, Ran } from './cli/kith.ts';

/** Words of the first person that the other must have in the end, and of the other that the first must have. */
const OF_ANA = ['circle', 'member', 'note', 'need', 'prompting', 'asked-one', 'shared', 'mission', 'even-when', 'rule', 'action', 'issue', 'happens', 'role', 'issue-ask'] as const;
const OF_BEN = ['other-member', 'need-answer', 'answer', 'answer-alone', 'remark', 'open-remark', 'objection', 'step', 'issue-answer', 'promise', 'thanks'] as const;
export const IN_CIRCLE: readonly string[] = [...OF_ANA, ...OF_BEN];

export interface CircleCanaries {
  readonly secrets: readonly (string | Buffer)[];
  readonly missing: readonly string[];
}

const short = (id: unknown): string => String(id).slice(27, 33);

/** `canary` gives the word for a place. Both are signed in at the same host, whose address this is. */
export const circleCanaries = async (ana: Home, ben: Home, address: string, canary: (place: string) => string): Promise<CircleCanaries> => {
  const circle = canary('circle');
  const handOn = async (from: Home, to: Home): Promise<void> => {
    await from.good(['sync']);
    await to.good(['sync']);
  };
  const all = async (home: Home, ...command: readonly string[]): Promise<Ran['json']> => (await home.kith([...command, '--json'])).json;
  const links: string[] = [];

  await ana.good(['circle', 'create', circle, '--as', canary('member')]);
  links.push(await ana.good(['circle', 'invite', circle]));
  await ben.good(['circle', 'join', links[0]!, '--as', canary('other-member')]);
  await ana.good(['sync']);

  await ana.good(['circle', 'write', circle, canary('note')]);
  await ana.good(['need', circle, canary('need')]);
  await ana.good(['prompting', circle, canary('prompting')]);
  await ana.good(['prompting', circle, canary('asked-one'), '--with', canary('other-member')]);
  const entry = await ana.good(['write', `${canary('shared')} and what stays at home`]);
  await ana.good(['share', entry, '--with', circle, '--text', canary('shared'), '--quote', 'named']);
  await ana.good(['agreement', circle, '--mission', canary('mission')]);
  await ana.good(['agreement', circle, 'We say it', '--even-when', canary('even-when'), '--rule', canary('rule')]);
  await ana.good(['action', circle, canary('action')]);
  await ana.good(['issue', 'raise', circle, canary('issue'), '--text', canary('happens'), '--role', canary('role'), '--ask', canary('issue-ask')]);
  await handOn(ana, ben);

  const issue = short((await all(ben, 'issues', circle))[0]!['id']);
  const asked = await all(ben, 'promptings', circle);
  const promptingOf = (word: string): string => String(asked.find(({ text }) => text === canary(word))!['id']);
  const shared = short((await all(ben, 'shared', circle))[0]!['id']);
  const rounds = (await all(ben, 'agreements', circle, '--all')).filter(({ a }) => a === 'round');
  const roundOf = (about: string): string => short(rounds.find(({ proposal }) => proposal.about === about)!['id']);
  await ben.good(['need', circle, '--answer', short((await all(ben, 'needs', circle))[0]!['id']), canary('need-answer')]);
  await ben.good(['prompting', circle, '--answer', promptingOf('prompting'), canary('answer'), '--reads', 'circle']);
  await ben.good(['prompting', circle, '--answer', promptingOf('asked-one'), canary('answer-alone'), '--reads', 'asker']);
  await ben.good(['shared', circle, '--remark', shared, canary('remark')]);
  await ben.good(['shared', circle, '--remark', shared, canary('open-remark'), '--quote', 'named']);
  await ben.good(['agreement', circle, '--consent', roundOf('mission')]);
  await ben.good(['agreement', circle, '--object', roundOf('agreement'), canary('objection')]);
  await ben.good(['action', circle, '--step', short((await all(ben, 'actions', circle))[0]!['id']), canary('step'), '--by', 'tomorrow']);
  await ben.good(['issue', 'answer', circle, issue, canary('issue-answer')]);
  await ben.good(['issue', 'promise', circle, issue, canary('promise'), '--by', 'tomorrow']);
  await ben.good(['thank', circle, canary('member'), canary('thanks')]);
  await handOn(ben, ana);

  // A second link shows the mission too; whoever has the page's link reads the circle's name, and the role's words.
  links.push(await ana.good(['circle', 'invite', circle]));
  const page = await ana.good(['issue', 'page', circle, issue, '--show', 'record,circle']);
  const read = await readPage({ sodium: await readySodium(), calls: createHostCalls(address) }, orThrow(fragmentToPageLink(page)));
  const onPage = JSON.stringify(orThrow(read));
  await handOn(ana, ben);

  const said = async (home: Home): Promise<string> => {
    const outs: string[] = [onPage];
    for (const command of ['needs', 'shared', 'actions', 'issues', 'thank']) outs.push((await home.kith([command, circle, '--json'])).out);
    for (const command of [
      ['circle', 'read', circle],
      ['circle', 'members', circle],
      ['circle', 'list'],
      ['agreements', circle, '--all'],
      ['promptings', circle, '--all'],
    ])
      outs.push((await home.kith([...command, '--json'])).out);
    return outs.join('\n');
  };
  const [atAna, atBen] = [await said(ana), await said(ben)];
  const missing = [
    ...OF_ANA.filter((place) => !atBen.includes(canary(place))),
    ...OF_BEN.filter((place) => !atAna.includes(canary(place))),
    ...(['circle', 'issue', 'happens', 'role', 'issue-ask', 'issue-answer'] as const).filter((place) => !onPage.includes(canary(place))).map((place) => `${place} on the page`),
  ];
  const secrets = [...links.flatMap((link) => [orThrow(fragmentToLink(link)).secret, link.split('.').at(-2)!]), orThrow(fragmentToPageLink(page)).opening, page.split('.').at(-2)!];
  return { secrets: secrets.map((secret) => (typeof secret === 'string' ? secret : Buffer.from(secret))), missing };
};
