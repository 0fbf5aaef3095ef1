/** The postings of the ledger as pure data: which movement of money touches which accounts, under which key. */

/**
 * Account codes. A wallet, a campaign and a suspense account keep a balance that cannot fall below zero; the others are
 * counter-accounts, whose balance is the sum of their entries. The database refuses a code that it does not know.
 */
export const accounts = {
  wallet: (userId: string, currency: string) => `wallet:${userId}:${currency}`,
  /** What was paid for a campaign and is neither spent nor given back. */
  campaign: (campaignId: string) => `campaign:${campaignId}`,
  /** Received, but wanted by no campaign: paid twice, too late, or in a wrong amount. */
  suspense: (paymentId: string) => `suspense:${paymentId}`,
  /** Minus what Stripe holds for us: a receipt lowers it, a refund or fee raises it. */
  stripe: (currency: string) => `stripe:${currency}`,
  /** What delivered advertising earned. */
  revenue: (currency: string) => `revenue:${currency}`,
  /** Minus what was taken back from us after it had been spent: lost disputes, refunds made at Stripe itself. */
  loss: (currency: string) => `dispute_loss:${currency}`,
  /** Minus what banks and providers charged us. */
  fees: (currency: string) => `fees:${currency}`,
} as const;

export interface Entry {
  account: string;
  currency: string;
  /** Minor units, added to the account; never 0. */
  amount: number;
  /** Accounts that bear, in this order, what `account` cannot: its balance would fall below its floor. */
  otherwise?: string[];
}

/** One balanced transaction. The same key with the same entries is posted once; with others it is refused. */
export interface Posting {
  key: string;
  kind: 'charge' | 'excess' | 'refund' | 'refund_returned' | 'spend' | 'dispute';
  referenceType: 'payment' | 'refund' | 'dispute' | 'campaign';
  referenceId: string;
  description: string;
  /** They sum to zero in each currency. */
  entries: Entry[];
}

/**
 * Money of a payment arrived, in one transaction however it is shared out: what the campaign wants goes to it, the
 * rest waits in suspense to be given back.
 * @param payment `wanted` and `excess` in minor units, not both 0; `walletOf` is the user whose wallet paid, null for Stripe.
 */
export function paymentReceived(payment: {
  paymentId: string;
  campaignId: string;
  currency: string;
  wanted: number;
  excess: number;
  walletOf: string | null;
}): Posting {
  const { paymentId, campaignId, currency, wanted, excess, walletOf } = payment;
  const source = walletOf ? accounts.wallet(walletOf, currency) : accounts.stripe(currency);
  const entries = [
    { account: accounts.campaign(campaignId), currency, amount: wanted },
    { account: accounts.suspense(paymentId), currency, amount: excess },
    { account: source, currency, amount: -wanted - excess },
  ];
  return {
    key: `received:${paymentId}`,
    kind: wanted > 0 ? 'charge' : 'excess',
    referenceType: 'payment',
    referenceId: paymentId,
    description: wanted > 0 ? 'Campaign payment' : 'Payment that no campaign wants',
    entries: entries.filter((entry) => entry.amount !== 0),
  };
}

/** A campaign was paid from its advertiser's wallet; refused by the ledger when the wallet holds less. */
export function walletCharged(charge: {
  paymentId: string;
  campaignId: string;
  advertiserId: string;
  currency: string;
  /** Minor units, positive. */
  amount: number;
}): Posting {
  const { amount, advertiserId, ...payment } = charge;
  return paymentReceived({ ...payment, wanted: amount, excess: 0, walletOf: advertiserId });
}

/**
 * A refund went out: from what is in suspense first, then from the campaign. One that somebody made at Stripe
 * itself is a fact even where the money is spent already: the rest is our loss.
 */
export function refundSucceeded(refund: {
  key: string;
  paymentId: string;
  campaignId: string | null;
  currency: string;
  amount: number;
  origin: 'adflight' | 'provider';
  /** The user whose wallet gets it; else it goes through Stripe. */
  walletOf?: string | null;
}): Posting {
  const { key, paymentId, campaignId, currency, amount, origin, walletOf } = refund;
  const to = walletOf ? accounts.wallet(walletOf, currency) : accounts.stripe(currency);
  const otherwise = [
    ...(campaignId ? [accounts.campaign(campaignId)] : []),
    ...(origin === 'provider' ? [accounts.loss(currency)] : []),
  ];
  return {
    key: `refund:${key}`,
    kind: 'refund',
    referenceType: 'refund',
    referenceId: key,
    description: origin === 'provider' ? 'Refund made at Stripe' : 'Refund',
    entries: [
      { account: accounts.suspense(paymentId), currency, amount: -amount, otherwise },
      { account: to, currency, amount },
    ],
  };
}

/**
 * A refund failed after it had succeeded: the money is back. `kept` of it waits in suspense to be given back again; the
 * rest was spent meanwhile, and makes good our loss.
 */
export function refundReturned(returned: {
  key: string;
  paymentId: string;
  currency: string;
  amount: number;
  kept: number;
  /** The account that the refund went to: it comes back from there. */
  from: string;
}): Posting {
  const { key, paymentId, currency, amount, kept, from } = returned;
  const entries = [
    { account: accounts.suspense(paymentId), currency, amount: kept },
    { account: accounts.loss(currency), currency, amount: amount - kept },
    { account: from, currency, amount: -amount },
  ];
  return {
    key: `refund_returned:${key}`,
    kind: 'refund_returned',
    referenceType: 'refund',
    referenceId: key,
    description: 'Refund that the bank returned',
    entries: entries.filter((entry) => entry.amount !== 0),
  };
}

/** A dispute was lost: the bank took the amount back and a fee besides; what was spent already is our loss. */
export function disputeLost(dispute: {
  disputeId: string;
  paymentId: string;
  campaignId: string | null;
  currency: string;
  amount: number;
  fee: number;
}): Posting {
  const { disputeId, paymentId, campaignId, currency, amount, fee } = dispute;
  const otherwise = [...(campaignId ? [accounts.campaign(campaignId)] : []), accounts.loss(currency)];
  return {
    key: `dispute:${disputeId}`,
    kind: 'dispute',
    referenceType: 'dispute',
    referenceId: disputeId,
    description: 'Dispute lost',
    entries: [
      { account: accounts.suspense(paymentId), currency, amount: -amount, otherwise },
      ...(fee > 0 ? [{ account: accounts.fees(currency), currency, amount: -fee }] : []),
      { account: accounts.stripe(currency), currency, amount: amount + fee },
    ],
  };
}

/** What a campaign's decision moves; amounts in minor units, positive. */
interface CampaignMovement {
  kind: 'charge' | 'wallet_charge' | 'excess' | 'spend';
  /** Of a charge or an excess. */
  paymentId: string | null;
  amount: number;
  /** Another than the campaign's for a payment that is held. */
  currency: string;
}

/** The postings of a campaign's decision: one a payment, however it is shared out, and one for each other movement. */
export function campaignPostings(
  { campaignId, userId }: { campaignId: string; userId: string },
  movements: readonly CampaignMovement[],
): Posting[] {
  const receipts = new Map<string, Parameters<typeof paymentReceived>[0]>();
  const others: Posting[] = [];
  for (const { kind, paymentId, amount, currency } of movements) {
    if (kind === 'spend') others.push(campaignSpent({ campaignId, currency, amount }));
    else if (paymentId) {
      const known = receipts.get(paymentId) ?? { wanted: 0, excess: 0, walletOf: null };
      receipts.set(paymentId, {
        paymentId,
        campaignId,
        currency,
        wanted: known.wanted + (kind === 'excess' ? 0 : amount),
        excess: known.excess + (kind === 'excess' ? amount : 0),
        walletOf: kind === 'wallet_charge' ? userId : known.walletOf,
      });
    }
  }
  return [...[...receipts.values()].map(paymentReceived), ...others];
}

/**
 * What was delivered became revenue. A dispute may have taken the money before: then the loss bears it, so that the
 * books end the same in either order.
 */
function campaignSpent(spent: { campaignId: string; currency: string; amount: number }): Posting {
  const { campaignId, currency, amount } = spent;
  const otherwise = [accounts.loss(currency)];
  return {
    key: `spend:${campaignId}`,
    kind: 'spend',
    referenceType: 'campaign',
    referenceId: campaignId,
    description: 'Advertising delivered',
    entries: [
      { account: accounts.campaign(campaignId), currency, amount: -amount, otherwise },
      { account: accounts.revenue(currency), currency, amount },
    ],
  };
}
