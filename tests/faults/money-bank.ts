/** What goes on by itself around a money run: the bank that refunds of debits go to, and the wait until all is at rest. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Database } from '../../infra/database';
import { readCursor } from '../../store/cursors';

const LOOK_MS = 1_500;
const REST_WITHIN_MS = 120_000;
const Pending = z.array(z.looseObject({ id: z.string(), status: z.string() }));
const Waiting = z.array(z.object({ what: z.string(), n: z.coerce.number() }));

/** Takes three of four refunds that are pending, a moment later, and sends the others back. */
export function openBank(stripeUrl: string): { close(): Promise<void> } {
  let open = true;
  const seen = new Set<string>();
  const run = async () => {
    for (; open; await sleep(LOOK_MS)) {
      const refunds = Pending.parse(await (await fetch(`${stripeUrl}/_sim/objects/refund`)).json());
      for (const { id } of refunds.filter(({ status }) => status === 'pending')) {
        // Not when it is first seen: acts of its sequence may come before.
        if (seen.has(id)) await control(stripeUrl, `refunds/${id}/settle`, { succeeded: !isRefused(id) });
        else seen.add(id);
      }
    }
  };
  const running = run();
  return {
    close() {
      open = false;
      return running;
    },
  };
}

const isRefused = (id: string) => Number.parseInt(id.slice(-1), 16) < 4;

/** Until nothing that can go on by itself has anything to do. @returns what waits for ever, after two minutes. */
export async function untilAtRest(
  db: Database,
  stripeUrl: string,
  say: (line: string) => void,
): Promise<string[]> {
  await control(stripeUrl, 'webhooks/flush', {});
  const since = Date.now();
  for (let quiet = 0, looks = 1; quiet < 4; looks += 1) {
    const waiting = await waitingIn(db);
    // A sweep that began since has found every lost webhook.
    const swept = Number(await readCursor(db, 'stripe-events')) > since + 1_000;
    quiet = waiting.length === 0 && swept ? quiet + 1 : 0;
    if (Date.now() > since + REST_WITHIN_MS) return waiting.map((what) => `still waiting: ${what}`);
    if (looks % 60 === 0) say(`still waiting: ${waiting.join('; ')}`);
    await sleep(500);
  }
  return [];
}

async function waitingIn(db: Database): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT 'inbox ' || coalesce(outcome, '') AS what, count(*) AS n FROM inbox
      WHERE handled_at IS NULL AND parked_at IS NULL GROUP BY 1
    UNION ALL SELECT 'outbox ' || kind || ' of ' || key, 1 FROM outbox WHERE handled_at IS NULL
    UNION ALL SELECT 'campaign ' || id || ' in ' || phase, 1 FROM campaigns WHERE phase IN ('activating', 'completing')
    UNION ALL SELECT 'refunds', count(*) FROM refunds r JOIN payments p ON p.id = r.payment_id
      WHERE r.status IN ('reserved', 'requested', 'processing') AND NOT p.disputed`;
  return Waiting.parse(rows)
    .filter(({ n }) => n > 0)
    .map(({ what, n }) => `${n} × ${what}`);
}

async function control(stripeUrl: string, path: string, body: unknown): Promise<void> {
  await fetch(`${stripeUrl}/_sim/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
