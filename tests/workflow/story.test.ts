/** The life of a campaign on a clock that skips: what the product promises of each phase. */
import { DAY } from '../../domain/time';
import { openStage, type Stage, withCampaign } from './environment';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

test('the standard life runs from draft to final report', () =>
  withCampaign(stage, async (drive) => {
    await drive.toActive();
    const end = await drive.result();
    expect(end).toMatchObject({
      phase: 'completed',
      status: 'completed',
      payment: 'paid',
      amountPaid: 10_000,
    });
    expect(drive.events()).toEqual([
      'campaign.created',
      'campaign.submitted',
      'media.approved',
      'payment.requested',
      'payment.received',
      'campaign.approved',
      'campaign.activated',
      'campaign.completing',
      'campaign.completed',
    ]);
    expect(drive.outside.refunds).toEqual([]);
  }));
