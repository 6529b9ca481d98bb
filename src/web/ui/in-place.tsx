// What pages of a room of one's own share: the way up to its place, and what stands where the address names nothing that is here.

import type { ReactNode } from 'react';
import { TextLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

/** For `Page where`. */
export const ToPlace = ({ place }: { readonly place: 'know' | 'act' }) => {
  const t = useWords();
  return (
    <TextLink href={`/${place}`} icon="back">
      {t(`place.${place}`)}
    </TextLink>
  );
};

export const NotHere = ({ where }: { readonly where: ReactNode }) => {
  const t = useWords('rooms');
  return (
    <Page title={t('not-here.title')} where={where}>
      <Sheet>
        <Title sub={t('not-here.about')}>{t('not-here.title')}</Title>
      </Sheet>
    </Page>
  );
};
