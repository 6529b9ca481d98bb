// How long whole processes take, from starting one to its end. Commands that are compared take turns, so that whatever else
// the machine does meanwhile falls on all of them alike.

import { spawn } from 'node:child_process';
import process from 'node:process';

export interface Command {
  readonly name: string;
  /** Arguments of each turn; the program is this Node unless another is named. */
  readonly args: (turn: number) => readonly string[];
  readonly program?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that are as they should be; 0 unless said (ripgrep says 1 when it found nothing). */
  readonly codes?: readonly number[];
}

/** Milliseconds of one whole process. What it says is read and thrown away. Throws when it ends otherwise than it should. */
export const timeOf = ({ name, args, program = process.execPath, env, codes = [0] }: Command, turn = 0): Promise<number> =>
  new Promise((done, failed) => {
    const began = performance.now();
    const child = spawn(program, args(turn), { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.resume();
    child.stderr.on('data', (part: Buffer) => (said = (said + String(part)).slice(-2000)));
    child.on('error', failed);
    let took = 0;
    child.on('exit', () => (took = performance.now() - began));
    child.on('close', (code) => (codes.includes(code ?? -1) ? done(took) : failed(new Error(`${name} ended with ${code}: ${said}`))));
  });

/** Milliseconds of every turn, by command; before them one turn each that does not count. */
export const inTurns = async (commands: readonly Command[], turns: number): Promise<Map<string, number[]>> => {
  const times = new Map<string, number[]>(commands.map(({ name }) => [name, []]));
  for (const command of commands) await timeOf(command);
  for (let turn = 1; turn <= turns; turn++) for (const command of commands) times.get(command.name)!.push(await timeOf(command, turn));
  return times;
};
