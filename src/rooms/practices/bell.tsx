// The bell at the end of a part: a soft tone of two, made by the browser itself, so that nothing is fetched and it sounds offline.
// It is planned ahead on the clock of the sound, which goes on when the tab sleeps; each press plans anew.

let context: AudioContext | null = null;
let planned: OscillatorNode[] = [];

/** Hertz and loudness of the two tones, seconds until they have faded. */
const TONES = [
  [528, 0.11],
  [1056.7, 0.035],
] as const;
const FADES = 2.6;

const ring = (sound: AudioContext, at: number): void => {
  for (const [hertz, loud] of TONES) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(loud, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + FADES);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + FADES);
    planned.push(tone);
  }
};

/** Rings after so many milliseconds each, and no longer at what was planned before. To be called where something was pressed. */
export const planBells = (ahead: readonly number[]): void => {
  for (const tone of planned) tone.stop();
  planned = [];
  if (ahead.length === 0 || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const sound = context;
  // Where the device has no sound, the parts are still shown.
  sound.resume().catch(() => undefined);
  for (const milliseconds of ahead) ring(sound, sound.currentTime + milliseconds / 1000);
};
