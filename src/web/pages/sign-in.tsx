// Signing in: on the first visit, and on a device that has its journal but is in no account.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { SignInForm } from '#web/pages/account-forms.tsx';
import { ShowPicture } from '#web/pages/pair.tsx';
import { Button, TextLink } from '#web/ui/button.tsx';
import { deviceName } from '#web/ui/device-name.ts';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

export const SignIn = () => {
  const t = useWords('web.account');
  const { phase } = useDeskState();
  const [, go] = useLocation();
  const [isShowing, setShowing] = useState(false);
  return (
    <Page title={t('in.title')}>
      <Sheet>
        <Title sub={t('in.about', { host: location.host })}>{t('in.title')}</Title>
        <Row note="" stack>
          {isShowing ? <ShowPicture label={deviceName()} onDone={() => go('/')} /> : <SignInForm onDone={() => go(phase === 'absent' ? '/' : '/account')} />}
          {phase === 'absent' && (
            <Button look="bare" onPress={() => setShowing(!isShowing)}>
              {t(isShowing ? 'in.not-lost' : 'pair.begin')}
            </Button>
          )}
          <p className="s q">{t('in.browser')}</p>
          <p className="links s">
            <TextLink href="/who">{t('host.stop-more')}</TextLink>
          </p>
        </Row>
      </Sheet>
    </Page>
  );
};
