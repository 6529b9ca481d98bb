import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { createKind, deletedOf } from '#core/kind.ts';
import { orThrow } from '#core/result.ts';
import { emptySnapshot, recordById, withRecords, type Snapshot } from '#core/snapshot.ts';
import { ONLY_READ } from '#core/terms.ts';
import { LETTERS, writeLetter } from '../circles/letters.ts';
import { remark, share, sharingIn } from '../sharing/model.ts';
import { newsOf, type Asked } from './news.ts';

const [ANA, BEN, CAI, VAULT] = ['a'.repeat(26), 'b'.repeat(26), 'c'.repeat(26), 'v'.repeat(26)] as const;
const TODAY = '2026-11-25';
const AT = '2026-11-25T12:00:00.000Z';
const PAGE = `/circles/${VAULT}`;

let [clock, count] = ['', 0];
const id = (): string => String(++count).padStart(26, '0');
const written = (snapshot: Snapshot, ...changes: readonly Change[]): Snapshot =>
  changes.reduce((before, change) => {
    clock = tick(clock, Date.parse(AT));
    return withRecords(before, [applyChange(recordById(before, change.kind, change.id), change, stampOf(clock, '0'.repeat(13)), '0'.repeat(13))]);
  }, snapshot);
const record = (by: string, kind: string, set: Record<string, string>): Change => ({ id: `${by}-${id()}`, kind, v: 1, set });
const see = (snapshot: Snapshot, { me = ANA, own = emptySnapshot(), asked = [], today = TODAY }: { me?: string; own?: Snapshot; asked?: readonly Asked[]; today?: string } = {}) =>
  newsOf({ vault: VAULT, me, snapshot }, own, asked, today);

describe('News for one person', () => {
  test('are what another said to what is theirs, to them, or to what they are part of; nothing of their own, and nothing that went', () => {
    const need = record(ANA, 'need', { at: AT });
    const [offer, mine, other, thanks, line] = [
      record(BEN, 'need-answer', { to: need.id }),
      record(ANA, 'need-answer', { to: need.id }),
      record(BEN, 'need-answer', { to: `${CAI}-${id()}` }),
      record(BEN, 'thanks', { to: ANA }),
      record(CAI, 'issue-line', { issue: `${BEN}-issue` }),
    ];
    const all = written(emptySnapshot(), need, offer, mine, other, thanks, line);
    expect([...see(all)]).toEqual([offer, thanks].map(({ id: key }) => [key, PAGE]));
    const joined = written(all, record(ANA, 'issue-part', { issue: `${BEN}-issue`, joined: 'yes' }));
    expect([...see(joined).keys()]).toEqual([offer, thanks, line].map(({ id: key }) => key));
    expect([...see(written(joined, deletedOf(createKind('thanks', {}), thanks.id))).keys()]).toEqual([offer.id, line.id]);
  });

  test('are what Now finds that another asks in this circle, with where it is done', () => {
    const asked = (from: string | null, href: string): Asked => ({ id: `need-${href}-${from}`, from, href });
    const news = see(emptySnapshot(), { asked: [asked(BEN, `${PAGE}/needs/1`), asked(ANA, `${PAGE}/needs/2`), asked(null, `${PAGE}/actions/3`), asked(BEN, '/journal/e/4')] });
    expect([...news.values()]).toEqual([`${PAGE}/needs/1`]);
  });

  test('are words that were shared with them, while they are, and remarks that they may see', () => {
    const hand = (account: string) => ({ account, id: id(), at: AT, today: TODAY });
    const toAna = orThrow(share('For Ana.', { ...ONLY_READ, until: '2026-11-26' }, [ANA, BEN], hand(BEN)));
    const notToAna = orThrow(share('For Cai.', ONLY_READ, [BEN, CAI], hand(BEN)));
    const all = written(emptySnapshot(), ...toAna, ...notToAna);
    expect([...see(all).keys()]).toEqual([toAna[0]!.id]);
    expect([...see(all, { today: '2026-11-27' }).keys()]).toEqual([]);
    expect([...see(all, { me: BEN }).keys()]).toEqual([]);
    const of = (snapshot: Snapshot, key: string) => sharingIn(snapshot).shared.find((one) => one.id === key)!;
    const said = orThrow(remark(of(all, toAna[0]!.id), 'Thank you.', ONLY_READ, [ANA, BEN], hand(ANA)));
    expect([...see(written(all, ...said), { me: BEN }).keys()]).toEqual([said[0]!.id]);
    const over = written(all, ...orThrow(remark(of(all, notToAna[0]!.id), 'Of others.', ONLY_READ, [BEN, CAI], hand(CAI))));
    expect([...see(over).keys()]).toEqual([toAna[0]!.id]);
  });

  test('are letters that came, in their circle alone', () => {
    const letter = (circle: string, key: string) => {
      const draft = orThrow(writeLetter(BEN, key, AT, { circle, to: ANA, about: `${ANA}-${'0'.repeat(26)}`, what: 'answer', text: 'In the morning.' }));
      const { bytes } = LETTERS.read(recordById(written(emptySnapshot(), ...draft), 'letter', draft[0]!.id)!, BEN)!;
      return LETTERS.take(bytes, { circle, from: BEN, to: ANA }, AT) as { id: string; changes: readonly Change[] };
    };
    const [here, elsewhere] = [letter(VAULT, id()), letter('w'.repeat(26), id())];
    const own = written(emptySnapshot(), ...here.changes, ...elsewhere.changes);
    expect([...see(emptySnapshot(), { own })]).toEqual([[here.id, PAGE]]);
  });
});
