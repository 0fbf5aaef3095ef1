/** Ad groups, creatives and the revision made of them, over HTTP and a real database. */
import { randomUUID } from 'node:crypto';
import type { CampaignInput, CampaignState } from '../../contracts/campaign';
import { RevisionContent } from '../../schemas/revision';
import { findCampaign } from '../../services/campaigns/find';
import { revisionContent } from '../../services/campaigns/revision-content';
import { aCampaign, aDecision, aSnapshot } from '../fixtures/campaign';
import { expectConforms } from './conforms';
import { type Api, type Asked, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

type User = Awaited<ReturnType<Api['signIn']>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let ada: User;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(async () => {
  ada = await api.signIn();
});

async function ask(method: string, path: string, asked: Asked = {}) {
  const answer = await api.call(method, path, { token: ada.token, ...asked });
  expectConforms(answer);
  return answer;
}

const places = [{ country: 'US', state: 'CA', city: null, radiusKm: null }];

/** A campaign's row as its workflow would have written it. */
async function campaign(
  changes: Partial<CampaignInput> = {},
  { state = {}, over = false }: { state?: Partial<CampaignState>; over?: boolean } = {},
): Promise<string> {
  const input = aCampaign({ advertiserId: ada.id, ...changes });
  const { view } = aSnapshot(input, [aDecision(1)], state);
  await database.db.campaign.create({
    data: {
      id: input.campaignId,
      advertiserId: input.advertiserId,
      adAccountId: input.adAccountId,
      channel: input.channel,
      name: input.brief.name,
      objective: 'traffic',
      tags: [],
      phase: view.phase,
      status: view.status,
      over,
      version: view.version,
      currency: 'EUR',
      timeZone: 'UTC',
      waitingSince: new Date(),
      view: JSON.parse(JSON.stringify(view)),
      targeting: { industry: 'retail', places },
      fingerprint: '',
    },
  });
  return input.campaignId;
}

async function media(changes: Partial<{ userId: string; state: string }> = {}): Promise<string> {
  const id = randomUUID();
  await database.db.media.create({
    data: {
      id,
      userId: ada.id,
      state: 'visible',
      kind: 'image',
      contentType: 'image/webp',
      fileName: 'shoe.webp',
      width: 1200,
      height: 628,
      renditions: { original: `users/x/${id}/original.webp`, '1x1': `users/x/${id}/1x1.webp` },
      ...changes,
    },
  });
  return id;
}

const group = { name: 'Runners', bid_amount: 250 };
const ad = { headline: 'Shoes', description: 'Half price.', destination_url: 'https://shop.example/' };

async function adGroup(campaignId: string, body: object = group): Promise<string> {
  const answer = await ask('POST', `/campaigns/${campaignId}/ad-groups`, { body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}
async function creative(adGroupId: string, body: object = {}): Promise<string> {
  const answer = await ask('POST', `/ad-groups/${adGroupId}/creatives`, { body: { ...ad, ...body } });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

describe('ad groups', () => {
  test('are made, listed, read, changed and removed, and each change is audited', async () => {
    const campaignId = await campaign();
    const made = await ask('POST', `/campaigns/${campaignId}/ad-groups`, {
      body: { ...group, targeting: { frequency_cap: { impressions: 3, hours: 24 } } },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.headers.get('location')).toBe(`/api/v1/ad-groups/${made.body.id}`);
    expect(made.body).toMatchObject({
      campaign_id: campaignId,
      bid_strategy: 'manual',
      bid_amount: 250,
      currency: 'EUR',
      status: 'active',
      targeting: { frequency_cap: { impressions: 3, hours: 24 } },
    });
    const path = `/ad-groups/${made.body.id}`;
    const changed = await ask('PATCH', path, { body: { status: 'paused', bid_amount: null, targeting: {} } });
    expect(changed.body).toMatchObject({ status: 'paused', bid_amount: null, targeting: {}, version: 2 });
    expect(changed.body.name).toBe('Runners');
    expect((await ask('GET', path)).body).toEqual(changed.body);
    const listed = await ask('GET', `/campaigns/${campaignId}/ad-groups`);
    expect(listed.body).toMatchObject({ items: [changed.body], total: 1, offset: 0, limit: 20 });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
    const audited = await database.db.auditEntry.findMany({
      where: { targetId: made.body.id },
      orderBy: { id: 'asc' },
    });
    expect(audited.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['ad_group.created', ada.id],
      ['ad_group.edited', ada.id],
      ['ad_group.deleted', ada.id],
    ]);
    expect(audited[1]).toMatchObject({ before: { status: 'active' }, after: { status: 'paused' } });
  });

  test('one that was read too long ago is not overwritten', async () => {
    const id = await adGroup(await campaign());
    const edit = (name: string) =>
      ask('PATCH', `/ad-groups/${id}`, { body: { name }, headers: { 'if-match': '"1"' } });
    const answers = await Promise.all([edit('mine'), edit('yours')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'VERSION_CONFLICT' });
    const gone = await ask('DELETE', `/ad-groups/${id}`, { headers: { 'if-match': '"1"' } });
    expect(gone.body.code).toBe('VERSION_CONFLICT');
  });

  test('targeting that the channel cannot keep is refused by its field', async () => {
    const campaignId = await campaign();
    const answer = await ask('POST', `/campaigns/${campaignId}/ad-groups`, {
      body: { ...group, targeting: { age_min: 25 } },
    });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, '/targeting/age_min']);
    const id = await adGroup(campaignId);
    const changed = await ask('PATCH', `/ad-groups/${id}`, { body: { targeting: { devices: ['mobile'] } } });
    expect([changed.status, changed.body.errors[0].path]).toEqual([422, '/targeting/devices']);
  });

  test('two requests at once cannot both take the plan’s last place', async () => {
    const campaignId = await campaign();
    await adGroup(campaignId);
    const make = () => ask('POST', `/campaigns/${campaignId}/ad-groups`, { body: group });
    const answers = await Promise.all([make(), make(), make(), make()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
    const refused = answers.find(({ status }) => status === 403);
    expect(refused?.body).toMatchObject({
      code: 'PLAN_LIMIT_REACHED',
      limit: 'ad_groups_per_campaign',
      max: 2,
      use: 2,
      plan: 'free',
      lifted_by: 'starter',
    });
    expect(await database.db.adGroup.count({ where: { campaignId } })).toBe(2);
  });

  test('the same Idempotency-Key makes one, though its answer was lost', async () => {
    const campaignId = await campaign();
    const headers = { 'idempotency-key': randomUUID() };
    const make = () => ask('POST', `/campaigns/${campaignId}/ad-groups`, { body: group, headers });
    const first = await make();
    // As after a crash between the commit and the keeping of the answer.
    await database.db.idempotencyKey.deleteMany();
    expect((await make()).body).toEqual(first.body);
    expect(await database.db.adGroup.count({ where: { campaignId } })).toBe(1);
  });
});

describe('creatives', () => {
  test('are made, listed, read, changed and removed, and each change is audited', async () => {
    const campaignId = await campaign();
    const groupId = await adGroup(campaignId);
    const mediaId = await media();
    const id = await creative(groupId, { media_id: mediaId });
    const path = `/creatives/${id}`;
    expect((await ask('GET', path)).body).toMatchObject({
      ad_group_id: groupId,
      campaign_id: campaignId,
      call_to_action: 'Shop Now',
      media_id: mediaId,
      status: 'active',
      rejection_reason: null,
    });
    const changed = await ask('PATCH', path, { body: { headline: 'Boots', media_id: null, weight: 5 } });
    expect(changed.body).toMatchObject({ headline: 'Boots', media_id: null, weight: 5, version: 2 });
    expect(changed.headers.get('etag')).toBe('"2"');
    const stale = await ask('PATCH', path, { body: { weight: 6 }, headers: { 'if-match': '"1"' } });
    expect(stale.body.code).toBe('VERSION_CONFLICT');
    const other = await creative(await adGroup(campaignId));
    const all = await ask('GET', `/campaigns/${campaignId}/creatives`);
    expect(all.body.items.map((item: { id: string }) => item.id)).toEqual([id, other]);
    const some = await ask('GET', `/campaigns/${campaignId}/creatives?ad_group_id=${groupId}`);
    expect(some.body).toMatchObject({ total: 1, items: [changed.body] });
    expect((await ask('DELETE', path)).status).toBe(204);
    const audited = await database.db.auditEntry.findMany({
      where: { targetId: id },
      orderBy: { id: 'asc' },
    });
    expect(audited.map(({ action }) => action)).toEqual([
      'creative.created',
      'creative.edited',
      'creative.deleted',
    ]);
  });

  test('are removed with their ad group', async () => {
    const groupId = await adGroup(await campaign());
    const id = await creative(groupId);
    await ask('DELETE', `/ad-groups/${groupId}`);
    expect((await ask('GET', `/creatives/${id}`)).status).toBe(404);
  });

  test('show another’s, an unfinished or an unknown media item to nobody', async () => {
    const groupId = await adGroup(await campaign());
    const eve = await api.signIn();
    const unusable = [await media({ userId: eve.id }), await media({ state: 'incoming' }), randomUUID()];
    const id = await creative(groupId);
    for (const media_id of unusable) {
      const made = await ask('POST', `/ad-groups/${groupId}/creatives`, { body: { ...ad, media_id } });
      expect([made.status, made.body.errors]).toEqual([
        422,
        [{ path: '/media_id', message: 'You have no such media item that is ready to use.' }],
      ]);
      expect((await ask('PATCH', `/creatives/${id}`, { body: { media_id } })).status).toBe(422);
    }
  });

  test('two requests at once cannot both take the plan’s last place, over all open campaigns together', async () => {
    const groups = [await adGroup(await campaign()), await adGroup(await campaign())];
    const [first = '', second = ''] = groups;
    const ended = await campaign();
    const endedGroup = await adGroup(ended);
    for (const id of [first, first, second, second]) await creative(id);
    await database.db.creative.create({
      data: {
        adGroupId: endedGroup,
        campaignId: ended,
        headline: '',
        description: '',
        destinationUrl: ad.destination_url,
      },
    });
    await database.db.campaign.update({ where: { id: ended }, data: { over: true } });
    const answers = await Promise.all(
      groups.flatMap((id) => [1, 2].map(() => ask('POST', `/ad-groups/${id}/creatives`, { body: ad }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
    expect(answers.find(({ status }) => status === 403)?.body).toMatchObject({
      limit: 'creatives',
      max: 5,
      use: 5,
      lifted_by: 'starter',
    });
  });

  test('the same Idempotency-Key makes one, though its answer was lost and the plan is full since', async () => {
    const groupId = await adGroup(await campaign());
    const headers = { 'idempotency-key': randomUUID() };
    const make = () => ask('POST', `/ad-groups/${groupId}/creatives`, { body: ad, headers });
    const first = await make();
    for (let n = 0; n < 4; n += 1) await creative(groupId);
    await database.db.idempotencyKey.deleteMany();
    expect((await make()).body).toEqual(first.body);
  });

  test('show the review of their media', async () => {
    const mediaId = await media();
    const verdict = { mediaId, decision: 'rejected' as const, reason: 'blurred' };
    const campaignId = await campaign({}, { state: { submitted: { hash: 'h', media: [verdict] } } });
    const id = await creative(await adGroup(campaignId), { media_id: mediaId });
    expect((await ask('GET', `/creatives/${id}`)).body).toMatchObject({
      status: 'rejected',
      rejection_reason: 'blurred',
    });
  });
});

describe('whose they are', () => {
  test('another advertiser finds nothing, an unknown id looks the same, and nothing changes', async () => {
    const campaignId = await campaign();
    const groupId = await adGroup(campaignId);
    const id = await creative(groupId);
    ada = await api.signIn();
    const unknown = randomUUID();
    const asked: [string, string, object?][] = [
      [`GET`, `/campaigns/ID/ad-groups`],
      [`POST`, `/campaigns/ID/ad-groups`, group],
      [`GET`, `/campaigns/ID/creatives`],
      [`GET`, `/ad-groups/ID`],
      [`PATCH`, `/ad-groups/ID`, { name: 'x' }],
      [`DELETE`, `/ad-groups/ID`],
      [`POST`, `/ad-groups/ID/creatives`, ad],
      [`GET`, `/creatives/ID`],
      [`PATCH`, `/creatives/ID`, { weight: 0 }],
      [`DELETE`, `/creatives/ID`],
    ];
    for (const [method, path, body] of asked) {
      const own = path.startsWith('/campaigns') ? campaignId : path.startsWith('/ad-') ? groupId : id;
      for (const one of [own, unknown]) {
        const answer = await ask(method, path.replace('ID', one), body ? { body } : {});
        expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 404, 'NOT_FOUND']);
      }
    }
    expect(await database.db.creative.findUnique({ where: { id } })).toMatchObject({ weight: 1, version: 1 });
  });

  test('support reads and changes nothing; an admin edits for an advertiser, within that one’s plan', async () => {
    const campaignId = await campaign();
    const groupId = await adGroup(campaignId);
    const [support, admin] = [await api.signIn('support'), await api.signIn('admin')];
    const at = (token: string) => ({ token });
    expect((await ask('GET', `/ad-groups/${groupId}`, at(support.token))).status).toBe(200);
    const patch = { body: { name: 'x' }, ...at(support.token) };
    expect((await ask('PATCH', `/ad-groups/${groupId}`, patch)).status).toBe(403);
    const make = () => ask('POST', `/campaigns/${campaignId}/ad-groups`, { body: group, ...at(admin.token) });
    expect([(await make()).status, (await make()).status]).toEqual([201, 403]);
  });

  test('a campaign that is over takes no edit of its parts, but shows them', async () => {
    const campaignId = await campaign();
    const groupId = await adGroup(campaignId);
    const id = await creative(groupId);
    await database.db.campaign.update({ where: { id: campaignId }, data: { over: true } });
    const asked: [string, string, object?][] = [
      [`POST`, `/campaigns/${campaignId}/ad-groups`, group],
      [`PATCH`, `/ad-groups/${groupId}`, { name: 'x' }],
      [`DELETE`, `/ad-groups/${groupId}`],
      [`POST`, `/ad-groups/${groupId}/creatives`, ad],
      [`PATCH`, `/creatives/${id}`, { weight: 0 }],
      [`DELETE`, `/creatives/${id}`],
    ];
    for (const [method, path, body] of asked) {
      const answer = await ask(method, path, body ? { body } : {});
      expect([method, answer.status, answer.body.code]).toEqual([method, 409, 'CAMPAIGN_CLOSED']);
    }
    expect((await ask('GET', `/creatives/${id}`)).status).toBe(200);
  });
});

describe('the revision', () => {
  const anyone = { caller: { userId: '', role: 'admin', address: '' }, reach: 'any' } as const;
  const freeze = (campaignId: string) =>
    database.db.$transaction(async (db) =>
      revisionContent(db, await findCampaign({ ...anyone, db }, campaignId)),
    );

  test('freezes what is active, with media, places and the strictest cap, under one hash', async () => {
    const campaignId = await campaign();
    const cap = (impressions: number) => ({ targeting: { frequency_cap: { impressions, hours: 24 } } });
    const first = await adGroup(campaignId, { ...group, ...cap(5) });
    const second = await adGroup(campaignId, { ...group, ...cap(3) });
    const mediaId = await media();
    const shown = await creative(first, { media_id: mediaId, weight: 2 });
    const plain = await creative(second);
    await creative(first, { status: 'paused' });
    await creative(second, { weight: 0 });
    const { hash, content, mediaIds } = await freeze(campaignId);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(mediaIds).toEqual([mediaId]);
    expect(RevisionContent.parse(content)).toEqual(content);
    expect(content.targeting).toEqual({ places, frequencyCap: { impressions: 3, hours: 24 } });
    expect(content.creatives.map(({ id }) => id).sort()).toEqual([plain, shown].sort());
    expect(content.creatives.find(({ id }) => id === shown)).toEqual({
      id: shown,
      adGroupId: first,
      headline: 'Shoes',
      description: 'Half price.',
      destinationUrl: 'https://shop.example/',
      callToAction: 'Shop Now',
      weight: 2,
      media: {
        id: mediaId,
        kind: 'image',
        keys: { original: `users/x/${mediaId}/original.webp`, '1x1': `users/x/${mediaId}/1x1.webp` },
        width: 1200,
        height: 628,
        contentType: 'image/webp',
        durationMs: null,
      },
    });
    expect((await freeze(campaignId)).hash).toBe(hash);
  });

  test('has another hash after an edit, and the old one when the edit is taken back', async () => {
    const campaignId = await campaign();
    const id = await creative(await adGroup(campaignId));
    const { hash } = await freeze(campaignId);
    await ask('PATCH', `/creatives/${id}`, { body: { headline: 'Boots' } });
    expect((await freeze(campaignId)).hash).not.toBe(hash);
    await ask('PATCH', `/creatives/${id}`, { body: { headline: 'Shoes' } });
    expect((await freeze(campaignId)).hash).toBe(hash);
  });

  test('of nothing that could be shown is refused', async () => {
    const campaignId = await campaign();
    await expect(freeze(campaignId)).rejects.toMatchObject({ code: 'NOTHING_TO_SERVE' });
    const groupId = await adGroup(campaignId);
    const id = await creative(groupId, { weight: 0 });
    await expect(freeze(campaignId)).rejects.toMatchObject({ code: 'NOTHING_TO_SERVE' });
    await ask('PATCH', `/creatives/${id}`, { body: { weight: 1 } });
    await ask('PATCH', `/ad-groups/${groupId}`, { body: { status: 'paused' } });
    await expect(freeze(campaignId)).rejects.toMatchObject({ code: 'NOTHING_TO_SERVE' });
  });

  test('whose media went away says which, instead of dropping a creative unseen', async () => {
    const campaignId = await campaign();
    const mediaId = await media();
    const groupId = await adGroup(campaignId);
    await creative(groupId);
    await creative(groupId, { media_id: mediaId });
    await database.db.media.update({ where: { id: mediaId }, data: { state: 'deleted' } });
    await expect(freeze(campaignId)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(mediaId),
    });
  });
});
