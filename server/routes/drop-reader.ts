/** Ends the connection of a client that does not read its events. */
import type { Context } from 'hono';
import type { ServerEnv } from '../part.js';

export function dropReader(context: Context<ServerEnv>): void {
  context.get('log').warn('reader dropped: it takes no events');
  context.env.outgoing.destroy();
}
