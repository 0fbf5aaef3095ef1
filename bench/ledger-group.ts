/** Postings of the ledger a second, against a bare transaction that inserts one row on the same connections. */
import { randomUUID } from 'node:crypto';
import { paymentReceived } from '../domain/ledger';
import { postTransaction } from '../store/ledger';
import { type Bench, compare, type Figure } from './figures';
import { openParts } from './life/parts';

const CONNECTIONS = 10;
const WARM_UP_MS = 500;
const MEASURED_MS = 4_000;

export async function ledgerGroup(bench: Bench): Promise<Figure[]> {
  const { stand } = bench;
  const { deps, close } = openParts({ ...stand, timeScale: 1 });
  const { db } = deps;
  const post = () => {
    const [campaignId, paymentId, walletOf] = [randomUUID(), randomUUID(), null];
    const charge = { campaignId, paymentId, walletOf, wanted: 10_000, excess: 0, currency: 'USD' };
    return postTransaction(db, paymentReceived(charge));
  };
  try {
    return await compare(bench, {
      name: 'ledger.postings',
      unit: 'transactions/s',
      goal: null,
      ours: () => perSecond(post),
      bare: () =>
        perSecond(() => db.$executeRaw`INSERT INTO cursors (name, value) VALUES (${randomUUID()}, 'bare')`),
    });
  } finally {
    await close();
  }
}

async function perSecond(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now() + WARM_UP_MS;
  const to = from + MEASURED_MS;
  let done = 0;
  const client = async () => {
    while (performance.now() < to) {
      await run();
      if (performance.now() >= from) done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return (done * 1_000) / MEASURED_MS;
}
