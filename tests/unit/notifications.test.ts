/** Every notification in its words, and every mail against its golden file (`UPDATE_GOLDEN=1` writes them anew). */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderMail } from '../../adapters/mail/template';
import type { Facts, Notice } from '../../domain/notice';
import { notices, noticesOf } from '../../domain/notifications';

const folder = path.join(__dirname, '../golden/mail');
const update = process.env.UPDATE_GOLDEN === '1';

const facts: Facts = {
  campaign: 'Spring <sale> & more',
  currency: 'EUR',
  from: 'draft',
  to: 'draft',
  why: 'The sentence of the timeline.',
  holds: [{ by: 'account_disabled', reason: 'The account was disabled.' }],
  byAdvertiser: false,
  data: { amount: 12000, refunded: 4550, reason: 'the logo is blurred' },
};

const entries: [string, readonly Notice[]][] = Object.entries(notices);
const mails = entries.flatMap(([event, rows]) =>
  rows
    .filter((row) => row.channels.includes('email'))
    .map((notice) => ({
      name: `${event}.${notice.audience}`,
      mail: renderMail({
        title: notice.title,
        message: notice.message(facts),
        link: { label: 'Open the campaign', url: 'https://adflight.example/campaigns/c1' },
        home: 'https://adflight.example',
      }),
    })),
);
const files = mails.flatMap(({ name, mail }) => [
  { file: `${name}.txt`, content: `Subject: ${mail.subject}\n\n${mail.text}` },
  { file: `${name}.html`, content: mail.html },
]);

describe('mails', () => {
  if (update) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { file, content } of files) writeFileSync(path.join(folder, file), content);
  }

  test('each notification that is mailed has its golden files, and no other file is there', () => {
    const names = files.map(({ file }) => file).sort();
    expect(new Set(names).size).toBe(names.length);
    expect(readdirSync(folder).sort()).toEqual(names);
  });

  test.each(files)('$file is as it was agreed', ({ file, content }) => {
    expect(content).toBe(readFileSync(path.join(folder, file), 'utf8'));
  });

  test.each(mails)('$name loads nothing from elsewhere and lets no name become markup', ({ mail }) => {
    expect(mail.html).not.toMatch(/src=|@import|url\(|<script|<link/i);
    expect(mail.html).not.toContain('<sale>');
    expect(mail.html).toContain('#f59e0b');
    expect(mail.text).toContain('Spring <sale> & more');
  });

  test('a line break in a title can start no header of its own', () => {
    const { subject } = renderMail({
      title: 'Paid\r\nBcc: all@example.com',
      message: '',
      link: null,
      home: 'https://adflight.example',
    });
    expect(subject).toBe('Paid Bcc: all@example.com');
  });
});

describe('who hears what', () => {
  const told = (event: string, changes: Partial<Facts> = {}) =>
    noticesOf(event, { ...facts, ...changes }).map(({ audience, title }) => `${audience}: ${title}`);

  test('an event that the table does not know tells nobody', () => {
    expect(told('campaign.abducted')).toEqual([]);
    expect(told('toString')).toEqual([]);
  });

  test('a payment is told in money of its currency, and asks the admins for an approval when that is next', () => {
    const [received] = noticesOf('payment.received', { ...facts, currency: 'JPY' });
    expect(received?.message({ ...facts, currency: 'JPY' })).toContain('12000 JPY');
    expect(told('payment.received', { from: 'awaiting_payment', to: 'pending_approval' })).toEqual([
      'advertiser: Payment received',
      'admins: Campaign to approve',
    ]);
    expect(told('payment.received', { from: 'active', to: 'active' })).toEqual([
      'advertiser: Payment received',
    ]);
  });

  test('the last approved media item asks for the payment, an earlier one does not', () => {
    expect(told('media.approved', { from: 'media_review', to: 'awaiting_payment' })).toEqual([
      'advertiser: Your media are approved: payment is due',
    ]);
    expect(told('media.approved', { from: 'media_review', to: 'media_review' })).toEqual([
      'advertiser: Your media are approved',
    ]);
  });

  test('a later revision with media reaches the admins though the phase stays; one without does not', () => {
    const active = { from: 'active', to: 'active' } as const;
    expect(told('campaign.submitted', { ...active, data: { media: 1 } })).toEqual([
      'admins: Media to review',
    ]);
    expect(told('campaign.submitted', { ...active, data: { media: 0 } })).toEqual([]);
  });

  test('nobody is told what he has just done himself', () => {
    const byHimself = { byAdvertiser: true, holds: [{ by: 'advertiser', reason: 'holidays' }] };
    for (const event of ['campaign.paused', 'campaign.resumed', 'campaign.budget_changed']) {
      expect(told(event, byHimself)).toEqual([]);
    }
    const usedUp = { holds: [{ by: 'budget_exhausted', reason: 'All is delivered.' }] };
    expect(told('campaign.paused', usedUp)).toEqual([]);
    expect(told('campaign.paused')).toEqual(['advertiser: Your campaign is paused']);
  });

  test('a pause says each of its reasons, ended as sentences', () => {
    const holds = [
      { by: 'admin', reason: 'the landing page is broken' },
      { by: 'dispute', reason: 'The buyer disputes the payment.' },
    ];
    const [paused] = noticesOf('campaign.paused', { ...facts, holds });
    expect(paused?.message({ ...facts, holds })).toBe(
      '“Spring <sale> & more” is paused. Reason: the landing page is broken. The buyer disputes the payment.',
    );
  });

  test('an overdue decision and a held payment reach the admins by Telegram', () => {
    const channels = (event: string) =>
      noticesOf(event, facts).flatMap((notice) => (notice.audience === 'admins' ? notice.channels : []));
    expect(channels('review.overdue')).toEqual(['in_app', 'telegram']);
    expect(channels('payment.held')).toContain('telegram');
    expect(channels('refund.failed')).toContain('telegram');
  });

  test('a dispute after the campaign’s end says nothing of its future', () => {
    const [disputed] = noticesOf('payment.disputed', facts);
    expect(disputed?.message(facts)).toContain('The campaign waits');
    expect(disputed?.message({ ...facts, from: null, to: null })).not.toContain('waits');
  });

  test('nothing is said of a refund where nothing was paid', () => {
    const [cancelled] = noticesOf('campaign.cancelled', facts);
    expect(cancelled?.message(facts)).toContain('45.50 EUR goes back to you.');
    expect(cancelled?.message({ ...facts, data: { refunded: 0 } })).not.toContain('goes back');
  });
});
