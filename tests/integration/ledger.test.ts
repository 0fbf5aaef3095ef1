/** The ledger in a real database: nothing unbalanced, twice, overdrawn or changed afterwards, whoever asks and how often. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import {
  accounts,
  campaignPostings,
  disputeLost,
  type Posting,
  paymentReceived,
  refundSucceeded,
} from '../../domain/ledger';
import type { Database } from '../../infra/database';
import { postTransaction, readBalance } from '../../store/ledger';
import { checkLedger } from '../../store/ledger-check';
import { classify, inTransaction } from '../../store/transaction';
import { freshDatabase } from './parts';

let db: Database;
let url: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, url, close } = await freshDatabase());
}, 60_000);
afterAll(() => close());

const received = (campaignId: string, wanted: number, paymentId: string = randomUUID()) =>
  paymentReceived({ paymentId, campaignId, currency: 'USD', wanted, excess: 0, walletOf: null });
const spent = (campaignId: string, amount: number): Posting[] =>
  campaignPostings({ campaignId, userId: 'u' }, [
    { kind: 'spend', paymentId: null, amount, currency: 'USD' },
  ]);
const debit = (key: string, account: string, amount: number): Posting => ({
  key,
  kind: 'refund',
  referenceType: 'refund',
  referenceId: key,
  description: 'A debit',
  entries: [
    { account, currency: 'USD', amount: -amount },
    { account: 'stripe:USD', currency: 'USD', amount },
  ],
});
const kindOf = (error: unknown) => classify(error).kind;

test('a posting is done once, its repeat is known, and its key serves nothing else', async () => {
  const campaignId = randomUUID();
  const posting = received(campaignId, 500);
  await expect(postTransaction(db, posting)).resolves.toBe('posted');
  await expect(postTransaction(db, posting)).resolves.toBe('replayed');
  const other = { ...received(campaignId, 501), key: posting.key };
  await expect(postTransaction(db, other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  await expect(readBalance(db, accounts.campaign(campaignId))).resolves.toBe(500n);
});

test('a hundred parallel repeats of one posting move money once', async () => {
  const campaignId = randomUUID();
  const posting = received(campaignId, 70);
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => postTransaction(db, posting)));
  expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(1);
  await expect(readBalance(db, accounts.campaign(campaignId))).resolves.toBe(70n);
});

test.each([
  [
    'entries that do not sum to zero',
    [
      { account: 'campaign:x', currency: 'USD', amount: 5 },
      { account: 'stripe:USD', currency: 'USD', amount: -4 },
    ],
  ],
  [
    'a sum that is zero over two currencies only',
    [
      { account: 'campaign:x', currency: 'USD', amount: 5 },
      { account: 'stripe:EUR', currency: 'EUR', amount: -5 },
    ],
  ],
  ['one entry', [{ account: 'campaign:x', currency: 'USD', amount: 5 }]],
  [
    'an entry of nothing',
    [
      { account: 'campaign:x', currency: 'USD', amount: 0 },
      { account: 'stripe:USD', currency: 'USD', amount: 0 },
    ],
  ],
  [
    'an unknown kind of account',
    [
      { account: 'pocket:x', currency: 'USD', amount: 5 },
      { account: 'stripe:USD', currency: 'USD', amount: -5 },
    ],
  ],
])('%s is refused', async (_, entries) => {
  const key = randomUUID();
  const refused = postTransaction(db, { ...received('x', 5), key, entries }).catch(kindOf);
  await expect(refused).resolves.toBe('refused');
  await expect(db.ledgerTransaction.count({ where: { key } })).resolves.toBe(0);
});

test('an account keeps its currency', async () => {
  const campaignId = randomUUID();
  await postTransaction(db, received(campaignId, 100));
  const euros = paymentReceived({
    paymentId: randomUUID(),
    campaignId,
    currency: 'EUR',
    wanted: 5,
    excess: 0,
    walletOf: null,
  });
  await expect(postTransaction(db, euros).catch(kindOf)).resolves.toBe('refused');
});

test('a payment held in another currency goes back in its own, past the account of its campaign', async () => {
  const [campaignId, paymentId] = [randomUUID(), randomUUID()];
  await postTransaction(db, received(campaignId, 100));
  const held = { paymentId, campaignId, currency: 'EUR' };
  await postTransaction(db, paymentReceived({ ...held, wanted: 0, excess: 70, walletOf: null }));
  const back = (key: string) => refundSucceeded({ ...held, key, amount: 70, origin: 'adflight' });
  await expect(postTransaction(db, back(`${paymentId}:1`))).resolves.toBe('posted');
  await expect(postTransaction(db, back(`${paymentId}:2`)).catch(kindOf)).resolves.toBe('refused');
  await expect(readBalance(db, accounts.suspense(paymentId))).resolves.toBe(0n);
  await expect(readBalance(db, accounts.campaign(campaignId))).resolves.toBe(100n);
});

test('a refund without cover is refused, and opens no account on the way', async () => {
  const campaignId = randomUUID();
  const refund = { key: randomUUID(), paymentId: randomUUID(), campaignId, currency: 'USD', amount: 5 };
  await expect(postTransaction(db, refundSucceeded({ ...refund, origin: 'adflight' }))).rejects.toMatchObject(
    {
      code: 'INSUFFICIENT_FUNDS',
    },
  );
  await expect(db.ledgerAccount.count({ where: { code: accounts.campaign(campaignId) } })).resolves.toBe(0);
});

test('of 500 parallel debits of a hundredth of the balance exactly 100 succeed', async () => {
  const campaignId = randomUUID();
  const account = accounts.campaign(campaignId);
  await postTransaction(db, received(campaignId, 10_000));
  const outcomes = await Promise.all(
    Array.from({ length: 500 }, (_, n) =>
      repeated(() => postTransaction(db, debit(`${campaignId}:${n}`, account, 100))),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(100);
  expect(outcomes.filter((outcome) => outcome === 'INSUFFICIENT_FUNDS')).toHaveLength(400);
  await expect(readBalance(db, account)).resolves.toBe(0n);
  await expect(db.ledgerAccount.findUnique({ where: { code: account } })).resolves.toMatchObject({
    balance: 0n,
  });
  await expect(
    db.ledgerTransaction.count({ where: { key: { startsWith: `${campaignId}:` } } }),
  ).resolves.toBe(100);
});

test('with the check in the function planted away, the constraint alone still stops the overdraft', async () => {
  const own = await freshDatabase();
  const owner = await openOwner(own.url);
  const campaignId = randomUUID();
  try {
    const { rows } = await owner.query("SELECT pg_get_functiondef('post_transaction'::regproc) AS source");
    const { source } = z.object({ source: z.string() }).parse(rows[0]);
    const planted = source.replace('AND balance + v_part >= floor', '');
    expect(planted).not.toBe(source);
    await owner.query(planted);
    await postTransaction(own.db, received(campaignId, 1_000));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        postTransaction(own.db, debit(`d${n}`, accounts.campaign(campaignId), 100)).catch(kindOf),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(40);
  } finally {
    await owner.end();
    await own.close();
  }
}, 60_000);

test('what a campaign cannot bear falls to the loss, and the books end the same in either order', async () => {
  const ends = async (order: 'spend first' | 'dispute first') => {
    const [campaignId, paymentId, currency] = [
      randomUUID(),
      randomUUID(),
      order === 'spend first' ? 'GBP' : 'INR',
    ];
    const spend = campaignPostings({ campaignId, userId: 'u' }, [
      { kind: 'spend', paymentId: null, amount: 40, currency },
    ]);
    const dispute = disputeLost({
      disputeId: randomUUID(),
      paymentId,
      campaignId,
      currency,
      amount: 100,
      fee: 15,
    });
    await postTransaction(
      db,
      paymentReceived({ paymentId, campaignId, currency, wanted: 100, excess: 0, walletOf: null }),
    );
    const postings = order === 'spend first' ? [...spend, dispute] : [dispute, ...spend];
    for (const posting of postings) await postTransaction(db, posting);
    const codes = [
      accounts.campaign(campaignId),
      accounts.revenue(currency),
      accounts.loss(currency),
      accounts.fees(currency),
    ];
    return Promise.all([...codes, accounts.stripe(currency)].map((code) => readBalance(db, code)));
  };
  const expected = [0n, 40n, -40n, -15n, 15n];
  await expect(ends('spend first')).resolves.toEqual(expected);
  await expect(ends('dispute first')).resolves.toEqual(expected);
});

test('two transactions over the same accounts in opposite order both succeed', async () => {
  const [a, b] = [`wallet:${randomUUID()}:USD`, `wallet:${randomUUID()}:USD`];
  const fill = (account: string): Posting => ({ ...debit(`fill:${account}`, account, -1_000) });
  await postTransaction(db, fill(a));
  await postTransaction(db, fill(b));
  const move = (n: number, from: string, to: string): Posting => ({
    ...debit(`move:${a}:${n}`, from, 1),
    entries: [
      { account: from, currency: 'USD', amount: -1 },
      { account: to, currency: 'USD', amount: 1 },
    ],
  });
  const moves = Array.from({ length: 60 }, (_, n) =>
    postTransaction(db, n % 2 ? move(n, a, b) : move(n, b, a)),
  );
  await expect(Promise.all(moves)).resolves.toEqual(Array(60).fill('posted'));
  await expect(readBalance(db, a)).resolves.toBe(1_000n);
});

test('the application can neither write the ledger itself nor change what was audited', async () => {
  await postTransaction(db, received(randomUUID(), 5));
  await db.auditEntry.create({
    data: { actorKind: 'user', actorId: 'u', action: 'a', targetKind: 't', targetId: 't', requestId: 'r' },
  });
  const attempts = [
    db.$executeRaw`UPDATE ledger_entries SET amount = amount + 1`,
    db.$executeRaw`DELETE FROM ledger_entries`,
    db.$executeRaw`INSERT INTO ledger_entries (transaction_id, account_code, amount, currency) VALUES (1, 'x', 1, 'USD')`,
    db.$executeRaw`UPDATE ledger_transactions SET kind = 'spend'`,
    db.$executeRaw`UPDATE ledger_accounts SET balance = 1000000`,
    db.$executeRaw`INSERT INTO ledger_accounts (code, currency, balance) VALUES ('wallet:me:USD', 'USD', 1000000)`,
    db.$executeRaw`TRUNCATE ledger_entries`,
    db.$executeRaw`UPDATE audit_entries SET actor_id = 'nobody'`,
    db.$executeRaw`DELETE FROM audit_entries`,
    db.$executeRaw`DELETE FROM _prisma_migrations`,
  ];
  for (const attempt of attempts) await expect(attempt).rejects.toThrow(/permission denied/);
});

test('even the owner cannot rewrite an entry, a transaction or an audit entry', async () => {
  const owner = await openOwner(url);
  try {
    for (const table of ['ledger_entries', 'ledger_transactions', 'audit_entries']) {
      await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
      await expect(owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/append-only/);
    }
    await expect(owner.query('UPDATE ledger_entries SET amount = 1')).rejects.toThrow(/append-only/);
  } finally {
    await owner.end();
  }
});

test('a posting of a rolled back transaction leaves no trace', async () => {
  const posting = received(randomUUID(), 5);
  const broken = inTransaction(db, async (tx) => {
    await postTransaction(tx, posting);
    throw new Error('later');
  });
  await expect(broken).rejects.toThrow('later');
  await expect(db.ledgerTransaction.count({ where: { key: posting.key } })).resolves.toBe(0);
});

test('the check finds a tampered entry, a forged balance, and money that nothing explains', async () => {
  const own = await freshDatabase();
  const owner = await openOwner(own.url);
  try {
    await expect(checkLedger(own.db)).resolves.toEqual([]);
    const campaignId = randomUUID();
    await postTransaction(own.db, received(campaignId, 900));
    for (const posting of spent(campaignId, 300)) await postTransaction(own.db, posting);
    await owner.query('ALTER TABLE ledger_entries DISABLE TRIGGER append_only');
    await owner.query('UPDATE ledger_entries SET amount = amount + 1 WHERE amount = 300');
    await owner.query('UPDATE ledger_accounts SET balance = 601 WHERE floor = 0');
    const broken = (await checkLedger(own.db)).map(({ rule }) => rule);
    expect(broken).toContain('entries of a transaction sum to zero in each currency');
    expect(broken).toContain('a balance is the sum of its entries, and not below its floor');
    expect(broken).toContain('a transaction refers to something that is there');
  } finally {
    await owner.end();
    await own.close();
  }
}, 60_000);

/** As a caller does who hears 503: the same key again, until there is an answer. */
async function repeated(run: () => Promise<'posted' | 'replayed'>): Promise<string> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const { kind } = classify(error);
      if (kind !== 'busy') return error instanceof BusinessError ? error.code : kind;
    }
  }
}

/** The same database as its owner, whom no grant stops. */
async function openOwner(ownerUrl: string): Promise<Client> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  return owner;
}
