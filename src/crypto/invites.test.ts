import { describe, expect, test } from 'vitest';
import { sodium, VAULT, NOW, ANA, BEN, CAI, DEE, EVE, doing, good, refused, circle, crafted } from '../../test/circles.ts';
import type { OwnKeys } from './device-keys.ts';
import { fragmentToLink, linkKeys, linkToFragment, openLink } from './invites.ts';
import type { Role } from './log-entries.ts';
import * as deeds from './membership-deeds.ts';
import { extend, LINK_LIVES } from './membership-log.ts';

describe('a link', () => {
  const begun = circle(2);
  const { state, link } = good(deeds.invitePeople(doing(ANA), begun.state, begun.key));

  test('as text and back is the same; with any letter changed it opens nothing', () => {
    const text = linkToFragment(link);
    expect(good(fragmentToLink(text))).toEqual(link);
    expect(good(fragmentToLink(`https://kith.example/join${text} `))).toEqual(link);
    expect(openLink(sodium, state, link, NOW)).toEqual({ ok: true, value: begun.key });
    for (let i = 1; i < text.length; i++) {
      const bent = fragmentToLink(`${text.slice(0, i)}${text[i] === '7' ? '8' : '7'}${text.slice(i + 1)}`);
      expect(bent.ok && openLink(sodium, state, bent.value, NOW).ok, `letter ${i}`).toBe(false);
      expect(fragmentToLink(text.slice(0, i))).toEqual(refused('link-damaged'));
    }
    expect(fragmentToLink(text.replace('kith1', 'kith2'))).toEqual(refused('link-newer'));
  });

  test('lives seven days by the host’s clock and dies at the next epoch', () => {
    const joined = good(deeds.joinByLink(doing(CAI), state, link));
    for (const [now, fits] of [
      [NOW, true],
      [NOW + LINK_LIVES - 1, true],
      [NOW + LINK_LIVES, false],
    ] as const)
      expect(extend(sodium, state, joined.entry, { now }).ok).toBe(fits);
    expect(openLink(sodium, state, link, NOW + LINK_LIVES)).toEqual(refused('link-over'));
    const later = good(deeds.newEpoch(doing(ANA), state, begun.key)).state;
    expect(deeds.joinByLink(doing(CAI), later, link)).toEqual(refused('link-over'));
    expect(later.epochs.at(-1)!.keys.size).toBe(2);
    // A host that judges time takes no link that would live longer; one that is over already lets nobody in.
    const invite = good(deeds.invitePeople(doing(ANA, NOW), begun.state, begun.key)).entry;
    expect(extend(sodium, begun.state, invite, { now: NOW - LINK_LIVES })).toEqual(refused('log-invite-over'));
    expect(extend(sodium, begun.state, invite, { now: NOW + LINK_LIVES }).ok).toBe(true);
  });

  test('lets several people in, each once, and only with its secret', () => {
    const one = good(deeds.joinByLink(doing(CAI), state, link)).state;
    const two = good(deeds.joinByLink(doing(DEE), one, link)).state;
    expect([...two.members.keys()]).toEqual([ANA.id, BEN.id, CAI.id, DEE.id]);
    expect(deeds.joinByLink(doing(CAI), two, link)).toEqual(refused('log-member-there'));
    expect(deeds.joinByLink(doing(CAI), state, { ...link, secret: new Uint8Array(16) })).toEqual(refused('link-damaged'));
  });

  test('lets nobody in as more than a member, nor in another’s name', () => {
    const join = (own: OwnKeys, member: OwnKeys, role: Role, by = linkKeys(sodium, link)) =>
      crafted(own, state, { do: 'join', invite: link.invite, member: deeds.memberFrom(member, role), key: state.invites.get(link.invite)!.key }, by);
    expect(join(CAI, CAI, 'member').ok).toBe(true);
    expect(join(CAI, CAI, 'facilitator')).toEqual(refused('log-not-facilitator'));
    expect(join(CAI, DEE, 'member')).toEqual(refused('log-not-member'));
    expect(join(BEN, CAI, 'member')).toEqual(refused('log-not-member'));
    expect(join(CAI, CAI, 'member', EVE)).toEqual(refused('log-signature'));
    expect(join(CAI, CAI, 'member', CAI)).toEqual(refused('log-signature'));
  });

  test('is over when everybody has left, and never lives longer than seven days', () => {
    const empty = [ANA, BEN].reduce((each, own) => good(deeds.leave(doing(own), each)).state, state);
    expect(empty.members.size).toBe(0);
    expect(deeds.joinByLink(doing(CAI), empty, link)).toEqual(refused('link-over'));
    const { id, publicKeys } = linkKeys(sodium, link);
    const invite = (until: number) =>
      crafted(ANA, begun.state, { do: 'invite', invite: { id, ...publicKeys }, until: new Date(until).toISOString(), key: state.invites.get(link.invite)!.key });
    expect(invite(NOW + LINK_LIVES).ok).toBe(true);
    for (const until of [NOW + LINK_LIVES + 1, NOW, NOW - 1]) expect(invite(until)).toEqual(refused('log-invite-over'));
  });

  test('shown beside another’s circle or another inviter is named forged', () => {
    const other = good(deeds.beginCircle(doing(EVE), VAULT));
    const bait = good(deeds.invitePeople(doing(EVE), other.state, other.key));
    const invites = new Map([[link.invite, { ...bait.state.invites.get(bait.link.invite)!, id: link.invite }]]);
    expect(openLink(sodium, { ...bait.state, invites }, link, NOW)).toEqual(refused('link-forged'));
  });
});
