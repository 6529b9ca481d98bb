// Reads a picture of squares through the camera. The camera is asked for when this is shown, and let go when it is not; what it sees
// is read on this device and kept nowhere.

import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';

/** Whether there is anything to ask for: a browser without cameras has no such thing. */
export const canScan = (): boolean => typeof navigator.mediaDevices?.getUserMedia === 'function';

/** Milliseconds between two looks. */
const EVERY = 200;
/** Pixels of the longer side that are looked at: enough for a picture that fills a third of the screen. */
const LOOKED_AT = 960;

export const Scan = ({ label, refused, onText }: { readonly label: string; readonly refused: ReactNode; readonly onText: (text: string) => void }) => {
  const video = useRef<HTMLVideoElement>(null);
  const [isRefused, setRefused] = useState(false);
  const found = useEffectEvent(onText);
  useEffect(() => {
    let wanted = true;
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const [{ decodeQR }, opened] = await Promise.all([import('qr/decode.js'), navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })]);
      stream = opened;
      const player = video.current;
      if (!wanted || !player) return stop();
      player.srcObject = opened;
      await player.play();
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      const once = (): void => {
        if (!wanted) return;
        const { videoWidth: width, videoHeight: height } = player;
        const scale = Math.min(1, LOOKED_AT / Math.max(width, height, 1));
        [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
        if (canvas.width > 0 && canvas.height > 0) {
          context.drawImage(player, 0, 0, canvas.width, canvas.height);
          try {
            return found(decodeQR(context.getImageData(0, 0, canvas.width, canvas.height)));
          } catch {
            // No picture of squares in this look.
          }
        }
        timer = setTimeout(once, EVERY);
      };
      once();
    };
    const stop = (): void => {
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    look().catch(() => wanted && setRefused(true));
    return () => {
      wanted = false;
      stop();
    };
  }, []);
  if (isRefused)
    return (
      <p className="refused" role="alert">
        {refused}
      </p>
    );
  return <video ref={video} className="scan" aria-label={label} muted playsInline />;
};
