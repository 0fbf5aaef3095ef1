/** Which email addresses can have an account. */

/**
 * As people write them: RFC 5321's lengths and names of hosts, without quotes, comments or addresses in brackets. An
 * international host is in punycode (`xn--…`), also its last label.
 */
export const EMAIL =
  /^(?=.{1,64}@)[A-Za-z0-9_'+-]+([.][A-Za-z0-9_'+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])+([A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])$/;
