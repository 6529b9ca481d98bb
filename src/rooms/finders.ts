// Every room's finders for Now, gathered for who has all of them at once (the command line). A room adds a line here, and to its room.tsx.

import { findNamed as stepsNamed } from './commitments/named.ts';
import { findNeeded as commitments } from './commitments/needed.ts';
import { findNeeded as actions } from './actions/needed.ts';
import { findNeeded as agreements } from './agreements/needed.ts';
import { findNeeded as decisions } from './decisions/needed.ts';
import { findNeeded as feelings } from './feelings/needed.ts';
import { findNeeded as issues } from './issues/needed.ts';
import { findNamed as peopleNamed } from './journal/named.ts';
import { findNeeded as journal } from './journal/needed.ts';
import { findNamed as needsNamed } from './needs/named.ts';
import { findNeeded as needs } from './needs/needed.ts';
import type { FindNamed, FindNeeded } from './now/model.ts';
import { findNamed as practicesNamed } from './practices/named.ts';
import { findNeeded as practices } from './practices/needed.ts';
import { findNeeded as promptings } from './promptings/needed.ts';
import { findNeeded as purpose } from './purpose/needed.ts';

export const NEEDED: Readonly<Record<string, FindNeeded>> = { actions, agreements, commitments, decisions, feelings, issues, journal, needs, practices, promptings, purpose };

export const NAMED: Readonly<Record<string, FindNamed>> = { commitments: stepsNamed, journal: peopleNamed, needs: needsNamed, practices: practicesNamed };
