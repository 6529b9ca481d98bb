// What the pages of actions share: the actions of a circle, who does what is done, and how an action stands in a list.

import { Link } from 'wouter';
import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import { recordsOf } from '#core/snapshot.ts';
import type { Committed } from '#core/vault.ts';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { useDay, useNames, useNamesText } from '#web/ui/circle-words.ts';
import { Button } from '#web/ui/button.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatNear, formatTime, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { actionsOf, comeIn, isIn, KINDS, type Action, type ActionDate, type Here, type Now } from './model.ts';

export const nowHere = (): Now => {
  const { when, instant } = momentNow();
  return { day: when.slice(0, 10), instant };
};

export const actionsIn = (circle: OpenCircle): readonly Action[] => actionsOf(KINDS.flatMap((kind) => [...recordsOf(circle.snapshot, kind).values()]));

/** One may write here: not after one left, nor while the circle is at rest. */
export const canWrite = ({ standing }: OpenCircle): boolean => standing === 'in';

/** Does what a command asks for, says what was done, and offers to undo it. */
export const useDo = (circle: OpenCircle): ((command: (here: Here) => Result<Change[]>, done: string) => Promise<Result<Committed>>) => {
  const desk = useDesk();
  const act = useActIn('actions');
  return (command, done) => act(circle, command({ me: circle.me, now: nowHere(), newId: desk.newId }), done);
};

/** The day and time of a date on this device's clock: a time is the same moment for everybody, a day is a day. */
export const useDateWords = (): ((date: ActionDate) => string) => {
  const locale = useLocale();
  return ({ when, instant }) => {
    const here = instant === '' ? when : momentNow(new Date(instant)).when;
    const day = formatNear(here, momentNow().when, locale, 'full');
    return instant === '' ? day : `${day}, ${formatTime(here, locale)}`.replace(', ', locale.startsWith('ar') ? '، ' : ', ');
  };
};

export const actionHref = ({ vault }: Pick<OpenCircle, 'vault'>, id: string): string => `/circles/${vault}/actions/${id}`;

/** The date that comes next; else the last that was. */
export const nextDate = ({ dates }: Action, { day }: Now): ActionDate | undefined => dates.find(({ when }) => when.slice(0, 10) >= day) ?? dates.at(-1);

export const ActionRow = ({ circle, action }: { readonly circle: OpenCircle; readonly action: Action }) => {
  const t = useWords('actions');
  const day = useDay();
  const nameOf = useNames(circle);
  const namesOf = useNamesText(circle);
  const act = useDo(circle);
  const { id, by, ask, is, isAt, joined } = action;
  const next = nextDate(action, nowHere());
  return (
    <li className="row">
      <p className="mg num">
        {is === 'open' ? t('asks', { name: nameOf(by) }) : t(`is.${is}`, { day: day(isAt) })}
        {is === 'open' && next && (
          <>
            <span className="nl"> </span>
            {day(next.when.slice(0, 10), 'short')}
          </>
        )}
      </p>
      <div className="tx wide need">
        <div>
          <p className="said-l" dir="auto">
            <Link href={actionHref(circle, id)} className="quiet-link">
              {ask}
            </Link>
          </p>
          <p className="s q">{joined.length > 0 ? t('in', { names: namesOf(joined.map((one) => one.by)), count: joined.length }) : t('in-nobody')}</p>
        </div>
        {is === 'open' && canWrite(circle) && !isIn(action, circle.me) && (
          <Button onPress={() => void act((here) => comeIn(here, action), 'joined-now')} aria-label={t('join-what', { ask })}>
            {t('join')}
          </Button>
        )}
      </div>
    </li>
  );
};
