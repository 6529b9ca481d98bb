// Energy and meaning, whole: the map with its list, narrowed to a part of life or of time; over time; what check-ins say without saying what
// they were about; the question, where there is one. And one activity with everything that was marked of it.

import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { addDays, addMonths } from '#core/when.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { isMark, markOf } from '#web/ui/address.ts';
import { NotHere, ToPlace } from '#web/ui/in-place.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne, Scale } from '#web/ui/pick.tsx';
import { RecordLine } from '#web/ui/record-line.tsx';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useVocabulary } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { namesUsed } from '#web/ui/written.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Asks, SaidLines, withKey } from './energy-parts.tsx';
import { entryOf, LEVELS, markEnergy, sayWhatItWas, type Level } from './energy.ts';
import { activitiesIn, areasIn, askedOf, FEW, isFew, narrowed, placedOf, spellsOf, type Activity, type Said } from './map.ts';
import { EnergyList, EnergyMap, Spells, SpellsTable, useSums } from './picture.tsx';
import { AT, todayHere, ToPurpose, useDay, usePurpose, useSigned, type InPurpose } from './use-purpose.tsx';

/** Months back; '' for all. */
const SPANS = ['', '1', '3', '12'] as const;

/** The most that are asked what they were about. */
const MOST_ASKED = 5;

const OverTime = ({ said, label }: { readonly said: readonly Said[]; readonly label: string }) => {
  const t = useWords('purpose');
  const [isTable, setTable] = useState(false);
  const { unit, spells } = spellsOf(said);
  if (spells.length === 0) return null;
  return (
    <section aria-labelledby="over-h" className="stack">
      <PartTitle id="over-h" title={t('over.title')} note={t(`over.${unit}`)} />
      <Row note="" wide stack>
        <p className="s q">{t('over.about')}</p>
        <Spells spells={spells} unit={unit} label={label} />
        <p className="links s">
          <Button look="bare" className="s" aria-expanded={isTable} onPress={() => setTable(!isTable)}>
            {t(isTable ? 'table.hide' : 'table.show')}
          </Button>
        </p>
        {isTable && <SpellsTable spells={spells} unit={unit} label={label} />}
      </Row>
    </section>
  );
};

/** A check-in says how it was; what it was about makes it count for that. */
const Unsaid = ({ all }: { readonly all: InPurpose }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const day = useDay();
  const signed = useSigned();
  const [typed, setTyped] = useState<Readonly<Record<string, readonly string[]>>>({});
  const those = all.said
    .filter(({ names }) => names.length === 0)
    .slice(-MOST_ASKED)
    .toReversed();
  if (those.length === 0) return null;
  const suggestions = [...activitiesIn(all.said).map(({ name }) => ({ name })), ...namesUsed(desk, 'topics')];
  return (
    <section aria-labelledby="unsaid-h" className="stack">
      <PartTitle id="unsaid-h" title={t('unsaid.title')}>
        <p className="q">{t('unsaid.about')}</p>
      </PartTitle>
      <ul className="ruled">
        {those.map(({ id, day: on, energy }) => {
          const record = all.records.record(id);
          const shown = all.records.shown(id);
          const entry = record && entryOf(record);
          const names = typed[id] ?? [];
          return entry && shown ? (
            <li key={id} className="row">
              <p className="mg num">
                {day(on, 'short')}
                <span className="nl"> </span>
                {t('said.energy', { level: signed(energy!) })}
              </p>
              <div className="tx wide stack">
                <p>
                  <RecordLine shown={shown} />
                </p>
                <NamesField
                  label={t('unsaid.what')}
                  value={names}
                  onChange={(next) => setTyped({ ...typed, [id]: next })}
                  suggestions={suggestions.filter(({ name }, at) => suggestions.findIndex((one) => one.name === name) === at)}
                />
                {names.length > 0 && (
                  <div className="cluster">
                    <Button onPress={() => void act(sayWhatItWas(entry, names, momentNow()), 'done.said-what')}>{t('unsaid.keep')}</Button>
                  </div>
                )}
              </div>
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
};

export const EnergyPage = () => {
  const t = useWords('purpose');
  const all = usePurpose();
  const { shown: areaName } = useVocabulary('areas');
  const [search, setSearch] = useSearchParams();
  const areas = areasIn(all.said);
  const asked = search.get('area') ?? '';
  const area = areas.find((one) => markOf(one) === asked) ?? '';
  const months = SPANS.find((one) => one === search.get('months')) ?? '';
  const put = (next: { readonly area?: string; readonly months?: string }): void => {
    const to = { area, months, ...next };
    setSearch({ ...(to.area === '' ? {} : { area: markOf(to.area) }), ...(to.months === '' ? {} : { months: to.months }) }, { replace: true });
  };
  const from = months === '' ? '' : months === '1' ? addDays(todayHere(), -30) : addMonths(todayHere(), -Number(months));
  const said = narrowed(all.said, { area, from });
  const activities = activitiesIn(said);
  const placed = placedOf(activities);
  const drawn = new Set(placed.map(({ activity }) => activity));
  const others = activities.filter((activity) => !drawn.has(activity));
  const [question] = askedOf(all.said, activitiesIn(all.said), all.settings.unasked);
  return (
    <Page title={t('energy.title')} where={<ToPurpose />}>
      <Sheet>
        <Title sub={t('energy.about')} action={<LinkButton href={`${AT}/energy/new`}>{t('mark.do')}</LinkButton>}>
          {t('energy.title')}
        </Title>
        {all.said.length > 0 && (
          <Row note="" wide stack>
            <PickOne
              legend={t('energy.since')}
              quiet
              value={months}
              options={SPANS.map((value) => ({ value, label: t(value === '' ? 'energy.all' : `energy.months-${value}`) }))}
              onChange={(next) => put({ months: next ?? '' })}
            />
            {areas.length > 0 && (
              <PickOne
                legend={t('energy.area')}
                quiet
                value={area}
                options={['', ...areas].map((value) => ({ value, label: value === '' ? t('energy.areas') : areaName(value) }))}
                onChange={(next) => put({ area: next ?? '' })}
              />
            )}
          </Row>
        )}
        <Row as="section" note={activities.length === 0 ? '' : t('map.count', { count: activities.length })} labelledBy="map-h" wide stack>
          <h2 className="vh" id="map-h">
            {t('map.title')}
          </h2>
          {placed.length > 0 && <EnergyMap placed={placed} />}
          {activities.length === 0 ? <p className="q">{t('map.none')}</p> : <EnergyList placed={placed} others={others} label={t('map.list')} />}
          {activities.length > 0 && (
            <p className="s q">
              {t('map.how', { few: FEW })} {others.length > 0 && t('map.others')}
            </p>
          )}
        </Row>
        {question && <Asks key={question.activity.key} all={all} asked={question} />}
        <OverTime said={said} label={t('over.label')} />
        <Unsaid all={all} />
      </Sheet>
    </Page>
  );
};

/** How much it means, in one press: a mark of today. */
const Means = ({ activity }: { readonly activity: Activity }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const signed = useSigned();
  return (
    <Row note={t('mark.meaning')} wide>
      <Scale
        legend={t('mark.meaning-ask', { name: activity.name })}
        quiet
        value={null}
        options={LEVELS.map((value) => ({ value, label: signed(value) }))}
        onChange={(meaning) => {
          if (meaning !== null) void act(markEnergy({ what: activity.name, meaning: meaning as Level }, desk.newId(), momentNow()), 'done.marked');
        }}
        from={t('map.little')}
        to={t('map.much')}
      />
    </Row>
  );
};

const One = ({ all, activity }: { readonly all: InPurpose; readonly activity: Activity }) => {
  const t = useWords('purpose');
  const sums = useSums();
  return (
    <Page
      title={activity.name}
      where={
        <TextLink href={`${AT}/energy`} icon="back">
          {t('energy.title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title note={t('activity')} sub={`${sums(activity)}. ${isFew(activity) ? t('map.how-few', { few: FEW }) : ''}`.trim()}>
          <span dir="auto">{activity.name}</span>
        </Title>
        {activity.meaning === null && <Means activity={activity} />}
        <OverTime said={activity.said} label={t('over.label-of', { name: activity.name })} />
        <section aria-labelledby="said-h" className="stack">
          <PartTitle id="said-h" title={t('said.title')} />
          <Row note="" wide stack>
            <SaidLines all={all} said={activity.said} most={20} />
          </Row>
        </section>
      </Sheet>
    </Page>
  );
};

export const ActivityPage = ({ params }: RoomPageProps) => {
  const all = usePurpose();
  const asked = params['name'] ?? '';
  const activity = isMark(asked) ? withKey(activitiesIn(all.said), (key) => markOf(key) === asked) : null;
  return activity ? <One key={activity.key} all={all} activity={activity} /> : <NotHere where={<ToPlace place="know" />} />;
};
