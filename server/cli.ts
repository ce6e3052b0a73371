/** The command line: arguments to options, and the help that is written from the same table. */
import { parseArgs } from 'node:util';
import { GdsError } from '../src/errors.js';
import { LOG_LEVELS, RUNTIMES, USUAL_ORIGINS, type ServerOptions } from './config.js';
import { USUAL_PORT, type ListenOptions } from './listen.js';
import { SETTINGS, SETTING_NAMES, type SettingName } from './settings.js';

export interface CommandLine {
  readonly server: ServerOptions;
  readonly listen: ListenOptions;
  readonly help: boolean;
  readonly version: boolean;
}

interface TextOption {
  /** What stands for the value in the help; none for a switch. */
  readonly value?: string;
  readonly many?: true;
  readonly help: string;
}

const TEXTS = {
  data: { value: 'DIR', help: 'folder of everything that is kept (default: data)' },
  port: { value: 'N', help: `port to insist on (default: ${USUAL_PORT}, or a free one where that is taken; 0: any free one)` },
  host: { value: 'ADDRESS', help: 'interface to listen on (default: 127.0.0.1, this machine only)' },
  token: { value: 'TOKEN', help: 'asked of every call but health and readiness; better given as GDS_TOKEN in the environment' },
  'allow-origin': {
    value: 'ORIGIN',
    many: true,
    help: `pages of this origin may call; again for more (default: ${USUAL_ORIGINS.join(' ')})`,
  },
  'allow-host': { value: 'NAME', many: true, help: 'a name of this machine besides localhost; again for more' },
  'public-url': { value: 'URL', help: 'the address that people use, where a proxy stands in front' },
  packages: { value: 'DIR', help: 'folder of the model packages that come along; your own lie in models of the data folder' },
  runtime: { value: 'NAME', help: `ONNX Runtime: ${RUNTIMES.join(', ')} (default: auto)` },
  root: { value: 'DIR', help: 'checkout of gds-canvas: also serves the studio, from its dist/studio' },
  'log-level': { value: 'LEVEL', help: `${LOG_LEVELS.join(', ')} (default: info)` },
  help: { help: 'this' },
  version: { help: 'the version' },
} as const satisfies Record<string, TextOption>;

/** Throws `GDS_SERVER_OPTION` with a sentence for people. Whether values make sense is `configOf`'s to say. */
export function readCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): CommandLine {
  const values = parse(args);
  const one = (name: string): string | undefined => values[name] as string | undefined;
  const token = one('token') ?? environment.GDS_TOKEN;
  const port = one('port');
  const given = {
    root: one('root'),
    packages: one('packages'),
    publicUrl: one('public-url'),
    allowOrigins: values['allow-origin'] as string[] | undefined,
    allowHosts: values['allow-host'] as string[] | undefined,
    token: token === '' ? undefined : token,
    logLevel: oneOf('log-level', one('log-level'), LOG_LEVELS),
    runtime: oneOf('runtime', one('runtime'), RUNTIMES),
    ...Object.fromEntries(SETTING_NAMES.map((name) => [name, numberOf(name, one(SETTINGS[name].option))])),
  };
  return {
    server: { data: one('data') ?? 'data', ...onlyGiven(given) },
    listen: { ...(port !== undefined && { port: portOf(port) }), ...onlyGiven({ host: one('host') }) },
    help: values.help === true,
    version: values.version === true,
  };
}

export function helpText(): string {
  const texts = Object.entries<TextOption>(TEXTS).map(([name, { value, help }]) => [`--${name}${value ? ` ${value}` : ''}`, help]);
  const numbers = SETTING_NAMES.map((name) => [
    `--${SETTINGS[name].option} N`,
    `${SETTINGS[name].help} (default: ${SETTINGS[name].default})`,
  ]);
  const lines = [...texts, ...numbers].map(([option = '', help]) => `  ${option.padEnd(24)} ${help}`);
  return `gds-canvas-server: files, jobs and models of the generative design studio.\n\n  npx gds-canvas-server --data DIR --port N\n\n${lines.join('\n')}\n`;
}

function parse(args: readonly string[]): Record<string, unknown> {
  const texts = Object.entries<TextOption>(TEXTS).map(([name, { value, many }]) => [
    name,
    value ? { type: 'string', ...(many && { multiple: true }) } : { type: 'boolean' },
  ]);
  const numbers = SETTING_NAMES.map((name) => [SETTINGS[name].option, { type: 'string' }]);
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries([...texts, ...numbers]) }).values;
  } catch (error) {
    const [what = ''] = (error as Error).message.split(/\. |\n/);
    throw wrong(`${what.replace(/\.?$/, '.')} --help lists the options.`);
  }
}

const onlyGiven = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

function numberOf(name: SettingName, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw wrong(`--${SETTINGS[name].option} takes a number, not "${text}".`);
  return Number(text);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw wrong(`--port takes a number from 0 to 65535, not "${text}".`);
  return port;
}

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined || (allowed as readonly string[]).includes(value)) return value as T | undefined;
  throw wrong(`--${option} takes one of ${allowed.join(', ')}, not "${value}".`);
}

const wrong = (message: string): GdsError => new GdsError('GDS_SERVER_OPTION', message);
