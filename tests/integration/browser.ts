/** A browser, as far as signing in at a provider needs one: it follows links, fills in the form and keeps cookies by site. */

export interface Browser {
  /** Follows redirects until one leads to `until`, whose address it answers without going there. */
  signIn(address: string, login: string, until: string): Promise<URL>;
  /** Every address it has been sent to. */
  visited: string[];
}

export function openBrowser(): Browser {
  const cookies = new Map<string, Map<string, string>>();
  const visited: string[] = [];

  async function visit(address: URL, form?: Record<string, string>): Promise<Response> {
    const jar = cookies.get(address.origin) ?? new Map<string, string>();
    cookies.set(address.origin, jar);
    const answer = await fetch(address, {
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      value === '' ? jar.delete(name) : jar.set(name, value);
    }
    return answer;
  }

  return {
    visited,
    async signIn(address, login, until) {
      let [next, form]: [URL, Record<string, string> | undefined] = [new URL(address), undefined];
      for (let step = 0; step < 20; step++) {
        visited.push(next.href);
        if (next.href.startsWith(until)) return next;
        const answer = await visit(next, form);
        const location = answer.headers.get('location');
        const page = await answer.text();
        form = undefined;
        if (location !== null) next = new URL(location, next);
        else {
          const [, action] = /<form[^>]*action="([^"]+)"/.exec(page) ?? [];
          if (answer.status !== 200 || action === undefined)
            throw new Error(`stuck at ${next}: ${answer.status} ${page}`);
          next = new URL(action, next);
          form = { prompt: 'login', login, password: 'any' };
        }
      }
      throw new Error('sent round and round');
    },
  };
}

/** The cookie that an answer sets, as it is sent back. */
export function cookieOf({ headers }: { headers: Headers }): string {
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
