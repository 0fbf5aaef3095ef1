/** Task queues, named from the start so that slow work can be moved away from decisions. */
export const queues = {
  lifecycle: 'lifecycle',
  platforms: 'platforms',
  media: 'media',
  notifications: 'notifications',
} as const;
