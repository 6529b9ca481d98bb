// Recording a voice: asks for the microphone, shows that and how long it records, stops, lets one listen, and only then
// attaches or throws away. What the browser refuses is said in words.

import { useEffect, useRef, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { formatWhen, momentNow } from '#web/ui/time.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { useWords } from '#web/ui/words.ts';
import { lengthInWords } from './attached.tsx';

type Stage =
  | { readonly is: 'asking' }
  | { readonly is: 'recording'; readonly since: number }
  | { readonly is: 'done'; readonly blob: Blob; readonly url: string; readonly seconds: number }
  | { readonly is: 'refused'; readonly why: 'denied' | 'none' | 'unable' };

const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

const whyOf = (error: unknown): 'denied' | 'none' | 'unable' => {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'unable';
};

interface RecorderProps {
  readonly onKeep: (file: File, seconds: number) => void;
  readonly onClose: () => void;
}

export const Recorder = ({ onKeep, onClose }: RecorderProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const [stage, setStage] = useState<Stage>({ is: 'asking' });
  const [seconds, setSeconds] = useState(0);
  const recorder = useRef<MediaRecorder | null>(null);

  useEffect(() => {
    let gone = false;
    let stream: MediaStream | null = null;
    let url = '';
    const parts: Blob[] = [];
    const start = async (): Promise<void> => {
      if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === 'undefined') return setStage({ is: 'refused', why: 'unable' });
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        if (gone) return stream.getTracks().forEach((track) => track.stop());
        const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
        const made = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
        const since = performance.now();
        made.addEventListener('dataavailable', ({ data }) => parts.push(data));
        made.addEventListener('stop', () => {
          stream?.getTracks().forEach((track) => track.stop());
          if (gone) return;
          const blob = new Blob(parts, { type: made.mimeType.split(';')[0]! });
          url = URL.createObjectURL(blob);
          setStage({ is: 'done', blob, url, seconds: (performance.now() - since) / 1000 });
        });
        recorder.current = made;
        made.start(1000);
        setStage({ is: 'recording', since });
      } catch (error) {
        if (!gone) setStage({ is: 'refused', why: whyOf(error) });
      }
    };
    void start();
    return () => {
      gone = true;
      if (recorder.current?.state === 'recording') recorder.current.stop();
      stream?.getTracks().forEach((track) => track.stop());
      if (url !== '') URL.revokeObjectURL(url);
    };
  }, []);

  const since = stage.is === 'recording' ? stage.since : null;
  useEffect(() => {
    if (since === null) return undefined;
    const timer = setInterval(() => setSeconds((performance.now() - since) / 1000), 250);
    return () => clearInterval(timer);
  }, [since]);

  if (stage.is === 'refused')
    return (
      <div className="note stack" role="alert">
        <p>{t(`record.${stage.why}`)}</p>
        <Button onPress={onClose}>{t('record.understood')}</Button>
      </div>
    );
  if (stage.is === 'asking')
    return (
      <div className="note stack">
        <p role="status">{t('record.asking')}</p>
        <Button look="bare" onPress={onClose}>
          {t('leave-it')}
        </Button>
      </div>
    );
  if (stage.is === 'recording')
    return (
      <div className="note stack">
        <p>
          <span className="recording" aria-hidden="true" /> <span role="status">{t('record.recording')}</span>{' '}
          <span className="num b" role="timer" aria-live="off">
            {lengthInWords(seconds)}
          </span>
        </p>
        <Button look="go" icon="stop" autoFocus onPress={() => recorder.current?.stop()}>
          {t('record.stop')}
        </Button>
      </div>
    );
  const ending = stage.blob.type.includes('mp4') ? 'm4a' : stage.blob.type.includes('ogg') ? 'ogg' : 'webm';
  return (
    <div className="note stack">
      <audio controls src={stage.url} aria-label={t('record.listen')} />
      <div className="cluster">
        <Button
          look="go"
          autoFocus
          onPress={() =>
            onKeep(
              new File([stage.blob], `${formatWhen(momentNow().when, locale).replace(/[:/\\]/g, '.')}.${ending}`, { type: stage.blob.type }),
              Math.round(stage.seconds * 10) / 10,
            )
          }
        >
          {t('record.keep')}
        </Button>
        <Button look="bare" onPress={onClose}>
          <Icon name="delete" />
          {t('record.discard')}
        </Button>
      </div>
    </div>
  );
};
