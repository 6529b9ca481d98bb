// What a feeling may have been telling, as it was written; the ways on from it, with the two that go to others before the one that stays alone.

import { useSearchParams } from 'wouter';
import { useCircles } from '#web/ui/circles.ts';
import { useNaming } from '#web/ui/felt.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Page } from '#web/ui/page.tsx';
import { RoadsOut } from '#web/ui/roads.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { Foot } from './foot.tsx';
import { CAUSES, deleteTelling, memberToBody, type Telling } from './model.ts';
import { AT, Part, PersonNow, tellingHref, ToFeelings, useDay, useFeelingLine, useList, useNeedWords, useTelling, WordsPart } from './parts.tsx';

/** To others: the needs alone go along, nothing of what was written beside them. */
const Others = ({ needs, isOpen }: { readonly needs: string; readonly isOpen: boolean }) => {
  const t = useWords('feelings');
  // Without a circle the way to one is said once.
  const isIn = useCircles().some(({ standing }) => standing === 'in');
  const strain = { words: needs === '' ? '' : t('lead.need', { needs }), replies: {} };
  return (
    <Row as="section" note={t('lead.note')} labelledBy="others-h" wide stack className="no-print">
      <details open={isOpen || undefined}>
        <summary id="others-h">{t('others.title')}</summary>
        <div className="stack">
          <p className="s q">{t('others.about')}</p>
          <RoadsOut leads="ask" label={t('others.ask')} strain={strain} />
          <p className="s q">{t('others.system')}</p>
          {isIn && <RoadsOut leads="raise" label={t('others.raise')} strain={strain} />}
        </div>
      </details>
    </Row>
  );
};

const TellingView = ({ telling }: { readonly telling: Telling }) => {
  const t = useWords('feelings');
  const day = useDay();
  const list = useList();
  const naming = useNaming();
  const feelingLine = useFeelingLine();
  const needWords = useNeedWords();
  const [params] = useSearchParams();
  const { id, texts, sets, when } = telling;
  const needs = list(sets.needs.map(needWords));
  const body = sets.body
    .map(memberToBody)
    .map(({ area, sensation }) =>
      sensation === '' ? naming.shown('body', area) : t('body-there', { area: naming.shown('body', area), sensation: naming.shown('sensations', sensation) }),
    );
  const words = [texts.telling, needs === '' ? '' : t('lead.need', { needs })].filter((text) => text !== '').join('\n');
  return (
    <Sheet>
      <Title note={day(when)} sub={sets.feelings.length > 0 ? feelingLine(sets.feelings) : undefined}>
        {t('listen.title')}
      </Title>
      <Part label={t('part.telling')} text={texts.telling} />
      <WordsPart label={t('part.body')} words={body} />
      <WordsPart label={t('part.causes')} words={sets.causes.map((cause) => (CAUSES.some((one) => one === cause) ? t(`cause.${cause}`) : cause))} />
      <WordsPart label={t('part.needs')} words={sets.needs.map(needWords)} />
      <Part label={t('part.ease')} text={texts.ease} />
      <Others needs={needs} isOpen={params.get('then') === 'circle'} />
      <Foot id={id} href={tellingHref(id)} back={AT} deletes={() => deleteTelling(telling)} commitment={{ field: 'why', text: words }} />
      <PersonNow />
    </Sheet>
  );
};

export const TellingPage = ({ params }: RoomPageProps) => {
  const t = useWords('feelings');
  const telling = useTelling(params['id'] ?? '');
  if (!telling) return <NotHere where={<ToFeelings />} />;
  return (
    <Page title={t('listen.title')} where={<ToFeelings />}>
      <TellingView telling={telling} />
    </Page>
  );
};
