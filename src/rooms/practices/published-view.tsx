// What whoever has the link sees of a practice that was published: all of it, its licence, and the same as a file. Nothing here knows who looks.

import { Button } from '#web/ui/button.tsx';
import { saveFile } from '#web/ui/practice-file.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { WhatGoes } from './known.tsx';
import { licenceHref } from './licence.ts';
import type { Published } from './publish.ts';

export const PublishedView = ({ published: { practice, licence, day, until } }: { readonly published: Published }) => {
  const t = useWords('practices');
  const locale = useLocale();
  return (
    <Sheet>
      <Row note={t('list.practice')} wide>
        <h1 dir="auto">{practice.name}</h1>
        <p className="q">{t('published.about', { day: formatDay(day, locale) })}</p>
      </Row>
      <WhatGoes practice={practice} note={t('play.parts')} />
      <Row note={t('own.licence')} wide stack>
        <p>
          <a href={licenceHref(licence)} target="_blank" rel="noopener noreferrer license">
            {licence}
          </a>
          {': '}
          {t(`publish.means.${licence.replace(/[ .]/g, '-')}`)}
        </p>
        <div className="cluster">
          <Button icon="download" onPress={() => void saveFile(practice, 'markdown')}>
            {t('published.save')}
          </Button>
        </div>
        {until !== '' && <p className="s q">{t('published.until', { day: formatDay(until, locale) })}</p>}
      </Row>
    </Sheet>
  );
};
