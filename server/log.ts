/** The server's log: JSON lines on standard error, as operators' tools read them. */
import { destination, pino, stdTimeFunctions, type Logger } from 'pino';
import type { LogLevel } from './config.js';

export const createLog = (level: LogLevel): Logger =>
  pino({ level, base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime }, destination({ dest: 2, sync: true }));
