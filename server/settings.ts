/**
 * Everything of the server that can be tuned: one table, from which the command line, its help and the defaults come.
 *
 * A setting is a number in the unit that its option names. Texts and lists (data folder, origins, token) are in config.ts.
 */
const MiB = 1024 * 1024;

export interface Setting {
  /** Option of the command line, without the dashes. */
  readonly option: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly help: string;
}

const setting = (option: string, value: number, min: number, max: number, help: string): Setting => ({
  option,
  default: value,
  min,
  max,
  help,
});

export const SETTINGS = {
  uploadBytes: setting('upload-bytes', 100 * MiB, 1, 2 ** 40, 'largest file and largest request body'),
  modelBytes: setting('model-bytes', 16 * 1024 * MiB, 1, 2 ** 50, 'largest file of the folder models'),
  fieldBytes: setting('field-bytes', 1 * MiB, 1, 2 ** 30, 'largest text field of a form; a picture in base64 counts as a file'),
  imagePixels: setting('image-pixels', 50_000_000, 1, 2 ** 40, 'most pixels of a picture, read from its header'),
  queue: setting('queue', 32, 0, 1_000_000, 'jobs that may wait; the next gets 429'),
  workers: setting('workers', 1, 1, 256, 'processes that compute; a run uses all cores by itself'),
  jobSeconds: setting('job-seconds', 1800, 1, 1e9, 'how long a finished job can be asked for'),
  stallSeconds: setting('stall-seconds', 600, 1, 1e9, 'after how long a run that says nothing is given up'),
  readerSeconds: setting('reader-seconds', 60, 1, 86_400, 'after how long a reader of events that takes nothing is dropped'),
  uploadsBytes: setting('uploads-bytes', 2048 * MiB, 1, 2 ** 50, 'what the uploads by hash may hold; the least used go first'),
  uploadsHours: setting('uploads-hours', 168, 0.001, 1e6, 'how long an upload by hash is kept after its last use'),
  freeBytes: setting('free-bytes', 64 * MiB, 0, 2 ** 50, 'space that an upload must leave on the disk'),
  idleSeconds: setting('idle-seconds', 30, 0.01, 86_400, 'how long a request body may stand still before 408'),
  headerSeconds: setting('header-seconds', 30, 0.01, 86_400, 'how long the headers of a request may take'),
  shutdownSeconds: setting('shutdown-seconds', 30, 0, 86_400, 'how long running jobs may go on after SIGTERM'),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type Settings = { readonly [name in SettingName]: number };

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];
