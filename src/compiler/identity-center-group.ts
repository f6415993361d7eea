/** How policies name groups of IAM Identity Center: by id, or by the display name that people know. */

/** Source: IdentityStore API, `ResourceId`: a UUID, optionally behind ten hex digits and a hyphen. */
const identityStoreId = /^([0-9a-f]{10}-)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/** True for an id; anything else is a display name. */
export function isIdentityStoreId(text: string): boolean {
  return identityStoreId.test(text);
}
