// Success and purpose in versions: the one that holds now, the earlier ones below it on the line, a new one beside them; and one version with
// what it rests on. Nothing asks for either.

import { Link, useLocation, useSearchParams } from 'wouter';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { useFew } from '#web/ui/few.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked, LinkTags } from '#web/ui/linked.tsx';
import { linksAsked, linksTyped, useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { changeVersion, deleteVersion, MOST, OF, writeVersion, type Of, type Version } from './model.ts';
import { AT, todayHere, ToPurpose, useDay, usePurpose } from './use-purpose.tsx';

/** Earlier versions that stand there before one asks for all. */
const FEW = 4;

const hrefOf = ({ id, of }: Pick<Version, 'id' | 'of'>): string => `${AT}/version/${of}/${id}`;

const Line = ({ version, isNow }: { readonly version: Version; readonly isNow: boolean }) => {
  const t = useWords('purpose');
  const day = useDay();
  const rests = version.links.filter(({ as }) => as === 'rests-on').length;
  return (
    <li className="row">
      <p className="mg num">
        {isNow && (
          <>
            {t('version.now')}
            <span className="nl"> </span>
          </>
        )}
        {t(isNow ? 'version.since' : 'version.from', { day: day(version.since, isNow ? 'long' : 'month') })}
      </p>
      <div className={`tx wide on-line pv${isNow ? ' is-now' : ''}`}>
        <p className={`${isNow ? 'said-l' : 'said'} as-typed`} dir="auto">
          <Link href={hrefOf(version)} className="quiet-link">
            {version.text}
          </Link>
        </p>
        {rests > 0 && (
          <p className="s q">
            {t('version.rests', { count: rests })} <Link href={hrefOf(version)}>{t('version.read')}</Link>
          </p>
        )}
      </div>
    </li>
  );
};

export const Versions = ({ of, versions }: { readonly of: Of; readonly versions: readonly Version[] }) => {
  const t = useWords('purpose');
  const { shown, more } = useFew(versions, FEW, (count) => t('version.all', { count }));
  return (
    <section aria-labelledby={`${of}-h`} className="stack">
      <PartTitle id={`${of}-h`} title={t(`${of}.title`)}>
        {versions.length === 0 && <p className="q">{t(`${of}.none`)}</p>}
      </PartTitle>
      {versions.length > 0 && (
        <ol className="pversions">
          {shown.map((version, at) => (
            <Line key={version.id} version={version} isNow={at === 0} />
          ))}
        </ol>
      )}
      <Row note="" wide>
        {more}
        <div className="cluster">
          <LinkButton href={`${AT}/write/${of}`}>{t(versions.length === 0 ? `${of}.write` : 'version.new')}</LinkButton>
          {versions.length > 0 && <span className="s q">{t('version.stay')}</span>}
        </div>
      </Row>
    </section>
  );
};

const FIELDS = { text: '', why: '', since: '', links: '' };

const Fields = ({ of, values, change }: { readonly of: Of; readonly values: Omit<typeof FIELDS, 'links'>; readonly change: (part: Partial<typeof FIELDS>) => void }) => {
  const t = useWords('purpose');
  return (
    <>
      <TextArea label={t(`${of}.ask`)} hint={t(`${of}.hint`)} value={values.text} onChange={(text) => change({ text })} maxLength={MOST.text} />
      <TextArea label={t('version.why')} value={values.why} onChange={(why) => change({ why })} maxLength={MOST.text} />
      <TextField type="date" label={t('version.day')} hint={t('version.day-hint')} value={values.since} onChange={(since) => change({ since })} max={todayHere()} />
    </>
  );
};

const Writing = ({ of }: { readonly of: Of }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const [now] = usePurpose().versions[of];
  const { values, change, clear } = useFormValues(`${of} new`, { ...FIELDS, links: JSON.stringify(linksAsked(search)) });
  const links = linksTyped(values.links);
  return (
    <Page title={t(`${of}.title`)} where={<ToPurpose />}>
      <Sheet>
        <Title sub={t(`${of}.about`)}>{t(`${of}.title`)}</Title>
        {now && (
          <Row note={t('version.so-far')} stack>
            <p className="said as-typed" dir="auto">
              {now.text}
            </p>
            {values.text === '' && (
              <div className="cluster">
                <Button look="bare" onPress={() => change({ text: now.text })}>
                  {t('version.begin-with')}
                </Button>
              </div>
            )}
          </Row>
        )}
        <Row note="">
          <Form
            go={t('version.keep')}
            isReady={values.text.trim() !== ''}
            onGo={async () => {
              const id = desk.newId();
              const done = await act(writeVersion(of, values, id, momentNow(), links), 'done.version');
              if (!done.ok) return done;
              clear();
              go(hrefOf({ id, of }), { replace: true });
              return done;
            }}
          >
            <Fields of={of} values={values} change={change} />
            <LinkTags label={t('version.evidence')} links={links} reasons={['rests-on', 'comes-from']} onChange={(next) => change({ links: JSON.stringify(next) })} />
          </Form>
        </Row>
      </Sheet>
    </Page>
  );
};

export const WritePage = ({ params }: RoomPageProps) => {
  const of = OF.find((one) => one === params['of']);
  return of ? <Writing key={of} of={of} /> : <NotHere where={<ToPurpose />} />;
};

const One = ({ version, isNow }: { readonly version: Version; readonly isNow: boolean }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const remove = useDelete('purpose');
  const day = useDay();
  const [search, setSearch] = useSearchParams();
  const { text, why, since, of } = version;
  const { values, change, clear } = useFormValues(placeOf('version', version.id), { text, why, since });
  const isChanging = search.has('change');
  const shut = (): void => {
    clear();
    setSearch({}, { replace: true });
  };
  return (
    <Page title={t(`${of}.title`)} where={<ToPurpose />}>
      <Sheet>
        <Title note={isNow ? t('version.now') : t('version.earlier')} sub={t('version.since', { day: day(since) })}>
          {t(`${of}.title`)}
        </Title>
        {isChanging ? (
          <Row note="">
            <Form
              go={t('keep-change')}
              isReady={values.text.trim() !== ''}
              onGo={async () => {
                const done = await act(changeVersion(version, values, momentNow()), 'done.changed');
                if (done.ok) shut();
                return done;
              }}
              beside={
                <Button look="bare" onPress={shut}>
                  {t('leave')}
                </Button>
              }
            >
              <p className="s q">{t('version.better')}</p>
              <Fields of={of} values={values} change={change} />
            </Form>
          </Row>
        ) : (
          <Row note="" stack>
            <p className="said-l as-typed" dir="auto">
              {text}
            </p>
            {why !== '' && (
              <p className="said q as-typed" dir="auto">
                {why}
              </p>
            )}
            <div className="cluster">
              <Button look="bare" icon="edit" onPress={() => setSearch({ change: '' }, { replace: true })}>
                {t('version.change')}
              </Button>
              <Button look="bare" icon="delete" onPress={() => remove(deleteVersion(version), AT, 'done.deleted')}>
                {t('version.delete')}
              </Button>
            </div>
          </Row>
        )}
        <Linked id={version.id} reasons={['rests-on', 'comes-from', 'about']} />
      </Sheet>
    </Page>
  );
};

export const VersionPage = ({ params }: RoomPageProps) => {
  const { versions } = usePurpose();
  const version = OF.flatMap((of) => versions[of]).find(({ id }) => id === params['id']);
  return version ? <One key={version.id} version={version} isNow={versions[version.of][0] === version} /> : <NotHere where={<ToPurpose />} />;
};
