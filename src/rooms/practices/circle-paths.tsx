// The paths of a circle: those that are walked, one proposed for what the circle asks for, those that ended.

import { Link, useLocation } from 'wouter';
import { useDay } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useFew } from '#web/ui/few.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { AskPath } from './path-ask.tsx';
import { beginTogether, type Together } from './together.ts';
import { nowHere } from './use-practices.tsx';
import { pathsAt, useTogether, type PathsHere } from './use-shared.tsx';

export const TogetherRow = ({ here, path }: { readonly here: PathsHere; readonly path: Together }) => {
  const t = useWords('practices');
  const day = useDay();
  const names = path.steps.flatMap(({ practice }) => here.asking.one(practice)?.name ?? []);
  return (
    <li className="row">
      <p className="mg num">{day(path.at, 'short')}</p>
      <div className="tx wide">
        <p className="between">
          <Link href={`${here.at}/${path.id}`} className="b pr-name" dir="auto">
            {path.title || t(`need.${path.need}`)}
          </Link>
          {path.outcome !== '' && <span className="s q">{t(`together.${path.outcome}`)}</span>}
        </p>
        <p className="s q" dir="auto">
          {names.join(t('list.comma'))}
        </p>
      </div>
    </li>
  );
};

const List = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('practices');
  const desk = useDesk();
  const [, go] = useLocation();
  const here = useTogether(circle);
  const walked = useFew(
    here.paths.filter(({ outcome }) => outcome === ''),
    5,
    (count) => t('show-all', { count }),
  );
  const over = useFew(
    here.paths.filter(({ outcome }) => outcome !== ''),
    12,
    (count) => t('show-all', { count }),
  );
  return (
    <Page title={t('together.title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={t('together.intro')}>{t('together.title')}</Title>
        {walked.shown.length > 0 && (
          <ul className="ruled pr-list">
            {walked.shown.map((path) => (
              <TogetherRow key={path.id} here={here} path={path} />
            ))}
          </ul>
        )}
        {walked.more && <Row note="">{walked.more}</Row>}
        {here.canWrite ? (
          <AskPath
            commons={here.asking}
            begin={async (asked, steps, title, swaps) => {
              const id = desk.newId();
              const done = await here.act(beginTogether(asked, steps, title, id, nowHere(), swaps), 'together.begun');
              if (done.ok) go(`${pathsAt(circle)}/${id}`);
            }}
          />
        ) : (
          <Row note="">
            <p>{t('circle.not-in')}</p>
          </Row>
        )}
        {over.shown.length > 0 && (
          <section aria-labelledby="over-h" className="pr-part">
            <PartTitle id="over-h" title={t('together.over')} />
            <ul className="ruled pr-list">
              {over.shown.map((path) => (
                <TogetherRow key={path.id} here={here} path={path} />
              ))}
            </ul>
            {over.more && <Row note="">{over.more}</Row>}
          </section>
        )}
      </Sheet>
    </Page>
  );
};

export const CirclePathsPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <List circle={circle} />}</InCircle>;
