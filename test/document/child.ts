/** One part of the seeds, run for the process that forked this one. */
import { runSeeds, type Seeds } from './seeds.js';

process.send!(runSeeds(JSON.parse(process.argv[2]!) as Seeds), () => process.disconnect());
