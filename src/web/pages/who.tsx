// Who can read what: the long form of the lock line. Says what is true now, in plain words, what must be trusted, and
// what can be lost. Every sentence here must hold in the code; when the code changes, this page changes.

import { TextLink } from '#web/ui/button.tsx';
import { Page, useReader } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatYear } from '#web/ui/time.ts';
import { useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { rooms } from '#web/rooms.ts';

export const Who = () => {
  const t = useWords();
  const locale = useLocale();
  const reader = useReader();
  const { phase, hosted, passkeys, circles } = useDeskState();
  const backup = phase === 'open' ? rooms.find(({ takeAway }) => takeAway !== undefined)?.takeAway : undefined;
  return (
    <Page
      title={t('who.title')}
      where={
        phase === 'open' && (
          <TextLink href="/settings" icon="back">
            {t('settings')}
          </TextLink>
        )
      }
    >
      <Sheet>
        <Title>{t('who.title')}</Title>
        <Row note={t('who.now')} as="section">
          <p className="said-l">
            {t(passkeys && (reader === 'only-you' || reader === 'locked') ? `who.${reader}-passkey` : `who.${reader}`, {
              from: formatYear(1660, locale),
              to: formatYear(1669, locale),
            })}
          </p>
          {reader === 'device' && (
            <p>
              {t('who.device-do')} <TextLink href="/settings">{t('who.settings')}</TextLink>
            </p>
          )}
        </Row>
        <Row note={t('who.kept')} as="section">
          <p>{t('who.kept-about')}</p>
          {hosted && <p>{t('who.kept-hosted', { host: location.host })}</p>}
        </Row>
        <Row note={t('who.host')} as="section">
          <p>{t(hosted ? 'who.host-hosted' : 'who.host-about', { host: location.host })}</p>
          <p>{t('who.host-code')}</p>
        </Row>
        {circles.length > 0 && (
          <Row note={t('who.circles')} as="section">
            <p>{t('who.circles-about', { host: location.host })}</p>
            <p>
              <TextLink href="/circles">{t('who.circles-go')}</TextLink>
            </p>
          </Row>
        )}
        <Row note={t('who.nobody')} as="section">
          <p>{t('who.nobody-about')}</p>
        </Row>
        <Row note={t('who.lose')} as="section">
          <p>{t(hosted ? 'who.lose-hosted' : 'who.lose-about')}</p>
          {hosted && !hosted.hasPassword && (
            <p>
              {t('who.lose-made-up')} <TextLink href="/account">{t('you.account')}</TextLink>
            </p>
          )}
          {backup !== undefined && (
            <p>
              <TextLink href={backup}>{t('who.backup')}</TextLink>
            </p>
          )}
        </Row>
        <Row note={t('who.leave')} as="section">
          <p>{t('who.leave-about')}</p>
        </Row>
      </Sheet>
    </Page>
  );
};
