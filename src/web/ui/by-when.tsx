// Who of a circle said something, and on which day: what stands in the margin of a line of it.

import { useDay, useNames } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';

export const ByWhen = ({ circle, by, at }: { readonly circle: OpenCircle; readonly by: string; readonly at: string }) => {
  const [nameOf, day] = [useNames(circle), useDay()];
  return (
    <p className="mg num">
      {nameOf(by)}
      <span className="nl"> </span>
      {day(at)}
    </p>
  );
};
