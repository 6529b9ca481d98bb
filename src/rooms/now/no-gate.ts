// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts).

import type { Commands } from '#core/no-gate.ts';
import { putOff } from './model.ts';

export const commands: Commands = { putOff: { do: () => putOff('needs-x1', '2026-12-01') } };
