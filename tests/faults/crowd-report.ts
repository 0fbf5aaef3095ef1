/** A crowd before the whole system as `npm start` runs it, what came of it in words, and whether that will do. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../bin/system/ports';
import { startSystem } from '../../bin/system/system';
import { type CrowdReport, difference, KNOWN_TRIES, runCrowd } from './crowd';
import { KEPT } from './stage';

/** Milliseconds in which a known user must be in, whatever the crowd does. */
const KNOWN_WITHIN = 3_000;
/** Standard errors: chance alone is as far off once in 15,000 runs. */
const CHANCE = 4;
/** Tries of each kind whose password was looked at; fewer tell nothing. */
const FEWEST = 20;

/** Prints what happened. @returns whether known users got in and strangers learned nothing. */
export async function crowdReport(strangers: number, seconds: number): Promise<boolean> {
  if (![strangers, seconds].every((count) => Number.isSafeInteger(count) && count > 0))
    throw new Error('--crowd and --seconds are numbers from 1');
  console.log(`${strangers} strangers of as many networks sign in for ${seconds} s, with wrong passwords`);
  const report = await onSystem((apiUrl) =>
    runCrowd({ apiUrl, strangers, seconds, everyMs: (seconds * 1_000) / (KNOWN_TRIES + 1) }),
  );
  console.log('\nstrangers were answered:');
  for (const [answer, count] of Object.entries(report.answers).sort())
    console.log(`${String(count).padStart(7)}  ${answer}`);
  const verdicts = [knownUsers(report), secrecy(report)];
  return verdicts.every((isGood) => isGood);
}

function knownUsers({ known, refused }: CrowdReport): boolean {
  const times = known.map((ms) => Math.round(ms));
  console.log(`\nknown users were in after ${times.join(', ')} ms`);
  for (const why of refused) console.log(`  one was answered ${why}`);
  const isGood = times.length > 0 && refused.length === 0 && Math.max(...times) <= KNOWN_WITHIN;
  return verdict(isGood, `a known user gets in every time, within ${KNOWN_WITHIN} ms`);
}

function secrecy(report: CrowdReport): boolean {
  const counts = [report.existing.looked.length, report.unknown.looked.length];
  if (Math.min(...counts) < FEWEST) return verdict(false, `too few tries to tell: ${counts.join(' and ')}`);
  const { existing, unknown, longer, errors, turnedAwayErrors } = difference(report);
  const [a, b] = [existing, unknown].map((ms) => ms.toFixed(0));
  console.log(
    `\naddresses with an account: ${a} ms at the median, without: ${b} ms, difference ${(existing - unknown).toFixed(0)} ms`,
  );
  console.log(
    `  the former took longer in ${(100 * longer).toFixed(1)} % of pairs, ${errors.toFixed(1)} standard errors from chance`,
  );
  console.log(`  the shares turned away are ${turnedAwayErrors.toFixed(1)} standard errors apart`);
  const isGood = errors < CHANCE && turnedAwayErrors < CHANCE;
  return verdict(isGood, 'strangers do not learn which addresses have an account');
}

function verdict(isGood: boolean, what: string): boolean {
  console.log(`${isGood ? 'yes' : 'NO'}: ${what}`);
  return isGood;
}

/** With limits and hashes as in production. */
async function onSystem<T>(work: (apiUrl: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'adflight-crowd-'));
  try {
    const [port, adserverPort] = [await freePort(), await freePort()];
    const system = await startSystem({
      dataDir,
      say: () => {},
      given: {
        ...Object.fromEntries(KEPT.map((name) => [name, process.env[name]])),
        ...{ NODE_ENV: 'test', LOG_LEVEL: 'error', TRUST_PROXY: 'loopback' },
        ...{ PORT: String(port), ADSERVER_PORT: String(adserverPort) },
      },
    });
    try {
      return await work(`http://127.0.0.1:${system.ports.api}`);
    } finally {
      await system.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
