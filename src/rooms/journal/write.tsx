// Writing, and changing what was written. The text comes first; photos, sound and everything else can be added. What is
// typed is a sealed draft within a third of a second; a refusal leaves it on the screen and in the draft.

import { useRef, useState } from 'react';
import { useSearch } from 'wouter';
import { dayOf, isWhen } from '#core/when.ts';
import type { Refusal } from '#core/result.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Check } from '#web/ui/field.tsx';
import { useKeys, Keys } from '#web/ui/keys.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Page } from '#web/ui/page.tsx';
import { linksAsked } from '#web/ui/own.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { formatDay, formatTime, momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';
import { Photos, photosIn, Sounds, soundsIn } from './attached.tsx';
import { detach, type Attachment } from './attachments.ts';
import { useKeptAt } from './capture.tsx';
import { abandonDraft, draftAt, draftToChange, draftToEntry, entryToDraft, type DraftPlace } from './drafts.ts';
import { useGist } from './entry-list.tsx';
import type { Entry, EntryDraft } from './model.ts';
import { Recorder } from './recorder.tsx';
import { fromTemplate, type Template } from './templates.ts';
import { NotHere } from './timeline.tsx';
import { parseTypedDay, parseTypedTime } from './typed-when.ts';
import { useAttach } from './use-attach.tsx';
import { useDraft, type Start } from './use-draft.tsx';
import { bookOf, useAct, useGo, useJournal } from './use-journal.tsx';
import { spokenIn } from './when-field.tsx';
import { saysMore, WriteFields } from './write-fields.tsx';
import { WriteText } from './write-text.tsx';

interface WriteFormProps {
  readonly place: DraftPlace;
  /** The entry that is changed, or looked back at. */
  readonly about: Entry | null;
  readonly start: () => Start;
  readonly add: string | null;
}

const useTemplateWords = () => {
  const locale = useLocale();
  return (place: 'date' | 'time' | 'weekday', { when }: { readonly when: string }): string =>
    place === 'time' ? formatTime(when, locale) : formatDay(when, locale, place === 'date' ? 'long' : 'weekday');
};

const WriteForm = ({ place, about, start, add }: WriteFormProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const desk = useDesk();
  const go = useGo();
  const act = useAct();
  const gist = useGist();
  const inWords = useRefusal('journal');
  const keptAt = useKeptAt();
  const inTemplate = useTemplateWords();
  const book = useJournal();
  const writing = useDraft(place, start);
  const { values, keeper } = writing;
  const [keepLocation, setKeepLocation] = useState(book.settings.keepLocation);
  const attaching = useAttach(keeper, keepLocation);
  const [isOpen, setOpen] = useState(() =>
    place === 'new' || place.startsWith('edit:')
      ? saysMore({ ...values, ...(place === 'new' ? {} : { when: undefined as never }) }) || Object.keys(writing.typed).length > 0
      : false,
  );
  const [isRecording, setRecording] = useState(add === 'sound');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [began] = useState(() => (writing.keptAt !== '' ? writing.keptAt : ''));
  const [texts, setTexts] = useState(0);
  const [dragging, setDragging] = useState(false);
  const taken = useRef<Attachment[]>([]);
  const photoInput = useRef<HTMLInputElement>(null);
  const isChange = place.startsWith('edit:');
  const moment = momentNow();
  const attached = (values.attachments ?? []).flatMap((id) => book.attachments.get(id) ?? []);

  const save = async (how: 'as-is' | 'mine' | 'both' = 'as-is'): Promise<void> => {
    if (isSaving) return;
    // What stands in a field and was understood is in the entry already; what was not must not be dropped silently.
    const { day, time } = keeper.writing().typed;
    const read = [day === undefined ? null : parseTypedDay(day, dayOf(momentNow().when), spokenIn(locale), values.calendar), time === undefined ? null : parseTypedTime(time)];
    const unread = read.find((one) => one?.ok === false);
    if (unread?.ok === false) {
      setOpen(true);
      return setRefusal(unread.error);
    }
    setSaving(true);
    setRefusal(null);
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const now = momentNow();
    const all = [...bookOf(desk).attachments.values()];
    const id = isChange ? about!.id : desk.newId();
    const entry = isChange ? (bookOf(desk).byId.get(about!.id) ?? about!) : null;
    const settled =
      how === 'as-is' || !entry
        ? draft
        : {
            ...draft,
            basis: { ...draft.basis, text: entry.text },
            values: how === 'both' ? { ...draft.values, text: `${entry.text}\n\n${draft.values.text ?? ''}` } : draft.values,
          };
    const made = entry ? draftToChange(settled, entry, all, now) : draftToEntry(settled, id, all, now);
    const changes = made.ok ? [...made.value.filter(({ kind }) => isKept || kind !== 'draft'), ...taken.current.flatMap((one) => detach(one, null, now))] : [];
    const done = made.ok ? await keeper.settle(() => desk.commit(changes, isChange ? 'done.changed' : 'done.saved')) : made;
    setSaving(false);
    if (!done.ok) return setRefusal(done.error);
    go(`/journal/e/${id}`, { replace: true });
  };

  const putAway = async (): Promise<void> => {
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const done = await keeper.settle(() => act(isKept ? abandonDraft(draft, [...bookOf(desk).attachments.values()]) : [], 'done.put-away'));
    if (!done.ok) return;
    go(isChange || about ? `/journal/e/${about!.id}` : '/journal', { replace: true });
  };

  const beginFrom = (template: Template): void => {
    const { text = '', ...others } = fromTemplate(template, moment, inTemplate);
    const joined = (names: readonly string[] | undefined, more: readonly string[] | undefined): readonly string[] => [...new Set([...(names ?? []), ...(more ?? [])])];
    keeper.change({
      text: (values.text ?? '') === '' ? text : `${values.text}\n\n${text}`,
      topics: joined(values.topics, others.topics),
      people: joined(values.people, others.people),
      areas: joined(values.areas, others.areas),
      ...(others.place && !values.place ? { place: others.place } : {}),
    });
    setTexts(texts + 1);
  };

  const takeOut = (one: Attachment): void => {
    taken.current = [...taken.current, one];
    keeper.change({ attachments: (keeper.writing().values.attachments ?? []).filter((id) => id !== one.id) });
    say(() => word('done.taken-out', { name: one.name }, 'journal'), {
      undo: () => {
        taken.current = taken.current.filter((other) => other.id !== one.id);
        keeper.change({ attachments: [...(keeper.writing().values.attachments ?? []), one.id] });
      },
    });
  };

  useKeys([{ keys: 'mod+Enter', label: t('keys.save'), run: () => void save() }]);
  const addFiles = (files: readonly File[]): void => void attaching.add(files);
  const when = values.when ?? moment.when;
  const title = isChange ? t('write.change-title') : about ? t('write.reply-title') : t('write.title');
  const shownRefusal = refusal ?? writing.refusal;
  return (
    <Page
      title={title}
      where={
        <TextLink href={about ? `/journal/e/${about.id}` : '/journal'} icon="back">
          {about ? formatDay(about.when, locale, 'long', about.calendar) : t('title')}
        </TextLink>
      }
    >
      <form
        className={dragging ? 'dragging' : undefined}
        aria-label={title}
        onSubmit={(event) => event.preventDefault()}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes('Files')) return;
          event.preventDefault();
          setDragging(true);
        }}
        onDragLeave={() => setDragging(false)}
        onDrop={(event) => {
          setDragging(false);
          if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
          event.preventDefault();
          addFiles([...event.dataTransfer.files]);
        }}
      >
        <Sheet>
          <Row note="" wide>
            <h1 className="vh">{title}</h1>
            <p className="s q" aria-live="off">
              {values.when === undefined
                ? formatDay(when, locale, 'full')
                : `${formatDay(when, locale, 'full', values.calendar ?? 'gregorian')}${formatTime(when, locale) === '' ? '' : `, ${formatTime(when, locale)}`}`}
            </p>
          </Row>
          {about && !isChange && (
            <Row note={t('write.looks-back-at')} wide>
              <blockquote className="quote said" dir="auto">
                {gist(about, 240)}
              </blockquote>
            </Row>
          )}
          <Row note="" wide>
            <WriteText
              key={texts}
              value={values.text ?? ''}
              onChange={(text) => keeper.change({ text })}
              onFiles={addFiles}
              label={t('write.label')}
              placeholder={about && !isChange ? t('write.reply-placeholder') : t('capture.placeholder')}
              autoFocus={add === null && texts === 0}
            />
          </Row>
          {(attached.length > 0 || attaching.busy.length > 0 || attaching.refusals.length > 0 || attaching.untold.length > 0) && (
            <Row note={t('write.added')} wide stack>
              <Photos photos={photosIn(attached)} onRemove={takeOut} />
              <Sounds sounds={soundsIn(attached)} onRemove={takeOut} />
              {attaching.busy.length > 0 && (
                <p className="s q" role="status">
                  {t('write.adding', { count: attaching.busy.length })}
                </p>
              )}
              {(attaching.refusals.length > 0 || attaching.untold.length > 0) && (
                <div className="note stack" role="alert">
                  {attaching.refusals.map((one, index) => (
                    <p key={`${one.code}${index}`}>{inWords(one)}</p>
                  ))}
                  {attaching.untold.map((name) => (
                    <p key={name}>{t('write.place-still-in', { name })}</p>
                  ))}
                  <Button onPress={attaching.dismiss}>{t('record.understood')}</Button>
                </div>
              )}
            </Row>
          )}
          {isRecording && (
            <Row note={t('add.sound')} wide>
              <Recorder
                onKeep={(file, seconds) => {
                  setRecording(false);
                  void attaching.add([file], seconds);
                }}
                onClose={() => setRecording(false)}
              />
            </Row>
          )}
          <Row note="" wide>
            <div className="cluster">
              <input
                ref={photoInput}
                type="file"
                accept="image/*,audio/*"
                multiple
                hidden
                onChange={(event) => {
                  addFiles([...(event.target.files ?? [])]);
                  event.target.value = '';
                }}
              />
              <Button look="bare" icon="photo" autoFocus={add === 'photo'} onPress={() => photoInput.current?.click()}>
                {t('add.photo')}
              </Button>
              {!isRecording && (
                <Button look="bare" icon="voice" onPress={() => setRecording(true)}>
                  {t('add.sound')}
                </Button>
              )}
              {book.templates.length > 0 && !isChange && (
                <Menu
                  label={t('add.template')}
                  icon="file"
                  shown
                  actions={book.templates.map((template) => ({ id: template.id, label: template.name, onAction: () => beginFrom(template) }))}
                />
              )}
              <Button look="bare" icon={isOpen ? 'up' : 'add'} aria-expanded={isOpen} aria-controls="more-fields" onPress={() => setOpen(!isOpen)}>
                {t(isOpen ? 'fields.hide' : 'fields.show')}
              </Button>
            </div>
            {photosIn(attached).length > 0 && <Check label={t('write.keep-location')} value={keepLocation} onChange={setKeepLocation} hint={t('write.keep-location-hint')} />}
          </Row>
          <div id="more-fields" className="sheet-part" hidden={!isOpen}>
            {isOpen && <WriteFields writing={writing} keeper={keeper} fixedJournal={about !== null && !isChange} />}
          </div>
          <Row note="" wide stack>
            {shownRefusal && (
              <div className="note stack" role="alert">
                <p>{inWords(shownRefusal)}</p>
                {shownRefusal.code === 'entry-changed-meanwhile' && about && (
                  <>
                    <p className="s q">{t('write.meanwhile')}</p>
                    <blockquote className="quote said as-typed" dir="auto">
                      {(book.byId.get(about.id) ?? about).text.slice(0, 4000)}
                    </blockquote>
                    <div className="cluster">
                      <Button onPress={() => void save('both')}>{t('versions.merge')}</Button>
                      <Button look="bare" onPress={() => void save('mine')}>
                        {t('write.keep-mine')}
                      </Button>
                    </div>
                  </>
                )}
              </div>
            )}
            <div className="cluster">
              <Button look="go" onPress={() => void save()} isDisabled={isSaving} aria-keyshortcuts="Control+Enter Meta+Enter">
                {t(isSaving ? 'write.saving' : isChange ? 'write.save-change' : 'write.save')}
              </Button>
              <Button look="bare" onPress={() => void putAway()}>
                {t(isChange ? 'write.leave-as-was' : 'draft.put-away')}
              </Button>
            </div>
            <p className="s q">
              {began !== '' && writing.keptAt === began
                ? t(isChange ? 'write.goes-on-change' : 'write.goes-on', { when: keptAt(began) })
                : writing.keptAt === ''
                  ? t('capture.kept')
                  : t('write.kept-at', { when: keptAt(writing.keptAt) })}{' '}
              <span className="keys-hint">
                <Keys keys="mod+Enter" /> {t('write.key')}
              </span>
            </p>
          </Row>
        </Sheet>
      </form>
    </Page>
  );
};

/** What the address asks a new entry to begin with. */
const fromAddress = (params: URLSearchParams, journal: string): EntryDraft => {
  const at = params.get('at');
  const question = params.get('question');
  const topic = params.get('topic');
  const links = [...linksAsked(params), ...(question ? [{ to: question, as: 'gathers-under' as const }] : [])];
  return {
    ...(journal === '' ? {} : { journal }),
    ...(at !== null && isWhen(at) ? { when: dayOf(at) } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(topic ? { topics: [topic] } : {}),
  };
};

export const WritePage = () => {
  const desk = useDesk();
  const search = useSearch();
  const inTemplate = useTemplateWords();
  const params = new URLSearchParams(search);
  const looksBackAt = params.get('looks-back-at');
  const about = looksBackAt === null ? null : (bookOf(desk).byId.get(looksBackAt) ?? null);
  if (looksBackAt !== null && !about) return <NotHere />;
  const place: DraftPlace = about ? `look-back:${about.id}` : 'new';
  const start = (): Start => {
    const book = bookOf(desk);
    const asked = fromAddress(params, about ? about.journal : book.settings.journal);
    const template = book.templates.find(({ id }) => id === params.get('template'));
    const draft = draftAt(place, book.drafts);
    // Words that another page carried here (`carryInto(desk, 'entry', 'text', …)`, then `?carried`): taken once.
    const carried = params.has('carried') ? typedAt(desk, 'entry', 'text') : '';
    if (carried !== '') queueMicrotask(() => carryInto(desk, 'entry', 'text', ''));
    // Something asked for on purpose is not mixed into what was being written before.
    const fresh = carried !== '' || template !== undefined || asked.when !== undefined || asked.links !== undefined || asked.topics !== undefined;
    return {
      draft: fresh ? null : draft,
      values: { ...asked, ...(template ? fromTemplate(template, momentNow(), inTemplate) : {}), ...(carried === '' ? {} : { text: carried }) },
      basis: null,
    };
  };
  return <WriteForm key={`${place} ${search}`} place={place} about={about} start={start} add={params.get('add')} />;
};

export const EditPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const desk = useDesk();
  const [about] = useState(() => bookOf(desk).byId.get(params['id'] ?? '') ?? null);
  if (!about) return <NotHere />;
  const place: DraftPlace = `edit:${about.id}`;
  const start = (): Start => ({ draft: draftAt(place, bookOf(desk).drafts), values: entryToDraft(about), basis: entryToDraft(about) });
  return <WriteForm place={place} about={about} start={start} add={null} />;
};
