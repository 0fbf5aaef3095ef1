/** The local inbox: mails and SMS that a machine in development sent to nobody, newest first, shown to that machine alone. */
import type { Request, RequestHandler } from 'express';
import { escapeMarkup as e } from '../infra/markup';

interface KeptMessage {
  channel: string;
  /** ISO 8601. */
  at: string;
  recipient: string;
  subject: string;
  text: string;
}

export const INBOX_PATH = '/dev/inbox';

/** Its own style, and nothing else: no script, and nothing from anywhere. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** @param read the newest first. */
export function inboxPage(read: () => Promise<readonly KeptMessage[]>): RequestHandler {
  return async (req, res, next) => {
    if (req.path !== INBOX_PATH || req.method !== 'GET' || !isThisMachine(req)) return next();
    const page = render(await read());
    res.set('Cache-Control', 'no-store').set('Content-Security-Policy', POLICY).type('html').send(page);
  };
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOCAL_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/** The connection itself, not what a header says; no proxy in between, and no strange name that leads here. */
function isThisMachine({ socket, headers }: Request): boolean {
  const proxied = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !proxied && LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_HOST.test(headers.host ?? '');
}

function render(messages: readonly KeptMessage[]): string {
  const list = messages.map(renderMessage).join('') || '<p>Nothing has been sent yet.</p>';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="10">
<title>Local inbox</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1c1917}
article{border:1px solid #d6d3d1;border-radius:.5rem;padding:1rem;margin:1rem 0}h2{font-size:1rem;margin:0}
p{margin:.25rem 0;color:#57534e}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.75rem 0 0}</style>
</head><body><main><h1>Local inbox</h1>
<p>What this machine would have sent: nobody got it. The page looks again every ten seconds.</p>${list}</main></body></html>`;
}

function renderMessage({ channel, at, recipient, subject, text }: KeptMessage): string {
  return `<article><h2>${e(subject)}</h2>
<p>${channel === 'sms' ? 'SMS' : 'Mail'} to ${e(recipient)}, <time datetime="${e(at)}">${e(at)}</time></p>
<pre>${linked(text)}</pre></article>`;
}

/** Addresses become links; everything is escaped, in a link or not. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, n) => (n % 2 === 1 ? `<a href="${e(part)}" rel="noreferrer">${e(part)}</a>` : e(part)))
    .join('');
}
