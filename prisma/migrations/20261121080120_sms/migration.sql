-- Messages to phones, and what the ways to sign in keep.
SET lock_timeout = '3s';

ALTER TABLE deliveries
  DROP CONSTRAINT deliveries_channel_check,
  ADD CONSTRAINT deliveries_channel_check CHECK (channel IN ('email', 'telegram', 'sms'));
ALTER TABLE verification_codes
  ADD CHECK (purpose IN ('sign_in', 'verify_email', 'reset_password', 'link_phone', 'link_email', 'google')),
  ADD CHECK (tries BETWEEN 0 AND 5);
ALTER TABLE sessions ADD CHECK (method IN ('password', 'google', 'phone'));
