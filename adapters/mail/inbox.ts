/** Mail and SMS without a server, for development: each goes to the log and to a local file that a page can show. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Instant } from '../../domain/time';
import type { Logger } from '../../infra/log';
import { appendPrivate, privateFolder } from '../../infra/private-files';
import type { Messenger } from '../messenger';

const StoredMail = z.object({
  id: z.string(),
  channel: z.enum(['email', 'sms']).default('email'),
  at: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
});
export type StoredMail = z.output<typeof StoredMail>;

const file = (folder: string) => path.join(folder, 'inbox.jsonl');

interface InboxOptions {
  channel: StoredMail['channel'];
  folder: string;
  log: Logger;
  /** For whom and what it says goes to the log too, a code and all. */
  logsText: boolean;
  now(): Instant;
}

export function inboxMessenger({ channel, folder, log, logsText, now }: InboxOptions): Messenger {
  return {
    async send({ id, recipient, subject, text, html }) {
      const mail: StoredMail = {
        id,
        channel,
        at: new Date(now()).toISOString(),
        recipient,
        subject,
        text,
        html,
      };
      await privateFolder(folder);
      await appendPrivate(file(folder), `${JSON.stringify(mail)}\n`);
      log.info({ channel, subject, ...(logsText && { recipient, text }) }, 'kept in the local inbox');
    },
    async close() {},
  };
}

/** The newest first; empty before the first mail. */
export async function readInbox(folder: string, limit: number): Promise<StoredMail[]> {
  const lines = await readFile(file(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return lines
    .split('\n')
    .filter(Boolean)
    .slice(-limit)
    .reverse()
    .map((line) => StoredMail.parse(JSON.parse(line)));
}
