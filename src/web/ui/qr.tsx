// A text as a picture for a camera: one path of squares, white and black whatever the theme, since cameras want it so.

import { Suspense, use } from 'react';

interface Drawn {
  readonly size: number;
  readonly path: string;
}

const draw = async (text: string): Promise<Drawn> => {
  const { encodeQR } = await import('qr');
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: 4 });
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { size: rows.length, path };
};

/** The last one: what holds it is drawn anew more often than its text changes. */
let last: { readonly text: string; readonly drawn: Promise<Drawn> } | null = null;

const drawn = (text: string): Promise<Drawn> => {
  if (last?.text !== text) last = { text, drawn: draw(text) };
  return last.drawn;
};

interface QrProps {
  readonly text: string;
  readonly label: string;
}

const Squares = ({ text, label }: QrProps) => {
  const { size, path } = use(drawn(text));
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};

export const Qr = (props: QrProps) => (
  <Suspense fallback={<div className="qr" aria-busy="true" />}>
    <Squares {...props} />
  </Suspense>
);
