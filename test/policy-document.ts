/** Policy documents of IAM as text. */

export const policyOf = (...statements: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
