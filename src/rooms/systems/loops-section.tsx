// The loops of a map, found by its arrows and named by their signs; whether each is so is asked and kept, never reckoned. What is not so
// is laid aside, and can be taken up again.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { hash53 } from '#core/hash53.ts';
import { sayLoop, settleLoop } from './arrows.ts';
import { keyOf, type Loop } from './loops.ts';
import { MOST, SAYS, type Says, type Saying, type SystemMap } from './model.ts';
import { Others, useNameOf } from './parts.tsx';
import { loopsIn, nowHere, type MapPlace } from './use-map.tsx';

interface Props {
  readonly place: MapPlace;
  readonly map: SystemMap;
}

const Called = ({ place, map, loop, saying, onDone }: Props & { readonly loop: Loop; readonly saying: Saying | undefined; readonly onDone: () => void }) => {
  const t = useWords('systems');
  const { values, change, clear } = useFormValues(`loop ${hash53(loop.key)}`, { name: saying?.name ?? '' });
  return (
    <Form
      go={t('save')}
      look="plain"
      onGo={async () => {
        const done = await place.act(sayLoop(map, loop.parts, { name: values.name }, nowHere()), 'done.saved');
        if (!done.ok) return done;
        clear();
        onDone();
        return done;
      }}
    >
      <TextField label={t('loop.name')} value={values.name} onChange={(name) => change({ name })} maxLength={MOST.words} />
    </Form>
  );
};

const One = ({ place, map, loop, isLit, onLight }: Props & { readonly loop: Loop; readonly isLit: boolean; readonly onLight: (arrows: readonly string[]) => void }) => {
  const t = useWords('systems');
  const nameOf = useNameOf(map);
  const [isNaming, setNaming] = useState(false);
  const saying = map.sayings.find(({ parts }) => keyOf(parts) === loop.key);
  const round = [...loop.parts, loop.parts[0]!].map(nameOf);
  const say = (says: Says): void => void place.act(sayLoop(map, loop.parts, { says: saying?.says === says ? '' : says }, nowHere()), 'done.saved');
  return (
    <Row as="li" note={t(`loop.${loop.is}`)} wide stack>
      {saying && saying.name !== '' && <h3 dir="auto">{saying.name}</h3>}
      {saying && <Others others={saying.otherNames} first={saying.name} canWrite={place.canWrite} onKeep={(name) => void place.act(settleLoop(saying, name), 'done.saved')} />}
      <p className="sys-round">
        {round.map((name, i) => (
          // The first comes round again, so its place alone tells it apart.
          <span key={`${i} ${name}`}>
            {i > 0 && (
              <>
                <span className="vh">, </span>
                <Icon name="forward" />{' '}
              </>
            )}
            <bdi>{name}</bdi>{' '}
          </span>
        ))}
      </p>
      <p className="s q">
        {t(`loop.about-${loop.is}`)} {loop.isLate && t('loop.late')} {loop.isGuess && t('loop.guess')}
      </p>
      {place.canWrite && (
        <div className="cluster">
          <span>{t('loop.so')}</span>
          {SAYS.map((says) => (
            <Button key={says} look={says === 'unknown' ? 'bare' : 'plain'} aria-pressed={saying?.says === says} onPress={() => say(says)}>
              {saying?.says === says ? `✓ ${t(`loop.says-${says}`)}` : t(`loop.says-${says}`)}
            </Button>
          ))}
        </div>
      )}
      <div className="cluster">
        <Button look="bare" aria-pressed={isLit} onPress={() => onLight(isLit ? [] : loop.arrows.map(({ id }) => id))}>
          {t(isLit ? 'loop.hide' : 'loop.show')}
        </Button>
        {place.canWrite && !isNaming && (
          <Button look="bare" onPress={() => setNaming(true)}>
            {t(saying && saying.name !== '' ? 'loop.rename' : 'loop.call')}
          </Button>
        )}
      </div>
      {isNaming && <Called place={place} map={map} loop={loop} saying={saying} onDone={() => setNaming(false)} />}
    </Row>
  );
};

/** At first. */
const FEW = 6;

export const LoopsSection = ({ place, map, lit, onLight }: Props & { readonly lit: readonly string[]; readonly onLight: (arrows: readonly string[]) => void }) => {
  const t = useWords('systems');
  const [most, setMost] = useState(FEW);
  const { loops, isAll } = loopsIn(map);
  if (loops.length === 0) return null;
  const isNot = (loop: Loop): boolean => map.sayings.some(({ parts, says }) => says === 'no' && keyOf(parts) === loop.key);
  const [so, not] = [loops.filter((loop) => !isNot(loop)), loops.filter(isNot)];
  const isLit = (loop: Loop): boolean => lit.length === loop.arrows.length && loop.arrows.every(({ id }, i) => id === lit[i]);
  const row = (loop: Loop) => <One key={loop.key} place={place} map={map} loop={loop} isLit={isLit(loop)} onLight={onLight} />;
  return (
    <section aria-labelledby="loops-h" className="sys-part-of">
      <PartTitle id="loops-h" title={t('loop.title')}>
        <p className="q">{isAll ? t('loop.count', { count: loops.length }) : t('loop.count-some', { count: loops.length })}</p>
      </PartTitle>
      <ul className="ruled">{so.slice(0, most).map(row)}</ul>
      {so.length > most && (
        <Row note="">
          <Button look="bare" onPress={() => setMost(so.length)}>
            {t('show-all', { count: so.length })}
          </Button>
        </Row>
      )}
      {not.length > 0 && (
        <Row note="" wide>
          <details>
            <summary>{t('loop.aside', { count: not.length })}</summary>
            <ul className="ruled">{not.map(row)}</ul>
          </details>
        </Row>
      )}
    </section>
  );
};
