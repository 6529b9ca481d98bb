// Photos and sound of an entry. Bytes lie sealed and are opened (and fetched, where they are not on this device) only for what is in
// sight; the address that the browser shows them from ends with the view, so that nothing opened stays behind.

import { useEffect, useEffectEvent, useState } from 'react';
import { Button, Tool } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatBytes } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { mediumOf, setTranscript, type Attachment, type SealedBytes } from './attachments.ts';
import { useAct } from './use-journal.tsx';
import { LargeAway, SmallAway, useOpened } from './use-opened.tsx';

const altOf = (photo: Attachment, t: ReturnType<typeof useWords>): string => photo.transcript || t('photo.named', { name: photo.name });

/** The small picture of a photo; the photo itself where it has none. */
const Small = ({ photo }: { readonly photo: Attachment }) => {
  const t = useWords('journal');
  const { opened } = useOpened(photo.thumb ?? photo, photo.thumb ? '' : photo.mime);
  if (typeof opened === 'object' && 'url' in opened) return <img src={opened.url} alt={altOf(photo, t)} />;
  return (
    <span className="no-photo s q">
      <span className="vh">{altOf(photo, t)}. </span>
      <SmallAway opened={opened} />
    </span>
  );
};

/** What is seen already of a photo that comes. */
const Preview = ({ photo, thumb }: { readonly photo: Attachment; readonly thumb: SealedBytes }) => {
  const t = useWords('journal');
  const { opened } = useOpened(thumb, '');
  if (typeof opened !== 'object' || !('url' in opened)) return null;
  // As large as the photo will be.
  const inlineSize = photo.width === null ? '100%' : `min(100%, ${photo.width}px)`;
  return <img className="large-photo preview" src={opened.url} alt={altOf(photo, t)} style={{ inlineSize }} />;
};

const Large = ({ photo }: { readonly photo: Attachment }) => {
  const t = useWords('journal');
  const { opened, again } = useOpened(photo, photo.mime);
  const [fails, setFails] = useState(false);
  if (typeof opened !== 'object' || !('url' in opened))
    return (
      <>
        {opened !== 'opening' && photo.thumb && <Preview photo={photo} thumb={photo.thumb} />}
        <LargeAway opened={opened} size={photo.size} again={again} />
      </>
    );
  return (
    <>
      {fails ? <p>{t('photo.unshown')}</p> : <img className="large-photo" src={opened.url} alt={altOf(photo, t)} onError={() => setFails(true)} />}
      <p>
        <a className="btn bare first" href={opened.url} download={photo.name}>
          <Icon name="download" />
          {t('photo.download')}
        </a>
      </p>
    </>
  );
};

/** One after the other, in a dialog; arrow keys turn to the next. */
const Viewer = ({
  photos,
  at,
  onTurn,
  onClose,
}: {
  readonly photos: readonly Attachment[];
  readonly at: number;
  readonly onTurn: (to: number) => void;
  readonly onClose: () => void;
}) => {
  const t = useWords('journal');
  const locale = useLocale();
  const photo = photos[at]!;
  const turn = (by: number): void => onTurn((at + by + photos.length) % photos.length);
  // The focus may stand anywhere in the dialog.
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (photos.length < 2 || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    turn(event.key === forward ? 1 : -1);
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
  return (
    <Dialog title={photos.length > 1 ? t('photo.of', { at: at + 1, total: photos.length }) : photo.name} onClose={onClose} wide>
      <div className="stack">
        {photos.length > 1 && (
          <div className="cluster">
            <Button icon="previous" look="bare" onPress={() => turn(-1)}>
              {t('photo.previous')}
            </Button>
            <Button icon="next" look="bare" onPress={() => turn(1)}>
              {t('photo.next')}
            </Button>
          </div>
        )}
        <Large key={photo.id} photo={photo} />
        <p className="s q" dir="auto">
          {photo.name}, {formatBytes(photo.size, locale)}
          {photo.locationKept ? `. ${t('photo.place-kept')}` : ''}
        </p>
      </div>
    </Dialog>
  );
};

/** Photos in a grid; each opens large. With `onRemove`, each can be taken out. */
export const Photos = ({ photos, onRemove }: { readonly photos: readonly Attachment[]; readonly onRemove?: (photo: Attachment) => void }) => {
  const t = useWords('journal');
  const [at, setAt] = useState<number | null>(null);
  if (photos.length === 0) return null;
  return (
    <>
      <ul className="photos" aria-label={t('photo.all')}>
        {photos.map((photo, index) => (
          <li key={photo.id}>
            <button type="button" className="photo" aria-haspopup="dialog" onClick={() => setAt(index)}>
              <Small photo={photo} />
            </button>
            {onRemove && <Tool icon="close" label={t('attached.remove', { name: photo.name })} onPress={() => onRemove(photo)} />}
          </li>
        ))}
      </ul>
      {at !== null && photos[at] && <Viewer photos={photos} at={at} onTurn={setAt} onClose={() => setAt(null)} />}
    </>
  );
};

export const lengthInWords = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

const Player = ({ sound }: { readonly sound: Attachment }) => {
  const t = useWords('journal');
  const { opened, again } = useOpened(sound, sound.mime);
  if (typeof opened !== 'object' || !('url' in opened)) return <LargeAway opened={opened} size={sound.size} again={again} />;
  return <audio controls autoPlay src={opened.url} aria-label={t('sound.named', { name: sound.name })} />;
};

const Transcript = ({ sound }: { readonly sound: Attachment }) => {
  const t = useWords('journal');
  const act = useAct();
  const [typed, setTyped] = useState<string | null>(null);
  if (typed === null)
    return (
      <div className="stack">
        {sound.transcript === '' ? <p className="s q">{t('sound.no-transcript')}</p> : <p className="said as-typed">{sound.transcript}</p>}
        <Button look="bare" icon="edit" onPress={() => setTyped(sound.transcript)}>
          {sound.transcript === '' ? t('sound.write-transcript') : t('sound.change-transcript')}
        </Button>
      </div>
    );
  return (
    <div className="stack">
      <TextArea label={t('sound.transcript')} value={typed} onChange={setTyped} autoFocus />
      <div className="cluster">
        <Button
          onPress={async () => {
            const done = await act(setTranscript(sound, typed), 'done.transcript');
            if (done.ok) setTyped(null);
          }}
        >
          {t('sound.keep-transcript')}
        </Button>
        <Button look="bare" onPress={() => setTyped(null)}>
          {t('leave-it')}
        </Button>
      </div>
    </div>
  );
};

/** A sound: opened only when one wants to listen, and what is said in it, or that nobody wrote it down. */
export const Sounds = ({ sounds, onRemove }: { readonly sounds: readonly Attachment[]; readonly onRemove?: (sound: Attachment) => void }) => {
  const t = useWords('journal');
  const [heard, setHeard] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      {sounds.map((sound) => (
        <div key={sound.id} className="stack sound">
          <div className="cluster">
            {heard.has(sound.id) ? (
              <Player sound={sound} />
            ) : (
              <Button icon="play" onPress={() => setHeard(new Set([...heard, sound.id]))}>
                {t('sound.listen')}
              </Button>
            )}
            <span className="s q num" dir="auto">
              {sound.name}
              {sound.seconds !== null && `, ${lengthInWords(sound.seconds)}`}
            </span>
            {onRemove && <Tool icon="close" label={t('attached.remove', { name: sound.name })} onPress={() => onRemove(sound)} />}
          </div>
          {!onRemove && <Transcript sound={sound} />}
        </div>
      ))}
    </>
  );
};

export const photosIn = (attachments: readonly Attachment[]): Attachment[] => attachments.filter(({ mime }) => mediumOf(mime) === 'photo');
export const soundsIn = (attachments: readonly Attachment[]): Attachment[] => attachments.filter(({ mime }) => mediumOf(mime) === 'sound');
