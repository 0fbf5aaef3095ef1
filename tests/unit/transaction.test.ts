/** One classifier over every shape in which Prisma and the driver report a failure, and the retries built on it. */
import { BusinessError } from '../../domain/errors';
import { asBusinessError, classify, withRetry } from '../../store/transaction';

/** The three shapes of one SQLSTATE: a model call, a raw call, a COMMIT. */
function shapes(originalCode: string): [string, unknown][] {
  const cause = { originalCode, originalMessage: 'said by the server' };
  const meta = { driverAdapterError: { name: 'DriverAdapterError', cause } };
  return [
    ['model', Object.assign(new Error('model'), { code: 'P2039', meta })],
    ['raw', Object.assign(new Error('raw'), { code: 'P2010', meta })],
    ['commit', Object.assign(new Error('commit'), { name: 'DriverAdapterError', cause })],
  ];
}

const states = {
  '40001': 'conflict',
  '40P01': 'conflict',
  '08006': 'lost',
  '57P01': 'lost',
  '57P03': 'away',
  '55P03': 'busy',
  '57014': 'busy',
  '53100': 'busy',
  '53300': 'busy',
  '25006': 'busy',
  '23505': 'unique',
  PA001: 'insufficient_funds',
  PA002: 'key_reused',
  PA003: 'refused',
  '42501': 'other',
};

test.each(Object.entries(states))('%s means %s in every shape', (state, kind) => {
  for (const [shape, error] of shapes(state)) expect([shape, classify(error).kind]).toEqual([shape, kind]);
  expect(classify(Object.assign(new Error('pg'), { code: state })).kind).toBe(kind);
});

test.each([
  [Object.assign(new Error('write conflict'), { code: 'P2034' }), 'conflict'],
  [Object.assign(new Error('no server'), { code: 'P1001' }), 'away'],
  [Object.assign(new Error('closed'), { code: 'P1017' }), 'lost'],
  [Object.assign(new Error('expired'), { code: 'P2028' }), 'busy'],
  [new Error('timeout exceeded when trying to connect'), 'busy'],
  [new Error('Connection terminated unexpectedly'), 'lost'],
  [new Error('Client has encountered a connection error and is not queryable'), 'lost'],
  [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }), 'away'],
  [new Error('read ECONNRESET'), 'lost'],
  [new BusinessError('CONFLICT'), 'other'],
  [new TypeError('x is not a function'), 'other'],
  ['a string', 'other'],
  [undefined, 'other'],
])('%p means %s', (error, kind) => {
  expect(classify(error).kind).toBe(kind);
});

test('a violated constraint is named, whether the driver names it or only its sentence does', () => {
  const cause = { originalCode: '23505', constraint: { index: 'users_email_key' } };
  expect(classify({ code: 'P2002', meta: { driverAdapterError: { cause } } })).toEqual({
    kind: 'unique',
    constraint: 'users_email_key',
  });
  const said = {
    originalCode: '23514',
    originalMessage: 'violates check constraint "payments_not_overdrawn"',
  };
  const failure = classify({ code: 'P2010', meta: { driverAdapterError: { cause: said } } });
  expect(asBusinessError(failure)?.code).toBe('REFUND_TOO_LARGE');
});

const random = () => 0;
function failing(times: number, error: unknown) {
  const run = jest.fn(async () => {
    if (run.mock.calls.length <= times) throw error;
    return 'done';
  });
  return run;
}
const conflict = shapes('40001')[2]?.[1];
const lost = new Error('Connection terminated unexpectedly');

test('a conflict at COMMIT is tried again', async () => {
  const run = failing(4, conflict);
  await expect(withRetry(run, { repeatable: false, random })).resolves.toBe('done');
  expect(run).toHaveBeenCalledTimes(5);
});

test('a conflict that does not end is UNAVAILABLE after five tries', async () => {
  const run = failing(99, conflict);
  await expect(withRetry(run, { repeatable: false, random })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(run).toHaveBeenCalledTimes(5);
});

test('a lost connection is tried again only by what is repeatable; else its outcome is unknown', async () => {
  await expect(withRetry(failing(1, lost), { repeatable: true, random })).resolves.toBe('done');
  const once = failing(1, lost);
  await expect(withRetry(once, { repeatable: false, random })).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
  });
  expect(once).toHaveBeenCalledTimes(1);
});

test('an exhausted pool is not pressed further', async () => {
  const run = failing(9, new Error('timeout exceeded when trying to connect'));
  await expect(withRetry(run, { repeatable: true, random })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(run).toHaveBeenCalledTimes(1);
});

test('a bug and a business error pass as they are', async () => {
  const bug = new TypeError('x');
  await expect(withRetry(failing(1, bug), { repeatable: true, random })).rejects.toBe(bug);
  const refusal = new BusinessError('WRONG_PHASE');
  await expect(withRetry(failing(1, refusal), { repeatable: true, random })).rejects.toBe(refusal);
});
