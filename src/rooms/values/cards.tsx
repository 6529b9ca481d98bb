// The deck: every card in sight, none shown first because it is better, picked by a press or the space bar. A card of one's own is as good as
// any. What was picked is kept at once; nothing here is ordered.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickMany } from '#web/ui/pick.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useFormValues } from '#web/ui/form-values.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { DECK, isCard, REGIONS } from './cards.ts';
import { keepCards } from './model.ts';
import { ToValues } from './moment.tsx';
import { useValues } from './use-values.tsx';

export const CardsPage = () => {
  const t = useWords('values');
  const words = useWords('values.cards');
  const act = useAct('values');
  const desk = useDesk();
  const [, go] = useLocation();
  const { values } = useValues();
  const { values: typed, change, clear } = useFormValues('values cards', { picked: '' });
  const [own, setOwn] = useState<readonly string[]>([]);
  const there = new Set(values.filter(({ aside }) => aside === '').map(({ card }) => card));
  const picked = typed.picked.split(' ').filter((card) => isCard(card) && !there.has(card));
  const keep = async (): Promise<void> => {
    const cards = [...picked.map((card) => ({ card, name: words(card) })), ...own.map((name) => ({ card: '', name }))];
    const done = await act(keepCards(cards, desk.newId, values, momentNow()), 'done.kept', { count: cards.length });
    if (!done.ok) return;
    clear();
    go('/know/values');
  };
  return (
    <Page title={t('cards.title')} where={<ToValues />}>
      <Sheet>
        <Title sub={t('cards.about')}>{t('cards.title')}</Title>
        {REGIONS.map((region) => {
          const here = DECK[region].filter((card) => !there.has(card));
          if (here.length === 0) return null;
          return (
            <Row key={region} note={words(`region.${region}`)} wide className="deck">
              <PickMany
                legend={words(`region.${region}`)}
                quiet
                value={picked}
                options={here.map((card) => ({ value: card, label: words(card), note: words(`${card}.about`) }))}
                onChange={(chosen) => change({ picked: chosen.join(' ') })}
              />
            </Row>
          );
        })}
        <Row note={t('cards.own')} wide stack>
          <NamesField label={t('cards.own')} quiet value={own} onChange={setOwn} suggestions={[]} hint={t('cards.own-hint')} />
          <p className="vh" role="status">
            {t('cards.count', { count: picked.length + own.length })}
          </p>
          <Button look="go" isDisabled={picked.length + own.length === 0} onPress={() => void keep()}>
            {t('cards.keep', { count: picked.length + own.length })}
          </Button>
        </Row>
      </Sheet>
    </Page>
  );
};
