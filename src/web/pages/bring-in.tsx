// Bring in a journal: choose, look at what would come and what not, say the word, undo. Nothing is changed before that.

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { importOf, type ImportNote, type Preview } from '#formats/bring-in.ts';
import type { WhenDifferent } from '#formats/incoming.ts';
import type { FormatId, Problem } from '#formats/port.ts';
import { recordsOf } from '#core/snapshot.ts';
import type { BringInOutcome, Recognised } from '../workers/transfer-worker.ts';
import { useTransfer, type Transfer } from '../transfer.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { Check, Choice, Files } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Progress } from '#web/ui/progress.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatBytes, formatDay, formatWhen, momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useSnapshot } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';

interface Chosen {
  readonly name: string;
  readonly size: number;
  readonly files: number;
  readonly formats: readonly Recognised[];
}

type Step =
  | { readonly at: 'choose'; readonly refused?: string }
  | { readonly at: 'reading'; readonly chosen: Chosen | null; readonly found: number; readonly day: string }
  | { readonly at: 'look'; readonly chosen: Chosen; readonly format: FormatId; readonly preview: Preview }
  | { readonly at: 'writing'; readonly chosen: Chosen; readonly preview: Preview; readonly done: number; readonly day: string }
  | { readonly at: 'done'; readonly outcome: BringInOutcome };

const ALL_FORMATS: readonly FormatId[] = ['day-one', 'jrnl-text', 'jrnl-json', 'markdown', 'daylio', 'journey', 'standard-notes', 'joplin', 'leap2a', 'apple-journal', 'kith'];
const SURE = 0.3;

export const BringIn = () => {
  const t = useWords();
  const transfer = useTransfer();
  return (
    <Page
      title={t('bring.title')}
      where={
        <TextLink href="/settings" icon="back">
          {t('settings')}
        </TextLink>
      }
    >
      <Sheet>
        <Steps transfer={transfer} />
      </Sheet>
    </Page>
  );
};

/** What was pressed goes with its step: the focus then goes on from the top of the next one, and is not lost. */
const useStepFocus = (at: Step['at']): void => {
  const before = useRef(at);
  useEffect(() => {
    if (before.current === at) return;
    before.current = at;
    if (document.activeElement === null || document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [at]);
};

const Steps = ({ transfer }: { readonly transfer: Transfer }) => {
  const t = useWords();
  const inWords = useRefusal('formats');
  const locale = useLocale();
  const [step, setStep] = useState<Step>({ at: 'choose' });
  useStepFocus(step.at);

  const look = async (chosen: Chosen, format: FormatId): Promise<void> => {
    setStep({ at: 'reading', chosen, found: 0, day: '' });
    transfer.listen((event) => event.kind === 'reading' && setStep({ at: 'reading', chosen, found: event.found, day: event.day }));
    const preview = await transfer.calls.preview(format);
    setStep(preview.ok ? { at: 'look', chosen, format, preview: preview.value } : { at: 'choose', refused: inWords(preview.error) });
  };

  const choose = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    setStep({ at: 'reading', chosen: null, found: 0, day: '' });
    const chosen = await transfer.calls.choose(files, locale);
    if (!chosen.ok) return setStep({ at: 'choose', refused: inWords(chosen.error) });
    const best = chosen.value.formats[0];
    if (!best || best.sure < SURE) return setStep({ at: 'choose', refused: t('bring.not-recognised', { name: chosen.value.name }) });
    await look(chosen.value, best.format);
  };

  switch (step.at) {
    case 'choose':
      return <Choose onFiles={(files) => void choose(files)} refused={step.refused} transfer={transfer} />;
    case 'reading':
      return (
        <>
          <Title note={t('bring.nothing-changed')}>{t('bring.title')}</Title>
          <Row note={step.chosen?.name ?? ''} wide>
            <Progress label={t('bring.reading')} done={step.found} of={null}>
              {step.day !== '' && <p className="s q">{t('bring.now-at', { day: formatDay(step.day, locale) })}</p>}
            </Progress>
          </Row>
        </>
      );
    case 'look':
      return (
        <Look
          {...step}
          onOther={() => setStep({ at: 'choose' })}
          onFormat={(format) => void look(step.chosen, format)}
          onGo={async (choice) => {
            const { chosen, preview } = step;
            setStep({ at: 'writing', chosen, preview, done: 0, day: '' });
            transfer.listen((event) => event.kind === 'writing' && setStep({ at: 'writing', chosen, preview, done: event.done, day: event.day }));
            const outcome = await transfer.calls.bringIn({ ...choice, now: momentNow() });
            // Taking out again counts as well, and that is no writing.
            transfer.listen(null);
            setStep(outcome.ok ? { at: 'done', outcome: outcome.value } : { at: 'choose', refused: inWords(outcome.error) });
          }}
        />
      );
    case 'writing':
      return (
        <>
          <Title>{t('bring.title')}</Title>
          <Row note={t('bring.while')} wide stack>
            <Progress label={t('bring.writing')} done={Math.min(step.done, step.preview.found)} of={step.preview.found} />
            <div className="between">
              <p className="s q">{step.day === '' ? t('bring.go-on') : `${t('bring.now-at', { day: formatDay(step.day, locale) })} ${t('bring.go-on')}`}</p>
              <Button onPress={() => void transfer.calls.stop()}>{t('bring.stop')}</Button>
            </div>
            <p className="s q">{t('bring.if-stopped')}</p>
          </Row>
        </>
      );
    case 'done':
      return <Done outcome={step.outcome} transfer={transfer} onMore={() => setStep({ at: 'choose' })} />;
  }
};

const Choose = ({ onFiles, refused, transfer }: { readonly onFiles: (files: readonly File[]) => void; readonly refused?: string; readonly transfer: Transfer }) => {
  const t = useWords();
  const [over, setOver] = useState(false);
  return (
    <>
      <Title note={t('bring.nothing-changed')} sub={t('bring.about')}>
        {t('bring.title')}
      </Title>
      {refused !== undefined && (
        <Row note="">
          <p className="note" role="alert">
            {refused}
          </p>
        </Row>
      )}
      <Row note={t('bring.from')} wide stack>
        <div
          className={over ? 'drop over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            onFiles([...event.dataTransfer.files].slice(0, 1));
          }}
        >
          <Files label={t('bring.file')} hint={t('bring.file-hint')} onFiles={onFiles} />
          <Files label={t('bring.folder')} hint={t('bring.folder-hint')} folder many onFiles={onFiles} />
        </div>
      </Row>
      <Row note={t('bring.which')} as="section" wide>
        <ul className="formats">
          {ALL_FORMATS.map((format) => (
            <li key={format}>
              <b>{t(`format.${format}`)}</b> <span className="s q">{withWhole(t(`format.${format}.how`))}</span>
            </li>
          ))}
        </ul>
      </Row>
      <BroughtIn transfer={transfer} />
    </>
  );
};

interface LookProps {
  readonly chosen: Chosen;
  readonly format: FormatId;
  readonly preview: Preview;
  readonly onOther: () => void;
  readonly onFormat: (format: FormatId) => void;
  readonly onGo: (choice: { readonly whenDifferent: WhenDifferent; readonly journals: 'as-in-file' | 'first'; readonly keepLocation: boolean }) => Promise<void>;
}

const Look = ({ chosen, format, preview, onOther, onFormat, onGo }: LookProps) => {
  const t = useWords();
  const locale = useLocale();
  const named = preview.journals.filter(([name]) => name !== '');
  const [whenDifferent, setDifferent] = useState<WhenDifferent>('keep-both');
  const [journals, setJournals] = useState<'as-in-file' | 'first'>(named.length > 1 ? 'as-in-file' : 'first');
  const [keepLocation, setKeep] = useState(false);
  const [pair, setPair] = useState(0);
  const coming = preview.come + (whenDifferent === 'keep-mine' ? 0 : preview.differ);
  const left = preview.problemCount;
  const others = [...new Set([format, ...chosen.formats.map((each) => each.format), ...ALL_FORMATS])];
  const shown = preview.pairs[pair];
  return (
    <>
      <Title note={t('bring.nothing-changed')} sub={t('bring.look-about')}>
        {t('bring.title')}
      </Title>
      <Row note={t('bring.from')} wide stack>
        <div className="between">
          <p>
            <b className="said apart">{chosen.name}</b>{' '}
            <span className="q apart">{[t(`format.${format}`), formatBytes(chosen.size, locale), t('bring.files', { count: chosen.files })].join(t('comma'))}</span>
          </p>
          <Button look="bare" onPress={onOther}>
            {t('bring.other-file')}
          </Button>
        </div>
        <Choice label={t('bring.read-as')} value={format} options={others.map((value) => ({ value, label: t(`format.${value}`) }))} onChange={onFormat} />
      </Row>
      <Row note={t('bring.in-the-file', { count: preview.found })} as="section" wide stack>
        <h2 className="vh">{t('bring.what-comes')}</h2>
        <dl className="facts num">
          <Fact label={t('bring.come')} count={preview.come + preview.differ} k="var(--accent)" />
          <Fact label={t('bring.have')} count={preview.have} />
          <Fact label={t('bring.cannot')} count={left} k="var(--warm)" />
        </dl>
        {preview.found > 0 && preview.firstDay !== '' && (
          <p>
            {t('bring.days', { first: formatDay(preview.firstDay, locale), last: formatDay(preview.lastDay, locale) })} {with_(preview, t)}
          </p>
        )}
        {preview.found === 0 && <p>{t('bring.nothing-found')}</p>}
      </Row>
      {preview.samples.length > 0 && (
        <Row note={t('bring.some-of', { count: preview.found })} as="section" wide>
          <h2 className="vh">{t('bring.how-they-look')}</h2>
          <table>
            <caption className="vh">{t('bring.first-lines')}</caption>
            <tbody className="said">
              {preview.samples.map(({ when, line }) => (
                <tr key={`${when} ${line}`}>
                  <th scope="row" className="said num">
                    {formatDay(when.slice(0, 10), locale)}
                  </th>
                  <td dir="auto">{line === '' ? <span className="q">{t('bring.no-words')}</span> : line}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Row>
      )}
      {left > 0 && <Problems problems={preview.problems} count={left} name={preview.name} />}
      {preview.differ > 0 && (
        <Row note={t('bring.differ-count', { count: preview.differ })} as="section" wide stack>
          <h2>{t('bring.have-already')}</h2>
          <p>{t('bring.differ-about', { count: preview.differ })}</p>
          <PickOne
            legend={t('bring.for-those')}
            quiet
            value={whenDifferent}
            options={(['keep-both', 'keep-mine', 'take-theirs'] as const).map((value) => ({ value, label: t(`bring.${value}`) }))}
            onChange={(value) => value && setDifferent(value)}
          />
          {shown && (
            <>
              <div className="tn">
                <div className="stack">
                  <p className="s q">{t('bring.here', { day: formatWhen(shown.here.when, locale) })}</p>
                  <p className="said clip" dir="auto">
                    {shown.here.text}
                  </p>
                </div>
                <div className="stack">
                  <p className="s q">{t('bring.there', { day: formatWhen(shown.there.when, locale) })}</p>
                  <p className="said clip" dir="auto">
                    {shown.there.text}
                  </p>
                </div>
              </div>
              {preview.pairs.length > 1 && (
                <Button look="bare" onPress={() => setPair((pair + 1) % preview.pairs.length)}>
                  {t('bring.next-pair', { at: pair + 1, of: preview.differ })}
                </Button>
              )}
            </>
          )}
        </Row>
      )}
      {preview.found + preview.records > 0 && (
        <Row note={t('bring.your-word')} wide stack>
          {named.length > 0 && (
            <PickOne
              legend={t('bring.into')}
              value={journals}
              options={[
                { value: 'first' as const, label: t('bring.into-first') },
                { value: 'as-in-file' as const, label: t('bring.into-named', { count: named.length, names: named.slice(0, 4).map(([name]) => name) }) },
              ]}
              onChange={(value) => value && setJournals(value)}
            />
          )}
          {preview.photos + preview.sounds > 0 && <Check label={t('bring.keep-location')} value={keepLocation} onChange={setKeep} />}
          <div className="cluster">
            <Button look="go" isDisabled={coming + preview.records === 0} onPress={() => void onGo({ whenDifferent, journals, keepLocation })}>
              {coming + preview.records === 0 ? t('bring.nothing-new') : t('bring.go', { count: coming })}
            </Button>
            <LinkButton look="bare" href="/">
              {t('bring.leave')}
            </LinkButton>
          </div>
          <p className="s q">{t('bring.one-tap')}</p>
        </Row>
      )}
    </>
  );
};

const Fact = ({ label, count, k }: { readonly label: string; readonly count: number; readonly k?: string }) => (
  <div style={k ? ({ '--k': k } as Record<string, string>) : undefined}>
    <dt>{label}</dt>
    <dd>{new Intl.NumberFormat(useLocale()).format(count)}</dd>
  </div>
);

/** What comes with the entries, as one sentence; nothing when nothing does. */
const with_ = (preview: Preview, t: ReturnType<typeof useWords>): string => {
  const parts = (['photos', 'sounds', 'topics', 'people', 'places'] as const).filter((name) => preview[name] > 0).map((name) => t(`bring.with-${name}`, { count: preview[name] }));
  const stars = preview.marked > 0 ? ` ${t('bring.stars', { count: preview.marked })}` : '';
  return parts.length > 0 ? `${t('bring.with', { things: parts })}${stars}` : stars;
};

const MOST_SHOWN = 100;

/** What was left out: which file, where in it, why. The whole list can be saved. */
const Problems = ({ problems, count, name }: { readonly problems: readonly Problem[]; readonly count: number; readonly name: string }) => {
  const t = useWords();
  const why = useProblem();
  const locale = useLocale();
  const where = ({ at }: Problem): string =>
    [
      at?.entry !== undefined ? t('bring.at-entry', { entry: at.entry }) : '',
      at?.line !== undefined ? t('bring.at-line', { line: at.line }) : '',
      at?.day ? formatDay(at.day, locale) : '',
      at?.name ?? '',
    ]
      .filter((part) => part !== '')
      .join(t('comma'));
  const save = (): void => {
    const lines = problems.map((problem) => [problem.file, where(problem), why(problem)].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`\ufeff${lines.join('\r\n')}\r\n`], { type: 'text/csv' }));
    link.download = `${name.replace(/\.[^.]+$/, '')}-left-out.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <Row note={t('bring.things', { count })} as="section" wide stack>
      <h2>{t('bring.left-out')}</h2>
      <table className="fold">
        <caption className="vh">{t('bring.left-out')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('bring.col-file')}</th>
            <th scope="col">{t('bring.col-where')}</th>
            <th scope="col">{t('bring.col-why')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, MOST_SHOWN).map((problem, i) => (
            <tr key={i}>
              <th scope="row">
                <bdi>{shortPath(problem.file)}</bdi>
              </th>
              <td>{where(problem)}</td>
              <td>{why(problem)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > MOST_SHOWN && <p className="s q">{t('bring.more-left-out', { count: count - MOST_SHOWN })}</p>}
      <Button look="bare" onPress={save}>
        {t('bring.save-list')}
      </Button>
    </Row>
  );
};

/** A command stays in one line: what breaks at its dashes cannot be read as one. */
const withWhole = (text: string): ReactNode =>
  text.split(/(\u2066?jrnl --export \w+\u2069?)/).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      <span key={part} className="whole">
        {part}
      </span>
    ),
  );

const shortPath = (path: string): ReactNode => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return <span title={path}>{name.length > 40 ? `${name.slice(0, 18)}…${name.slice(-18)}` : name}</span>;
};

/** A problem in words; one without words shows its code, so that it can be reported. */
const useProblem = (): ((problem: Problem) => string) => {
  const t = useWords('formats');
  const containers = useWords('formats.containers');
  return ({ code, with: given }) => {
    for (const words of [t, containers])
      for (const key of [`problem.${code}`, `refusal.${code}`]) {
        const text = words(key, { ...given, defaultValue: '' });
        if (text !== '') return text;
      }
    return code;
  };
};

const Done = ({ outcome, transfer, onMore }: { readonly outcome: BringInOutcome; readonly transfer: Transfer; readonly onMore: () => void }) => {
  const t = useWords();
  const inWords = useRefusal('formats');
  const [out, setOut] = useState<number | null>(null);
  const undo = async (): Promise<void> => {
    const done = await transfer.calls.undo(outcome.importId, false);
    if (!done.ok) return void say(() => inWords(done.error));
    setOut(done.value.out);
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  return (
    <>
      <Title note={t('bring.afterwards')}>{out === null ? t('bring.came', { count: outcome.came }) : t('bring.went', { count: out })}</Title>
      <Row note="" wide stack>
        {outcome.refusal && (
          <p className="note" role="alert">
            {inWords(outcome.refusal)} {t('bring.the-rest')}
          </p>
        )}
        {outcome.have > 0 && out === null && <p>{t('bring.left-alone', { count: outcome.have })}</p>}
        <div className="cluster">
          <LinkButton look="go" href="/">
            {t('bring.to-journal')}
          </LinkButton>
          {out === null && outcome.came > 0 && (
            <Button icon="undo" onPress={() => void undo()}>
              {t('undo')}
            </Button>
          )}
          <Button look="bare" onPress={onMore}>
            {t('bring.another')}
          </Button>
        </div>
        {out === null && <p className="s q">{t('bring.undo-stays')}</p>}
      </Row>
      {outcome.problems.length > 0 && <Problems problems={outcome.problems} count={outcome.problems.length} name="kith" />}
    </>
  );
};

/** Imports that were made, each with its undo. */
const BroughtIn = ({ transfer }: { readonly transfer: Transfer }) => {
  const t = useWords();
  const locale = useLocale();
  const inWords = useRefusal('formats');
  const snapshot = useSnapshot();
  const [busy, setBusy] = useState<string | null>(null);
  const notes = [...recordsOf(snapshot, 'import').values()]
    .map(importOf)
    .filter((note) => note !== null)
    .sort((a, b) => (a.made < b.made ? 1 : -1));
  if (notes.length === 0) return null;
  const undo = async ({ id }: ImportNote): Promise<void> => {
    setBusy(id);
    const done = await transfer.calls.undo(id, false);
    setBusy(null);
    say(() => (done.ok ? `${word('bring.went', { count: done.value.out })} ${done.value.stay > 0 ? word('bring.stayed', { count: done.value.stay }) : ''}` : inWords(done.error)));
  };
  return (
    <Row note={t('bring.brought-in')} as="section" wide>
      <h2 className="vh">{t('bring.brought-in')}</h2>
      <ul className="plain-list">
        {notes.map((note) => (
          <li key={note.id} className="between">
            <p>
              <b className="said" dir="auto">
                {note.name}
              </b>{' '}
              <span className="s q">{[formatDay(momentNow(new Date(note.made)).when.slice(0, 10), locale), t('bring.came', { count: note.came })].join(' · ')}</span>
            </p>
            <Button look="bare" isDisabled={busy !== null} onPress={() => void undo(note)}>
              {busy === note.id ? t('bring.taking-out') : t('bring.take-out')}
            </Button>
          </li>
        ))}
      </ul>
      <p className="s">
        <TextLink href="/take-out">{t('take.title')}</TextLink>
      </p>
    </Row>
  );
};
