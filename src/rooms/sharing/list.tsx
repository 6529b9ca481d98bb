// All that is shared in a circle, what was quoted of it, and one's own that hangs on words which are not there any more.

import { useState } from 'react';
import { useDay } from '#web/ui/circle-words.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import type { Words } from './model.ts';
import { QuoteRow } from './quote.tsx';
import { SharedRow } from './section.tsx';
import { useDo, useShown } from './use-sharing.tsx';

const AT_ONCE = 50;

const Loose = ({ circle, words }: { readonly circle: OpenCircle; readonly words: Words }) => {
  const t = useWords('sharing');
  const day = useDay();
  const { takeBack } = useDo(circle);
  return (
    <li className="row">
      <p className="mg num">
        {t('you')}
        <span className="nl"> </span>
        {day(words.at)}
      </p>
      <div className="tx wide stack">
        <p className="said" dir="auto">
          {words.text}
        </p>
        {circle.standing === 'in' && (
          <div className="cluster">
            <Button look="bare" onPress={() => void takeBack(words)}>
              {t('take-back')}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
};

const Sharing = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('sharing');
  const { shared, quotes, loose } = useShown(circle);
  const [isAll, setAll] = useState(false);
  const { takeAllBack } = useDo(circle);
  const mine = [...shared, ...shared.flatMap((one) => one.remarks), ...quotes, ...loose].filter(({ by }) => by === circle.me);
  return (
    <Page title={t('title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title
          action={
            circle.standing === 'in' && (
              <LinkButton look={shared.length === 0 ? 'go' : 'plain'} href={`/share?circle=${circle.vault}`}>
                {t('share')}
              </LinkButton>
            )
          }
        >
          {t('title')}
        </Title>
        {shared.length === 0 && (
          <Row note="" stack>
            <p className="q">{t(circle.standing === 'in' || circle.standing === 'resting' ? 'empty' : 'empty-left')}</p>
            {circle.standing === 'in' && (
              <Example caption={t('example.caption')} by={t('example.by')}>
                <p>{t('example')}</p>
              </Example>
            )}
          </Row>
        )}
        <ul className="ruled shared-list">
          {(isAll ? shared : shared.slice(0, AT_ONCE)).map((one) => (
            <SharedRow key={one.id} circle={circle} one={one} />
          ))}
        </ul>
        {shared.length > AT_ONCE && !isAll && (
          <Row note="">
            <Button onPress={() => setAll(true)}>{t('earlier')}</Button>
          </Row>
        )}
        {quotes.length > 0 && (
          <section aria-labelledby="quotes-h" className="stack">
            <PartTitle id="quotes-h" title={t('quotes')} />
            <ul className="ruled shared-list">
              {(isAll ? quotes : quotes.slice(0, AT_ONCE)).map((quote) => (
                <QuoteRow key={quote.id} circle={circle} quote={quote} />
              ))}
            </ul>
          </section>
        )}
        {loose.length > 0 && (
          <section aria-labelledby="loose-h" className="stack">
            <PartTitle id="loose-h" title={t('loose')}>
              <p className="s q">{t('loose.about')}</p>
            </PartTitle>
            <ul className="ruled shared-list">
              {loose.slice(0, AT_ONCE).map((words) => (
                <Loose key={words.id} circle={circle} words={words} />
              ))}
            </ul>
          </section>
        )}
        {mine.length > 1 && circle.standing === 'in' && (
          <Row note="" stack>
            <p className="s q">{t('mine.all-about')}</p>
            <Button look="warm" onPress={() => void takeAllBack()}>
              {t('mine.all')}
            </Button>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};

export const SharingPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Sharing circle={circle} />}</InCircle>;
