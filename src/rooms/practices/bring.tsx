// Taking in practices from files: what was read is shown, with what was not and why, before anything changes; one press takes it in,
// and one undoes it. The same practice twice is said, and comes once.

import { useState } from 'react';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Files } from '#web/ui/field.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { readFiles, type FoundPractice, type ReadPractices } from '#web/ui/practice-file.ts';
import { currentLanguage } from '#web/ui/preferences.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import type { Change } from '#core/change.ts';
import { makePractice } from './model.ts';
import { stepsOf } from './steps.ts';
import { nowHere, usePractices, type Commons } from './use-practices.tsx';

/** Whether the same is here: by what the file called it, or by name and steps. */
const isHere = ({ draft, origin }: FoundPractice, { practices }: Commons): boolean =>
  practices.some(
    (one) =>
      (origin !== '' && (one.origin === origin || origin === `kith:${one.id}`)) ||
      (one.name === draft.name &&
        one.steps.map(({ text }) => text).join('\n') ===
          stepsOf(draft.steps)
            .map(({ text }) => text)
            .join('\n')),
  );

export const BringPage = () => {
  const t = useWords('practices');
  const desk = useDesk();
  const act = useAct('practices');
  const commons = usePractices();
  const [read, setRead] = useState<ReadPractices | null>(null);
  const [isReading, setReading] = useState(false);
  const fresh = (read?.found ?? []).filter(
    (one, at, all) => !isHere(one, commons) && all.findIndex((other) => (one.origin !== '' ? other.origin === one.origin : other === one)) === at,
  );
  const take = async (): Promise<void> => {
    const changes = fresh.flatMap(({ draft, from, origin }): Change[] => {
      const made = makePractice(draft, desk.newId(), nowHere(), { from, origin });
      return made.ok ? made.value : [];
    });
    await act(changes, 'bring.taken', { count: changes.length });
  };
  return (
    <Page
      title={t('bring.title')}
      where={
        <TextLink href="/act/practices" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t('bring.about')}>{t('bring.title')}</Title>
        <Row note="" wide stack>
          <Files
            label={t('bring.choose')}
            hint={t('bring.hint', { most: 5 })}
            accept=".md,.markdown,.txt,.json"
            many
            onFiles={(files) => {
              setReading(true);
              void readFiles(files, currentLanguage())
                .then(setRead)
                .finally(() => setReading(false));
            }}
          />
          <p role="status">{isReading ? t('bring.reads') : read ? t('bring.found', { count: read.found.length }) : ''}</p>
        </Row>
        {read && read.found.length > 0 && (
          <Row note="" wide stack>
            <ul className="list">
              {read.found.map((one, at) => (
                <li key={at} className="between">
                  <span className="b" dir="auto">
                    {one.draft.name}
                  </span>
                  {isHere(one, commons) && <span className="s q">{t('bring.here')}</span>}
                </li>
              ))}
            </ul>
            {fresh.length > 0 && (
              <Button look="go" onPress={() => void take()}>
                {t('bring.take', { count: fresh.length })}
              </Button>
            )}
          </Row>
        )}
        {read && read.troubles.length > 0 && (
          <section aria-labelledby="troubles-h" className="pr-part">
            <PartTitle id="troubles-h" title={t('bring.problems')} />
            <Row note="" wide>
              <ul className="list">
                {read.troubles.map(({ code, what }, at) => (
                  <li key={at}>
                    <p>
                      <bdi className="b">{what}</bdi>
                    </p>
                    <p className="s q">{t(`bring.problem.${code}`, { most: 500 })}</p>
                  </li>
                ))}
              </ul>
            </Row>
          </section>
        )}
      </Sheet>
    </Page>
  );
};
