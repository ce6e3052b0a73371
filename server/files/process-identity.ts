/**
 * Who has made a file: the process, so that another can tell whether somebody still works on it. Numbers of processes come again, so the
 * name has the machine and this start of the process too.
 */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const LIFE = randomBytes(4).toString('hex');

/** Of this process: letters, digits and dashes. */
export const IDENTITY = `${HOST}-${process.pid}-${LIFE}`;

/** Whether the process that `identity` names, or begins with, still runs. `unknown`: it is on another machine. */
export function fateOf(identity: string): 'running' | 'ended' | 'unknown' {
  const [host, pid, life] = identity.split('-');
  if (host !== HOST) return 'unknown';
  if (Number(pid) === process.pid) return life === LIFE ? 'running' : 'ended';
  return isRunning(Number(pid)) ? 'running' : 'ended';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
