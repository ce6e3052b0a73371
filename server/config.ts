/** What a server is started with, complete and checked; `createApp`, the command line and the Vite plugin all come through here. */
import { resolve } from 'node:path';
import { GdsError } from '../src/errors.js';
import { SETTINGS, SETTING_NAMES, type Settings } from './settings.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const RUNTIMES = ['auto', 'native', 'wasm'] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** Pages that may call the server from another origin: where the original's front end is served in development. */
export const USUAL_ORIGINS = ['http://localhost:5173', 'http://127.0.0.1:5173'] as const;

export interface ServerOptions extends Partial<Settings> {
  /** Folder of everything that is kept. It is made where it is missing. */
  readonly data: string;
  /** Folder with `dist/studio`, `models/` and `node_modules/`: also serves the studio's page and its assets. */
  readonly root?: string;
  /** Folder of the model packages that come along. Left out: `models` of `root`, where there is one. The operator's own lie in `models` of the data folder. */
  readonly packages?: string;
  /** ONNX Runtime: the native one, the one for browsers, or (`auto`, the default) the native one where it is installed. */
  readonly runtime?: Runtime;
  /** Asked of every call but health and readiness, as `Authorization: Bearer TOKEN`. Left out: anyone who reaches the port may call. */
  readonly token?: string;
  /** Origins besides the server's own whose pages may call it, exactly as browsers send them. Left out: {@link USUAL_ORIGINS}. */
  readonly allowOrigins?: readonly string[];
  /** Names of this machine besides its addresses and `localhost`, for example `studio.lan`. With a token any name is accepted. */
  readonly allowHosts?: readonly string[];
  /** The address that people use where a proxy stands in front: its host is accepted and its origin is the server's own. */
  readonly publicUrl?: string;
  /** Left out: `info`. */
  readonly logLevel?: LogLevel;
}

export interface ServerConfig extends Settings {
  /** Absolute, like the other folders. */
  readonly data: string;
  readonly root: string | undefined;
  readonly packages: string | undefined;
  readonly runtime: Runtime;
  readonly token: string | undefined;
  readonly allowOrigins: readonly string[];
  readonly allowHosts: readonly string[];
  readonly publicUrl: URL | undefined;
  readonly logLevel: LogLevel;
}

/** Completes `options`. Throws `GDS_SERVER_OPTION`, which names what is wrong and what would be right. */
export function configOf(options: ServerOptions): ServerConfig {
  if (!options.data) throw wrong('The server needs a data folder: give --data DIR.');
  if (options.token !== undefined && !/^[\x21-\x7e]{8,}$/.test(options.token)) {
    throw wrong('The token must have 8 or more characters, all of them printable ASCII without spaces.');
  }
  return {
    ...settingsOf(options),
    data: resolve(options.data),
    root: options.root === undefined ? undefined : resolve(options.root),
    packages: options.packages !== undefined ? resolve(options.packages) : options.root && resolve(options.root, 'models'),
    runtime: options.runtime ?? 'auto',
    token: options.token,
    allowOrigins: (options.allowOrigins ?? USUAL_ORIGINS).map(originOf),
    allowHosts: (options.allowHosts ?? []).map((name) => name.toLowerCase()),
    publicUrl: options.publicUrl === undefined ? undefined : addressOf(options.publicUrl),
    logLevel: options.logLevel ?? 'info',
  };
}

function settingsOf(options: ServerOptions): Settings {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => {
      const { option, default: usual, min, max } = SETTINGS[name];
      const value = options[name] ?? usual;
      if (!(value >= min && value <= max)) throw wrong(`--${option} takes a number from ${min} to ${max}, not "${value}".`);
      return [name, value];
    }),
  ) as Settings;
}

function originOf(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (origin === 'null' || origin !== text) {
    throw wrong(`"${text}" is not an origin. Write scheme, host and port alone, for example http://localhost:5173.`);
  }
  return origin;
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong(`"${text}" is not an address. Write for example https://studio.example/.`);
  return url;
}

const wrong = (message: string): GdsError => new GdsError('GDS_SERVER_OPTION', message);
