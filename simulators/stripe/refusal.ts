/** An error as Stripe words it: the status and the `error` object of the answer. */

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: {
      type: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error';
      message: string;
      code?: string;
      param?: string;
    },
    readonly headers: Record<string, string> = {},
  ) {
    super(error.message);
  }

  /** Stripe keeps no answer under a key for a request that it never began: bad parameters, a busy key. */
  get began(): boolean {
    return !this.error.code?.startsWith('parameter_') && this.status !== 409 && this.status !== 429;
  }
}

/** 400 for a parameter that is missing, unknown or of the wrong form. */
export function badParameter(
  param: string,
  message: string,
  code: `parameter_${string}` = 'parameter_invalid',
): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', code, param, message });
}

/** 404 as for any id that this account does not have. */
export function missing(name: string, id: string): Refusal {
  return new Refusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: 'id',
    message: `No such ${name}: '${id}'`,
  });
}

/** 400 for something the rules forbid now: a refund too large, a session that is no longer open. */
export function forbidden(message: string, code?: string): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', message, ...(code ? { code } : {}) });
}
