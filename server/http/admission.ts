/**
 * Which requests of browsers are admitted: by the `Host` they name, by the origin of the page they come from, and by the token.
 *
 * Host: a page elsewhere can give its own name this machine's address (DNS rebinding) and then counts as same-origin. It cannot do so for
 * an address in numbers or for `localhost`; other names must be told. With a token such a page gets nowhere, and any name will do.
 * Origin: exactly the server's own or one of the list. Programs that are no browsers send none.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import type { ServerConfig } from '../config.js';

export class Admission {
  private readonly origins: ReadonlySet<string>;
  private readonly hosts: ReadonlySet<string>;
  private readonly digest: Buffer | undefined;

  constructor({ allowOrigins, allowHosts, publicUrl, token }: ServerConfig) {
    this.origins = new Set([...allowOrigins, ...(publicUrl ? [publicUrl.origin] : [])]);
    this.hosts = new Set([...allowHosts, ...(publicUrl ? [publicUrl.hostname] : [])]);
    this.digest = token === undefined ? undefined : sha256(token);
  }

  get asksForToken(): boolean {
    return this.digest !== undefined;
  }

  acceptsHost(host: string | undefined): boolean {
    if (this.asksForToken) return true;
    if (host === undefined || !URL.canParse(`http://${host}`)) return false;
    const { hostname } = new URL(`http://${host}`);
    const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
    return isAddress || hostname === 'localhost' || hostname.endsWith('.localhost') || this.hosts.has(hostname);
  }

  /** Whether pages of `origin` may call, on a connection that names `host`. */
  acceptsOrigin(origin: string, host: string | undefined): boolean {
    if (this.origins.has(origin)) return true;
    return host !== undefined && URL.canParse(origin) && origin === new URL(origin).origin && new URL(origin).host === host.toLowerCase();
  }

  /** Whether a call that changes something, or a socket, may be made by whoever sent these headers. */
  acceptsCaller({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
    if (origin !== undefined) return this.acceptsOrigin(origin, host);
    return site === undefined || site === 'same-origin' || site === 'none';
  }

  /** Takes as long for every wrong token. */
  acceptsToken(token: string): boolean {
    return this.digest === undefined || timingSafeEqual(sha256(token), this.digest);
  }

  acceptsAuthorization(header: string | undefined): boolean {
    if (!this.asksForToken) return true;
    const [, token] = /^Bearer +([\x21-\x7e]+)$/i.exec(header ?? '') ?? [];
    return token !== undefined && this.acceptsToken(token);
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
