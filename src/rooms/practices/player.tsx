// The guided player. One clock in sight, three buttons of one size, all parts below; nothing moves but the clock. Where one is stands
// sealed in one's own vault while it plays (typed.ts), so that a tab that was thrown away goes on where it was.

import { useSyncExternalStore } from 'react';
import { Button } from '#web/ui/button.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { placeOf } from '#web/ui/form-values.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useAct } from '#web/ui/own.ts';
import { useWords } from '#web/ui/words.ts';
import { planBells } from './bell.tsx';
import { begin, bellsAhead, goOn, pause, playNow, playOfText, playToText, skip, type Play } from './player.ts';
import type { Practice } from './model.ts';
import { chooseBell, chooseSeated, type Wishes } from './told.ts';
import { useClockText } from './use-practices.tsx';

/** Milliseconds between two looks at the clock. */
const LOOK = 250;
/** What was over for so long is not in sight any more. */
const OLD = 3_600_000;

const clockNow = (): number => Date.now();

const looking = (tell: () => void): (() => void) => {
  const timer = setInterval(tell, LOOK);
  document.addEventListener('visibilitychange', tell);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tell);
  };
};
const resting = (): (() => void) => () => undefined;

/** The time, to a quarter of a second, while something runs by it. */
const useTime = (isRunning: boolean): number => useSyncExternalStore(isRunning ? looking : resting, () => Math.floor(Date.now() / LOOK) * LOOK);

interface PlayerProps {
  readonly practice: Practice;
  readonly wishes: Wishes;
}

export const Player = ({ practice, wishes }: PlayerProps) => {
  const t = useWords('practices');
  const act = useAct('practices');
  const clock = useClockText();
  const { text, type, done } = useTyped(placeOf('play', practice.id));
  const { steps } = practice;
  const times = steps.map(({ seconds }) => seconds);
  const kept = playOfText(text('state'));
  const time = useTime(kept?.since != null);
  const total = times.reduce<number>((sum, seconds) => sum + (seconds ?? 0) * 1000, 0);
  const isOld = kept !== null && kept.since !== null && playNow(kept, times, time).isOver && time - kept.since > total + OLD;
  const play = isOld ? null : kept;
  const now = play && playNow(play, times, time);
  const step = now && !now.isOver ? steps[now.at] : undefined;
  const saysOf = (at: number): string => (wishes.seated && steps[at]?.seated) || (steps[at]?.text ?? '');
  const put = (next: Play | null, isSilent = wishes.silent): void => {
    if (next) type('state', playToText(next));
    else done();
    planBells(next && !isSilent ? bellsAhead(next, times, clockNow()) : []);
  };
  const bell = (isSilent: boolean): void => {
    void act(chooseBell(isSilent));
    planBells(play && !isSilent ? bellsAhead(play, times, clockNow()) : []);
  };
  const isTimed = now?.left != null;
  const places = now && step ? { at: now.at + 1, of: steps.length, text: saysOf(now.at) } : null;
  return (
    <Row as="section" note={places ? t('play.part', places) : ''} labelledBy="play-h" wide stack className="pr-player">
      <h2 id="play-h" className="asks" dir="auto">
        {now?.isOver ? t('play.over') : (places?.text ?? saysOf(0))}
      </h2>
      <p className="vh" role="status">
        {now?.isOver ? t('play.over') : places ? (now!.isRunning ? t('play.says', places) : t('play.rests', places)) : ''}
      </p>
      {now && step && isTimed && (
        <>
          <p
            className="pr-timer num"
            role="timer"
            aria-label={t('play.left', { minutes: Math.floor(Math.ceil(now.left! / 1000) / 60), seconds: Math.ceil(now.left! / 1000) % 60 })}
          >
            {clock(now.left!)}
          </p>
          <div className="track" aria-hidden="true">
            <i style={{ inlineSize: `${Math.round((100 * now.gone) / (step.seconds! * 1000))}%` }} />
          </div>
        </>
      )}
      {step && !isTimed && <p className="q">{t('play.waits')}</p>}
      <div className="pr-eq">
        {!now || now.isOver ? (
          <Button look="go" icon="play" onPress={() => put(begin(clockNow()))}>
            {t(now ? 'play.again' : 'play.begin')}
          </Button>
        ) : isTimed ? (
          <Button icon={now.isRunning ? 'pause' : 'play'} onPress={() => put(now.isRunning ? pause(play!, times, clockNow()) : goOn(play!, clockNow()))}>
            {t(now.isRunning ? 'play.pause' : 'play.go-on')}
          </Button>
        ) : (
          <Button icon="forward" onPress={() => put(skip(play!, times, clockNow()))}>
            {t('play.next')}
          </Button>
        )}
        {now && !now.isOver && isTimed && (
          <Button icon="forward" onPress={() => put(skip(play!, times, clockNow()))}>
            {t('play.skip')}
          </Button>
        )}
        {now && !now.isOver && (
          <Button icon="stop" onPress={() => put(null)}>
            {t('play.stop')}
          </Button>
        )}
      </div>
      <p className="s q">
        {t('play.stopping')}
        {times.some((seconds) => seconds !== null) && (
          <>
            {' '}
            {t(wishes.silent ? 'play.bell-none' : 'play.bell')}{' '}
            <Button look="bare" className="pr-inline" onPress={() => bell(!wishes.silent)}>
              {t(wishes.silent ? 'play.bell-on' : 'play.bell-off')}
            </Button>
          </>
        )}
      </p>
      {steps.some(({ seated }) => seated !== undefined) && (
        <PickOne
          legend={t('play.form')}
          quiet
          options={[
            { value: 'usual', label: t('play.form-usual') },
            { value: 'seated', label: t('play.form-seated') },
          ]}
          value={wishes.seated ? 'seated' : 'usual'}
          onChange={(form) => void act(chooseSeated(form === 'seated'))}
        />
      )}
      <ol className="pr-steps" aria-label={t('play.parts')}>
        {steps.map(({ seconds }, at) => (
          <li key={at} aria-current={now?.at === at ? 'step' : undefined}>
            <span dir="auto">{saysOf(at)}</span>
            <span className="num s">{seconds === null ? '' : clock(seconds * 1000)}</span>
          </li>
        ))}
      </ol>
    </Row>
  );
};
