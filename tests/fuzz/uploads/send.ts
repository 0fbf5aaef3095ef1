/** Sends a file as a client would, by form or by ticket, and says what was answered and how soon. */
import { z } from 'zod';
import { TicketAnswer } from '../../../schemas/media';
import type { Case } from './plan';

/** Far behind the longest that any file may take. */
const PATIENCE_MS = 90_000;

export interface Sent {
  /** 0: no answer came. */
  status: number;
  /** Of the last answer: a media item or a problem. */
  body: unknown;
  /** Milliseconds, of all requests together. */
  took: number;
}

/** Made before the clock runs: what is large is not copied while others are timed. */
export async function prepared(apiUrl: string, { bytes, type, way }: Pick<Case, 'bytes' | 'type' | 'way'>) {
  const content = new Uint8Array(bytes);
  const form = way === 'form' ? await formOf(content, type) : null;
  return async (token: string): Promise<Sent> => {
    const ask = { apiUrl, token };
    const begun = performance.now();
    const answering = form ? post(ask, '/media/upload', form.body, form.type) : byTicket(ask, content, type);
    const answered = await answering.catch((error: unknown) => ({
      status: 0,
      body: { code: wordsOf(error) },
    }));
    return { ...answered, took: performance.now() - begun };
  };
}

type Bytes = Uint8Array<ArrayBuffer>;
type Answered = Omit<Sent, 'took'>;
type Asking = Record<'apiUrl' | 'token', string>;

async function formOf(content: Bytes, type: string): Promise<{ body: Bytes; type: string }> {
  const form = new FormData();
  form.set('file', new Blob([content], { type }), 'fuzz');
  const encoded = new Response(form);
  return {
    type: encoded.headers.get('content-type') ?? '',
    body: new Uint8Array(await encoded.arrayBuffer()),
  };
}

async function byTicket(ask: Asking, content: Bytes, type: string): Promise<Answered> {
  const asked = { file_name: 'fuzz', content_type: type, bytes: content.length };
  const ticket = await post(ask, '/media/uploads', JSON.stringify(asked), 'application/json');
  if (ticket.status !== 201) return ticket;
  const { id, upload } = TicketAnswer.parse(ticket.body);
  const put = await fetch(upload.url, {
    ...{ method: upload.method, headers: upload.headers, body: content },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (put.status !== 200) return { status: put.status, body: await put.json().catch(() => null) };
  return post(ask, `/media/${id}/complete`, null);
}

async function post(
  { apiUrl, token }: Asking,
  path: string,
  body: Bytes | string | null,
  contentType?: string,
): Promise<Answered> {
  const answer = await fetch(`${apiUrl}/api/v1${path}`, {
    ...{ method: 'POST', body, signal: AbortSignal.timeout(PATIENCE_MS) },
    headers: { authorization: `Bearer ${token}`, ...(contentType && { 'content-type': contentType }) },
  });
  return { status: answer.status, body: await answer.json().catch(() => null) };
}

function wordsOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

const Problem = z.object({ code: z.string() });

/** A problem's code, where it has one. */
export const codeOf = ({ body }: Pick<Sent, 'body'>): string => Problem.safeParse(body).data?.code ?? '';
