// The promptings of a circle: what is asked of me, what I asked and what came back, and what is over. And its part of the circle's own page.

import { LinkButton, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToAll, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { fairly, openToMe, type Prompted } from './model.ts';
import { One } from './one.tsx';
import { useNames, usePromptings } from './use-promptings.tsx';

const canAsk = ({ standing, members }: OpenCircle): boolean => standing === 'in' && members.length > 1;

const AskLink = ({ circle, look = 'plain' }: { readonly circle: OpenCircle; readonly look?: 'plain' | 'go' }) => {
  const t = useWords('promptings');
  return (
    <LinkButton look={look} href={`/circles/${circle.vault}/promptings/ask`}>
      {t('ask.begin')}
    </LinkButton>
  );
};

/** On the circle's page: one that waits for a word of mine, or the newest. */
export const PromptingsInCircle = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('promptings');
  const all = usePromptings(circle);
  const { shown: waiting } = fairly(openToMe(all, circle.me));
  const shown = waiting.length > 0 ? waiting.slice(0, 1) : all.filter(({ standing, passed }) => standing === 'open' && !passed).slice(0, 1);
  if (all.length === 0 && !canAsk(circle)) return null;
  return (
    <section aria-labelledby="promptings" className="stack">
      <PartTitle id="promptings" title={t('title')} action={canAsk(circle) && <AskLink circle={circle} />}>
        {shown.length === 0 && <p className="q">{t(all.length === 0 ? 'empty.about' : 'nothing-open')}</p>}
      </PartTitle>
      {shown.length > 0 && (
        <ul>
          {shown.map((prompted) => (
            <One key={prompted.id} circle={circle} prompted={prompted} withForm={prompted === waiting[0]} />
          ))}
        </ul>
      )}
      {all.length > shown.length && <ToAll href={`/circles/${circle.vault}/promptings`}>{t('all')}</ToAll>}
    </section>
  );
};

const Group = ({
  title,
  all,
  circle,
  withForm = false,
}: {
  readonly title: string;
  readonly all: readonly Prompted[];
  readonly circle: OpenCircle;
  readonly withForm?: boolean;
}) =>
  all.length === 0 ? null : (
    <section aria-label={title}>
      <Row note="" wide>
        <h2>{title}</h2>
      </Row>
      <ul>
        {all.map((prompted, n) => (
          <One key={prompted.id} circle={circle} prompted={prompted} withForm={withForm && n === 0} />
        ))}
      </ul>
    </section>
  );

const List = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('promptings');
  const names = useNames(circle);
  const all = usePromptings(circle);
  const { shown, held } = fairly(openToMe(all, circle.me));
  const mine = all.filter(({ by }) => by === circle.me);
  const others = all.filter((one) => one.by !== circle.me && (one.mine !== null || one.passed || one.standing === 'past'));
  return (
    <Page title={t('title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={t('about')} action={canAsk(circle) && <AskLink circle={circle} look={shown.length === 0 ? 'go' : 'plain'} />}>
          {t('title')}
        </Title>
        {all.length === 0 && (
          <Row note="">
            <Example caption={t('empty.caption')} by={t('empty.by')}>
              <p>{t('empty.example')}</p>
            </Example>
          </Row>
        )}
        <Group title={t('group.open')} all={shown} circle={circle} withForm />
        {[...held].map(([by, count]) => (
          <Row key={by} note="">
            <p className="s q">{t('more-from', { count, name: names(by) })}</p>
          </Row>
        ))}
        <Group title={t('group.mine')} all={mine} circle={circle} />
        <Group title={t('group.before')} all={others} circle={circle} />
      </Sheet>
    </Page>
  );
};

export const PromptingsPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <List circle={circle} />}</InCircle>;

const Alone = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('promptings');
  const prompted = usePromptings(circle).find((one) => one.id === id);
  return (
    <Page title={t('one')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title>{t('one')}</Title>
        {prompted ? (
          <ul>
            <One circle={circle} prompted={prompted} />
          </ul>
        ) : (
          <Row note="">{t('gone')}</Row>
        )}
        <Row note="">
          <TextLink href={`/circles/${circle.vault}/promptings`}>{t('all')}</TextLink>
        </Row>
      </Sheet>
    </Page>
  );
};

export const PromptingPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Alone circle={circle} id={params['prompting'] ?? ''} />}</InCircle>;
