/** A client of the jobs' WebSocket that keeps what it is told. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface SocketMessage {
  readonly type: 'event' | 'error';
  readonly job_id?: string;
  readonly id?: number;
  readonly event?: string;
  readonly data?: Record<string, unknown>;
  readonly code?: string;
}

export class SocketClient {
  readonly messages: SocketMessage[] = [];
  private wake: (() => void) | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('close', () => this.wake?.());
    socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)) as SocketMessage);
      this.wake?.();
    });
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(new URL('/api/jobs/socket', url.replace('http', 'ws')), { headers }));
    await once(client.socket, 'open');
    return client;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, more: object = {}): void {
    this.send({ type: 'subscribe', job_id: id, image: 'path', ...more });
  }

  /** Resolves once `there` holds of what has come so far; rejects where a job that must not has failed, or the socket has closed. */
  async until(there: (messages: readonly SocketMessage[]) => boolean): Promise<readonly SocketMessage[]> {
    while (!there(this.messages)) {
      const failed = this.messages.find(({ event }) => event === 'failed');
      if (failed) throw new Error(JSON.stringify(failed));
      if (this.socket.readyState !== WebSocket.OPEN) throw new Error(`The socket closed after ${JSON.stringify(this.messages.slice(-5))}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.messages;
  }

  of(id: string): SocketMessage[] {
    return this.messages.filter(({ job_id }) => job_id === id);
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }
}

export const ENDS = new Set(['completed', 'failed', 'cancelled']);
