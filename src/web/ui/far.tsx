// What lies in a circle, where a record of one's own vault points to it: its line, and the choices of a picker. Read from the circles one
// is in now. Invariant: what one cannot see any more is said to be so, without a word of it.

import { Link as To } from 'wouter';
import { targetToPlace } from '#core/links.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { farIn, type Far } from '#rooms/far.ts';
import { LinkButton } from '#web/ui/button.tsx';
import { useCircles, type OpenCircle } from '#web/ui/circles.ts';
import { RecordLine } from '#web/ui/record-line.tsx';
import { useRecords } from '#web/ui/records.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

const read = new WeakMap<Snapshot, { readonly name: string; readonly all: readonly Far[] }>();

const inCircle = (circle: OpenCircle): readonly Far[] => {
  const known = read.get(circle.snapshot);
  if (known?.name === circle.name) return known.all;
  const all = farIn(circle);
  read.set(circle.snapshot, { name: circle.name, all });
  return all;
};

/** All that can be pointed to in the circles one is in. */
export const useFar = (): readonly Far[] =>
  useCircles()
    .filter(({ standing }) => standing === 'in')
    .flatMap(inCircle);

/** In words, for a button: the title, or that it is not there. */
export const useFarTitle = (): ((to: string) => string) => {
  const t = useWords('rooms');
  const all = useFar();
  return (to) => all.find((one) => one.to === to)?.title ?? t('link.far-gone');
};

export const FarLine = ({ to }: { readonly to: string }) => {
  const t = useWords('rooms');
  const far = useFar().find((one) => one.to === to);
  const circle = useCircles().find(({ vault }) => vault === targetToPlace(to)?.vault);
  if (!far) return <span className="q">{circle?.standing === 'in' && circle.isOpening ? t('link.far-soon', { circle: circle.name }) : t('link.far-gone')}</span>;
  return (
    <>
      <To href={far.href} className="said" dir="auto">
        {far.title}
      </To>{' '}
      <span className="s q">{t(`link.far-${far.is}`, { circle: far.circle })}</span>
    </>
  );
};

/** On the page of an issue or an action: what of one's own points to it, and the way to a commitment. Of one's own vault alone. */
export const Yours = ({ to }: { readonly to: string }) => {
  const t = useWords('rooms');
  const pointing = useRecords().pointingTo(to);
  return (
    <Row as="section" note={t('yours')} labelledBy="yours-h" wide stack className="no-print">
      <h2 className="vh" id="yours-h">
        {t('yours')}
      </h2>
      {pointing.length > 0 && (
        <ul className="list">
          {pointing.map(({ from, as }) => (
            <li key={`${as} ${from.id}`}>
              <p>
                <span className="s">{t(`link.in.${as}`)}</span> <RecordLine shown={from} />
              </p>
            </li>
          ))}
        </ul>
      )}
      <p>
        <LinkButton look="bare" icon="check" href={`/act/commitments/new?to=${encodeURIComponent(to)}&as=comes-from`}>
          {t('yours-commit')}
        </LinkButton>
      </p>
      <p className="s q">{t('yours-about')}</p>
    </Row>
  );
};
