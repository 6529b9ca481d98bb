// One need or offer in a list: who and until when before the line; what is said, who answered, and what one can do about it after it.

import { useState } from 'react';
import { Link } from 'wouter';
import { useDay } from '#web/ui/circle-words.ts';
import { namesInRow } from '#web/ui/apart.ts';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { useWords } from '#web/ui/words.ts';
import { MetDialog } from './met-dialog.tsx';
import { standingOf, wayOf, type Answer, type Need, type Way } from './model.ts';
import { useMeeting, useDo, useNameOf, type Seen } from './use-needs.tsx';

export interface NeedProps {
  readonly circle: OpenCircle;
  readonly need: Need;
  readonly seen: Seen;
}

/** Before the line: "Leila needs, by Thu 26 Nov". */
export const NeedNote = ({ circle, need, seen }: NeedProps) => {
  const t = useWords('needs');
  const nameOf = useNameOf(circle);
  const day = useDay();
  const { by, side, until, end } = need;
  const then = end ? '-then' : '';
  const standing = standingOf(need, seen.seeing);
  const when = end ? day(end.at, 'brief') : until === '' ? '' : t(`until.${side}`, { day: day(until, 'short') });
  return (
    <>
      {by === circle.me ? t(`who.${side}-me${then}`) : t(`who.${side}${then}`, { name: nameOf(by) })}
      {when !== '' && (
        <>
          <span className="nl"> </span>
          {end ? t('on', { what: t(`standing.${side}.${end.how}`), day: when }) : when}
        </>
      )}
      {standing === 'past' && (
        <>
          <span className="nl"> </span>
          {t('standing.past')}
        </>
      )}
    </>
  );
};

const GROUPED: readonly Way[] = ['can', 'come', 'ask'];

/** Others' answers in a few lines: those without words together, others one by one. */
export const Answers = ({ circle, need: { answers } }: Pick<NeedProps, 'circle' | 'need'>) => {
  const t = useWords('needs');
  const locale = useLocale();
  const nameOf = useNameOf(circle);
  const whenOf = useMeeting();
  const others = answers.filter(({ by }) => by !== circle.me);
  const plain = (way: Way): readonly string[] => others.filter((one) => one.way === way && one.text === '').map(({ by }) => nameOf(by));
  const together = GROUPED.map((way) => ({ way, names: plain(way) })).filter(({ names }) => names.length > 0);
  const lineOf = ({ by, way, meeting }: Answer): string =>
    meeting
      ? t(meeting.place === '' ? 'answer.meet' : 'answer.meet-at', { name: nameOf(by), when: whenOf(meeting), place: meeting.place })
      : t(`answer.${way}`, { count: 1, names: nameOf(by) });
  return (
    <>
      {together.map(({ way, names }) => (
        <p key={way} className="s q">
          {t(`answer.${way}`, { count: names.length, names: namesInRow(locale, names) })}
        </p>
      ))}
      {others
        .filter(({ text, way }) => text !== '' || way === 'meet')
        .map((one) => (
          <p key={one.id} className="s q">
            {lineOf(one)}{' '}
            {one.text !== '' && (
              <span className="said" dir="auto">
                {one.text}
              </span>
            )}
          </p>
        ))}
    </>
  );
};

/** What one said oneself, and the way to take it back. */
const Mine = ({ circle, need, answer }: Pick<NeedProps, 'circle' | 'need'> & { readonly answer: Answer }) => {
  const t = useWords('needs');
  const { back } = useDo(circle);
  const whenOf = useMeeting();
  const { meeting, way } = answer;
  return (
    <>
      <p className="s">{meeting ? t('mine.meet', { when: whenOf(meeting) }) : t(`mine.${way}`)}</p>
      {circle.standing === 'in' && (
        <Button look="bare" onPress={() => void back(need)}>
          {t('back')}
        </Button>
      )}
    </>
  );
};

/** The buttons of one need. `go`: it is the first thing to do on this page. */
export const NeedActs = ({ circle, need, seen, go = false }: NeedProps & { readonly go?: boolean }) => {
  const t = useWords('needs');
  const [isMet, setMet] = useState(false);
  const { answer, notMe, withdraw } = useDo(circle);
  const { side, end, by, answers, id } = need;
  if (end) return <span className={end.how === 'met' ? 'tag on' : 'tag'}>{t(`standing.${side}.${end.how}`)}</span>;
  const mine = answers.find((one) => one.by === circle.me);
  if (mine)
    return (
      <div className="cluster">
        <Mine circle={circle} need={need} answer={mine} />
      </div>
    );
  if (circle.standing !== 'in') return null;
  if (by === circle.me)
    return (
      <div className="cluster">
        <Button onPress={() => setMet(true)}>{t(`do.${side}-met`)}</Button>
        <Button look="bare" onPress={() => void withdraw(need)}>
          {t('back')}
        </Button>
        {isMet && <MetDialog circle={circle} need={need} onClose={() => setMet(false)} />}
      </div>
    );
  if (standingOf(need, seen.seeing) !== 'open') return null;
  return (
    <div className="cluster">
      <Button look={go ? 'go' : 'plain'} onPress={() => void answer(need)}>
        {t(`do.${wayOf(need)}`)}
      </Button>
      {side === 'needed' && !seen.refused.has(id) && (
        <Button look="bare" onPress={() => void notMe(need, seen.open)}>
          {t('not-me')}
        </Button>
      )}
    </div>
  );
};

export const NeedRow = ({ circle, need, seen, go = false }: NeedProps & { readonly go?: boolean }) => {
  const t = useWords('needs');
  const locale = useLocale();
  const nameOf = useNameOf(circle);
  const { id, text, end, side } = need;
  return (
    <li className="row">
      <p className="mg num">
        <NeedNote circle={circle} need={need} seen={seen} />
      </p>
      <div className="tx wide need">
        <div>
          <p className={end ? 'said q' : 'said-l'} dir="auto">
            <Link href={`/circles/${circle.vault}/needs/${id}`} className="quiet-link">
              {text}
            </Link>
          </p>
          {end ? end.with.length > 0 && <p className="s q">{t(`end.${side}`, { names: namesInRow(locale, end.with.map(nameOf)) })}</p> : <Answers circle={circle} need={need} />}
        </div>
        <NeedActs circle={circle} need={need} seen={seen} go={go} />
      </div>
    </li>
  );
};
