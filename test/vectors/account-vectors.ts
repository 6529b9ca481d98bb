// What the frozen vectors of accounts, logs and what is sealed to one hold, and how they were made: every key, nonce and id comes
// from a counter, so that the same code gives the same bytes and another implementation can follow each step.

import { bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { readySodium } from '#adapters/sodium.ts';
import { makeAccount, sealBundle, wrapKeyFrom } from '#crypto/account-keys.ts';
import { sealBallot } from '#crypto/ballot.ts';
import { hexOf } from '#crypto/chunks.ts';
import { keysFromSeeds, type OwnKeys } from '#crypto/device-keys.ts';
import { sealForInbox } from '#crypto/inbox-seal.ts';
import { linkKeys, linkToFragment } from '#crypto/invites.ts';
import type { LogEntry } from '#crypto/log-entries.ts';
import * as deeds from '#crypto/membership-deeds.ts';
import { recoveryCodeToText, recoverySignKeys, recoveryWrapKey, signRecovery } from '#crypto/recovery-code.ts';
import { safetyNumber } from '#crypto/safety-number.ts';
import { sealSide } from '#crypto/sealed-until-both.ts';
import { tipToJson } from '#crypto/tips.ts';
import { signWrite } from '#crypto/write-signature.ts';

/** Call number c gives the bytes c, c + 7, c + 14 … modulo 256. */
const counted = (): Random => {
  let call = 0;
  return (length) => {
    call++;
    return new Uint8Array(length).map((_, i) => call + i * 7);
  };
};

export const NOW = Date.parse('2026-11-25T12:00:00.000Z');
export const VAULT = '5vvvvvvvvvvvvvvvvvvvvvvvvv';
const sodium = await readySodium();
const filled = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const idOf = (letter: string, length: number): string => letter.repeat(length);

/** Seeds: 32 times one byte for signing, the next for the box. */
export const PEOPLE = Object.fromEntries(
  ['a', 'b', 'c'].map((letter, i) => [letter, keysFromSeeds(sodium, idOf(letter, 26), { sign: filled(i * 2 + 1), box: filled(i * 2 + 2) })]),
) as Record<'a' | 'b' | 'c', OwnKeys>;
export const DEVICE = keysFromSeeds(sodium, idOf('d', 13), { sign: filled(11), box: filled(12) });

const shown = (own: OwnKeys) => ({ id: own.id, signSeed: hexOf(own.seeds.sign), boxSeed: hexOf(own.seeds.box), ...own.publicKeys });
const entryShown = ({ entry, state }: { readonly entry: LogEntry; readonly state: { readonly head: string } }) => ({
  text: new TextDecoder().decode(entry.bytes),
  sig: hexOf(entry.sig),
  hash: state.head,
});
const after = (state: deeds.Made['state']) => ({
  epoch: state.epoch,
  due: state.due,
  members: [...state.members.values()],
  account: state.account,
  writers: Object.fromEntries(state.writers),
});

/** As long as an RSA key of 2048 bits; only its form counts here. */
const QUESTION_KEY = 'A'.repeat(392);

export const createLogVectors = () => {
  const random = counted();
  const doing = (own: OwnKeys): deeds.Doing => ({ sodium, random, now: NOW, own });
  const { a, b, c } = PEOPLE;
  const begun = orThrow(deeds.beginCircle(doing(a), VAULT));
  const invited = orThrow(deeds.invitePeople(doing(a), begun.state, begun.key));
  const first = orThrow(deeds.joinByLink(doing(b), invited.state, invited.link));
  const joined = orThrow(deeds.joinByLink(doing(c), first.state, invited.link));
  const raised = orThrow(deeds.setRole(doing(a), joined.state, c.id, 'facilitator'));
  const asked = orThrow(deeds.ask(doing(b), raised.state, { publicKey: QUESTION_KEY, closes: NOW + 86_400_000, k: 5 }));
  const removed = orThrow(deeds.removeMembers(doing(c), asked.state, [b.id], begun.key));
  const fresh = keysFromSeeds(sodium, c.id, { sign: filled(21), box: filled(22) });
  const changed = orThrow(deeds.rekey(doing(c), removed.state, fresh));
  const third = orThrow(deeds.newEpoch(doing(fresh), changed.state, removed.key));
  const left = orThrow(deeds.leave(doing(a), third.state));
  const own = orThrow(deeds.beginPersonal(doing(DEVICE), VAULT, a, begun.key));
  const second = keysFromSeeds(sodium, idOf('e', 13), { sign: filled(13), box: filled(14) });
  const added = orThrow(deeds.addDevice(doing(second), own.state, a, begun.key));
  const gone = orThrow(deeds.removeMembers(doing(DEVICE), added.state, [second.id], begun.key, a));
  return {
    vault: VAULT,
    people: [a, b, c, fresh, DEVICE, second].map(shown),
    circle: {
      entries: [begun, invited, first, joined, raised, asked, removed, changed, third, left].map(entryShown),
      epochKeys: [begun.key, removed.key, third.key].map(hexOf),
      after: after(left.state),
      link: linkToFragment(invited.link),
      linkKeys: shown(linkKeys(sodium, invited.link)),
    },
    personal: { entries: [own, added, gone].map(entryShown), epochKeys: [begun.key, gone.key].map(hexOf), after: after(gone.state) },
  };
};

export const createAccountVectors = () => {
  const random = counted();
  const { a, b } = PEOPLE;
  const exportKey = new Uint8Array(64).map((_, i) => i);
  const account = makeAccount({ sodium, random }, a.id, { vault: VAULT, epoch: 1, epochKey: filled(9) }, exportKey);
  const renewed = { version: 2, sealed: sealBundle({ sodium, random }, { ...account.bundle, epoch: 2, epochKey: filled(10) }, account.accountKey, a.id, 2) };
  const row = { vault: VAULT, id: idOf('7', 26), ver: 3, epoch: 2, key: '', device: DEVICE.id, counter: 9, logHead: 'a'.repeat(64) };
  const blob = new Uint8Array(300).map((_, i) => i);
  const place = { vault: VAULT, kind: 'feedback', item: idOf('8', 26) };
  const body = new TextEncoder().encode('What I saw, what it did, what I would love more of.');
  const side = { vault: VAULT, conflict: idOf('9', 26), author: a.id };
  const asked = { vault: VAULT, question: { id: idOf('q', 26), publicKey: '' } };
  const token = { message: bytesToBase64(filled(5)), signature: bytesToBase64(filled(6)) };
  const boxOf = ({ id, publicKeys }: OwnKeys) => ({ id, box: publicKeys.box });
  return {
    account: {
      id: a.id,
      exportKey: hexOf(exportKey),
      passwordWrapKey: hexOf(wrapKeyFrom(sodium, exportKey)),
      accountKey: hexOf(account.accountKey),
      code: account.code,
      codeText: recoveryCodeToText(account.code),
      recoveryWrapKey: hexOf(recoveryWrapKey(sodium, account.code)),
      recoverySignKey: hexOf(recoverySignKeys(sodium, account.code).publicKey),
      recoveryAnswer: { ticket: 'dGlja2V0', signature: hexOf(signRecovery(sodium, account.code, 'dGlja2V0')) },
      identity: shown(account.bundle.identity),
      vault: VAULT,
      epochKey: hexOf(filled(9)),
      sealed: account.sealed,
      renewed: { version: renewed.version, epoch: 2, epochKey: hexOf(filled(10)), sealed: renewed.sealed },
    },
    people: [a, b, DEVICE].map(shown),
    write: { row, blob: hexOf(blob), signature: hexOf(signWrite(sodium, DEVICE.signSecret, row, blob)) },
    tip: tipToJson({ marks: new Map([[DEVICE.id, { counter: 9, id: row.id, ver: 3 }]]), log: { n: 2, head: row.logHead }, host: 17 }),
    inbox: { place, from: a.id, to: b.id, body: hexOf(body), sealed: hexOf(orThrow(sealForInbox(sodium, random, body, place, a, boxOf(b)))) },
    side: { place: side, text: hexOf(body), ...orThrow(sealSide(sodium, random, body, side, [boxOf(b)])) },
    ballot: { place: asked, key: hexOf(filled(9)), answer: hexOf(body), ...orThrow(sealBallot(sodium, random, body, asked, filled(9), token)) },
    safetyNumber: safetyNumber(sodium, { id: a.id, sign: a.publicKeys.sign }, { id: b.id, sign: b.publicKeys.sign }),
  };
};
