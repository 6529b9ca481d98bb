// What the pages of purpose share: all of its records as the vault has them now, what was marked of energy, the answers that wait, days and
// numbers as people say them. Read once for each state.

import { recordById, recordsOf } from '#core/snapshot.ts';
import type { VaultRecord } from '#core/record.ts';
import { TextLink } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { useRecords, type Records } from '#web/ui/records.ts';
import { formatNear, momentNow, type NearShape } from '#web/ui/time.ts';
import { useDesk, useSnapshot, type Desk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { energyWritten, entriesState } from '#web/ui/written.ts';
import { answersWaiting, type Waiting } from './answers.ts';
import { marksIn, markKind, type Mark } from './energy.ts';
import { giftKind, giftsIn, settingsKind, settingsOf, SETTINGS, type Gift, type Settings } from './gifts.ts';
import { goalKind, goalsIn, type Goal } from './goals.ts';
import { commitmentsOf, lifeKind, lifeLookKind, livesIn, trialsOf, type Life, type Trial } from './lives.ts';
import { saidIn, type Said } from './map.ts';
import { OF, versionKinds, versionsIn, type Of, type Version } from './model.ts';

export const AT = '/know/purpose';

export interface InPurpose {
  readonly records: Records;
  /** The one that holds now first. */
  readonly versions: Readonly<Record<Of, readonly Version[]>>;
  readonly gifts: readonly Gift[];
  readonly lives: readonly Life[];
  readonly goals: readonly Goal[];
  readonly marks: readonly Mark[];
  readonly settings: Settings;
  /** All that was marked of energy and meaning, the oldest first. */
  readonly said: readonly Said[];
}

const known = new WeakMap<Records, InPurpose>();
/** What was marked, as long as neither entries nor marks change. */
const saidOf = new WeakMap<Desk, { readonly entries: object; readonly marks: object; readonly read: readonly Mark[]; readonly said: readonly Said[] }>();

const saidNow = (desk: Desk, records: ReadonlyMap<string, VaultRecord>): { readonly read: readonly Mark[]; readonly said: readonly Said[] } => {
  const entries = entriesState(desk);
  const there = saidOf.get(desk);
  if (there && there.entries === entries && there.marks === records) return there;
  const read = marksIn(records.values());
  const made = { entries, marks: records, read, said: saidIn(energyWritten(desk), read) };
  saidOf.set(desk, made);
  return made;
};

export const usePurpose = (): InPurpose => {
  const desk = useDesk();
  const snapshot = useSnapshot();
  const records = useRecords();
  const there = known.get(records);
  if (there) return there;
  const of = (...kinds: readonly string[]): readonly VaultRecord[] => kinds.flatMap((kind) => [...recordsOf(snapshot, kind).values()]);
  const { read: marks, said } = saidNow(desk, recordsOf(snapshot, markKind.name));
  const made: InPurpose = {
    records,
    versions: Object.fromEntries(OF.map((one) => [one, versionsIn(of(versionKinds[one].name))])) as Record<Of, readonly Version[]>,
    gifts: giftsIn(of(giftKind.name)),
    lives: livesIn(of(lifeKind.name, lifeLookKind.name)),
    goals: goalsIn(of(goalKind.name)),
    marks,
    settings: settingsOf(recordById(snapshot, settingsKind.name, SETTINGS)),
    said,
  };
  known.set(records, made);
  return made;
};

/** The trials of a life: the commitments that came from it, each with its looks back. */
export const trialsHere = ({ records }: InPurpose, life: Life): readonly Trial[] => {
  const of = (id: string, kind: string): readonly VaultRecord[] => records.pointingTo(id).flatMap(({ from }) => (from.kind === kind ? (records.record(from.id) ?? []) : []));
  const plans = of(life.id, 'commitment');
  return plans.length === 0 ? [] : trialsOf(life, commitmentsOf([...plans, ...plans.flatMap(({ id }) => of(id, 'commitment-look'))]));
};

export interface WaitingHere extends Waiting {
  readonly name: string;
}

/** What others answered to me alone, in all circles that are open. */
export const useWaiting = ({ gifts, settings }: InPurpose): readonly WaitingHere[] => {
  const own = useSnapshot();
  const today = momentNow().when.slice(0, 10);
  return useCircles()
    .filter(({ isOpening }) => !isOpening)
    .flatMap(({ vault, me, members, names, standing, snapshot }) => {
      const seeing = { circle: vault, me, members: new Set(members.map(({ id }) => id)), isIn: standing === 'in' || standing === 'resting', today };
      return answersWaiting(snapshot, own, seeing, gifts, settings).map((one) => ({ ...one, name: names.get(one.by) ?? '' }));
    });
};

/** A day as people say it; with its year where that is not this year. An instant: its day on this device's clock. */
export const useDay = (): ((at: string, shape?: NearShape) => string) => {
  const locale = useLocale();
  return (at, shape) => (at === '' ? '' : formatNear(at.length === 10 ? at : momentNow(new Date(at)).when, momentNow().when, locale, shape));
};

/** A level or the middle of several, as people write it: `+0.8`, `0`, `−1`, in the digits of the language. */
export const useSigned = (): ((level: number) => string) => {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  return (level) => format.format(level).replace('-', '−');
};

export const todayHere = (): string => momentNow().when.slice(0, 10);

export const ToPurpose = () => {
  const t = useWords('purpose');
  return (
    <TextLink href={AT} icon="back">
      {t('title')}
    </TextLink>
  );
};
