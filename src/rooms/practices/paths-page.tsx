// A path for what one asks for, proposed as soon as the need is chosen, and the paths one has.

import { Link, useLocation } from 'wouter';
import { useFew } from '#web/ui/few.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { AskPath } from './path-ask.tsx';
import { nowHere, pathHref, usePractices } from './use-practices.tsx';
import { beginPath, isOver, type Path } from './walk.ts';

const PathLine = ({ path }: { readonly path: Path }) => {
  const t = useWords('practices');
  const locale = useLocale();
  return (
    <li className="row">
      <p className="mg num">{formatNear(path.when, momentNow().when, locale, 'short')}</p>
      <div className="tx wide between">
        <Link href={pathHref(path.id)} className="b pr-name" dir="auto">
          {path.title || t(`need.${path.need}`)}
        </Link>
        <span className="s q num">{t('path.done-of', { done: path.done.size, count: path.steps.length })}</span>
      </div>
    </li>
  );
};

export const PathsPage = () => {
  const t = useWords('practices');
  const desk = useDesk();
  const act = useAct('practices');
  const commons = usePractices();
  const [, go] = useLocation();
  const { paths } = commons;
  const walked = useFew(
    paths.filter((path) => !isOver(path)),
    5,
    (count) => t('show-all', { count }),
  );
  const over = useFew(paths.filter(isOver), 12, (count) => t('show-all', { count }));
  return (
    <Page title={t('paths.title')} where={<ToPlace place="act" />}>
      <Sheet>
        <Title sub={t('paths.intro')}>{t('paths.title')}</Title>
        {walked.shown.length > 0 && (
          <section aria-labelledby="walked-h" className="pr-part">
            <PartTitle id="walked-h" title={t('paths.walked')} />
            <ul className="ruled pr-list">
              {walked.shown.map((path) => (
                <PathLine key={path.id} path={path} />
              ))}
            </ul>
            {walked.more && <Row note="">{walked.more}</Row>}
          </section>
        )}
        <AskPath
          commons={commons}
          begin={async (asked, steps, title, swaps) => {
            const id = desk.newId();
            const done = await act(beginPath(asked, steps, title, id, nowHere(), swaps), 'paths.begun');
            if (done.ok) go(pathHref(id));
          }}
        />
        {over.shown.length > 0 && (
          <section aria-labelledby="over-h" className="pr-part">
            <PartTitle id="over-h" title={t('paths.over')} />
            <ul className="ruled pr-list">
              {over.shown.map((path) => (
                <PathLine key={path.id} path={path} />
              ))}
            </ul>
            {over.more && <Row note="">{over.more}</Row>}
          </section>
        )}
      </Sheet>
    </Page>
  );
};
