// The first visit: two equal ways to begin, and nothing to fill in. It is the largest paint of the first load, so it
// imports little. And the moment while a vault opens, with a count.

import { useState } from 'react';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { chooseLanguage, LANGUAGES, useLanguage } from '#web/ui/preferences.ts';
import { Progress } from '#web/ui/progress.tsx';
import { Loading, Row, Sheet } from '#web/ui/sheet.tsx';
import { useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

interface WelcomeProps {
  readonly onStart: () => Promise<void>;
  readonly onSample: () => Promise<void>;
  readonly onBring: () => Promise<void>;
}

export const Welcome = ({ onStart, onSample, onBring }: WelcomeProps) => {
  const t = useWords();
  const language = useLanguage();
  const [going, setGoing] = useState<'start' | 'sample' | null>(null);
  const go = (where: 'start' | 'sample', act: () => Promise<void>) => (): void => {
    setGoing(where);
    void act().finally(() => setGoing(null));
  };
  return (
    <Page title="Kith">
      <Sheet className="welcome">
        <Row note={<span className="wordmark">Kith</span>}>
          <h1>
            {t('welcome.title')
              .split(/(?<=\.) /)
              .map((sentence) => (
                <span key={sentence} className="sentence">
                  {`${sentence} `}
                </span>
              ))}
          </h1>
        </Row>
        <Row note={t('welcome.either')} className="begin">
          <Button look="big" icon="write" isDisabled={going !== null} onPress={go('start', onStart)}>
            {t('welcome.start')}
          </Button>
          <LinkButton look="big" icon="people" href="/join">
            {t('welcome.join')}
          </LinkButton>
          <p className="s q" role="status">
            {going === 'start' ? t('welcome.starting') : going === 'sample' ? t('welcome.sample-opening') : ''}
          </p>
        </Row>
        <Row note={t('welcome.no-account')}>
          <p>{t('welcome.about')}</p>
          <div className="links s">
            <button type="button" className="link" onClick={go('sample', onSample)}>
              {t('welcome.sample')}
            </button>
            <button type="button" className="link" onClick={go('start', onBring)}>
              {t('welcome.bring')}
            </button>
            <TextLink href="/sign-in">{t('welcome.sign-in')}</TextLink>
            <TextLink href="/who">{t('welcome.who')}</TextLink>
          </div>
          <div className="links s" role="group" aria-label={t('welcome.languages')}>
            {LANGUAGES.filter(({ code }) => code !== language).map(({ code, name, dir }) => (
              <button key={code} type="button" className="link" lang={code} dir={dir} onClick={() => chooseLanguage(code)}>
                {name}
              </button>
            ))}
          </div>
        </Row>
      </Sheet>
    </Page>
  );
};

/** Shown while the vault opens: at once the shape of a page, after that the count of what is open. */
export const Opening = () => {
  const t = useWords();
  const { opened, total, upgrading } = useDeskState();
  if (upgrading)
    return (
      <Sheet>
        <Row note="">
          <Progress label={t('opening.upgrading')} done={null} of={null}>
            <p className="s q">{t('opening.upgrading-about')}</p>
          </Progress>
        </Row>
      </Sheet>
    );
  if (total === 0) return <Loading label={t('opening')} />;
  return (
    <Sheet>
      <Row note="">
        <Progress label={t('opening')} done={opened} of={total} />
      </Row>
    </Sheet>
  );
};
