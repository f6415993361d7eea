/** What long work is at, as data: the words for it are in the reader's language. */
export type Progress =
  | { readonly at: "catalog"; readonly tables: number }
  /** Resources of one kind, by its name. */
  | { readonly at: "kind"; readonly kind: string; readonly read: number }
  | { readonly at: "permission-sets"; readonly read: number }
  | { readonly at: "provisioning"; readonly permissionSet: string };
