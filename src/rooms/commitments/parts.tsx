// What the pages of commitments share: all of them as the vault has them now, days as people say them, addresses.

import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { formatNear, momentNow, type NearShape } from '#web/ui/time.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { commitmentsOf, KINDS, type Commitment } from './model.ts';

export const AT = '/act/commitments';
export const hrefOf = ({ id }: Pick<Commitment, 'id'>): string => `${AT}/${id}`;

const read = new WeakMap<Snapshot, readonly Commitment[]>();

/** Read once for each state of the vault. */
export const commitmentsIn = (snapshot: Snapshot): readonly Commitment[] => {
  let all = read.get(snapshot);
  if (!all) read.set(snapshot, (all = commitmentsOf(KINDS.flatMap((kind) => [...recordsOf(snapshot, kind).values()]))));
  return all;
};

export const useCommitments = (): readonly Commitment[] => commitmentsIn(useSnapshot());

export const todayHere = (): string => momentNow().when.slice(0, 10);

/** A day as people say it; with its year where that is not this year. An instant: its day on this device's clock. */
export const useDayWords = (): ((at: string, shape?: NearShape) => string) => {
  const locale = useLocale();
  return (at, shape) => {
    const now = momentNow().when;
    return formatNear(at.length === 10 ? at : momentNow(new Date(at)).when, now, locale, shape);
  };
};

/** A level as people write it: `+2`, `0`, `−1`, in the digits of the language. */
export const useLevelWords = (): ((level: number) => string) => {
  const locale = useLocale();
  return (level) => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(level).replace('-', '−');
};
