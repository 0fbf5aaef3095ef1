/** Planted secrets, and the search for them in any of the forms in which a text may carry them. */
import { randomBytes } from 'node:crypto';

interface Canary {
  name: string;
  forms: (string | RegExp)[];
  /** A phone: the database must know it; nothing else may. */
  isPersonal: boolean;
}

export class Canaries {
  private readonly planted: Canary[] = [];

  /** Plants a secret: one that the system made, or a new one. */
  secret(name: string, value = `cnry-${randomBytes(12).toString('hex')}`): string {
    this.planted.push({ name, forms: formsOf(value), isPersonal: false });
    return value;
  }

  personal(name: string, value: string): string {
    const digits = value.replace(/\D/g, '');
    this.planted.push({ name, forms: [value, encodeURIComponent(value), digits], isPersonal: true });
    return value;
  }

  get names(): string[] {
    return this.planted.map(({ name }) => name);
  }

  /** Which of them the text holds, with a little of what stands around them. */
  foundIn(text: string, { alsoPersonal = true } = {}): string[] {
    const sought = this.planted.filter(({ isPersonal }) => alsoPersonal || !isPersonal);
    return sought.flatMap(({ name, forms }) => {
      const at = Math.max(
        ...forms.map((form) => text.search(typeof form === 'string' ? literal(form) : form)),
      );
      return at < 0 ? [] : [`${name}: …${text.slice(Math.max(0, at - 80), at)}[here]`];
    });
  }
}

function formsOf(value: string): (string | RegExp)[] {
  // A short number is only itself where nothing else stands beside it.
  if (/^\d{1,8}$/.test(value)) return [new RegExp(`(?<![\\w.:-])${value}(?![\\w.:-])`)];
  const bytes = Buffer.from(value);
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('hex'),
    // Wherever it begins in an encoded text, less what its neighbours share with it.
    ...[0, 1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .slice(4, -4)
        .replace(/=+$/, ''),
    ),
  ];
}

const literal = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
