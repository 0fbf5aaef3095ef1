/** Ad groups and creatives: what a platform can keep, which cap wins, and which addresses an ad may lead to. */
import { strictestCap, unkeptTargeting } from '../../domain/ad-groups';
import { shownStatus } from '../../domain/creatives';
import { AdGroupBody, fromAdGroupTargeting, toAdGroupTargeting } from '../../schemas/ad-groups';
import { CreativeBody } from '../../schemas/creatives';

describe('targeting', () => {
  test('our own ad server is not told to target what it cannot know', () => {
    const targeting = { ageMin: 25, interests: ['shoes'], frequencyCap: { impressions: 3, hours: 24 } };
    expect(unkeptTargeting('house', targeting)).toEqual(['ageMin', 'interests']);
    expect(unkeptTargeting('meta', targeting)).toEqual([]);
    expect(unkeptTargeting('house', { ageMin: undefined })).toEqual([]);
  });

  test('goes in and out of the wire unchanged', () => {
    const wire = {
      age_min: 25,
      age_max: 40,
      genders: ['female' as const],
      languages: ['en'],
      frequency_cap: { impressions: 3, hours: 24 },
    };
    const parsed = AdGroupBody.parse({ name: 'Group', targeting: wire });
    expect(JSON.parse(JSON.stringify(fromAdGroupTargeting(toAdGroupTargeting(parsed.targeting))))).toEqual(
      wire,
    );
  });

  test.each([
    [{ age_min: 40, age_max: 25 }],
    [{ age_min: 12 }],
    [{ genders: [] }],
    [{ genders: ['female', 'female'] }],
    [{ languages: ['English'] }],
    [{ frequency_cap: { impressions: 0, hours: 24 } }],
    [{ postcode: '12345' }],
  ])('%j is refused', (targeting) => {
    expect(AdGroupBody.safeParse({ name: 'Group', targeting }).success).toBe(false);
  });

  test('of several frequency caps the one holds that shows least', () => {
    const [loose, strict] = [
      { impressions: 10, hours: 24 },
      { impressions: 3, hours: 24 },
    ];
    expect(strictestCap([loose, strict])).toEqual(strict);
    // 1 an hour is looser than 3 a day; of two equal rates the shorter window spreads them.
    expect(strictestCap([{ impressions: 1, hours: 1 }, strict])).toEqual(strict);
    expect(
      strictestCap([
        { impressions: 2, hours: 16 },
        { impressions: 1, hours: 8 },
      ]),
    ).toEqual({
      impressions: 1,
      hours: 8,
    });
    expect(strictestCap([])).toBeNull();
  });
});

describe('a creative', () => {
  const body = { headline: 'Shoes', description: 'Half price.', destination_url: 'https://shop.example/' };

  test('has the call to action, the weight and the status that it was not given', () => {
    expect(CreativeBody.parse(body)).toMatchObject({
      call_to_action: 'Shop Now',
      weight: 1,
      status: 'active',
    });
  });

  test.each([
    'https://shop.example/a?b={click_id}',
    'http://shop.example:8080',
    `https://a.example/${'x'.repeat(494)}`,
  ])('may lead to %s', (destination_url) => {
    expect(CreativeBody.safeParse({ ...body, destination_url }).success).toBe(true);
  });

  test.each([
    'javascript:alert(1)',
    'JavaScript://%0aalert(1)',
    'data:text/html,hello',
    'ftp://shop.example',
    '//shop.example',
    'shop.example',
    'https://',
    'https://bank.example@evil.example/',
    `https://a.example/${'x'.repeat(495)}`,
  ])('may not lead to %s', (destination_url) => {
    expect(CreativeBody.safeParse({ ...body, destination_url }).success).toBe(false);
  });

  test.each([
    { headline: 'x'.repeat(256) },
    { headline: ' ' },
    { call_to_action: 'x'.repeat(51) },
    { weight: -1 },
    { weight: 1.5 },
    { status: 'rejected' },
    { status: 'pending_review' },
    { campaign_id: 'other' },
  ])('with %j is refused', (changes) => {
    expect(CreativeBody.safeParse({ ...body, ...changes }).success).toBe(false);
  });

  test('shows the review of its media, whatever its advertiser set', () => {
    const shown = (decision: 'pending' | 'approved' | 'rejected', reason: string | null = null) =>
      shownStatus({ status: 'paused', mediaId: 'm' }, [{ mediaId: 'm', decision, reason }]);
    expect(shown('pending').status).toBe('pending_review');
    expect(shown('rejected', 'blurred')).toEqual({ status: 'rejected', rejectionReason: 'blurred' });
    expect(shown('approved').status).toBe('paused');
    expect(shownStatus({ status: 'active', mediaId: null }, []).status).toBe('active');
  });
});
