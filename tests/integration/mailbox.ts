/** The mails and SMS that people get: the worker's own consumer and sender, with a messenger that keeps what it is given. */
import type { OutgoingMessage } from '../../adapters/messenger';
import type { Deps } from '../../services/context';
import { accountMailConsumer } from '../../worker/notifications/account-mails';
import { sendDue } from '../../worker/notifications/sender';
import { tellEvents } from '../../worker/relay/tell';

export interface Mailbox {
  /** Everything that was sent to the address since it was last asked, oldest first. */
  read(address: string): Promise<OutgoingMessage[]>;
  /** The token of the link in the one mail that came since. */
  token(address: string): Promise<string>;
}

export function openMailbox({ config, db, log, now }: Deps): Mailbox {
  const sent: OutgoingMessage[] = [];
  const keeper = {
    send: async (message: OutgoingMessage) => void sent.push(message),
    close: async () => {},
  };
  async function read(address: string): Promise<OutgoingMessage[]> {
    const telling = { db, consumers: [accountMailConsumer({ config, now })], log, now, random: Math.random };
    while ((await tellEvents(telling)) > 0);
    while ((await sendDue({ config, db, messengers: { email: keeper, sms: keeper }, log, now })) > 0);
    const mine = sent.filter(({ recipient }) => recipient === address);
    for (const message of mine) sent.splice(sent.indexOf(message), 1);
    return mine;
  }
  return {
    read,
    async token(address) {
      const mails = await read(address);
      const [, token] = /#token=(\S+)/.exec(mails[0]?.text ?? '') ?? [];
      if (mails.length !== 1 || token === undefined) throw new Error(`${mails.length} mails to ${address}`);
      return token;
    },
  };
}
