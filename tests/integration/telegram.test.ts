/** The Telegram adapter against a stand-in that keeps the Bot API's rules. */
import { DeliveryError, type OutgoingMessage } from '../../adapters/messenger';
import { telegramMessenger } from '../../adapters/telegram/telegram';
import { startTelegramSimulator, type TelegramSimulator } from '../../simulators/telegram/telegram';

const TOKEN = '123456:a-token-of-the-tests';
let simulator: TelegramSimulator;
let clock = 1_000_000;

beforeAll(async () => {
  simulator = await startTelegramSimulator({ token: TOKEN, chatId: '-100', perMinute: 2, now: () => clock });
});
beforeEach(() => {
  clock += 120_000;
  simulator.messages.length = 0;
  simulator.down = false;
});
afterAll(() => simulator.close());

const message = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: 'd1',
  recipient: '-100',
  subject: 'unused',
  text: 'A payment is held',
  html: null,
  ...changes,
});

function send(changes: Partial<OutgoingMessage> = {}, token = TOKEN, apiUrl = simulator.url): Promise<void> {
  return telegramMessenger({ token, apiUrl }).send(message(changes));
}

async function failure(sending: Promise<void>): Promise<DeliveryError> {
  const error = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`not refused as expected: ${String(error)}`);
  return error;
}

test('an alert reaches the chat, with markup left as it is typed', async () => {
  await send({ text: '*held* <b>120.00 USD</b>' }, TOKEN, `${simulator.url}/`);
  expect(simulator.messages.map(({ text }) => text)).toEqual(['*held* <b>120.00 USD</b>']);
});

test('a text beyond the limit is cut to it, not lost, and no character is cut in half', async () => {
  await send({ text: '😀'.repeat(3_000) });
  const [sent] = simulator.messages;
  expect(sent?.text.length).toBeLessThanOrEqual(4096);
  expect(sent?.text.endsWith('😀…')).toBe(true);
});

test('too many messages wait for as long as Telegram says', async () => {
  await send();
  clock += 10_000;
  await send();
  const error = await failure(send());
  expect(error.outcome).toBe('wait');
  expect(error.retryAfterMs).toBe(50_000);
  clock += 50_000;
  await send();
  expect(simulator.messages).toHaveLength(3);
});

test('a wrong token or chat is the operator’s to mend; an outage is tried again', async () => {
  expect((await failure(send({}, '123456:wrong'))).outcome).toBe('ask');
  expect((await failure(send({ recipient: '-999' }))).outcome).toBe('ask');
  simulator.down = true;
  expect((await failure(send())).outcome).toBe('retry');
});

test('an empty text is refused for good', async () => {
  expect((await failure(send({ text: ' ' }))).outcome).toBe('refused');
});

test('the token is in no error, though it is in the address that could not be reached', async () => {
  const error = await failure(send({}, TOKEN, 'http://127.0.0.1:1'));
  expect(error.outcome).toBe('retry');
  expect(`${error.message} ${error.stack}`).not.toContain(TOKEN);
});
