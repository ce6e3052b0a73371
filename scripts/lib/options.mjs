/** Options of the scripts: as `util.parseArgs` reads them, but a mistake gives a sentence and exit code 2 in place of a stack trace. */
import { parseArgs } from 'node:util';

/**
 * Values of `options`, which are described as for `parseArgs`. `--seed -1` is read as `--seed=-1`: a negative number is a value.
 * Ends the process when an option is unknown, lacks its value or has one too many.
 */
export function readOptions(options, args = process.argv.slice(2)) {
  try {
    return parseArgs({ args: joinNegatives(args, options), options }).values;
  } catch (error) {
    if (!error.code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    const [what] = error.message.split(/\. |\n/);
    const known = Object.entries(options).map(([name, { type }]) => (type === 'string' ? `--${name} VALUE` : `--${name}`));
    console.error(`${what.replace(/\.?$/, '.')} Options: ${known.join(', ')}.`);
    return process.exit(2);
  }
}

function joinNegatives(args, options) {
  const joined = [];
  for (const arg of args) {
    const before = joined.at(-1);
    const takesValue = before?.startsWith('--') && options[before.slice(2)]?.type === 'string';
    if (takesValue && /^-\.?\d/.test(arg)) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
