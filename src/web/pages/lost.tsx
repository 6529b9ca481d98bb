// An address that leads nowhere.

import { LinkButton } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

export const Lost = () => {
  const t = useWords();
  return (
    <Page title={t('lost.title')}>
      <Sheet>
        <Title sub={t('lost.about')}>{t('lost.title')}</Title>
        <Row note="">
          <LinkButton href="/">{t('lost.home')}</LinkButton>
        </Row>
      </Sheet>
    </Page>
  );
};
